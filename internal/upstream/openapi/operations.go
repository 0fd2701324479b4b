package openapi

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

var methods = [...]string{"get", "put", "post", "patch", "delete", "head", "options"}

// strange are the methods that OpenAPI has and a document of ours can't.
var strange = [...]string{"trace", "query", "additionalOperations"}

// operation is one operation of either document.
type operation struct {
	method, path string // upper case; the template as it is written
	full         string // the same behind the server's prefix
	key          string // what operations of the two documents are matched by
	tag          string
	spec         tree.Object
	parameters   []parameter // but for those in the path
	places       []parameter // those in the path, in its order
	body         any         // its schema; nil without a body
	form         bool        // the body is a form
	needed       bool        // the body is required
	responses    map[string]any
}

func (o *operation) name() string { return o.method + " " + o.path }

type parameter struct {
	name, in string
	required bool
	schema   any
	commas   bool // an array is one string, its values between commas
}

var success2xx = regexp.MustCompile(`^2([0-9]{2}|[Xx]{2})$`)

var inBraces = regexp.MustCompile(`\{[^{}/]*\}`)

// keyOf is a path without what documents differ in although they mean the same: case, a slash at the end, names of parameters.
func keyOf(path string) string {
	path = strings.ToLower(inBraces.ReplaceAllString(path, "{}"))
	return "/" + strings.Trim(path, "/")
}

// prefix is the path of the server that a document names first.
func (t *document) prefix() string {
	base := wordOf(t.root["basePath"])
	if servers, _ := t.root["servers"].([]any); len(servers) > 0 {
		base = wordOf(asObject(servers[0])["url"])
	}
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(base))
	if err != nil {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}

// operations lists a document's operations, in order of path and method. Two that differ in nothing but the spelling of
// their path are one.
func (t *document) operations(prefix string) []*operation {
	byKey := map[string]*operation{}
	var list []*operation
	paths := objectAt(t.root, "paths")
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		if asObject(paths[path]) == nil {
			t.defect("path %s is no object", short(path))
			continue
		}
		item := t.item(paths[path])
		for _, method := range strange {
			if item[method] != nil {
				t.hidden("%s of %s: no document here can have it", method, short(path))
			}
		}
		for _, method := range methods {
			v, there := item[method]
			spec := asObject(v)
			if spec == nil {
				if there {
					t.defect("%s %s is no object", strings.ToUpper(method), short(path))
				}
				continue
			}
			op := &operation{method: strings.ToUpper(method), path: path, full: prefix + path, spec: spec}
			op.key = op.method + " " + keyOf(op.full)
			if tags, _ := spec["tags"].([]any); len(tags) > 0 {
				op.tag = wordOf(tags[0])
			}
			t.readParameters(op, item)
			t.readBody(op)
			t.readResponses(op)
			if wordOf(spec["operationId"]) == "" {
				t.defect("operations have no operationId")
			}
			if first := byKey[op.key]; first != nil {
				t.defect("%s and %s are one operation", short(first.name()), short(op.path))
				first.take(op)
				continue
			}
			byKey[op.key] = op
			list = append(list, op)
		}
	}
	return list
}

// item is what a path has: its own fields, and those of the one that it refers to. OpenAPI lets both stand.
func (t *document) item(node any) tree.Object {
	own := asObject(node)
	if own["$ref"] == nil || len(own) == 1 {
		return t.follow(node)
	}
	joined := maps.Clone(t.follow(node))
	if joined == nil {
		joined = tree.Object{}
	}
	maps.Copy(joined, own)
	return joined
}

// take adds what only another spelling of the operation has.
func (o *operation) take(other *operation) {
	for _, p := range other.parameters {
		if !slices.ContainsFunc(o.parameters, func(q parameter) bool { return q.in == p.in && q.name == p.name }) {
			o.parameters = append(o.parameters, p)
		}
	}
	if o.body == nil {
		o.body, o.form, o.needed = other.body, other.form, other.needed
	}
	for status, schema := range other.responses {
		if o.responses[status] == nil {
			o.responses[status] = schema
		}
	}
}

// ignoredHeader reports whether OpenAPI itself says to leave a header out, or it is the credential's.
func ignoredHeader(name string) bool {
	name = strings.ToLower(name)
	return name == "accept" || name == "content-type" || name == "authorization"
}

