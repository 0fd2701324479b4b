package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// pageKeys are the keys of an x-page that a client reads, by its style. What the others say would be lost without a word.
var pageKeys = map[string][]string{
	PageByNumber: {"style", "page", "size", "ask", "cap", "ceiling", "items", "next", "pages", "current", "total", "key", "loose", "besides"},
	PageByCursor: {"style", "page", "cursor", "size", "ask", "cap", "ceiling", "items", "total", "token", "key", "loose", "besides"},
	PageByTime:   {"style", "cursor", "from", "key", "size", "ask", "cap", "ceiling", "items", "total", "loose", "besides"},
	Unpaged:      {"style", "items", "total", "limit", "loose", "besides"},
}

// pageParameters are the keys of an x-page that name a parameter of the query, with the types that it may have.
var pageParameters = [...]struct {
	key   string
	types []string
}{
	{"page", []string{"integer", "string"}}, {"cursor", []string{"string", "integer"}}, {"size", []string{"integer"}}, {"limit", []string{"integer"}},
	{"ask", []string{"boolean"}},
}

// pageFigures are the keys that name a field of the response by its path, with the types that a client reads there.
var pageFigures = [...]struct {
	key   string
	types []string
}{
	{"next", []string{"integer", "number"}}, {"pages", []string{"integer", "number"}}, {"current", []string{"integer", "number"}},
	{"total", []string{"integer", "number"}}, {"token", []string{"string", "text"}},
}

// checkPage checks what an operation's x-page says against the operation: its parameters, its response and the rows in that. A client that
// looks for a page's figures where they aren't iterates without them, or sends what the vendor doesn't know.
func (d *Document) checkPage(op Operation, at string, fault func(string, ...any)) {
	page, ok := op.Spec[XPage].(tree.Object)
	if !ok {
		return
	}
	general, _ := d.root[XPage].(tree.Object)
	say := func(key, format string, args ...any) {
		said := fmt.Sprintf(format, args...)
		if value := page[key]; value != nil && fmt.Sprint(general[key]) == fmt.Sprint(value) && tree.String(page, "style") != Unpaged {
			said += fmt.Sprintf(", by the x-page of %s: a list without it says %s: null", rootPlace, key)
		}
		fault("%s.%s.%s: %s", at, XPage, key, said)
	}
	if !d.checkPageWords(page, say) {
		return
	}
	style := tree.String(page, "style")
	schema := d.successSchema(op)
	bare := tree.String(d.Follow(schema), "type") == "array"
	if tree.String(page, "items") == "" && !bare {
		say("items", "is missing: the field that holds the rows, unless the response is the list itself")
	}
	if style == PageByNumber && tree.String(page, "page") == "" {
		say("page", "is missing: the name of the page parameter")
	}
	if style == PageByCursor && tree.String(page, "page") == "" && tree.String(page, "cursor") == "" || style == PageByTime && tree.String(page, "cursor") == "" {
		say("cursor", "is missing: the name of the parameter that says where to go on")
	}
	if style == PageByTime && tree.String(page, "from") == "" {
		say("from", "is missing: the field of a row to go on from")
	}
	d.checkPageParameters(op, page, say)
	if schema == nil || Unknown(schema) {
		say("style", "%s, and no response of the operation has a schema with rows", style)
		return
	}
	d.checkPageFields(page, schema, bare, say)
}

// checkPageWords checks of an x-page what doesn't depend on the operation, and reports whether it has a style.
func (d *Document) checkPageWords(page tree.Object, say func(key, format string, args ...any)) bool {
	style := tree.String(page, "style")
	if !slices.Contains(pageStyles[:], style) {
		say("style", "%q: it is one of %s%s", style, strings.Join(pageStyles[:], ", "), nearest.Suggestion(style, pageStyles[:]))
		return false
	}
	general, _ := d.root[XPage].(tree.Object)
	for _, key := range slices.Sorted(maps.Keys(page)) {
		general := key == "limit" && fmt.Sprint(general[key]) == fmt.Sprint(page[key]) // which is for the lists without pages
		if known := slices.ContainsFunc(pageStyles[:], func(of string) bool { return slices.Contains(pageKeys[of], key) }); known && !general && !slices.Contains(pageKeys[style], key) {
			say(key, "isn't read of a list of style %s, whose x-page has %s", style, strings.Join(pageKeys[style], ", "))
		}
	}
	for _, key := range [...]string{"cap", "ceiling"} {
		if n, ok := page[key].(int64); ok && n < 1 {
			say(key, "%d: it is a number of rows, 1 at least", n)
		}
	}
	return true
}

