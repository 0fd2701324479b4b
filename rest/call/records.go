package call

import (
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// Scope says that an id is unique only within what a parameter names, or a field of each record that is changed: the number of an
// action within its ticket, for example. Without that parameter or field the id doesn't identify a record, and nothing is sent.
//
//go:noinline
func (c *Call) Scope(name string) *Call {
	c.scope = name
	return c
}

// Scoped fails the call when the parameter of Scope isn't given.
//
//go:noinline
func (c *Call) Scoped(name string) {
	if none(c.query.Get(name)) {
		c.fail("parameter %s is required: the id is a number within what it names", name)
	}
}

// Records sets a body of records, a list, for an operation that creates those without an id and changes those with one, and responds
// with what was saved, one record or several. With change set every record must have an id, otherwise none may; if not, nothing is
// sent, because the vendor would silently do the other thing.
func (c *Call) Records(records any, change bool) *Call {
	c.JSON(records)
	c.identified(change)
	c.OneOrMany()
	return c
}

// identified refuses a body whose records don't have an id, or do have one.
func (c *Call) identified(want bool) {
	if c.err != nil {
		return
	}
	number := 0
	items := jsonscan.Items(c.body.data, func(item []byte) {
		number++
		has, several := named(item, "id")
		switch {
		case want && !has:
			c.fail("record %d has no id: an update without one would create a new record", number)
		case !want && has:
			c.fail("record %d has an id: it would change that record; use Update", number)
		case several:
			c.fail("record %d has several ids: a server takes one of them", number)
		}
		if want && c.scope != "" {
			if scoped, several := named(item, c.scope); !scoped || several {
				c.fail("record %d has no %s, or several: the id is a number within what it names", number, c.scope)
			}
		}
	})
	if items == 0 {
		c.fail("there are no records to send")
	}
}

// named reports whether a record has a field of this name that names something, in whatever case: servers that read names
// without regard to case take Id and ID for id. Several says that it has more than one of them.
func named(record []byte, name string) (has, several bool) {
	found := false
	jsonscan.Fields(record, func(field, value []byte) bool {
		if !strings.EqualFold(string(field), name) {
			return true
		}
		several = several || found
		found = true
		kind := jsonscan.Kind(value)
		has = has || kind == jsonscan.Object || kind == jsonscan.List || kind == jsonscan.Boolean || !none(jsonscan.Scalar(value))
		return true
	})
	return has, several
}

// none reports whether a string names nothing: it is empty, or a zero however that is spelled.
func none(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" || text == "null" {
		return true
	}
	n, err := strconv.ParseFloat(text, 64)
	return err == nil && n == 0
}
