package reference

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

//go:embed templates
var templateFiles embed.FS

func pageTemplates() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{"anchor": anchor, "policy": func() template.HTMLAttr { return template.HTMLAttr(`content="` + policy + `"`) }}).ParseFS(templateFiles, "templates/*.html")
}

// frame is what every page has around its content.
type frame struct {
	Title string
	Kind  string // the class of the page, for the style sheet
	Root  string // leads from the page to the folder of the reference
	Path  []link
}

type link struct{ Name, Address string }

// vendorsPage is the index over the vendors.
type vendorsPage struct {
	frame
	Vendors string // those that the page's search is for, with spaces between them
	Each    []vendorCard
}

type vendorCard struct {
	Name, Product        string
	About                template.HTML
	Services, Operations int
}

func renderVendors(pages *template.Template, vendors []*vendor) ([]byte, error) {
	page := vendorsPage{frame: frame{Title: "API reference"}}
	for _, v := range vendors {
		page.Vendors = strings.TrimSpace(page.Vendors + " " + v.Vendor)
		first, _, _ := strings.Cut(v.said.Description, "\n\n")
		page.Each = append(page.Each, vendorCard{v.Vendor, v.Product, text(first), len(v.services), len(v.Operations)})
	}
	return render(pages, "vendors", page)
}

// vendorPage is the index of a vendor.
type vendorPage struct {
	frame
	Product, Version, Server, Import string
	Operations                       int
	Docs                             template.HTML // the vendor's own page on its API
	Lead, About                      template.HTML // what the vendor does, and all else that is said of the API
	Facts, Sources                   []template.HTML
	Groups                           []groupPart
}

type groupPart struct {
	Name     string
	Services []servicePart
}

type servicePart struct {
	Name, Address string
	Operations    int
	About         template.HTML
}

func (v *vendor) render(pages *template.Template) ([]byte, error) {
	lead, about, _ := strings.Cut(v.said.Description, "\n\n")
	page := vendorPage{
		frame:   frame{Title: v.Product + " reference", Root: "../", Path: []link{{v.Product, "index.html"}}},
		Product: v.Product, Version: v.Version, Server: v.said.BaseURL, Import: v.services[0].Operations[0].said.Methods[0].ClientImportPath(),
		Operations: len(v.Document.Operations), Lead: text(lead), About: text(about), Facts: v.facts(), Sources: v.places(),
	}
	if docs := v.prose.Docs; docs.Address != "" {
		page.Docs = template.HTML(link{cmp.Or(docs.Name, docs.Address), docs.Address}.html())
	}
	for _, g := range v.groups {
		part := groupPart{Name: g.Name}
		for _, s := range g.Services {
			part.Services = append(part.Services, servicePart{s.Name, s.page(), len(s.Operations), inlineText(s.About)})
		}
		page.Groups = append(page.Groups, part)
	}
	return render(pages, "vendor", page)
}

// servicePage is the page of a service.
type servicePage struct {
	frame
	Name, Import, TypesFile string
	About                   template.HTML
	Operations              []operationPart
	Types                   []typePart
}

type operationPart struct {
	ID, Name, Method, Verb, Path, Example string
	Tags                                  []tag
	Summary, About, Deprecated, Paging    template.HTML
	Signatures                            []string
	Parameters                            []parameterPart
	Bodies                                []bodyPart
	Source                                template.HTML
}

// Few reports whether the parameters are few enough to be shown at once.
func (o operationPart) Few() bool { return len(o.Parameters) <= 12 }

// One reports whether there is one parameter.
func (o operationPart) One() bool { return len(o.Parameters) == 1 }

type parameterPart struct {
	Name, Field string
	Type, About template.HTML
	Marks       []string
	Level       string        // how sure it is, where it says so itself
	Source      template.HTML // and from where it is known
}

// bodyPart is what an operation takes or gives.
type bodyPart struct {
	Label string
	Type  template.HTML
	Note  string
}

