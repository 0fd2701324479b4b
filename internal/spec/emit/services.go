package emit

import (
	"cmp"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// failures says once for a service what its calls end in when they fail, with links to where that is described.
func failures(pages bool) string {
	const said = "Calls fail with a [*rest.Error] ([rest.ErrNotFound], [rest.ErrForbidden], ...)"
	if pages {
		return said + ", iterations also with a [*rest.PageError]."
	}
	return said + "."
}

// serviceHints lists the services of a package. A document without x-groups has every service on the client. One with them has the
// tags with x-everyday there, and the others in their group's package, so that neither who reads the client nor a program that
// uses three services has hundreds.
func (d *document) serviceHints(used, paged map[string]bool) (services []any) {
	groups := d.Groups()
	for _, tag := range tree.List(d.Tree()["tags"]) {
		tag, _ := tag.(tree.Object)
		name := tree.String(tag, "name")
		if !used[name] {
			continue
		}
		services = append(services, tree.Object{
			"name": name, "group": tree.String(tag, source.XGroup),
			"about": tree.String(tag, "description"),
			"doc": anyLines(append(append(wrap(name+"Service has the operations on "+name+". "+tree.String(tag, "description")), ""),
				wrap(failures(paged[name]))...)),
		})
	}
	order := func(service any) int {
		return slices.IndexFunc(groups, func(g source.Group) bool { return g.Name == tree.String(service.(tree.Object), "group") })
	}
	slices.SortFunc(services, func(a, b any) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(tree.String(a.(tree.Object), "name"), tree.String(b.(tree.Object), "name")))
	})
	last := ""
	for _, service := range services {
		service := service.(tree.Object)
		if group := tree.String(service, "group"); group != last {
			service["heading"], last = group, group
		}
	}
	return services
}
