package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// documentChanges compares two states of a vendor's document; either may be nil.
func documentChanges(vendor string, before, now *vendorDocument) ([]change, error) {
	if before == nil || now == nil {
		whole := change{Group: vendor, Side: "document", Names: []string{vendor}}
		if before == nil {
			whole.Title, whole.Kind, whole.Text = now.title, added, fmt.Sprintf("new vendor, %d operations", now.count())
		} else {
			whole.Title, whole.Kind, whole.Text = before.title, breaking, "the vendor is gone"
		}
		return []change{whole}, nil
	}
	findings, err := wireFindings(before, now)
	if err != nil {
		return nil, err
	}
	// The same is often said of many operations: a parameter that they share, say. That is one line. Only what comes or goes
	// as a whole has a line each.
	goNames := before.goNames()
	maps.Copy(goNames, now.goNames())
	type said struct {
		kind  kind
		text  string
		whole string
	}
	subjects := map[said][]string{}
	for _, f := range findings {
		key := said{kind: f.kind, text: f.text}
		if f.whole {
			key.whole = f.place
		}
		subjects[key] = append(subjects[key], f.place)
	}
	var list []change
	for what, places := range subjects {
		slices.Sort(places)
		places = slices.Compact(places)
		c := change{Group: vendor, Title: now.title, Kind: what.kind, Side: "document", Text: what.text}
		var shown []string
		for _, place := range places {
			name := "`" + place + "`"
			c.Names = append(c.Names, place)
			if names := goNames[place]; len(names) > 0 {
				c.Names = append(c.Names, names...)
				name += " (`" + strings.Join(names, "`, `") + "`)"
			}
			shown = append(shown, name)
		}
		c.Subject = listed(shown)
		list = append(list, c)
	}
	return list, nil
}

func (d *vendorDocument) count() int {
	n := 0
	d.operations(func(string, tree.Object) { n++ })
	return n
}

// finding is a change at one place: an operation "GET /Tickets" or a schema "Ticket".
type finding struct {
	kind        kind
	place, text string
	whole       bool // the operation itself came or went
}

func wireFindings(before, now *vendorDocument) ([]finding, error) {
	old, err := specification(before, "before")
	if err != nil {
		return nil, err
	}
	revised, err := specification(now, "now")
	if err != nil {
		return nil, err
	}
	differences, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), old, revised)
	if err != nil {
		return nil, err
	}
	config := checker.NewConfig(checker.GetAllChecks())
	list := slices.Concat(serializationFindings(before, now, old.Spec, revised.Spec), behaviourFindings(before, now), accessFindings(before, now), serviceFindings(before, now))
	for _, found := range checker.CheckBackwardCompatibilityUntilLevel(config, differences, sources, checker.INFO) {
		switch found.GetId() {
		case checker.APIVersionNotBumpedId, checker.APIVersionDecreasedId, checker.APIMajorVersionNotBumpedId:
			continue // a document's version is the vendor's, and says nothing of this module's
		case checker.APITagAddedId, checker.APITagRemovedId:
			continue // that is one change of the service, serviceFindings
		}
		if id := found.GetId(); strings.HasPrefix(id, "api-security-") || strings.HasPrefix(id, "api-global-security-") {
			continue // accessFindings
		}
		f := finding{kind: kindOf(found), text: phrase(found), whole: wholeOperation[found.GetId()]}
		switch schema, response := strings.CutPrefix(found.GetPath(), asResponse); {
		case strings.HasPrefix(found.GetPath(), "/schemas/") && f.whole:
			continue // a schema came or went with what uses it
		case response:
			f.place = schema
		case strings.HasPrefix(found.GetPath(), asRequest):
			f.place = strings.TrimPrefix(found.GetPath(), asRequest)
		case found.GetPath() != "":
			f.place = found.GetOperation() + " " + found.GetPath()
		}
		list = append(list, f)
	}
	return list, nil
}

// serviceFindings are the operations that another service has now.
func serviceFindings(before, now *vendorDocument) (list []finding) {
	former := map[string]string{}
	before.operations(func(name string, operation tree.Object) {
		former[name] = strings.Join(tree.Strings(operation["tags"]), ", ")
	})
	now.operations(func(name string, operation tree.Object) {
		is := strings.Join(tree.Strings(operation["tags"]), ", ")
		if was, ok := former[name]; ok && was != is {
			list = append(list, finding{kind: changed, place: name, text: fmt.Sprintf("its service is `%s` now; it was `%s`", is, was)})
		}
	})
	return list
}

func specification(d *vendorDocument, name string) (*load.SpecInfo, error) {
	data, err := json.Marshal(d.bySchema())
	if err != nil {
		return nil, err
	}
	return load.NewSpecInfoFromData(openapi3.NewLoader(), data, name)
}