// typePart is a type; those that are derived from it for writing have no part of their own.
type typePart struct{ ID, Kind string }

func (s *service) render(pages *template.Template) ([]byte, error) {
	v := s.vendor
	page := servicePage{
		frame: frame{
			Title: s.Name + ", " + v.Product + " reference", Kind: "s", Root: "../",
			Path: []link{{v.Product, "index.html"}},
		},
		Name: s.Name, Import: s.Operations[0].said.Methods[0].ImportPath(), TypesFile: s.typesFile(), About: inlineText(s.About),
	}
	if s.group.Name != "" {
		page.Path = append(page.Path, link{s.group.Name, "index.html#" + anchor(s.group.Name)})
	}
	for _, op := range s.Operations {
		page.Operations = append(page.Operations, op.part())
	}
	for _, t := range s.types {
		if !t.inner && v.derived(t) == t {
			page.Types = append(page.Types, typePart{t.Name, v.kind(t)})
		}
	}
	return render(pages, "service", page)
}

// kind says in a few words what a type is.
func (v *vendor) kind(t *schemaType) string {
	if n := len(t.schema.Properties); n == 1 {
		return "1 field"
	} else if n > 1 {
		return strconv.Itoa(n) + " fields"
	}
	return typeNames.ReplaceAllStringFunc(v.valueText(t.schema), func(name string) string { return name[1:] })
}

func (o *operation) part() operationPart {
	part := operationPart{
		ID: o.ID, Name: o.title(), Method: o.Method, Verb: strings.ToLower(o.Method), Path: o.Path,
		Example: o.example(), Tags: o.tags(), Summary: inlineText(o.Summary), About: text(o.said.Description),
		Deprecated: o.deprecation(), Paging: o.paging(), Bodies: o.bodies(), Source: o.source(),
	}
	for _, m := range o.said.Methods {
		part.Signatures = append(part.Signatures, m.Signature())
	}
	for i, p := range o.Parameters {
		part.Parameters = append(part.Parameters, o.parameter(p, o.said.Parameters[i]))
	}
	return part
}

func (o *operation) parameter(p *spec.Parameter, said catalog.Parameter) parameterPart {
	part := parameterPart{
		Name: p.Name, Field: said.Field, Type: o.service.vendor.typeHTML(p.Schema), About: inlineText(said.Description),
	}
	part.Level, part.Source = o.service.vendor.proof(said.Evidence, said.Description)
	if p.In != "query" {
		part.Marks = append(part.Marks, "in "+p.In)
	}
	if p.Required && p.In != "path" {
		part.Marks = append(part.Marks, "required")
	}
	if p.Deprecated {
		part.Marks = append(part.Marks, "deprecated")
	}
	return part
}

// typeHTML writes a type, with links to the types that it names.
func (v *vendor) typeHTML(s *spec.Schema) template.HTML { return v.linked(v.typeText(s)) }

func (v *vendor) linked(typed string) template.HTML {
	var out strings.Builder
	last := 0
	for _, at := range typeNames.FindAllStringIndex(typed, -1) {
		out.WriteString(template.HTMLEscapeString(typed[last:at[0]]))
		t := v.types[typed[at[0]+1:at[1]]]
		last = at[1]
		if t.inner {
			fmt.Fprintf(&out, `<a data-type="%s" data-at="%s">object</a>`, template.HTMLEscapeString(t.Name), t.home.typesFile())
			continue
		}
		fmt.Fprintf(&out, `<a data-at="%s" href="%s#%s">%s</a>`, t.home.typesFile(), template.HTMLEscapeString(t.home.page()),
			template.HTMLEscapeString(v.derived(t).Name), template.HTMLEscapeString(t.Name))
	}
	out.WriteString(template.HTMLEscapeString(typed[last:]))
	return template.HTML(out.String())
}

// anchor makes a fragment of a heading.
func anchor(heading string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(heading), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') }), "-")
}

func render(pages *template.Template, name string, data any) ([]byte, error) {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, data); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
