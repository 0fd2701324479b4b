package source

import (
	"fmt"
	"go/token"
	"io/fs"
	"path"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// Group is a field of work of a vendor with many services, one of x-groups.
type Group struct {
	Name string // as a heading
	// Package is the name of the Go package, below the vendor's own, that has the group's services which aren't everyday; "" where
	// all of them are.
	Package string
	About   string // what the services are for, within a sentence
}

// Groups lists the document's groups in its order; none where every service stands in the vendor's own package.
func (d *Document) Groups() []Group { return groupsOf(d.root) }

// ReadGroups lists the groups of a vendor's document without reading more of it than its first file.
func ReadGroups(fsys fs.FS, vendor string) ([]Group, error) {
	root, err := read(fsys, path.Join(vendor, "openapi.yaml"))
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", vendor, err)
	}
	return groupsOf(root), nil
}

func groupsOf(root tree.Object) (groups []Group) {
	for _, v := range tree.List(root[XGroups]) {
		group, _ := v.(tree.Object)
		groups = append(groups, Group{tree.String(group, "name"), tree.String(group, "package"), tree.String(group, "about")})
	}
	return groups
}

// PackageOf returns the package, below the vendor's own, that has a tag's service; "" where that is the vendor's own.
func (d *Document) PackageOf(tag string) string {
	at, everyday := d.groupPackage(tag)
	if everyday {
		return ""
	}
	return at
}

// groupPackage returns the package of a tag's group, and whether the tag's service stands on the client all the same.
func (d *Document) groupPackage(tag string) (name string, everyday bool) {
	for _, v := range tree.List(d.root["tags"]) {
		described, _ := v.(tree.Object)
		if tree.String(described, "name") != tag {
			continue
		}
		groups := d.Groups()
		if i := slices.IndexFunc(groups, func(g Group) bool { return g.Name == tree.String(described, XGroup) }); i >= 0 {
			name = groups[i].Package
		}
		everyday, _ = described[XEveryday].(bool)
	}
	return name, everyday
}

// HomeOf returns the package of the group that the file of a schema belongs to, by its tags, and whether one of them is everyday. It
// is "" where the tags are of several groups, or there are none.
func (d *Document) HomeOf(schema string) (home string, everyday bool) {
	for i, tag := range d.written[schema] {
		of, usual := d.groupPackage(tag)
		if i > 0 && of != home {
			return "", everyday
		}
		home, everyday = of, everyday || usual
	}
	return home, everyday
}

var packageName = pattern(`^[a-z][a-z0-9]*$`)

// checkGroups: every group has a heading, a sentence and, unless all of its tags are everyday, a package of a name of its own.
func (d *Document) checkGroups(fault func(string, ...any)) {
	left := map[string]string{} // by group: a tag that isn't everyday
	known := map[string]bool{}
	for _, group := range d.Groups() {
		known[group.Name] = true
	}
	for _, v := range tree.List(d.root["tags"]) {
		tag, _ := v.(tree.Object)
		group, grouped := tag[XGroup].(string)
		if grouped && !known[group] {
			fault("tag %s: x-group %q is not in the document's x-groups", tree.String(tag, "name"), group)
		}
		if everyday, _ := tag[XEveryday].(bool); grouped && !everyday {
			left[group] = tree.String(tag, "name")
		}
	}
	heads, packages := map[string]int{}, map[string]int{}
	for i, group := range d.Groups() {
		at := fmt.Sprintf("x-groups[%d]", i)
		entry, _ := tree.List(d.root[XGroups])[i].(tree.Object)
		for key := range entry {
			if key != "name" && key != "package" && key != "about" {
				fault("%s: %q: a group has name, package and about", at, key)
			}
		}
		if group.Name == "" || group.About == "" {
			fault("%s: needs name, the heading, and about, what the services are for", at)
		}
		if other, twice := heads[group.Name]; twice {
			fault("%s: the name %q is that of x-groups[%d] too", at, group.Name, other)
		}
		heads[group.Name] = i
		switch other, twice := packages[group.Package]; {
		case group.Package == "" && left[group.Name] != "":
			fault("%s: %s needs package, the Go package of the services that aren't everyday, of which %s is one", at, group.Name, left[group.Name])
		case group.Package == "":
		case left[group.Name] == "":
			fault("%s: package %s: nothing would stand in it, since every tag of %s has x-everyday: leave it out", at, group.Package, group.Name)
		case !packageName().MatchString(group.Package) || token.IsKeyword(group.Package):
			fault("%s: package %q: a Go package's name is lower-case letters and digits, and no word of Go's", at, group.Package)
		case slices.Contains(reservedPackages[:], group.Package) || group.Package == d.Vendor:
			fault("%s: package %q has a meaning of its own in Go, or is the vendor's: take another", at, group.Package)
		case twice:
			fault("%s: package %s is that of x-groups[%d] too", at, group.Package, other)
		}
		packages[group.Package] = i
	}
}

// reservedPackages are names that the go command, or a package's code, takes for something else.
var reservedPackages = [...]string{"internal", "main", "testdata", "vendor", "call", "context", "http", "io", "iter", "json", "rest", "time", "url", "value"}
