package rest

import (
	"bytes"
	"reflect"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// envelope says how the answer of a call may differ in form from what is declared, and, after the call, whether it did.
type envelope struct {
	form  form
	items string // the member that holds the rows, where it is known

	other bool  // the answer came in the other form
	total int64 // what an object around a list that was declared bare says of the rows in all
}

type form int8

const (
	asDeclared form = iota
	listOrEnvelope
	oneOrMany
)

// OneOrMany says that the answer is a list, which the vendor sends as the bare object when there is one.
func (c *Call) OneOrMany() { c.envelope.form = oneOrMany }

// target returns what is to be decoded into what, when an answer has another form than its declared one: a part of the
// body, or a part of out.
func (e *envelope) target(body []byte, out any) ([]byte, any) {
	if e.form == asDeclared {
		return body, out
	}
	into := reflect.ValueOf(out).Elem()
	kind := jsonscan.Kind(body)
	switch {
	case e.form == oneOrMany && kind == jsonscan.Object && into.Kind() == reflect.Slice:
		e.other = true
		one := make([]byte, 0, len(body)+2)
		return append(append(append(one, '['), body...), ']'), out
	case e.form == listOrEnvelope && kind == jsonscan.Object && into.Kind() == reflect.Slice:
		if rows, total, ok := rowsOf(body, e.items); ok {
			e.other, e.total = true, total
			return rows, out
		}
	case e.form == listOrEnvelope && kind == jsonscan.List && into.Kind() == reflect.Struct:
		if rows := memberValue(into, e.items); rows.IsValid() && rows.CanAddr() {
			e.other = true
			return body, rows.Addr().Interface()
		}
	}
	return body, out
}

// recordCount is the field in which an object around a list that was declared bare counts the rows in all.
const recordCount = "record_count"

// rowsOf finds the rows in an object around a list: the member of that name, or else the only list there is. A list of
// columns, which tells how to show the rows, isn't counted.
func rowsOf(body []byte, items string) (rows []byte, total int64, ok bool) {
	lists := 0
	named := false
	jsonscan.Fields(body, func(name, value []byte) bool {
		switch {
		case string(name) == recordCount:
			total, _ = strconv.ParseInt(jsonscan.Scalar(value), 10, 64)
		case !bytes.HasPrefix(value, []byte("[")):
		case string(name) == items: // of several, the last one counts, as everywhere
			rows, named = value, true
		case !named && string(name) != "columns":
			rows = value
			lists++
		}
		return true
	})
	return rows, total, named || lists == 1
}
