package source

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

var (
	levels     = [...]string{"documented", "observed", "inferred"}
	pageStyles = [...]string{PageByNumber, PageByCursor, PageByTime, Unpaged}
	lenients   = [...]string{"number", "integer", "boolean", "text", "list", "map"}
	goExported = pattern(`^[A-Z][A-Za-z0-9]*$`)
	named      = pattern(`^components\.schemas\.[A-Za-z0-9]+(\.(allOf|oneOf|anyOf)\[[0-9]+\])?$`)
	identifier = pattern(`^[A-Za-z][A-Za-z0-9]*$`)
	pathParam  = pattern(`\{([^}]*)\}`)
	pointerKey = strings.NewReplacer("~1", "/", "~0", "~")
)

// componentSections are what OpenAPI has under components.
var componentSections = [...]string{"schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links", "callbacks"}

// check checks the resolved document against the house rules.
func (d *Document) check() error {
	var faults []error
	told := map[string]bool{}
	fault := func(format string, args ...any) {
		if said := fmt.Sprintf(format, args...); !told[said] { // what many refer to is told once
			told[said] = true
			faults = append(faults, errors.New(said))
		}
	}

	ids, goNames := map[string]string{}, map[string]string{}
	tags := map[string]bool{}
	declared, _ := d.root["tags"].([]any)
	for i, tag := range declared {
		tag, _ := tag.(tree.Object)
		switch name := tree.String(tag, "name"); {
		case !goExported().MatchString(name):
			fault("tag %s: must be a Go-like name", cmp.Or(name, fmt.Sprintf("number %d", i+1)))
		case tags[name]:
			fault("tag %s: stands twice", name)
		default:
			tags[name] = true
		}
	}
	d.checkRoot(fault)
	d.checkGroups(fault)
	every := map[string]string{}
	for _, op := range d.Operations() {
		every[op.ID()] = op.Path
	}
	for _, op := range d.Operations() {
		at := op.Method + " " + op.Path
		if op.ID() == "" {
			fault("%s: no operationId", at)
		} else if !identifier().MatchString(op.ID()) {
			fault("%s: operationId %q must be letters and digits", at, op.ID())
		} else if other, twice := ids[op.ID()]; twice {
			fault("%s: operationId %s is also that of %s", at, op.ID(), other)
		}
		ids[op.ID()] = at
		switch list, isList := op.Spec["tags"].([]any); {
		case op.Spec["tags"] == nil, isList && len(list) != 1:
			fault("%s: tags: needs exactly one tag, such as [%s]", at, cmp.Or(slices.Sorted(maps.Keys(tags))...))
		case !isList:
			fault("%s: tags: must be a list: [%v]", at, op.Spec["tags"])
		case !tags[op.Tag()]:
			fault("%s: tags: no tag %q is described: %s has them, or the tags of the file%s", at, op.Tag(), rootPlace, nearest.Suggestion(op.Tag(), slices.Sorted(maps.Keys(tags))))
		}
		for _, method := range op.goMethods() {
			name := op.Tag() + "." + method
			if other, twice := goNames[name]; twice {
				fault("%s: Go method %s is also that of %s; set x-method", at, name, other)
			}
			goNames[name] = at
		}
		if said := op.Spec["summary"]; tree.String(op.Spec, "summary") == "" {
			if said != nil && said != "" {
				fault("%s: summary: must be a string, not %s", at, KindOf(said))
			} else {
				fault("%s: no summary", at)
			}
		}
		if said, ok := op.Spec["description"]; ok && KindOf(said) != "string" {
			fault("%s: description: must be a string, not %s: quote it, or put it behind |", at, strings.Replace(KindOf(said), "null", "empty", 1))
		}
		d.checkEvidence(op.Spec, at, fault)
		d.checkParameters(op, at, fault)
		d.checkConstructs(op, at, fault)
		d.checkPage(op, at, fault)
		d.checkScope(op, at, fault)
		d.checkExtensions(op, every, at, fault)
		d.checkChanging(op, at, fault)
		checkReading(op, at, fault)
		d.checkHead(op, at, fault)
		if deprecated, _ := op.Spec["deprecated"].(bool); !deprecated && op.Spec[XDeprecated] != nil {
			fault("%s: has x-deprecated, and not deprecated: true", at)
		} else if deprecated {
			if x, _ := op.Spec[XDeprecated].(tree.Object); tree.String(x, "since") == "" || tree.String(x, "reason") == "" && tree.String(x, "use") == "" {
				fault("%s: deprecated needs x-deprecated with since, and use or reason: {since: \"2025-01-31\", use: OPERATION}", at)
			}
		}
	}
	d.NamedNodes(func(owner, name string, node tree.Object) {
		if node["deprecated"] == true && !d.copied[strings.TrimPrefix(owner, "schema ")][name] && tree.String(node, "description") == "" && tree.String(node, XDeprecatedReason) == "" {
			fault("%s: %s: deprecated needs %s, which says why or what to use", owner, name, XDeprecatedReason)
		}
	})
	d.checkEnvelope(fault)
	unknown := map[string]bool{}
	for _, section := range slices.Sorted(maps.Keys(tree.Child(d.root, "components"))) {
		if !slices.Contains(componentSections[:], section) {
			fault("components.%s: components have no %q%s", section, section, nearest.Suggestion(section, componentSections[:]))
			unknown[section] = true
		}
	}
	templates := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(tree.Child(d.root, "paths"))) {
		if err := CheckName(name); err != nil {
			fault("path %v", err)
		}
		plain := pathParam().ReplaceAllString(name, "{}")
		if other, twice := templates[plain]; twice {
			fault("path %s: it is %s but for the names of parameters, and OpenAPI takes them for one: use one name", name, other)
		}
		templates[plain] = name
	}
	unnamed := map[string]bool{}
	for name := range d.Sources() {
		unnamed[name] = true
	}
	d.eachObject(func(at string, node tree.Object) {
		dropNamed(unnamed, node[XEvidence])
		if len(unknown) > 0 {
			rest, within := strings.CutPrefix(at, "components.")
			if section, _, _ := strings.Cut(rest, "."); within && unknown[section] {
				return // nobody knows what is in it
			}
		}
		if !d.IsCopied(at) { // what is wrong with it is said where it is written
			d.checkNode(at, node, fault)
		}
	})
	d.checkFormEncoding(fault)
	d.checkNumberForms(fault)
	d.FormTags(fault)
	d.checkGoNames(fault)
	d.checkSources(unnamed, fault)
	d.checkFiller(fault)
	d.checkRecursion(fault)
	for _, name := range slices.Sorted(maps.Keys(d.Schemas())) {
		if !goExported().MatchString(name) {
			fault("schema %s: the name must be an exported Go name", name)
		}
	}
	return errors.Join(faults...)
}