// breakingResponses are the changes of a response that break a program: what it reads is gone or is of another type. Bounds,
// patterns, further values and fields that may be absent or null don't: reads are plain values and enumerations open.
var breakingResponses = map[string]bool{
	"response-property-type-changed": true, "response-body-type-changed": true,
	"response-property-list-of-types-widened": true, "response-body-list-of-types-widened": true,
	"response-required-property-removed": true, "response-optional-property-removed": true,
	"response-media-type-removed": true, "response-success-status-removed": true, "response-body-media-type-schema-removed": true,
}

// wholeOperation are the changes that an operation came or went by.
var wholeOperation = map[string]bool{"endpoint-added": true, "api-removed-without-deprecation": true, "api-path-removed-without-deprecation": true}

func kindOf(found checker.Change) kind {
	id := found.GetId()
	switch response := strings.HasPrefix(id, "response-"); {
	case response && breakingResponses[id], !response && found.IsBreaking():
		return breaking
	case strings.HasPrefix(id, "new-"), strings.HasSuffix(id, "-added"):
		return added
	}
	return changed
}

// phrases say the commonest changes in a user's words. %[1]s and so on are oasdiff's arguments.
var phrases = map[string]string{
	"endpoint-added":                        "new operation",
	"api-removed-without-deprecation":       "the operation is gone",
	"api-path-removed-without-deprecation":  "the operation is gone",
	"new-optional-request-parameter":        "new %[1]s parameter %[2]s",
	"new-required-request-parameter":        "new %[1]s parameter %[2]s, which must be given",
	"new-request-path-parameter":            "new path parameter %[1]s",
	"request-parameter-removed":             "the %[1]s parameter %[2]s is gone",
	"request-parameter-became-required":     "the %[1]s parameter %[2]s must be given now",
	"request-parameter-became-optional":     "the %[1]s parameter %[2]s needn't be given any more",
	"request-parameter-type-changed":        "the %[1]s parameter %[2]s changed its %[3]s from %[4]s to %[5]s",
	"request-parameter-became-enum":         "the %[1]s parameter %[2]s takes only the listed values now",
	"request-property-became-enum":          "the field %[1]s to send takes only the listed values now",
	"new-optional-request-property":         "new field %[1]s to send",
	"new-required-request-property":         "new field %[1]s to send, which must be given",
	"request-property-removed":              "the field %[1]s to send is gone",
	"request-property-became-required":      "the field %[1]s must be sent now",
	"request-property-became-optional":      "the field %[1]s needn't be sent any more",
	"request-property-type-changed":         "the field %[1]s to send changed its %[2]s from %[3]s to %[4]s",
	"response-optional-property-added":      "new field %[1]s in responses",
	"response-required-property-added":      "new field %[1]s in responses",
	"response-optional-property-removed":    "the field %[1]s in responses is gone",
	"response-required-property-removed":    "the field %[1]s in responses is gone",
	"response-property-type-changed":        "the field %[1]s in responses changed its %[2]s from %[3]s to %[4]s",
	"response-body-type-changed":            "the response changed its %[1]s from %[2]s to %[3]s",
	"response-property-enum-value-added":    "new value %[1]s of the field %[2]s in responses",
	"response-property-enum-value-removed":  "the value %[1]s of the field %[2]s in responses is gone",
	"request-property-enum-value-added":     "new value %[1]s of the field %[2]s to send",
	"request-property-enum-value-removed":   "the value %[1]s of the field %[2]s to send is gone",
	"request-parameter-enum-value-added":    "new value %[1]s of the %[2]s parameter %[3]s",
	"request-parameter-enum-value-removed":  "the value %[1]s of the %[2]s parameter %[3]s is gone",
	"response-property-became-optional":     "the field %[1]s may be absent from responses",
	"response-property-became-required":     "the field %[1]s is always in responses now",
	"response-property-became-nullable":     "the field %[1]s may be null in responses",
	"response-property-became-not-nullable": "the field %[1]s is never null in responses now",
	"request-property-became-nullable":      "the field %[1]s may be sent as null",
	"request-property-became-not-nullable":  "the field %[1]s may not be sent as null any more",
}

func phrase(found checker.Change) string {
	format, ok := phrases[found.GetId()]
	if !ok {
		return strings.ReplaceAll(found.GetUncolorizedText(checker.NewDefaultLocalizer()), "\n", " ")
	}
	args := make([]any, 0, 5)
	for _, arg := range found.GetArgs() {
		text := fmt.Sprint(arg)
		switch text {
		case "query", "header", "path", "cookie", "type", "format", "type/format": // oasdiff's own words, not the document's
		default:
			text = "`" + strings.ReplaceAll(text, "/items/", "/") + "`"
		}
		args = append(args, text)
	}
	if !strings.Contains(format, "%") {
		return format
	}
	return fmt.Sprintf(format, args...)
}
