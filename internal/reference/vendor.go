package reference

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// vendor is what the pages of a vendor are made from: its document, and what that says to people.
type vendor struct {
	*spec.Document
	said     *catalog.Catalog
	prose    *prose.Vendor
	words    *source.Names // nil where the vendor's names show their words
	groups   []*group
	services []*service // those that have operations, in the order of the groups
	// types are the schemas with a name of their own, or that of the field which they stand in, by that name.
	types map[string]*schemaType
	inner map[*spec.Schema]string // the names of those without one
	names []string                // of the types, sorted
	// sourceNames are those of prose.Sources, the longer ones first.
	sourceNames []string
}

// group is a field of work; the only one of a vendor that has none has no name.
type group struct {
	Name     string
	Services []*service
}

// service is a service of the Go client, which has a page.
type service struct {
	*catalog.Service
	vendor     *vendor
	group      *group
	number     int // its place among the services
	Operations []*operation
	types      []*schemaType // those that stand on its page
}

// operation is an operation with what there is to say of it.
type operation struct {
	*spec.Operation
	said    *catalog.Operation
	service *service
}

func openVendor(name string) (*vendor, error) {
	doc, err := spec.Open(specs.Files(), name)
	if err != nil {
		return nil, err
	}
	about, err := prose.Open(name)
	if err != nil {
		return nil, err
	}
	words, err := source.ReadNames(specs.Files(), name)
	if err != nil {
		return nil, err
	}
	said, err := catalog.Open(name)
	if err != nil {
		return nil, err
	}
	groups, err := source.ReadGroups(specs.Files(), name)
	if err != nil {
		return nil, err
	}
	v := &vendor{Document: doc, said: said, prose: about, words: words, sourceNames: namesOfSources(about.Sources)}
	for _, g := range groups {
		v.groups = append(v.groups, &group{Name: g.Name})
	}
	return v, v.read()
}

// read arranges what there is of a vendor.
func (v *vendor) read() error {
	byName := map[string]*service{}
	for _, s := range v.said.Services {
		byName[s.Name] = &service{Service: s, vendor: v}
	}
	for _, op := range v.Document.Operations {
		said, err := v.said.Operation(op.ID)
		if err != nil {
			return err
		}
		at := byName[op.Tag]
		if at == nil {
			return fmt.Errorf("%s: operation %s is of service %q, which has no description: go generate makes it", v.Vendor, op.ID, op.Tag)
		}
		at.Operations = append(at.Operations, &operation{Operation: op, said: said, service: at})
	}
	v.arrange(byName)
	v.readTypes()
	return nil
}

// arrange puts the services into groups, in the order that both have, and their operations in order.
func (v *vendor) arrange(byName map[string]*service) {
	for _, said := range v.said.Services {
		s := byName[said.Name]
		if len(s.Operations) == 0 {
			continue
		}
		i := slices.IndexFunc(v.groups, func(g *group) bool { return g.Name == said.Group })
		if i < 0 {
			i = len(v.groups)
			v.groups = append(v.groups, &group{Name: said.Group})
		}
		s.group = v.groups[i]
		s.group.Services = append(s.group.Services, s)
		slices.SortStableFunc(s.Operations, func(a, b *operation) int { return a.rank() - b.rank() })
	}
	v.groups = slices.DeleteFunc(v.groups, func(g *group) bool { return len(g.Services) == 0 })
	for _, g := range v.groups {
		for _, s := range g.Services {
			s.number = len(v.services)
			v.services = append(v.services, s)
		}
	}
}

// rank puts what everybody looks for first: lists, then one record, what is created and changed, all else, what is deleted.
func (o *operation) rank() int {
	name := o.GoMethods()[0]
	order := [...]string{"List", "Get", "Create", "Update", "Save"}
	if i := slices.Index(order[:], name); i >= 0 {
		return i
	}
	if name == "Delete" {
		return len(order) + 1
	}
	return len(order)
}

// methods are the names of the Go methods, the operation's own first.
func (o *operation) methods() []string {
	names := make([]string, len(o.said.Methods))
	for i, m := range o.said.Methods {
		names[i] = m.Name
	}
	return names
}

// title names the operation as a Go developer does: its service's field and its method, or methods.
func (o *operation) title() string { return o.service.Name + "." + strings.Join(o.GoMethods(), ", ") }

// page is the name of the file of the service's page, in the vendor's folder.
func (s *service) page() string { return s.Name + ".html" }

// typesFile is the name, without its end, of the file that has the types of the service's page: one for a field of work.
func (s *service) typesFile() string {
	if name := anchor(s.group.Name); name != "" {
		return name
	}
	return "types"
}
