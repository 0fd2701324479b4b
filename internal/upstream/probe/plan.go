// Package probe reads what an account shows: it calls the safe reads of a vendor's document, with ids from the lists that it
// has read before, and tells what became of each.
package probe

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

type object = map[string]any

// read is an operation that may be called.
type read struct {
	id, path string
	level    string // of its evidence
	unknown  bool   // nothing is declared of its answer
	rank     int    // how much its answer is worth: the lower, the sooner
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
	Streams  = "it answers with a file"
	NoID     = "no list gave an id for its path"
	NoValue  = "it needs a value in its query"
	OverMany = "the number of calls was used up"
)

// plan lists the operations that may be called, and those that never are.
func plan(doc *source.Document) (reads []*read, refused []Refusal) {
	everyday := everydayTags(doc)
	for _, op := range doc.Operations() {
		switch safe, told := op.Spec["x-retry-safe"].(bool); {
		case op.Method != "GET", told && !safe:
			refused = append(refused, Refusal{op.ID(), Writes})
			continue
		}
		schema, media := answerOf(doc, op)
		if media != "" && !isJSON(media) {
			refused = append(refused, Refusal{op.ID(), Streams})
			continue
		}
		r := makeRead(doc, op, schema, media)
		if everyday != nil && !everyday[op.Tag()] {
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

// everydayTags are the services that most users have to do with; nil where the document doesn't say.
func everydayTags(doc *source.Document) map[string]bool {
	tags, _ := doc.Tree()["tags"].([]any)
	var everyday map[string]bool
	for _, tag := range tags {
		tag, _ := tag.(object)
		if often, _ := tag["x-everyday"].(bool); often {
			if everyday == nil {
				everyday = map[string]bool{}
			}
			name, _ := tag["name"].(string)
			everyday[name] = true
		}
	}
	return everyday
}

func makeRead(doc *source.Document, op source.Operation, schema object, media string) *read {
	evidence, _ := op.Spec["x-evidence"].(object)
	r := &read{id: op.ID(), path: op.Path, query: url.Values{}, unknown: media != "" && saysNothing(doc, schema)}
	r.level, _ = evidence["level"].(string)
	note, _ := evidence["note"].(string)
	guessed := strings.Contains(note, "answer") && strings.Contains(note, "inferred")
	if guessed && r.level == "documented" {
		r.level += ", the answer inferred"
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
	page, _ := op.Spec["x-page"].(object)
	items, _ := page["items"].(string)
	if items != "" {
		r.rows = strings.Split(items, ".")
	}
	size, _ := page["size"].(string)
	ask, _ := page["ask"].(string)
	for _, p := range doc.Parameters(op) {
		name, _ := p["name"].(string)
		schema, _ := p["schema"].(object)
		kind, _ := schema["type"].(string)
		q := parameter{name, kind == "integer" || kind == "number"}
		required, _ := p["required"].(bool)
		switch {
		case p["in"] == "path":
			r.places = append(r.places, q)
		case p["in"] != "query":
		case name == size:
			r.query.Set(name, "25")
		case name == ask && ask != "":
			r.query.Set(name, "true")
		case required:
			if value, ok := usual(doc, schema); ok {
				r.query.Set(name, value)
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
func usual(doc *source.Document, schema object) (string, bool) {
	if ref, ok := schema["$ref"].(string); ok {
		schema, _ = doc.Resolve(ref)
	}
	if v, ok := schema["default"]; ok {
		return fmt.Sprint(v), true
	}
	if values, _ := schema["enum"].([]any); len(values) > 0 {
		return fmt.Sprint(values[0]), true
	}
	if schema["type"] == "boolean" {
		return strconv.FormatBool(false), true
	}
	return "", false
}

// answerOf returns the content of an operation's success; no media type where there is none.
func answerOf(doc *source.Document, op source.Operation) (schema object, media string) {
	responses, _ := op.Spec["responses"].(object)
	for _, status := range sorted(responses) {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		response, _ := responses[status].(object)
		if ref, ok := response["$ref"].(string); ok {
			response, _ = doc.Resolve(ref)
		}
		content, _ := response["content"].(object)
		for _, media := range sorted(content) {
			spec, _ := content[media].(object)
			schema, _ := spec["schema"].(object)
			return schema, media
		}
	}
	return nil, ""
}

func isJSON(media string) bool {
	return strings.HasSuffix(media, "/json") || strings.HasSuffix(media, "+json")
}

// saysNothing reports whether a schema leaves open what comes; also one of an envelope whose record is left open.
func saysNothing(doc *source.Document, schema object) bool {
	if ref, ok := schema["$ref"].(string); ok {
		schema, _ = doc.Resolve(ref)
	}
	for _, key := range [...]string{"type", "properties", "items", "enum", "allOf", "oneOf", "anyOf", "additionalProperties"} {
		if _, says := schema[key]; !says {
			continue
		}
		envelope, _ := doc.Tree()["x-envelope"].(object)
		data, _ := envelope["data"].(string)
		properties, _ := schema["properties"].(object)
		record, wraps := properties[data].(object)
		if !wraps {
			return false
		}
		if items, list := record["items"].(object); list {
			record = items
		}
		if ref, ok := record["$ref"].(string); ok {
			record, _ = doc.Resolve(ref)
		}
		_, typed := record["type"]
		return !typed && record["properties"] == nil && record["allOf"] == nil && record["oneOf"] == nil && record["anyOf"] == nil
	}
	return true
}

func sorted(in object) []string {
	names := make([]string, 0, len(in))
	for name := range in {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