func (t *document) readParameters(op *operation, item tree.Object) {
	inPath := map[string]parameter{}
	form := tree.Object{}
	var formRequired []any
	for _, p := range t.declared(op, item) {
		name, in := wordOf(p["name"]), wordOf(p["in"])
		schema, typed := p["schema"]
		if !typed {
			schema = any(p) // Swagger 2.0 has the type on the parameter itself
			if content, has := p["content"].(tree.Object); has {
				schema, _ = mediaOf(content)
			}
		}
		required, _ := p["required"].(bool)
		switch in {
		case "body":
			op.body, op.needed = orUnknown(schema), required
		case "formData":
			form[name] = schema
			if required {
				formRequired = append(formRequired, name)
			}
		case "path":
			inPath[strings.ToLower(name)] = parameter{name: name, in: in, required: true, schema: schema}
		case "query", "header", "cookie":
			if in == "header" && ignoredHeader(name) {
				continue
			}
			explode, reported := p["explode"].(bool)
			op.parameters = append(op.parameters, parameter{name, in, required, schema, reported && !explode})
		default:
			t.defect("%s: parameter %s is in %q", short(op.name()), short(name), short(in))
		}
	}
	if len(form) > 0 {
		op.body, op.form = tree.Object{"type": "object", "properties": form, "required": formRequired}, true
		op.needed = len(formRequired) > 0
	}
	for _, braced := range inBraces.FindAllString(op.path, -1) {
		name := strings.Trim(braced, "{}")
		p, declared := inPath[strings.ToLower(name)]
		if !declared {
			t.defect("%s: path parameter %s isn't declared", short(op.name()), short(name))
			p = parameter{name: name, in: "path", required: true, schema: tree.Object{}}
		}
		op.places = append(op.places, p)
	}
}

// declared lists the parameters of an operation: its own, and those of its path that it doesn't replace by one of the same name
// and place. A body has no name, and is replaced by a body.
func (t *document) declared(op *operation, item tree.Object) (list []tree.Object) {
	seen := map[string]bool{}
	for _, level := range []any{op.spec["parameters"], item["parameters"]} {
		values, _ := level.([]any)
		here := map[string]bool{}
		for _, v := range values {
			p := t.follow(v)
			if p == nil && wordOf(asObject(v)["$ref"]) != "" {
				continue // noted
			}
			name, in := wordOf(p["name"]), wordOf(p["in"])
			if name == "" && in != "body" {
				t.defect("%s: a parameter has no name", short(op.name()))
				continue
			}
			key := in + " " + name
			switch in {
			case "body":
				key = in
			case "header", "path":
				key = strings.ToLower(key)
			}
			if here[key] {
				t.defect("%s: parameter %s stands twice", short(op.name()), short(name))
			}
			if !seen[key] {
				seen[key], here[key] = true, true
				list = append(list, p)
			}
		}
	}
	return list
}

func (t *document) readBody(op *operation) {
	body, there := op.spec["requestBody"]
	if !there {
		return
	}
	spec := t.follow(body)
	op.needed, _ = spec["required"].(bool)
	schema, media := mediaOf(objectAt(spec, "content"))
	op.form = strings.HasPrefix(media, "multipart/") || media == "application/x-www-form-urlencoded"
	op.body = orUnknown(schema)
}

func (t *document) readResponses(op *operation) {
	op.responses = map[string]any{}
	responses := objectAt(op.spec, "responses")
	if responses == nil {
		t.defect("%s: no responses", short(op.name()))
	}
	success := false
	for status := range responses {
		success = success || strings.HasPrefix(status, "2")
	}
	for status, v := range responses {
		if status == "default" && !success {
			status = "2XX" // the only word of what comes back, so of a success too
		}
		if !strings.HasPrefix(status, "2") {
			continue
		}
		if !success2xx.MatchString(status) {
			t.defect("%s: %s is no status", short(op.name()), short(status))
			continue
		}
		spec := t.follow(v)
		schema, has := spec["schema"]
		if !has {
			schema, _ = mediaOf(objectAt(spec, "content"))
		}
		op.responses[strings.ToUpper(status)] = orUnknown(schema)
	}
}

func orUnknown(schema any) any {
	if schema == nil {
		return tree.Object{}
	}
	return schema
}

// mediaOf picks the schema of the content type that counts: JSON, else a form, else the first by name.
func mediaOf(content tree.Object) (schema any, media string) {
	rank := func(media string) int {
		switch {
		case strings.HasPrefix(media, "application/json"):
			return 0
		case strings.Contains(media, "json"):
			return 1
		case strings.Contains(media, "form"):
			return 2
		}
		return 3
	}
	names := slices.Sorted(maps.Keys(content))
	if len(names) == 0 {
		return nil, ""
	}
	best := slices.MinFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	return asObject(content[best])["schema"], best
}
