// Package probe reads what an account shows: it calls the safe reads of a vendor's document, with ids from the lists that it
// has read before, and reports what became of each.
package probe

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// read is an operation that may be called.
type read struct {
	id, path string
	level    string // of its evidence
	unknown  bool   // nothing is declared of its response
	rank     int    // how much its response is worth: the lower, the sooner
	rows     []string
	query    url.Values
	asks     []parameter // query parameters that it needs and that have no value of their own
	places   []parameter // parameters in its path
}

type parameter struct {
	name   string
	number bool
}

// Refusal is an operation that isn't called, and why.
type Refusal struct {
	Operation string `json:"operation"`
	Reason    string `json:"reason"`
}

// Reasons for which an operation isn't called.
const (
	Writes   = "it is no safe read"
	Streams  = "it responds with a file"
	NoID     = "no list gave an id for its path"
	NoValue  = "it needs a value in its query"
	OverMany = "the number of calls was used up"
)

// plan lists the operations that may be called, and those that never are.
func plan(doc *spec.Document) (reads []*read, refused []Refusal) {
	everyday := doc.EverydayTags()
	for _, op := range doc.Operations {
		content := op.Success().Content()
		switch {
		case !op.Reads():
			refused = append(refused, Refusal{op.ID, Writes})
			continue
		case content.Media != "" && !wiretext.IsJSON(content.Media):
			refused = append(refused, Refusal{op.ID, Streams})
			continue
		}
		r := makeRead(doc, op, content)
		if everyday != nil && !everyday[op.Tag] {
			r.rank += 4
		}
		reads = append(reads, r)
	}
	// A list is worth as much as what its ids open.
	for _, list := range reads {
		for _, item := range reads {
			if rest, below := strings.CutPrefix(item.path, list.path+"/{"); below && len(rest) > 0 {
				list.rank = min(list.rank, item.rank)
			}
		}
	}
	slices.SortStableFunc(reads, func(a, b *read) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(len(a.places), len(b.places)), cmp.Compare(a.path, b.path))
	})
	return reads, refused
}

func makeRead(doc *spec.Document, op *spec.Operation, content spec.Content) *read {
	r := &read{
		id: op.ID, path: op.Path, query: url.Values{}, unknown: content.Media != "" && saysNothing(doc, content.Schema), level: op.Evidence.Level,
	}
	guessed := content.Media != "" && op.Success().Level == "inferred"
	if guessed && r.level == "documented" {
		r.level += ", the response inferred"
	}
	switch {
	case r.unknown:
		r.rank = 0
	case r.level == "inferred", guessed:
		r.rank = 1
	case r.level == "observed":
		r.rank = 2
	default:
		r.rank = 3
	}
	var page spec.Page
	if op.Page != nil {
		page = *op.Page
	}
	if page.Items != "" {
		r.rows = strings.Split(page.Items, ".")
	}
	for _, p := range op.Parameters {
		kind := p.Schema.Target().Type
		q := parameter{p.Name, kind == "integer" || kind == "number"}
		switch {
		case p.In == "path":
			r.places = append(r.places, q)
		case p.In != "query":
		case p.Name == page.Size:
			r.query.Set(p.Name, "25")
		case p.Name == page.Ask && page.Ask != "":
			r.query.Set(p.Name, "true")
		case p.Required:
			if value, ok := usual(p.Schema.Target()); ok {
				r.query.Set(p.Name, value)
			} else {
				r.asks = append(r.asks, q)
			}
		}
	}
	order := func(p parameter) int { return strings.Index(r.path, "{"+p.name+"}") }
	slices.SortFunc(r.places, func(a, b parameter) int { return order(a) - order(b) })
	return r
}

// usual is a value for a parameter that doesn't matter: its default, or the first of its values.
func usual(schema *spec.Schema) (string, bool) {
	switch {
	case schema.Default != nil:
		return fmt.Sprint(schema.Default), true
	case len(schema.Enum) > 0:
		return fmt.Sprint(schema.Enum[0]), true
	case schema.Type == "boolean":
		return strconv.FormatBool(false), true
	}
	return "", false
}

// saysNothing reports whether a schema leaves open what comes; also one of an envelope whose record is left open.
func saysNothing(doc *spec.Document, schema *spec.Schema) bool {
	schema = schema.Target()
	if schema.Unknown() {
		return true
	}
	record := schema.Properties.Get(doc.Envelope.Data)
	if record != nil && record.Items != nil {
		record = record.Items
	}
	return record != nil && record.Unknown()
}
