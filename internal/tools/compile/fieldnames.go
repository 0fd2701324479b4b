package main

import (
	"maps"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// fieldNames says what the fields of records are called in Go, by the name of the schema and that on the wire: under "" what most records
// call a field, unless the vendor's word list gives it anyway; under a schema what it calls it otherwise.
func fieldNames(doc *source.Document, generated *generated) map[string]map[string]string {
	times := map[string]map[string]int{}
	for _, names := range generated.names {
		for wire, name := range names {
			if times[wire] == nil {
				times[wire] = map[string]int{}
			}
			times[wire][name]++
		}
	}
	common := map[string]string{}
	for wire, ways := range times {
		for _, name := range slices.Sorted(maps.Keys(ways)) {
			if best := common[wire]; best == "" || ways[name] > ways[best] {
				common[wire] = name
			}
		}
	}
	out := map[string]map[string]string{}
	for schema := range doc.Schemas() {
		for wire, name := range generated.names[schema] {
			if name == common[wire] {
				continue
			}
			if out[schema] == nil {
				out[schema] = map[string]string{}
			}
			out[schema][wire] = name
		}
	}
	if words := doc.Words(); words != nil {
		maps.DeleteFunc(common, func(wire, name string) bool {
			given, err := words.GoName(wire)
			return err == nil && given == name
		})
	}
	if len(common) > 0 {
		out[""] = common
	}
	return out
}