func (d *Document) checkParameters(op Operation, at string, fault func(string, ...any)) {
	declared := map[string]bool{}
	for _, p := range d.Parameters(op) {
		if tree.String(p, "in") == "path" {
			declared[tree.String(p, "name")] = true
		}
	}
	used := map[string]bool{}
	for _, m := range pathParam().FindAllStringSubmatch(op.Path, -1) {
		used[m[1]] = true
		if !declared[m[1]] {
			fault("%s: path parameter %s is not declared", at, m[1])
		}
	}
	for name := range declared {
		if !used[name] {
			fault("%s: path parameter %s is not in the path", at, name)
		}
	}
}

// checkScope: an id that counts within something is sent together with that.
func (d *Document) checkScope(op Operation, at string, fault func(string, ...any)) {
	if scope := tree.String(op.Spec, XScope); scope != "" && !slices.ContainsFunc(d.Parameters(op), func(p tree.Object) bool {
		return tree.String(p, "name") == scope && tree.String(p, "in") == "query"
	}) {
		fault("%s: x-scope is %s, which is no parameter of the query", at, scope)
	}
	upsert, _ := op.Spec[XUpsert].(tree.Object)
	if scope := tree.String(upsert, "scope"); scope != "" {
		update, _ := d.Schemas()[tree.String(upsert, "update")].(tree.Object)
		if properties, _ := update["properties"].(tree.Object); properties[scope] == nil {
			fault("%s: the scope of x-upsert is %s, which %s hasn't got", at, scope, tree.String(upsert, "update"))
		}
	}
}

// checkNode looks at every object of the document's tree, wherever it stands.
func (d *Document) checkNode(at string, node tree.Object, fault func(string, ...any)) {
	d.checkReference(at, node, fault)
	checkEmpty(at, node, fault)
	checkContents(at, node, fault)
	if declaresProperties(node) && !named().MatchString(at) {
		fault("%s: an object schema needs a name under components.schemas", at)
	}
	checkNames(at, node, fault)
	checkType(at, node, fault)
	checkEvidenceWords(at, node[XEvidence], fault)
	d.checkRequired(at, node, fault)
	d.checkValues(at, node, fault)
	if goName, ok := node[XGoName].(string); ok && !goExported().MatchString(goName) {
		fault("%s: x-go-name %q must be an exported Go name", at, goName)
	}
	d.checkSchemaExtensions(at, node, fault)
}

