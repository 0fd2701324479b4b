package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// Catalog is what one vendor offers.
type Catalog struct {
	Vendor      string // the name of the folder under specs/, and of the Go package
	Title       string // what the vendor calls the product
	Description string
	Version     string // of the vendor's API, as the document has it
	// BaseURL is the API's usual address. Where every customer has a server of its own it has a part in braces.
	BaseURL string
	// Services are in the order of their groups, then by name.
	Services []*Service

	prose *prose.Vendor
	mu    sync.Mutex // held while the document is read further
	doc   *spec.Document
	names []string // of the operations
	tags  []string // their services
	found *index   // of Find; nil before it was called
	made  map[*spec.Operation]*Operation
}

// Service is a group of operations: a field of the Go client, or of the services of a package below the client's.
type Service struct {
	Name  string
	About string
	Group string // the field of work that it belongs to; "" where the vendor's services have none
	// Package is the name of the Go package below the vendor's own that has it; "" for that itself.
	Package string
	// Everyday says that most users have to do with it, where the document says that of any.
	Everyday bool
}

// Vendors lists the vendors that have a catalog.
func Vendors() []string {
	vendors, _ := spec.Vendors(specs.Files()) // fails for a malformed pattern only
	return vendors
}

// Open opens the catalog of a vendor, in some ten milliseconds for the largest.
func Open(vendor string) (*Catalog, error) {
	if known := Vendors(); !slices.Contains(known, vendor) {
		return nil, fmt.Errorf("vendor %q is unknown, give one of %s", vendor, strings.Join(known, ", "))
	}
	doc, err := spec.OpenLazily(specs.Files(), vendor)
	if err != nil {
		return nil, err
	}
	about, err := prose.Open(vendor)
	if err != nil {
		return nil, err
	}
	c := &Catalog{
		Vendor: vendor, Title: about.Title, Description: about.Description, Version: doc.Version, BaseURL: about.Server,
		prose: about, doc: doc, made: map[*spec.Operation]*Operation{},
	}
	everyday := doc.EverydayTags()
	groups := map[string]int{}
	for _, s := range about.Services {
		if _, known := groups[s.Group]; !known {
			groups[s.Group] = len(groups)
		}
		c.Services = append(c.Services, &Service{s.Name, s.About, s.Group, s.Package, everyday[s.Name]})
	}
	slices.SortStableFunc(c.Services, func(a, b *Service) int {
		return cmp.Or(cmp.Compare(groups[a.Group], groups[b.Group]), cmp.Compare(a.Name, b.Name))
	})
	for _, op := range doc.Operations {
		c.names, c.tags = append(c.names, op.ID), append(c.tags, op.Tag)
	}
	return c, nil
}

// Service returns a service by its name; nil where there is none.
func (c *Catalog) Service(name string) *Service {
	if i := slices.IndexFunc(c.Services, func(s *Service) bool { return s.Name == name }); i >= 0 {
		return c.Services[i]
	}
	return nil
}

// Operations lists all operations, by path, then method.
func (c *Catalog) Operations() []*Operation {
	out := make([]*Operation, len(c.doc.Operations))
	for i, op := range c.doc.Operations {
		out[i] = c.operation(op)
	}
	return out
}

// Names lists the operations' names, in the order of Operations.
func (c *Catalog) Names() []string { return slices.Clone(c.names) }

// Operation returns an operation by its name (listTickets), whatever its case, or by the Go method that makes it
// (Tickets.List), which the operation then has as Asked. The error names the operation that may have been meant.
func (c *Catalog) Operation(name string) (*Operation, error) {
	if i := slices.Index(c.names, name); i >= 0 {
		return c.operation(c.doc.Operations[i]), nil
	}
	if i := slices.IndexFunc(c.names, func(known string) bool { return strings.EqualFold(known, name) }); i >= 0 {
		return c.operation(c.doc.Operations[i]), nil
	}
	known := c.names
	if service, method, asGo := strings.Cut(name, "."); asGo {
		known = nil
		for i, op := range c.doc.Operations {
			if !strings.EqualFold(c.tags[i], service) {
				continue
			}
			made := c.operation(op)
			for _, m := range made.Methods {
				if strings.EqualFold(m.Name, method) {
					asked := *made
					asked.Asked = &m
					return &asked, nil
				}
				known = append(known, c.tags[i]+"."+m.Name)
			}
		}
	}
	return nil, fmt.Errorf("%q is no operation of %s%s", name, c.Vendor, nearest.Suggestion(name, known))
}

// Document returns the document. What of it is empty yet must not be filled in but by the catalog.
func (c *Catalog) Document() *spec.Document { return c.doc }

// fill has a schema read, and what it refers to known by name.
func (c *Catalog) fill(s *spec.Schema) *spec.Schema {
	if s == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doc.Fill(s)
	return s
}

// FormWords says how the fields of a schema that is sent as a form are written, in the words of call.EncodeForm; "x-extra" is for fields
// that the schema doesn't name.
func (c *Catalog) FormWords(schema string) map[string]string { return c.prose.Forms[schema] }
