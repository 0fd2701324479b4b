package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

// picker keeps the named fields of the records of a result; of none named, all. It notes which it found, since one that is misspelt would
// look like one that is empty.
type picker struct {
	fields []string
	names  []string // of all fields that it saw
	saw    bool     // a record
}

// response picks of the record, or of the records, that a response has, within the field that is their envelope where there is one.
func (p *picker) response(body []byte, envelope string) []byte {
	if len(p.fields) == 0 || envelope == "" || slices.Contains(p.fields, envelope) || jsonscan.Kind(body) != jsonscan.Object {
		return p.each(body)
	}
	enveloped := false
	out := fieldsKept(body, func(name, value []byte) ([]byte, bool) {
		if string(name) == envelope {
			enveloped = true
			return p.each(value), true
		}
		return value, slices.Contains(p.fields, string(name))
	})
	if !enveloped {
		return p.record(body)
	}
	return out
}

// each picks of a record, or of each of a list.
func (p *picker) each(body []byte) []byte {
	if len(p.fields) == 0 || jsonscan.Kind(body) != jsonscan.List {
		return p.record(body)
	}
	out := []byte{'['}
	jsonscan.Items(body, func(item []byte) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, p.record(item)...)
	})
	return append(out, ']')
}

func (p *picker) record(record []byte) []byte {
	if len(p.fields) == 0 || jsonscan.Kind(record) != jsonscan.Object {
		return record
	}
	p.saw = true
	return fieldsKept(record, func(name, value []byte) ([]byte, bool) {
		if !slices.Contains(p.names, string(name)) {
			p.names = append(p.names, string(name))
		}
		return value, slices.Contains(p.fields, string(name))
	})
}

// fieldsKept makes an object of those fields of another that are kept.
func fieldsKept(record []byte, keep func(name, value []byte) ([]byte, bool)) []byte {
	out := []byte{'{'}
	jsonscan.Fields(record, func(name, value []byte) bool {
		if value, kept := keep(name, value); kept {
			if len(out) > 1 {
				out = append(out, ',')
			}
			quoted, _ := json.Marshal(string(name)) // a string always encodes
			out = append(append(append(out, quoted...), ':'), value...)
		}
		return true
	})
	return append(out, '}')
}

// mostNames is how many fields a warning lists where none is alike.
const mostNames = 30

// warnings says which fields no record has.
func (p *picker) warnings() (text string) {
	if !p.saw {
		return ""
	}
	for _, field := range p.fields {
		if slices.Contains(p.names, field) {
			continue
		}
		like := nearest.Suggestion(field, p.names)
		if like == "" && len(p.names) <= mostNames {
			slices.Sort(p.names)
			like = "; there are " + strings.Join(p.names, ", ")
		}
		text += fmt.Sprintf("\nWarning: nothing here has the field %q%s", field, like)
	}
	return text
}
