package source

import (
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// lenientTypes are the types that a value with x-lenient may be said to have beside it: none of them where it comes in several.
var lenientTypes = map[string][]string{
	"number": {"number", "integer"}, "integer": {"integer", "number"}, "boolean": {"boolean"}, "text": {"string"}, "list": {"array"}, "map": {"object"},
}

// valueTypes are the Go types of package value that a schema may be given by x-go-type, alone or within another, and plainTypes those of the
// language. Any other name there is that of a schema, or of a type that is written by hand.
var (
	valueTypes = [...]string{
		"value.Bool", "value.Date", "value.File", "value.Float", "value.Int", "value.JSON", "value.Lazy", "value.List", "value.Map", "value.Nullable",
		"value.Secret", "value.Text", "value.Time",
	}
	plainTypes = [...]string{"any", "bool", "float64", "int64", "map", "string"}
	typeWords  = pattern(`[\pL_][\pL\pN_.]*`)
)

// checkGoType refuses a Go type that there isn't: the Go compiler would say so of a file that nobody has written.
func checkGoType(at string, said any, fault func(string, ...any)) {
	text, _ := said.(string)
	if text == "" {
		fault("%s.%s: %v: must be a Go type", at, XGoType, said)
	}
	known := slices.Concat(valueTypes[:], plainTypes[:])
	for _, word := range typeWords().FindAllString(text, -1) {
		if !goExported().MatchString(word) && !slices.Contains(known, word) {
			fault("%s.%s: %q is no type: it has %s, schemas, and types that are written by hand%s", at, XGoType, word, strings.Join(known, ", "), nearest.Suggestion(word, known))
		}
	}
}

// dated is an edition whose name is a day, a month or a year: of others nobody knows which is the older.
var dated = pattern(`^[0-9]{4}(-[0-9]{2}){0,2}$`)

// checkSchemaExtensions checks what a schema's extensions say of its Go type against its own type.
func (d *Document) checkSchemaExtensions(at string, node tree.Object, fault func(string, ...any)) {
	kind := tree.String(node, "type")
	if lenient, ok := node[XLenient]; ok {
		word, _ := lenient.(string)
		if types, known := lenientTypes[word]; !known {
			fault("%s.%s: %v: it is one of %s%s", at, XLenient, lenient, strings.Join(lenients[:], ", "), nearest.Suggestion(word, lenients[:]))
		} else if kind != "" && !slices.Contains(types, kind) {
			fault("%s.%s: %s, and the type beside it is %s: it is to be %s, or none", at, XLenient, word, kind, strings.Join(types, " or "))
		}
	}
	for _, key := range [...]string{XOmitZero, XGoTypeSkipPointer} {
		if said, ok := node[key]; ok {
			if _, isBool := said.(bool); !isBool {
				fault("%s.%s: must be true or false", at, key)
			}
		}
	}
	if named, ok := node[XGoType]; ok {
		checkGoType(at, named, fault)
	}
	if node[XSecret] == true && kind != "" && kind != "string" {
		fault("%s.%s: is for a string, and the type is %s", at, XSecret, kind)
	}
	if node[XLazy] == true {
		if of, _ := d.kindOf(node); of != "object" && of != "array" && of != "unknown" && of != "lenient list" && of != "lenient map" {
			fault("%s.%s: is for a record or a list of them, and the type is %s", at, XLazy, of)
		}
	}
	if reason, ok := node[XDeprecatedReason]; ok {
		if _, isString := reason.(string); !isString {
			fault("%s.%s: must be a string", at, XDeprecatedReason)
		} else if node["deprecated"] != true {
			fault("%s.%s: and not deprecated: true", at, XDeprecatedReason)
		}
	}
	if last, ok := node[XLastEdition]; ok {
		general, _ := d.root[XEvidence].(tree.Object)
		newest := tree.String(general, "edition")
		switch last, isString := last.(string); {
		case !isString:
			fault("%s.%s: must be a string: quote it", at, XLastEdition)
		case newest == "":
			fault("%s.%s: the x-evidence of %s names no edition that would lack it", at, XLastEdition, rootPlace)
		case last == newest, last > newest && dated().MatchString(last) && dated().MatchString(newest):
			fault("%s.%s: %q is not before %q, the edition that the x-evidence of %s names", at, XLastEdition, last, newest, rootPlace)
		}
	}
}
