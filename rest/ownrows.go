package rest

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonfields"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// WithRows reads the rows of a list into a type of the caller's own, a struct with json tags for the fields that it wants. What the struct
// doesn't name is skipped, which costs a fraction of decoding it. It is for List and for Pages: rows holds the rows of the page
// that the caller is at, and the page's List has everything else.
//
//	type row struct {
//		ID      int64      `json:"id"`
//		Summary value.Text `json:"summary"`
//	}
//	var rows []row
//	for page, err := range client.Tickets.Pages(ctx, nil, rest.WithRows(&rows)) {
//		...
//		for _, row := range rows { ... }
//	}
//
// Each page has a list of its own, so rows may be kept. The fields of a row may be of any type that encoding/json reads, and of those
// in package value, which read what vendors spell in several ways; names match as they do there: exactly, or else whatever the
// case. A field of another type than expected is the same *Error as without it, whose Field says which row and which field; the rest is
// there. JSON that is broken is an error also where it is skipped. What the iteration itself needs of a row, such as its id, need
// not be named.
//
// A type that isn't a struct, or has no field that the list's rows have, is an error, and nothing is sent.
func WithRows[Row any](rows *[]Row) CallOption {
	return withRows(reflect.ValueOf(rows), reflect.TypeFor[repeatedRows[Row]]())
}

// repeatedRows is what a response becomes that has its list of rows more than once: an object that has nothing else.
type repeatedRows[Row any] struct {
	Rows []Row `json:"rows"`
}

func withRows(rows reflect.Value, repeated reflect.Type) CallOption {
	return func(o *callOptions) {
		if rows.IsNil() {
			o.refuse(errors.New("WithRows: the rows are a nil pointer; the address of a slice was expected"))
			return
		}
		o.rows = ownRows{rows.Elem(), repeated}
	}
}

// rowReader reads the rows of a list. Calls have it by way of WithRows, so that a program which doesn't use that doesn't have it.
type rowReader interface {
	// fits says what is wrong with reading rows of this list that way; listing is nil for another call.
	fits(listing *call.Listing, list any) error
	// read reads JSON, part of a response, into a list or a slice of rows.
	read(from rowSource, part []byte, into any) error
	// give gives the caller the rows of a page; of none, an invalid Value.
	give(rows reflect.Value)
}

// rowSource is where rows come from: the call whose response they stand in.
type rowSource struct {
	client  *Client
	call    *call.Call
	options *callOptions
}

// ownRows has a slice of the caller's.
type ownRows struct {
	slice    reflect.Value
	repeated reflect.Type // repeatedRows of the same rows
}

func (r ownRows) give(rows reflect.Value) {
	if !rows.IsValid() {
		r.slice.SetZero()
		return
	}
	r.slice.Set(rows)
}

func (r ownRows) fits(listing *call.Listing, list any) error {
	row := r.slice.Type().Elem()
	if listing == nil {
		return errors.New("WithRows: this call is not one for a list")
	}
	if row.Kind() != reflect.Struct {
		return fmt.Errorf("WithRows: rows of type %s; a struct with json tags was expected", row)
	}
	if takesAll(row) {
		return nil
	}
	if name := unsettable(row); name != "" {
		return fmt.Errorf("WithRows: %s embeds a pointer to %s, whose fields encoding/json can't set; embed it without the pointer, or export its name", row, name)
	}
	ours := jsonfields.Of(row)
	if len(ours.Fields) == 0 && ours.Rest() == nil {
		return fmt.Errorf("WithRows: %s has no field that JSON is read into; exported fields with json tags were expected", row)
	}
	theirs := rowsIn(listing, list)
	if ours.Rest() != nil || !theirs.IsValid() || theirs.Kind() != reflect.Slice || theirs.Type().Elem().Kind() != reflect.Struct {
		return nil // what they have in common isn't known
	}
	known := map[string]bool{}
	for _, field := range jsonfields.Of(theirs.Type().Elem()).Fields {
		known[strings.ToLower(field.Name)] = true
	}
	for _, field := range ours.Fields {
		if known[strings.ToLower(field.Name)] {
			return nil
		}
	}
	return fmt.Errorf("WithRows: %s has no field of %s (its fields are %s)", row, theirs.Type().Elem(), strings.Join(fieldNames(ours), ", "))
}

func (r ownRows) read(from rowSource, part []byte, into any) error {
	whole := reflect.ValueOf(into).Elem()
	s := rowSelection{row: r.slice.Type().Elem(), list: whole}
	if part, ok := from.options.part.(*partOfIteration); ok {
		s.iteration, s.page = part.iteration, part.page
	}
	path := ""
	if whole.Kind() != reflect.Slice { // of an object around a list that was declared bare, the list alone is left
		path = from.call.Listing().Items
		s.list = memberValue(whole, path)
	}
	picked, rest, broken := s.pick(part, path)
	if broken {
		return &value.DecodeError{Found: "broken JSON", Want: whole.Type().String()}
	}
	var first error
	if rest != nil {
		if first = from.client.decodeInto(rest, into); unusable(first) {
			return first
		}
	}
	target := reflect.New(r.slice.Type())
	rows := target
	if s.repeated {
		target = reflect.New(r.repeated)
		rows = target.Elem().Field(0).Addr()
		if s.page != nil && s.list.IsValid() {
			s.addAll(from, part, whole.Type(), path)
		}
	}
	if picked == nil && s.list.IsValid() && s.list.Len() > 0 { // read in a way of the list's own
		picked = s.rewritten()
	}
	if picked != nil {
		err := from.client.decodeInto(picked, target.Interface())
		if unusable(err) {
			return err
		}
		if first == nil && err != nil {
			mismatch, _ := errors.AsType[*value.DecodeError](err)
			mismatch.Field = path + strings.TrimPrefix(mismatch.Field, "rows")
			first = mismatch
		}
	}
	if s.page != nil {
		s.page.rows, s.page.own = rows.Elem(), true
	} else {
		r.give(rows.Elem())
	}
	return first
}

// unusable reports whether nothing could be read.
func unusable(err error) bool {
	mismatch, ok := errors.AsType[*value.DecodeError](err)
	return err != nil && (!ok || mismatch.Field == "")
}
