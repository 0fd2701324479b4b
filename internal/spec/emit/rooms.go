package emit

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// rooms says which Go package each operation and each schema stands in: "" is the vendor's own, the others are those of the
// document's groups, below it. They import the vendor's own package, and nothing imports them: not that one, and not one another.
//
// A schema that the vendor's own package needs stands there: one in the signature of an everyday operation, or in a field of what is
// needed. A lazy field needs nothing, its Go type is JSON. Of what is left, a package needs what is in the signatures of its
// operations and in the fields of that, up to what is written in the file of another package's service: such a field is made lazy.
// What one package needs stands in it; what two need, in the vendor's own, the lowest that both import. What none needs, being
// held by lazy fields or by nothing at all, stands with the group of the file that it is written in.
type rooms struct {
	ofTag, ofSchema map[string]string
	packages        []string // "" first, the others in the document's order
}

// placeSchemas finds out the rooms of a document whose lazy fields are marked and whose aliases are made.
func (d *document) placeSchemas() *rooms {
	r := &rooms{ofTag: map[string]string{}, ofSchema: map[string]string{}, packages: []string{""}}
	for _, v := range tree.List(d.Tree()["tags"]) {
		name := tree.String(v.(tree.Object), "name")
		r.ofTag[name] = d.PackageOf(name)
	}
	for _, group := range d.Groups() {
		if group.Package != "" {
			r.packages = append(r.packages, group.Package)
		}
	}
	homes := map[string]home{}
	for name := range d.Schemas() {
		homes[name] = d.homeOf(name)
	}
	in := map[string]map[string]bool{} // by schema: the packages that need it
	var need func(schema, at string, direct bool)
	need = func(schema, at string, direct bool) {
		home := homes[schema]
		switch {
		case in[schema][at], in[schema][""]:
			return
		case at != "" && !direct && !home.everyday && home.at != "" && home.at != at:
			return // the field is made lazy
		}
		if in[schema] == nil {
			in[schema] = map[string]bool{}
		}
		in[schema][at] = true
		of, _ := d.Schemas()[schema].(tree.Object)
		eager, _ := d.schemasBelow(of)
		for _, name := range eager {
			need(name, at, of["properties"] == nil) // another name of a type is no field
		}
	}
	for _, at := range r.packages {
		for _, op := range d.Operations() {
			if r.ofTag[op.Tag()] == at {
				for _, name := range d.schemasOf(op) {
					need(name, at, true)
				}
			}
		}
	}
	// Those that two packages need stand in the vendor's own, which then needs what is in their fields.
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if len(in[name]) > 1 {
			need(name, "", true)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.Schemas())) {
		if in[name] == nil {
			need(name, homes[name].at, true)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if len(in[name]) > 1 {
			need(name, "", true)
		}
	}
	for name, packages := range in {
		if !packages[""] {
			r.ofSchema[name] = slices.Collect(maps.Keys(packages))[0]
		} else {
			r.ofSchema[name] = ""
		}
	}
	return r
}

// home is the package of the group that the file of a schema belongs to, and whether a service of the file is everyday.
type home struct {
	at       string
	everyday bool
}

// homeOf returns the home of a schema, or that of the schema which it is derived from.
func (d *document) homeOf(name string) home {
	schema, _ := d.Schemas()[name].(tree.Object)
	for _, of := range [...]string{name, tree.String(schema, source.XWriteOf), tree.String(schema, source.XEnumOf)} {
		if at, everyday := d.HomeOf(of); at != "" {
			return home{at, everyday}
		}
	}
	return home{}
}

// reaches reports whether a package can name a schema.
func (r *rooms) reaches(at, schema string) bool {
	of := r.ofSchema[schema]
	return of == "" || of == at
}

var lazyType = regexp.MustCompile(`value\.Lazy\[(?:\[\])?([A-Za-z0-9]+)\]`)

// schemasBelow lists the schemas that a part of the document refers to, by reference or in a Go type, and those that it refers to
// lazily.
func (d *document) schemasBelow(v any) (eager, lazy []string) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			more, later := d.schemasBelow(item)
			eager, lazy = append(eager, more...), append(lazy, later...)
		}
	case tree.Object:
		for key, value := range v {
			text, isText := value.(string)
			switch {
			case key == "example", key == "default", key == "enum":
			case !isText:
				more, later := d.schemasBelow(value)
				eager, lazy = append(eager, more...), append(lazy, later...)
			case key == "$ref":
				if name, ok := strings.CutPrefix(text, source.SchemaRef); ok {
					eager = append(eager, name)
				} else if target, ok := d.Resolve(text); ok {
					more, later := d.schemasBelow(target)
					eager, lazy = append(eager, more...), append(lazy, later...)
				}
			case key == source.XGoType:
				for _, held := range lazyType.FindAllStringSubmatch(text, -1) {
					lazy = append(lazy, held[1])
				}
				for _, word := range goWord.FindAllString(lazyType.ReplaceAllString(text, ""), -1) {
					if _, ok := d.Schemas()[word]; ok {
						eager = append(eager, word)
					}
				}
			}
		}
	}
	return eager, lazy
}

// goWord is a name within a Go type, with the package that it may be qualified by.
var goWord = regexp.MustCompile(`[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)?`)

// schemasOf lists the schemas that an operation's method has in its signature.
func (d *document) schemasOf(op source.Operation) []string {
	said := []any{tree.List(op.Spec["parameters"])}
	for _, p := range d.Parameters(op) {
		said = append(said, p)
	}
	if upsert, both := op.Spec[source.XUpsert].(tree.Object); both {
		said = append(said, tree.Object{"$ref": source.SchemaRef + tree.String(upsert, "create")}, tree.Object{"$ref": source.SchemaRef + tree.String(upsert, "update")})
	} else {
		said = append(said, op.Spec["requestBody"])
	}
	for status, response := range tree.Child(op.Spec, "responses") {
		if strings.HasPrefix(status, "2") {
			said = append(said, response)
		}
	}
	eager, _ := d.schemasBelow(said)
	return eager
}
