package rest

import (
	"reflect"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// progressOf reads the vendor's own figures off a page of so many rows.
func progressOf(l *call.Listing, list any, rows int) progress {
	v := reflect.ValueOf(list).Elem()
	p := progress{rows: rows}
	for _, figure := range [...]struct {
		path string
		into *int64
	}{{l.Next, &p.next}, {l.Pages, &p.pages}, {l.Current, &p.current}, {l.Total, &p.total}} {
		if figure.path == "" || l.Items == "" {
			continue
		}
		switch at := memberValue(v, figure.path); at.Kind() {
		case reflect.Int, reflect.Int32, reflect.Int64:
			*figure.into = at.Int()
		case reflect.Float64:
			*figure.into = int64(at.Float())
		}
	}
	if l.Token != "" && l.Items != "" {
		if at := memberValue(v, l.Token); at.Kind() == reflect.String {
			p.token = at.String()
		}
	}
	return p
}

// progress is what a page says of the iteration.
type progress struct {
	rows int // on the page
	// The vendor's own figures: the next page's number, how many pages there are, which page this is, how many rows there are
	// in all. 0 where it gives none.
	next, pages, current, total int64
	token                       string // to continue with; empty at the end
}
