package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// sourcePlace is where a source may be: a page, or a repository or a file of one as evidence names them, "owner/name path @commit".
var sourcePlace = pattern(`^(https://\S+|[A-Za-z0-9-]+/[A-Za-z0-9._-]+( [A-Za-z0-9._/-]+)? @[0-9a-f]{7,40})$`)

// Sources says where the sources are that evidence names in short, by these names; nil where the document says of none.
func (d *Document) Sources() map[string]string {
	named, _ := d.root[XSources].(tree.Object)
	if named == nil {
		return nil
	}
	places := make(map[string]string, len(named))
	for name := range named {
		places[name] = tree.String(named, name)
	}
	return places
}

// checkSources refuses sources that can't be linked to, and those that no evidence names: their links would show nowhere. Unnamed are the
// names that no evidence below the root has.
func (d *Document) checkSources(unnamed map[string]bool, fault func(string, ...any)) {
	places := d.Sources()
	dropNamed(unnamed, d.root[XEvidence])
	for _, name := range slices.Sorted(maps.Keys(places)) {
		switch {
		case name == "" || !sourcePlace().MatchString(places[name]):
			fault("%s.%s.%s: %q must be an https address or OWNER/NAME [PATH] @COMMIT", rootPlace, XSources, name, places[name])
		case unnamed[name]:
			fault("%s.%s.%s: no evidence names it", rootPlace, XSources, name)
		}
	}
}

// dropNamed takes out the names of sources that evidence has, in what it says of the source or in its note.
func dropNamed(unnamed map[string]bool, evidence any) {
	said, _ := evidence.(tree.Object)
	if said == nil || len(unnamed) == 0 {
		return
	}
	for name := range unnamed {
		if strings.Contains(tree.String(said, "source"), name) || strings.Contains(tree.String(said, "note"), name) {
			delete(unnamed, name)
		}
	}
}
