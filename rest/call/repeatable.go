package call

import "net/http"

// repeatable says whether an operation may be sent again when it is not known what became of it.
type repeatable int8

const (
	byMethod repeatable = iota
	repeatYes
	repeatNo
)

// RetrySafe overrides, for this operation, whether its method may be sent again.
//
//go:noinline
func (c *Call) RetrySafe(safe bool) {
	c.repeat = repeatNo
	if safe {
		c.repeat = repeatYes
	}
}

// Changing says that a parameter of the query makes a call change something that only reads without it. It reports whether the call
// has the parameter with a value other than false or 0; if so, the call isn't sent again when it isn't known whether the vendor
// acted on it.
//
//go:noinline
func (c *Call) Changing(name string) bool {
	value := c.query.Get(name)
	if !c.query.Has(name) || value == "false" || value == "0" {
		return false
	}
	c.repeat = repeatNo
	return true
}

// Repeatable reports whether the operation may be sent again when it isn't known whether the vendor acted on it.
func (c *Call) Repeatable() bool {
	switch c.repeat {
	case repeatYes:
		return true
	case repeatNo:
		return false
	}
	switch c.method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}

// Replayable reports whether the body can be sent again.
func (c *Call) Replayable() bool { return c.body.replayable() }
