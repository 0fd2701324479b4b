package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// ofOperations and ofDocuments are the extensions that say what a client does with a call, in words. No type of the Go API tells them, and
// other people's tools don't know them.
var (
	ofOperations = map[string]string{
		source.XGuess:     "whether its response is a guess",
		source.XPage:      "how it is paged",
		source.XRetrySafe: "whether it may be repeated",
		source.XScope:     "the parameter within which its ids count",
		source.XUpsert:    "the records that it takes",
	}
	ofDocuments = map[string]string{
		source.XHeaders:       "the header of every request",
		source.XMethodHeaders: "the header of a method's requests",
		source.XEnvelope:      "what is around every response",
		source.XErrorCodes:    "the codes of failures",
		source.XErrorFields:   "the fields that have a failure's code",
		source.XRateLimit:     "the rate limit",
		source.XEmptyObject:   "how an empty object comes",
	}
)

// behaviourFindings are what clients do in another way now, with operations that both states have.
func behaviourFindings(before, now *vendorDocument) []finding {
	if before.printed || now.printed {
		return nil
	}
	former := map[string]tree.Object{}
	before.operations(func(name string, operation tree.Object) { former[name] = operation })
	var list []finding
	now.operations(func(name string, operation tree.Object) {
		if was, ok := former[name]; ok {
			list = append(list, extensionFindings(name, ofOperations, was, operation)...)
			list = append(list, changingFindings(name, before.parametersOf(name, was), now.parametersOf(name, operation))...)
		}
	})
	list = append(list, omittedFindings(before, now)...)
	for extension, words := range ofDocuments {
		list = append(list, extensionFindings(extension, map[string]string{extension: words}, before.root, now.root)...)
	}
	return list
}

// changingFindings are the parameters of an operation that make it change something now, or don't any more: then it isn't repeated, and the
// command line asks for consent.
func changingFindings(place string, before, now map[string]tree.Object) (list []finding) {
	for what, is := range now {
		was, ok := before[what]
		if said := differences(was[source.XChanges], is[source.XChanges]); ok && said != "" {
			list = append(list, finding{kind: changed, place: place, text: "whether the " + what + " makes it change something changed: " + said})
		}
	}
	return list
}

// omittedFindings are the fields that are left out of what is sent now where they are zero, or not any more. The tag of a struct's field
// says so in Go, which no comparison of types sees.
func omittedFindings(before, now *vendorDocument) (list []finding) {
	former := within(before.root, "components", "schemas")
	for name, schema := range within(now.root, "components", "schemas") {
		schema, _ := schema.(tree.Object)
		properties := within(former, name, "properties")
		for field, property := range within(schema, "properties") {
			property, _ := property.(tree.Object)
			was, ok := properties[field].(tree.Object)
			if said := differences(was[source.XOmitZero], property[source.XOmitZero]); ok && said != "" {
				list = append(list, finding{kind: changed, place: name, text: "whether the field `" + field + "` is left out where it is zero changed: " + said})
			}
		}
	}
	return list
}

func extensionFindings(place string, extensions map[string]string, before, now tree.Object) (list []finding) {
	for extension, words := range extensions {
		if said := differences(before[extension], now[extension]); said != "" {
			list = append(list, finding{kind: changed, place: place, text: words + " changed: " + said})
		}
	}
	return list
}

// differences says what differs between two values, key by key where both are objects; "" where nothing does.
func differences(was, is any) string {
	first, ok := was.(map[string]any)
	second, both := is.(map[string]any)
	if !ok || !both {
		if reflect.DeepEqual(was, is) {
			return ""
		}
		return fmt.Sprintf("it is %s; it was %s", shown(is), shown(was))
	}
	keys := slices.Collect(maps.Keys(first))
	for key := range second {
		if _, known := first[key]; !known {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	var said []string
	for _, key := range keys {
		if !reflect.DeepEqual(first[key], second[key]) {
			said = append(said, fmt.Sprintf("`%s` is %s, was %s", key, shown(second[key]), shown(first[key])))
		}
	}
	return strings.Join(said, "; ")
}

func shown(value any) string {
	if value == nil {
		return "not given"
	}
	if text, ok := value.(string); ok {
		return "`" + text + "`"
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("`%v`", value)
	}
	return "`" + string(data) + "`"
}