func (d *Document) checkPageParameters(op Operation, page tree.Object, say func(key, format string, args ...any)) {
	var query []string
	byName := map[string]tree.Object{}
	for _, p := range d.Parameters(op) {
		if name := tree.String(p, "name"); tree.String(p, "in") == "query" {
			query = append(query, name)
			byName[name] = p
		}
	}
	for _, of := range pageParameters {
		name := tree.String(page, of.key)
		if name == "" || of.key == "limit" && tree.String(page, "style") != Unpaged {
			continue
		}
		parameter, there := byName[name]
		if !there {
			say(of.key, "%q: the operation has no such parameter of the query%s", name, nearest.Suggestion(name, query))
			continue
		}
		schema, _ := parameter["schema"].(tree.Object)
		if kind, _ := d.kindOf(schema); kind != "unknown" && !slices.Contains(of.types, kind) {
			say(of.key, "the parameter %s is of type %s: it is to be of type %s", name, kind, strings.Join(of.types, " or "))
		}
		most, bounded := d.Follow(schema)["maximum"].(int64)
		if rows, capped := page["cap"].(int64); of.key == "size" && bounded && capped && rows > most {
			say("cap", "%d rows: the parameter %s takes %d at most", rows, name, most)
		}
	}
}

func (d *Document) checkPageFields(page, schema tree.Object, bare bool, say func(key, format string, args ...any)) {
	rows := d.Follow(schema)
	if items := tree.String(page, "items"); items != "" && !bare {
		field, beside := d.fieldAt(schema, []string{items})
		switch kind, _ := d.kindOf(field); {
		case field == nil && beside == nil:
			return // nothing is known of its fields
		case field == nil:
			say("items", "%q: the response has no such field%s", items, nearest.Suggestion(items, beside))
			return
		case !slices.Contains([]string{"array", "lenient list", "unknown"}, kind):
			say("items", "the field %s is of type %s: rows are in an array", items, kind)
			return
		}
		rows = d.Follow(field)
	}
	if !bare {
		for _, of := range pageFigures {
			path := tree.Strings(page[of.key])
			d.checkPath(schema, path, of.types, func(format string, args ...any) { say(of.key, format, args...) })
		}
	}
	own := tree.Strings(page["besides"])
	if general, _ := d.root[XPage].(tree.Object); fmt.Sprint(general["besides"]) != fmt.Sprint(page["besides"]) && !bare {
		for _, name := range own {
			d.checkPath(schema, []string{name}, []string{"array", "list"}, func(format string, args ...any) { say("besides", format, args...) })
		}
	}
	row, _ := rows["items"].(tree.Object)
	for _, key := range [...]string{"from", "key"} {
		name := tree.String(page, key)
		if key == "key" && name == "" && tree.String(page, "style") == PageByTime {
			name = "id"
		}
		if name == "" || row == nil {
			continue
		}
		if field, beside := d.fieldAt(row, strings.Split(name, ".")); field == nil && beside != nil {
			say(key, "%q: a row has no such field%s", name, nearest.Suggestion(name, beside))
		}
	}
}

// checkPath says where a path of fields leads nowhere, or to something of another type.
func (d *Document) checkPath(schema tree.Object, path, types []string, say func(format string, args ...any)) {
	for i := range path {
		field, beside := d.fieldAt(schema, path[:i+1])
		if field == nil {
			if beside != nil {
				of := "the response"
				if i > 0 {
					of = strings.Join(path[:i], ".")
				}
				say("%s: %s has no field %q%s", strings.Join(path, "."), of, path[i], nearest.Suggestion(path[i], beside))
			}
			return
		}
		if i < len(path)-1 {
			continue
		}
		if kind, _ := d.kindOf(field); kind != "unknown" && !slices.Contains(types, strings.TrimPrefix(kind, "lenient ")) {
			say("%s is of type %s: it is to be of type %s", strings.Join(path, "."), kind, strings.Join(types, " or "))
		}
	}
}

// fieldAt returns the field at a path below a schema. Where there is none, it returns the fields beside which it would stand; nil where the
// document doesn't say which there are.
func (d *Document) fieldAt(schema tree.Object, path []string) (field tree.Object, beside []string) {
	at := schema
	for i, name := range path {
		properties := d.propertiesOf(at, 0)
		next, ok := properties[name].(tree.Object)
		if !ok {
			if i > 0 && len(properties) == 0 && tree.String(d.Follow(at), "type") != "" {
				return nil, []string{} // below a value that is no object
			}
			if len(properties) == 0 {
				return nil, nil
			}
			return nil, slices.Sorted(maps.Keys(properties))
		}
		at = next
	}
	return at, nil
}

// propertiesOf lists the fields of a schema, those of its allOf with its own.
func (d *Document) propertiesOf(schema tree.Object, depth int) tree.Object {
	target := d.Follow(schema)
	properties, _ := target["properties"].(tree.Object)
	parts := tree.List(target["allOf"])
	if len(parts) == 0 || depth > 16 {
		return properties
	}
	all := maps.Clone(properties)
	if all == nil {
		all = tree.Object{}
	}
	for _, part := range parts {
		part, _ := part.(tree.Object)
		for name, property := range d.propertiesOf(part, depth+1) {
			all[name] = property
		}
	}
	return all
}

// successSchema returns the schema of an operation's success, the one that a client reads; nil where there is none that is JSON.
func (d *Document) successSchema(op Operation) tree.Object {
	responses := tree.Child(op.Spec, "responses")
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		if media, schema := FirstContent(d.Follow(responses[status])); wiretext.IsJSON(media) {
			return schema
		}
	}
	return nil
}
