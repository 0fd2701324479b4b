package vendortest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// What production clients send to Halo beside the letter of its document, and the server takes.

// haloRead reads a body as the server does, with the types of its own schemas: "12" is 12 where a whole number is due, a number is a
// text where a string is due, "true" is true. Null in any field says that there is nothing: it is no mistake, and takes a value away.
func haloRead(schema *openapi3.Schema, body any) (carried, checked any) {
	return haloTyped(schema, body, true), haloTyped(schema, body, false)
}

var (
	haloWhole  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?[0-9]{1,18}$`) })
	haloAmount = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]+)?$`) })
)

func haloTyped(schema *openapi3.Schema, v any, nulls bool) any {
	if schema == nil {
		return v
	}
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, field := range v {
			if field != nil || nulls {
				name = haloNamed(schema, v, name)
				out[name] = haloTyped(propertyOf(schema, name), field, nulls)
			}
		}
		return out
	case []any:
		rows := arrayOf(schema)
		if rows == nil || rows.Items == nil {
			return v
		}
		out := make([]any, 0, len(v))
		for _, item := range v {
			if item != nil || nulls {
				out = append(out, haloTyped(rows.Items.Value, item, nulls))
			}
		}
		return out
	case string:
		text := strings.TrimSpace(v)
		switch {
		case schema.Type.Is("integer") && haloWhole().MatchString(text), schema.Type.Is("number") && haloAmount().MatchString(text):
			return json.Number(text)
		case schema.Type.Is("boolean") && strings.EqualFold(text, "true"):
			return true
		case schema.Type.Is("boolean") && strings.EqualFold(text, "false"):
			return false
		}
	case json.Number:
		if schema.Type.Is("string") && schema.Format == "" {
			return v.String()
		}
	}
	return v
}

// haloNamed is the name that a schema has for a field, which the server finds in any case. A field that is there in the schema's own
// case comes first.
func haloNamed(schema *openapi3.Schema, fields map[string]any, name string) string {
	if propertyOf(schema, name) != nil {
		return name
	}
	lower := strings.ToLower(name)
	if _, sent := fields[lower]; !sent && propertyOf(schema, lower) != nil {
		return lower
	}
	return name
}

// haloUnread says which parameters the server does without: those that a client leaves empty, and flags that are neither true nor
// false, such as JavaScript's undefined.
func haloUnread(schema *openapi3.Schema, text string) string {
	switch {
	case schema.Type.Is("string"):
	case text == "":
		return "it has no value"
	case schema.Type.Is("boolean") && text != "true" && text != "false" && text != "0" && text != "1":
		return "it must be true or false"
	}
	return ""
}

// haloJSON reports whether the server reads a content type as JSON. Its own document names these beside application/json.
func haloJSON(media string) bool {
	return media == "text/json" || strings.HasPrefix(media, "application/") && strings.HasSuffix(media, "+json")
}

// haloSpelling reads flags as .NET does, in any case.
func haloSpelling(schema *openapi3.Schema, text string) string {
	if schema.Type.Is("boolean") {
		return strings.ToLower(text)
	}
	return text
}

// haloIgnored are parameters that a widely used client sends to lists and single reads whether the server's document has them there or
// not: paging, order, search, the breadth of the response. The server takes no notice of what it doesn't know; one client adds the tenant.
var haloIgnored = strings.Fields(`pageinate page_no page_size count search showall show_all fullobjects includedetails includeactive includeinactive
	order order2 order3 order4 order5 orderdesc orderdesc2 orderdesc3 orderdesc4 orderdesc5
	orderby orderby2 orderby3 orderby4 orderby5 orderbydesc orderbydesc2 orderbydesc3 orderbydesc4 orderbydesc5 domain type tenant`)

// haloQuery names what a read takes beside the document's parameters.
func haloQuery(op *operation) []string {
	if op.Method == http.MethodGet {
		return haloIgnored
	}
	return []string{"tenant"}
}
