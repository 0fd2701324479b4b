package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

var statusKey = pattern(`^([1-5][0-9][0-9]|[1-5]XX|default)$`)

// checkHead checks of an operation what OpenAPI wants of any, which the generator would report without a place, or not at all.
func (d *Document) checkHead(op Operation, at string, fault func(string, ...any)) {
	if !strings.HasPrefix(op.Path, "/") {
		fault("%s: a path begins with /", at)
	}
	d.checkSecurity(at, op.Spec, fault)
	item, _ := tree.Child(d.root, "paths")[op.Path].(tree.Object)
	for _, of := range []tree.Object{item, op.Spec} {
		if said := of["parameters"]; said != nil {
			if _, ok := said.([]any); !ok {
				fault("%s: parameters are a list, each behind a dash", at)
			}
		}
	}
	for p, where := range d.placedParameters(op, at) {
		if tree.String(p, "in") == "path" && p["required"] != true {
			fault("%s: is in the path, so it needs required: true", where)
		}
	}
	responses := tree.Child(op.Spec, "responses")
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		if !statusKey().MatchString(status) {
			fault("%s: response %q: a status has three digits, or is one of 1XX to 5XX or default", at, status)
		}
		if response := d.Follow(responses[status]); response != nil && strings.TrimSpace(tree.String(response, "description")) == "" {
			fault("%s: response %s: no description", at, status)
		}
	}
}
