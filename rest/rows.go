package rest

import (
	"bytes"
	"reflect"
	"slices"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// otherForm is what became of a response that came in another form than the declared one.
type otherForm struct {
	came  bool
	total int64 // what an object around a list that was declared bare says of the rows in all
}

// target returns what is to be decoded into what, when a response has another form than its declared one: a part of the
// body, or a part of out.
func (x *exchange) target(body []byte, out any) ([]byte, any) {
	listing := x.call.Listing()
	loose := listing != nil && listing.Loose
	if !loose && !x.call.MaybeOne() {
		return body, out
	}
	into := reflect.ValueOf(out).Elem()
	kind := jsonscan.Kind(body)
	switch {
	case x.call.MaybeOne() && kind == jsonscan.Object && into.Kind() == reflect.Slice:
		x.other.came = true
		one := make([]byte, 0, len(body)+2)
		return append(append(append(one, '['), body...), ']'), out
	case loose && kind == jsonscan.Object && into.Kind() == reflect.Slice:
		if rows, total, ok := rowsOf(body, listing); ok {
			x.other = otherForm{came: true, total: total}
			return rows, out
		}
	case loose && kind == jsonscan.List && into.Kind() == reflect.Struct:
		if rows := memberValue(into, listing.Items); rows.IsValid() && rows.CanAddr() {
			x.other.came = true
			return body, rows.Addr().Interface()
		}
	}
	return body, out
}

// rowsOf finds the rows in an object around a list: the field of that name, or else the only list there is.
func rowsOf(body []byte, listing *call.Listing) (rows []byte, total int64, ok bool) {
	lists := 0
	named := false
	jsonscan.Fields(body, func(name, value []byte) bool {
		switch field := string(name); {
		case listing.Total != "" && field == listing.Total:
			total, _ = strconv.ParseInt(jsonscan.Scalar(value), 10, 64)
		case !bytes.HasPrefix(value, []byte("[")):
		case field == listing.Items: // of several, the last one counts, as everywhere
			rows, named = value, true
		case !named && !slices.Contains(listing.Besides, field):
			rows = value
			lists++
		}
		return true
	})
	return rows, total, named || lists == 1
}
