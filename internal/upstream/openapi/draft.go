package openapi

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// place is where a schema is drafted: what it refers to goes into the same file.
type place struct {
	file    string   // a file that is there, or
	made    *newFile // one that isn't
	owner   string   // what the schema belongs to, for the name of a schema that has none
	written bool     // it is a body, not part of a response
	parts   bool     // the body is sent in parts, and its binary fields are files
}

// evidence is what an addition has in the way of proof.
func (p *proposer) evidence() string {
	return fmt.Sprintf("x-evidence: {level: documented, source: %s}", scalar(p.source))
}

// namesOf returns the Go names that are taken in a schema or an operation, in lower case.
func (p *proposer) namesOf(owner string, all func(yield func(name, goName string))) map[string]bool {
	if p.goNames[owner] == nil {
		names := map[string]bool{}
		all(func(name, goName string) {
			if goName == "" {
				goName = p.exported(name)
			}
			names[strings.ToLower(goName)] = true
		})
		p.goNames[owner] = names
	}
	return p.goNames[owner]
}

var plainName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$`)

// exported is the Go name of a wire name: by the vendor's word list, where there is one. What that can't split is noted.
func (p *proposer) exported(name string) string {
	if p.names == nil {
		return exportedName(name)
	}
	goName, err := p.names.GoName(name)
	if err != nil {
		p.unsplit[name] = err
		return exportedName(name)
	}
	return goName
}

// typeName is the Go name of a schema or of a part of a path: as the word list spells it, if it knows all of its words.
func (p *proposer) typeName(name string) string {
	if p.names != nil {
		if goName, err := p.names.GoName(name); err == nil {
			return goName
		}
	}
	return exportedName(name)
}

// goName returns the x-go-name that a field needs, if any, and marks it taken.
func (p *proposer) goName(name string, taken map[string]bool) string {
	base := p.exported(name)
	if base == "" || p.names == nil && name[0] >= '0' && name[0] <= '9' {
		base = "Field" + strings.ReplaceAll(strings.Join(words(name), ""), "_", "")
	}
	unique := base
	if taken[strings.ToLower(unique)] && !strings.Contains(name, "_") {
		unique = base + "OneWord" // another is the same, with an underscore
	}
	for n := 2; taken[strings.ToLower(unique)]; n++ {
		unique = base + strconv.Itoa(n)
	}
	taken[strings.ToLower(unique)] = true
	if unique == base && (p.names != nil || plainName.MatchString(name)) {
		return ""
	}
	return ", x-go-name: " + unique
}

func (p *proposer) parameterLine(q parameter, taken map[string]bool) string {
	required := ""
	if q.required {
		required = ", required: true"
	}
	schema := p.theirs.resolved(q.schema)
	style := ""
	text := "{type: string}"
	switch {
	case schema.is("array"):
		// How an array is spelt in a query is rarely what such a document says; one string with commas is OpenAPI's way to put it.
		style = ", style: form, explode: false"
		text = fmt.Sprintf("{type: array, items: %s}", p.plainType(p.theirs.resolved(schema.items)))
	case len(schema.kinds) == 1 && !schema.is("object"):
		text = p.scalarType(schema)
	}
	return fmt.Sprintf("- {name: %s, in: %s%s%s%s, schema: %s%s}",
		scalar(q.name), q.in, required, style, p.goName(q.name, taken), text, p.evidenceIn())
}

func (p *proposer) propertyLine(name string, schema any, taken map[string]bool, at place) string {
	text := p.draft(schema, at, p.exported(name), 0)
	text = strings.TrimSuffix(text, "}")
	return fmt.Sprintf("%s: %s%s%s}", scalar(name), text, p.goName(name, taken), p.evidenceIn())
}

// draft writes a schema in one line; a schema with fields becomes one of its own, which the line refers to.
func (p *proposer) draft(schema any, at place, hint string, depth int) string {
	s := p.theirs.resolved(schema)
	switch {
	case depth > 6 || len(s.kinds) != 1:
		return "{description: Of no type that is told.}"
	case s.is("array"):
		return fmt.Sprintf("{type: array, items: %s}", p.draft(s.items, at, hint, depth+1))
	case s.is("object") && len(s.properties) > 0:
		return fmt.Sprintf("{$ref: '#/components/schemas/%s'}", p.refer(s, at, hint))
	case s.is("object") && s.values != nil:
		return fmt.Sprintf("{type: object, additionalProperties: %s}", p.draft(s.values, at, hint, depth+1))
	case s.is("object"):
		return "{type: object, additionalProperties: true}"
	case at.parts && s.is("string") && s.format == "binary":
		return "{type: string, format: binary}"
	case depth > 0:
		return p.plainType(s)
	}
	return p.scalarType(s)
}

func (p *proposer) plainType(s resolved) string {
	if len(s.kinds) != 1 || s.is("object") || s.is("array") {
		return "{type: string}"
	}
	if format := moment(s.format); format != "" && s.is("string") {
		return fmt.Sprintf("{type: string, format: %s}", format)
	}
	return fmt.Sprintf("{type: %s}", s.kinds[0])
}

var goodValue = regexp.MustCompile(`^"[A-Za-z][A-Za-z0-9_ .-]{0,60}"$`)

// scalarType writes a type with its values, where they are strings that constants can be named after.
func (p *proposer) scalarType(s resolved) string {
	text := p.plainType(s)
	names := map[string]bool{}
	for _, v := range s.enum {
		if !goodValue.MatchString(v) {
			return text
		}
		names[strings.ToLower(exportedName(v))] = true
	}
	if !s.is("string") || len(s.enum) == 0 || len(names) != len(s.enum) || moment(s.format) != "" {
		return text
	}
	return fmt.Sprintf("{type: string, enum: [%s]}", strings.Join(s.enum, ", "))
}

// ourName is the schema of ours that a schema of theirs was compared with, or one of the same name and at least half of its
// fields.
func (p *proposer) ourName(s resolved) string {
	if s.name == "" {
		return ""
	}
	if name := p.named[s.name]; name != "" {
		return name
	}
	same := p.ours.resolved(tree.Object{"$ref": "#/components/schemas/" + s.name})
	shared := 0
	for name := range s.properties {
		if _, has := same.properties[name]; has {
			shared++
		}
	}
	if same.of != "" || shared*2 < len(s.properties) || shared == 0 {
		return ""
	}
	p.catchUp(s.name)
	return s.name
}

// catchUp compares a schema that only new operations lead to, and adds what ours lacks of it.
func (p *proposer) catchUp(name string) {
	p.named[name] = name
	before := len(p.found)
	ref := tree.Object{"$ref": "#/components/schemas/" + name}
	theirs := ref
	if objectAt(objectAt(p.theirs.root, "components"), "schemas")[name] == nil {
		theirs = tree.Object{"$ref": "#/definitions/" + name}
	}
	p.fields(Difference{What: Field}, name, ref, theirs, false)
	for _, d := range p.found[before:] {
		if d.add != nil && d.What == Field {
			p.field(d)
		}
	}
}

func (p *proposer) freeName(base string) string {
	const longest = 60 // schemas in schemas without names are called after all that they stand in
	name := base[:min(len(base), longest)]
	base = name
	for n := 2; p.taken[strings.ToLower(name)]; n++ {
		name = base + strconv.Itoa(n)
	}
	p.taken[strings.ToLower(name)] = true
	return name
}

// schema drafts a schema with its fields.
func (p *proposer) schema(name string, s resolved, at place) {
	head := []string{
		"    " + name + ":",
		"      type: object",
	}
	if at.written {
		head = append(head, "      x-write: true")
	}
	head = append(head, p.evidenceLines("      ")...)
	if at.written && len(s.required) > 0 {
		var names []string
		for _, field := range sortedNames(s.required, nil) {
			if _, has := s.properties[field]; has && fieldName(field) == nil {
				names = append(names, scalar(field))
			}
		}
		if len(names) > 0 {
			head = append(head, fmt.Sprintf("      required: [%s]", strings.Join(names, ", ")))
		}
	}
	taken := map[string]bool{}
	p.goNames[name] = taken
	inner := at
	inner.owner = name
	var fields []string
	for _, field := range slices.SortedFunc(maps.Keys(s.properties), compareNames) {
		if err := fieldName(field); err != nil {
			p.out.Skipped = append(p.out.Skipped, fmt.Sprintf("a field of %s: %v", name, err))
			continue
		}
		text := p.draft(s.properties[field], inner, p.exported(field), 0)
		fields = append(fields, fmt.Sprintf("        %s: %s%s}", scalar(field), strings.TrimSuffix(text, "}"), p.goName(field, taken)))
	}
	if len(fields) > 0 {
		head = append(append(head, "      properties:"), fields...)
	} else {
		head = append(head, "      additionalProperties: true")
	}
	p.out.Schemas++
	p.addSchema(at, head)
}

// addSchema puts a drafted schema behind the others of its file.
func (p *proposer) addSchema(at place, lines []string) {
	if at.made != nil {
		at.made.schemas = append(at.made.schemas, strings.Join(lines, "\n"))
		return
	}
	root := p.sources.nodes[at.file]
	_, components := entry(root, "components")
	key, schemas := entry(components, "schemas")
	if schemas != nil && !flow(schemas) {
		p.insert(at.file, insert{after: p.end(at.file, key), indent: 4, lines: lines})
		return
	}
	last := strings.Count(strings.TrimRight(p.sources.contents[at.file], "\n"), "\n") + 1
	if components != nil {
		last = p.end(at.file, first(entry(root, "components")))
	}
	switch {
	case p.has(at.file, last, "schemas:"):
	case components != nil:
		p.insert(at.file, insert{after: last, indent: 2, lines: []string{"  schemas:"}})
	default:
		p.insert(at.file, insert{after: last, indent: 1, lines: []string{"", "components:"}})
		p.insert(at.file, insert{after: last, indent: 1, lines: []string{"  schemas:"}})
	}
	p.insert(at.file, insert{after: last, indent: 1, lines: lines})
}

func first(key, _ *node) *node { return key }

var (
	plainScalar = regexp.MustCompile(`^[A-Za-z_/][A-Za-z0-9_/{} .()&@-]*$`)
	boolish     = []string{"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
)

// scalar writes a string in YAML, in quotes where it needs them.
func scalar(text string) string {
	if plainScalar.MatchString(text) && !slices.Contains(boolish, strings.ToLower(text)) && !strings.HasSuffix(text, " ") &&
		!strings.ContainsAny(text, "{}") {
		return text
	}
	return strconv.QuoteToASCII(text)
}

var plainPath = regexp.MustCompile(`^/[A-Za-z0-9_/{}.&-]*$`)

// pathKey writes a path as the key of a mapping.
func pathKey(template string) string {
	if plainPath.MatchString(template) {
		return template
	}
	return strconv.QuoteToASCII(template)
}