// filled are the keys of OpenAPI that have something below them: an empty one is left of an edit, or what belongs below isn't indented.
var filled = [...]string{
	"properties", "items", "required", "enum", "allOf", "oneOf", "anyOf", "additionalProperties", "parameters", "responses", "requestBody", "content",
	"schema", "schemas", "tags", "security", "headers", "encoding", "examples", "format", "pattern", "nullable", "readOnly", "writeOnly", "minimum", "maximum",
	"minLength", "maxLength", "minItems", "maxItems", "in", "name", "style", "explode", "deprecated", "x-evidence", "x-page", "x-lenient", "x-write-of",
}

// checkEmpty refuses keys with nothing behind them.
func checkEmpty(at string, node tree.Object, fault func(string, ...any)) {
	var empty []string
	for key, value := range node {
		if value == nil && slices.Contains(filled[:], key) {
			empty = append(empty, key)
		}
	}
	if len(empty) == 0 || namesBelow(at[strings.LastIndexByte(at, '.')+1:]) { // below which its keys are names
		return
	}
	slices.Sort(empty)
	for _, key := range empty {
		fault("%s.%s: is empty: leave it out, or indent what belongs to it below it", at, key)
	}
}

// IsCopied reports whether a place is within a field that a write schema has from the schema which it is derived from.
func (d *Document) IsCopied(at string) bool {
	rest, ok := strings.CutPrefix(at, "components.schemas.")
	if !ok {
		return false
	}
	name, rest, _ := strings.Cut(rest, ".")
	fields := d.copied[name]
	if rest, ok = strings.CutPrefix(rest, "properties."); fields == nil || !ok {
		return false
	}
	for end := range len(rest) { // a field's name may have a dot, or a bracket
		if (rest[end] == '.' || rest[end] == '[') && fields[rest[:end]] {
			return true
		}
	}
	return fields[rest]
}

// declaresProperties reports whether node is an object schema, and not the list of a schema's properties of which one is
// called "properties".
func declaresProperties(node tree.Object) bool {
	properties, ok := node["properties"].(tree.Object)
	for _, property := range properties {
		if _, schema := property.(tree.Object); !schema {
			return false
		}
	}
	return ok && len(properties) > 0
}

// eachObject visits every object under paths and components, in order.
func (d *Document) eachObject(visit func(at string, node tree.Object)) {
	var in func(at string, v any)
	in = func(at string, v any) {
		switch v := v.(type) {
		case tree.Object:
			visit(at, v)
			for _, key := range slices.Sorted(maps.Keys(v)) {
				if key != "example" && key != "examples" && key != "default" && key != "enum" {
					in(at+"."+key, v[key])
				} else if o, ok := v[key].(tree.Object); ok && key == "default" && strings.HasSuffix(at, ".responses") {
					in(at+"."+key, o)
				}
			}
		case []any:
			for i, item := range v {
				in(fmt.Sprintf("%s[%d]", at, i), item)
			}
		}
	}
	in("paths", d.root["paths"])
	in("components", d.root["components"])
}

// Resolve returns the object that a $ref of this document leads to.
func (d *Document) Resolve(ref string) (map[string]any, bool) {
	rest, ok := strings.CutPrefix(ref, "#/")
	if !ok {
		return nil, false
	}
	at := any(d.root)
	for _, key := range strings.Split(rest, "/") {
		here, ok := at.(tree.Object)
		if !ok {
			return nil, false
		}
		at = here[pointerKey.Replace(key)]
	}
	got, ok := at.(tree.Object)
	return got, ok
}

// Parameters returns the parameters of an operation, references followed: those of its path, unless it has one of the same name
// and place itself, and its own.
func (d *Document) Parameters(op Operation) (out []map[string]any) {
	for _, p := range d.ParameterNodes(op) {
		if target := d.Follow(p); target != nil {
			out = append(out, target)
		}
	}
	return out
}

// ParameterNodes returns the same as they stand, references or parameters.
func (d *Document) ParameterNodes(op Operation) []any {
	item, _ := tree.Child(d.root, "paths")[op.Path].(tree.Object)
	own := tree.List(op.Spec["parameters"])
	shared := slices.DeleteFunc(slices.Clone(tree.List(item["parameters"])), func(p any) bool {
		return slices.ContainsFunc(own, func(q any) bool {
			a, b := d.Follow(p), d.Follow(q)
			return tree.String(a, "in") == tree.String(b, "in") && tree.String(a, "name") == tree.String(b, "name")
		})
	})
	return append(shared, own...)
}
