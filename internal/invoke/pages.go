package invoke

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Page is one page of a list.
type Page struct {
	Rows []json.RawMessage // as the vendor sent them
	// Next is where the following page starts; empty on the last one.
	Next rest.Cursor
	// Total is how many rows there are in all, by the vendor's count; 0 where it gives none.
	Total int64
}

// Pages iterates over the pages of a list, from the beginning or from a cursor, by the rules of rest.Pages: an iteration that ends
// without an error is complete.
func (c *Call) Pages(ctx context.Context, from rest.Cursor, opts ...rest.CallOption) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		if c.Operation.List == nil {
			yield(Page{}, fmt.Errorf("%s isn't a list, so it has no pages", c.Operation.Name))
			return
		}
		listing := listingOf(c.Operation, c.invoker.offers.Document().Page)
		list := pageType(listing, c.Operation.Response.Schema)
		var rows []rawRow
		opts := append(slices.Clone(opts), rest.StartAt(from), rest.WithRows(&rows))
		for got, err := range rest.PagesOf(ctx, c.invoker.client, c.made.Copy().List(listing), opts, list) {
			if errors.Is(err, rest.ErrBadCursor) {
				err = &InputError{"from", "", err}
			}
			page := Page{Next: got.Next}
			if got.List != nil {
				page.Total = figure(reflect.ValueOf(got.List).Elem(), listing.Total)
				page.Rows = make([]json.RawMessage, len(rows))
				for i, row := range rows {
					page.Rows[i] = row.text
				}
			}
			if !yield(page, err) {
				return
			}
		}
	}
}

// rawRow is a row as it came.
type rawRow struct{ text json.RawMessage }

// UnmarshalJSON implements json.Unmarshaler.
func (r *rawRow) UnmarshalJSON(text []byte) error {
	r.text = slices.Clone(text)
	return nil
}

// unread is a field of a page that is known, and of which nothing is wanted.
type unread struct{}

// UnmarshalJSON implements json.Unmarshaler.
func (*unread) UnmarshalJSON([]byte) error { return nil }

// pageType makes the type of a page: a struct with the rows and the vendor's figures, which package rest finds by their names, and with what
// else the document has beside them but for lists, so that a page which has that alone is known for one. A row has what tells it from
// others.
func pageType(listing call.Listing, declared *catalog.Schema) reflect.Type {
	word := reflect.TypeFor[value.JSON]()
	if listing.Style == call.ByTime {
		word = reflect.TypeFor[value.Text]() // times are compared as strings
	}
	row := &node{fields: map[string]*node{}}
	row.put(orID(listing.Key), word)
	if listing.From != "" {
		row.put(listing.From, word)
	}
	rows := reflect.SliceOf(row.made())
	if listing.Items == "" {
		return rows
	}
	page := &node{fields: map[string]*node{}}
	page.put(listing.Items, rows)
	for _, path := range [...]string{listing.Next, listing.Pages, listing.Current, listing.Total} {
		page.put(path, reflect.TypeFor[value.Int]())
	}
	page.put(listing.Token, reflect.TypeFor[value.Text]())
	for _, field := range declared.Fields() {
		if page.fields[field.Name] == nil && field.Name != "*" && field.Schema.Items() == nil {
			page.fields[field.Name] = &node{is: reflect.TypeFor[unread]()}
		}
	}
	return page.made()
}

func orID(key string) string {
	if key == "" {
		return "id"
	}
	return key
}

// node is a field of a type in the making: a type, or an object with fields.
type node struct {
	is     reflect.Type
	fields map[string]*node
}

// put makes the field at a path of one type, unless there is one.
func (n *node) put(path string, is reflect.Type) {
	if path == "" {
		return
	}
	for name := range strings.SplitSeq(path, ".") {
		if n.fields == nil {
			return // a figure that is said to be within another
		}
		if n.fields[name] == nil {
			n.fields[name] = &node{fields: map[string]*node{}}
		}
		n = n.fields[name]
	}
	if n.is == nil {
		n.is, n.fields = is, nil
	}
}

func (n *node) made() reflect.Type {
	if n.is != nil {
		return n.is
	}
	var names []string
	for name := range n.fields {
		names = append(names, name)
	}
	slices.Sort(names)
	fields := make([]reflect.StructField, len(names))
	for i, name := range names {
		fields[i] = reflect.StructField{Name: "F" + strconv.Itoa(i), Type: n.fields[name].made(), Tag: reflect.StructTag("json:" + strconv.Quote(name))}
	}
	return reflect.StructOf(fields)
}

// figure reads a whole number at a path of a page; 0 where there is none.
func figure(page reflect.Value, path string) int64 {
	if path == "" {
		return 0
	}
	for name := range strings.SplitSeq(path, ".") {
		if page.Kind() != reflect.Struct {
			return 0
		}
		found := reflect.Value{}
		for i := range page.NumField() {
			if page.Type().Field(i).Tag.Get("json") == name {
				found = page.Field(i)
			}
		}
		page = found
	}
	if !page.IsValid() || !page.CanInt() {
		return 0
	}
	return page.Int()
}
