package source

import (
	"maps"
	"slices"

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

func (d *Document) checkSources(fault func(string, ...any)) {
	places := d.Sources()
	for _, name := range slices.Sorted(maps.Keys(places)) {
		if name == "" || !sourcePlace().MatchString(places[name]) {
			fault("x-sources: %q: %q must be an https address or OWNER/NAME [PATH] @COMMIT", name, places[name])
		}
	}
}
