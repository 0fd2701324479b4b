package reference

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"slices"
	"sync"
)

//go:embed assets
var assets embed.FS

//go:embed minisearch/minisearch.js minisearch/LICENSE.txt
var minisearch embed.FS

// Site is the reference of some vendors, as files. It is safe for any number of goroutines.
type Site struct {
	files map[string]func() ([]byte, error)
	names []string
	// operations has the file and the fragment of each operation, by vendor and operationId.
	operations map[string]map[string]string
}

// New makes the reference of vendors, in their order.
func New(vendors ...string) (*Site, error) {
	pages, err := pageTemplates()
	if err != nil {
		return nil, err
	}
	s := &Site{files: map[string]func() ([]byte, error){}, operations: map[string]map[string]string{}}
	opened := make([]*vendor, len(vendors))
	for i, name := range vendors {
		if opened[i], err = openVendor(name); err != nil {
			return nil, err
		}
		s.addVendor(pages, opened[i])
	}
	s.add("index.html", func() ([]byte, error) { return renderVendors(pages, opened) })
	for _, name := range [...]string{"reference.css", "reference.js", "search.js", "find.js", "types.js"} {
		s.add("assets/"+name, func() ([]byte, error) { return assets.ReadFile("assets/" + name) })
	}
	s.add("assets/words.js", wordsScript)
	for _, name := range [...]string{"minisearch.js", "LICENSE.txt"} {
		s.add("assets/minisearch/"+name, func() ([]byte, error) { return minisearch.ReadFile("minisearch/" + name) })
	}
	s.names = slices.Sorted(maps.Keys(s.files))
	return s, nil
}

func (s *Site) addVendor(pages *template.Template, v *vendor) {
	s.operations[v.Vendor] = map[string]string{}
	s.add(v.Vendor+"/index.html", func() ([]byte, error) { return v.render(pages) })
	s.add(v.Vendor+"/search.js", v.operationsScript)
	s.add(v.Vendor+"/fields.js", v.fieldsScript)
	for _, group := range v.groups {
		s.add(v.Vendor+"/types/"+group.Services[0].typesFile()+".js", group.typesScript)
	}
	for _, service := range v.services {
		s.add(v.Vendor+"/"+service.page(), func() ([]byte, error) { return service.render(pages) })
		for _, op := range service.Operations {
			s.operations[v.Vendor][op.ID] = v.Vendor + "/" + service.page() + "#" + op.ID
		}
	}
}

// add adds a file that is made when it is first asked for.
func (s *Site) add(name string, make func() ([]byte, error)) { s.files[name] = sync.OnceValues(make) }

// Names lists the files, sorted: paths with slashes.
func (s *Site) Names() []string { return s.names }

// ReadFile returns a file's content, which isn't to be changed. The error of a file that isn't there is fs.ErrNotExist.
func (s *Site) ReadFile(name string) ([]byte, error) {
	make, ok := s.files[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return make()
}

// Operation returns where an operation stands, from the reference's folder; "" where there is none of this operationId.
func (s *Site) Operation(vendor, id string) string { return s.operations[vendor][id] }
