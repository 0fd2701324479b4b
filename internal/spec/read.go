package spec

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// reader reads a document's tree, each schema, parameter and response under components once.
type reader struct {
	doc        *Document
	source     *source.Document
	components tree.Object
	parameters map[string]*Parameter
	scalars    map[Scalar]*Schema
	level      string // of the responses that say nothing themselves
	faults     []error
}

// place is where something stands. It is put into words only for a message.
type place struct {
	above *place
	name  string
}

func (p *place) below(name string) *place { return &place{p, name} }

func (p *place) String() string {
	var names []string
	for ; p != nil; p = p.above {
		names = append(names, p.name)
	}
	slices.Reverse(names)
	return strings.Join(names, ".")
}

func (r *reader) fault(at *place, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("%s: %s", at, fmt.Sprintf(format, args...)))
}

// Read reads a document from its sources. Every fault found is in the error.
func Read(from *source.Document) (*Document, error) {
	root := from.Tree()
	components, _ := root["components"].(tree.Object)
	r := &reader{
		doc:    &Document{Vendor: from.Vendor, Schemas: map[string]*Schema{}, Responses: map[string]*Response{}},
		source: from, components: components, parameters: map[string]*Parameter{}, scalars: map[Scalar]*Schema{},
	}
	r.readRoot(root)
	at := &place{name: "components"}
	for _, name := range slices.Sorted(maps.Keys(r.section("schemas"))) {
		r.component(name, at)
	}
	for _, name := range slices.Sorted(maps.Keys(r.section("responses"))) {
		r.sharedResponse(name, at)
	}
	paths := r.object(&place{name: "paths"}, root["paths"])
	for _, op := range from.Operations() {
		r.doc.Operations = append(r.doc.Operations, r.operation(op))
	}
	for path, item := range paths {
		r.pathItem(&place{name: "path " + path}, item)
	}
	r.faults = slices.DeleteFunc(r.faults, func(fault error) bool { // what is wrong with it is said where it is written
		at, isSchema := strings.CutPrefix(fault.Error(), "schema ")
		at, _, _ = strings.Cut(at, ": ")
		name, field, _ := strings.Cut(at, ".")
		return isSchema && from.IsCopied("components.schemas."+name+".properties."+field)
	})
	slices.SortFunc(r.faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	if err := errors.Join(r.faults...); err != nil {
		return nil, fmt.Errorf("document %s:\n%w", from.Vendor, err)
	}
	return r.doc, nil
}

// section is one of the components'.
func (r *reader) section(name string) tree.Object {
	in, _ := r.components[name].(tree.Object)
	return in
}

func (r *reader) readRoot(root tree.Object) {
	d := r.doc
	for key, v := range root {
		at := &place{name: key}
		switch key {
		case "openapi", "paths", "components", "externalDocs", source.XErrorCodes, source.XFormEncoding, source.XGroups, source.XNestedWrites, source.XSources:
		case source.XEvidence:
			r.level = r.string(at.below("responses"), r.object(at, v)["responses"])
		case "info":
			info := r.object(at, v)
			d.Product, d.Version = r.string(at.below(source.XProduct), info[source.XProduct]), r.string(at.below("version"), info["version"])
		case "servers":
			if servers := r.list(at, v); len(servers) > 0 {
				d.BasePath = r.basePath(at, r.string(at, r.object(at, servers[0])["url"]))
			}
		case "security":
		case "tags":
			for _, tag := range r.list(at, v) {
				d.Tags = append(d.Tags, r.tag(at, tag))
			}
		case source.XHeaders:
			d.Headers = map[string]string{}
			for name, value := range r.object(at, v) {
				d.Headers[name] = fmt.Sprint(value)
			}
		case source.XMethodHeaders:
			d.MethodHeaders = map[string]map[string]string{}
			for method, headers := range r.object(at, v) {
				d.MethodHeaders[method] = map[string]string{}
				for name, value := range r.object(at.below(method), headers) {
					d.MethodHeaders[method][name] = r.string(at.below(method).below(name), value)
				}
			}
		case source.XErrorFields:
			r.read(at, source.XErrorFields, v, fields{"code": &d.ErrorCodes})
		case source.XPage:
			d.Page = r.page(at, v)
		case source.XEnvelope:
			d.Envelope = r.envelope(at, v)
		case source.XRateLimit:
			d.RateLimit = r.rateLimit(at, v)
		case source.XEmptyObject:
			if word := r.string(at, v); word != "list" {
				r.fault(at, "must be list, not %q", word)
			}
			d.EmptyObjectIsList = true
		default:
			r.unknown(nil, "the document", key, "info", "servers", "tags", "paths", "components", "security", "externalDocs", source.XErrorCodes, source.XErrorFields,
				source.XEvidence, source.XEnvelope, source.XFormEncoding, source.XGroups, source.XHeaders, source.XMethodHeaders, source.XNestedWrites, source.XPage,
				source.XRateLimit, source.XSources)
		}
	}
	at := &place{name: "security"}
	ways := r.list(at, root["security"])
	d.Public = len(ways) == 0
	for _, name := range slices.Sorted(maps.Keys(r.section("securitySchemes"))) {
		scheme := r.securityScheme(&place{name: "security scheme " + name}, r.section("securitySchemes")[name])
		if len(ways) > 0 && r.object(at, ways[0])[name] != nil {
			d.Credential = scheme
		}
	}
}

// basePath is the path of a server's URL, whose variables may stand anywhere in it.
func (r *reader) basePath(at *place, server string) string {
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(server))
	if err != nil {
		r.fault(at, "%v", err)
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}

func (r *reader) securityScheme(at *place, v any) (s SecurityScheme) {
	r.read(at, "a security scheme", v, fields{
		"type": &s.Type, "scheme": &s.Scheme, "in": &s.In, "name": &s.Parameter,
		"description": nil, "bearerFormat": nil, "flows": nil, "openIdConnectUrl": nil,
	})
	return s
}

func (r *reader) tag(at *place, v any) (tag Tag) {
	r.read(at, "a tag", v, fields{
		"name": &tag.Name, source.XEveryday: &tag.Everyday, "description": nil, "externalDocs": nil, source.XGroup: nil,
	})
	return tag
}

// unknown refuses a word that stands where nobody would read it, and names the known one that it is like.
func (r *reader) unknown(at *place, what, key string, known ...string) {
	r.faults = append(r.faults, fmt.Errorf("%s: %s has no %q%s", cmp.Or(at.String(), "openapi.yaml"), what, key, nearest.Suggestion(key, known)))
}
