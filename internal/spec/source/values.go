package source

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// checkValues refuses values in a document that aren't of the type that stands beside them: the values of an enumeration become
// constants, an example goes into comments, and a simulator takes both for what the vendor sends.
func (d *Document) checkValues(at string, node tree.Object, fault func(string, ...any)) {
	schema := node
	if within, ok := node["schema"].(tree.Object); ok { // a parameter, or the content of a body
		schema = within
	} else if !isSchema(node) {
		return
	} else {
		d.checkEnum(at, node, fault)
		d.checkEnumNames(at, node, fault)
		checkText(at, node, fault)
		checkBounds(at, node, fault)
	}
	for _, key := range [...]string{"default", "example"} {
		if value, said := node[key]; said {
			if why := d.misfit(schema, value, 0); why != "" {
				fault("%s: the %s: %s", at, key, why)
			}
		}
	}
}

// isSchema reports whether an object says of values what they are, and isn't the list of a schema's properties.
func isSchema(node tree.Object) bool {
	_, typed := node["type"].(string)
	_, listed := node["enum"].([]any)
	return typed || listed
}

// formats are those that a type may have: OpenAPI's and JSON Schema's, and those of ours for how some vendors write times and JSON.
var formats = map[string][]string{
	"string": {
		"byte", "binary", "date", "date-time", "password", "time", "duration", "uuid", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference",
		"date-span", "unix-time", "json", "wall-time", "offset-time",
	},
	"integer": {"int32", "int64", "unix-time"},
	"number":  {"float", "double"},
}

// checkText refuses a format that nobody would read a value by, and a pattern that can't be one.
func checkText(at string, node tree.Object, fault func(string, ...any)) {
	known, typed := formats[tree.String(node, "type")]
	if format := tree.String(node, "format"); format != "" && typed && !slices.Contains(known, format) {
		fault("%s: format %q: of a value of type %s it is one of %s%s", at, format, node["type"], strings.Join(known, ", "), nearest.Suggestion(format, known))
	}
	if text := tree.String(node, "pattern"); text != "" {
		if _, err := regexp.Compile(text); err != nil {
			fault("%s: pattern: %v", at, err)
		}
	}
	if node["type"] == "array" && node["items"] == nil && node[XLenient] == nil && node[XGoType] == nil {
		fault("%s: a list needs items, which say what is in it: {} where any value will do", at)
	}
}

// checkBounds refuses bounds between which no value is.
func checkBounds(at string, node tree.Object, fault func(string, ...any)) {
	for _, of := range [...][2]string{{"minimum", "maximum"}, {"minLength", "maxLength"}, {"minItems", "maxItems"}} {
		least, some := number(node[of[0]])
		most, bounded := number(node[of[1]])
		if some && bounded && least > most {
			fault("%s.%s: %v is more than %s, %v: no value is in between", at, of[0], node[of[0]], of[1], node[of[1]])
		}
	}
}

func number(value any) (float64, bool) {
	switch value := value.(type) {
	case int64:
		return float64(value), true
	case float64:
		return value, true
	}
	return 0, false
}

func (d *Document) checkEnum(at string, node tree.Object, fault func(string, ...any)) {
	values, ok := node["enum"].([]any)
	if !ok {
		return
	}
	if len(values) == 0 {
		fault("%s: the enum has no values: list them, or leave it out", at)
	}
	kind := tree.String(node, "type")
	for i, value := range values {
		switch of := KindOf(value); {
		case value == nil:
			fault("%s: the enum has null among its values: nullable: true says that", at)
		case kind == "" && of != KindOf(values[0]):
			fault("%s: the enum has a value of type %s, %v, beside one of type %s, %v: its values are of one type", at, of, value, KindOf(values[0]), values[0])
		case kind != "" && !ofType(kind, value):
			fault("%s: the enum has %v, of type %s, where the type is %s%s", at, value, of, kind, quoteIt(kind))
		case containsValue(values[:i], value):
			fault("%s: the enum has %v twice", at, value)
		}
	}
}

func containsValue(values []any, value any) bool {
	return slices.ContainsFunc(values, func(v any) bool { return reflect.DeepEqual(v, value) })
}

// quoteIt is what to do about a value that should be a string.
func quoteIt(kind string) string {
	if kind == "string" {
		return ": quote it"
	}
	return ""
}

// misfit says why a value can't be what a schema describes; "" where it can be, or where the schema leaves that to others: other people's
// schemas in it, or a value that comes in several spellings.
func (d *Document) misfit(schema tree.Object, value any, depth int) string {
	target := d.Follow(schema)
	if target == nil || depth > 64 || target[XLenient] != nil || schema[XLenient] != nil {
		return ""
	}
	for _, key := range [...]string{"allOf", "oneOf", "anyOf", "not"} {
		if target[key] != nil {
			return ""
		}
	}
	kind := tree.String(target, "type")
	if value == nil {
		if kind != "" && target["nullable"] != true && schema["nullable"] != true {
			return "is null, where nullable: true doesn't say that it may be"
		}
		return ""
	}
	if kind != "" && !ofType(kind, value) {
		return fmt.Sprintf("%v is of type %s, where the type is %s%s", value, KindOf(value), kind, quoteIt(kind))
	}
	if values, _ := target["enum"].([]any); kind != "object" && kind != "array" && len(values) > 0 && !containsValue(values, value) {
		return fmt.Sprintf("%v is none of the enum's values, %v", value, values)
	}
	switch value := value.(type) {
	case []any:
		items, _ := target["items"].(tree.Object)
		for _, item := range value {
			if why := d.misfit(items, item, depth+1); why != "" {
				return why
			}
		}
	case tree.Object:
		properties, _ := target["properties"].(tree.Object)
		for _, name := range slices.Sorted(maps.Keys(value)) {
			property, ok := properties[name].(tree.Object)
			if !ok {
				property, _ = target["additionalProperties"].(tree.Object)
			}
			if why := d.misfit(property, value[name], depth+1); why != "" {
				return name + ": " + why
			}
		}
	}
	return ""
}

func ofType(kind string, value any) bool {
	of := KindOf(value)
	return of == kind || of == "integer" && kind == "number" || !slices.Contains(schemaTypes[:], kind)
}

// KindOf is the type that OpenAPI has for a value.
func KindOf(value any) string {
	switch value.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case int64:
		return "integer"
	case float64:
		return "number"
	case []any:
		return "array"
	case tree.Object:
		return "object"
	}
	return "null"
}

// checkRequired refuses to require what isn't there: a name with a slip would leave the field optional.
func (d *Document) checkRequired(at string, node tree.Object, fault func(string, ...any)) {
	required, _ := node["required"].([]any)
	if !declaresProperties(node) || node["allOf"] != nil || node["oneOf"] != nil || node["anyOf"] != nil {
		return
	}
	properties, _ := node["properties"].(tree.Object)
	names := slices.Sorted(maps.Keys(properties))
	for _, name := range required {
		if name, ok := name.(string); ok && properties[name] == nil {
			fault("%s: required names %q, which is none of its properties%s", at, name, nearest.Suggestion(name, names))
		}
	}
}
