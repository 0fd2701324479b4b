package emit

import (
	"cmp"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// serviceHints lists the services: all of them, and those of each group that are reached through the group. A document
// without x-groups has every service on the client. One with them has the tags with x-everyday there, and the others on what
// a method of the client returns, so that neither who reads the client nor a program that uses three services has hundreds.
func (d *document) serviceHints(used map[string]bool) (services, groups []any) {
	list, _ := d.Tree()[source.XGroups].([]any)
	byName := map[string]tree.Object{}
	for _, v := range list {
		group, _ := v.(tree.Object)
		made := tree.Object{"name": tree.String(group, "go"), "doc": anyLines(wrap(tree.String(group, "go") + " returns the services for " + tree.String(group, "about") + " that are not on the client itself."))}
		byName[tree.String(group, "name")] = made
		groups = append(groups, made)
	}
	tags, _ := d.Tree()["tags"].([]any)
	for _, tag := range tags {
		tag, _ := tag.(tree.Object)
		name := tree.String(tag, "name")
		if !used[name] {
			continue
		}
		group, grouped := byName[tree.String(tag, source.XGroup)]
		everyday, _ := tag[source.XEveryday].(bool)
		service := tree.Object{
			"name": name, "client": !grouped || everyday, "group": tree.String(tag, source.XGroup),
			"about": tree.String(tag, "description"),
			"doc":   anyLines(wrap(name + "Service has the operations on " + name + ". " + tree.String(tag, "description"))),
		}
		if grouped && !everyday {
			members, _ := group["services"].([]any)
			group["services"] = append(members, service)
		}
		services = append(services, service)
	}
	order := func(service any) int {
		return slices.IndexFunc(list, func(v any) bool {
			group, _ := v.(tree.Object)
			return tree.String(group, "name") == tree.String(service.(tree.Object), "group")
		})
	}
	byGroup := func(a, b any) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(tree.String(a.(tree.Object), "name"), tree.String(b.(tree.Object), "name")))
	}
	slices.SortFunc(services, byGroup)
	last := ""
	for _, service := range services {
		service := service.(tree.Object)
		if group := tree.String(service, "group"); group != last && service["client"] == true {
			service["heading"], last = group, group
		}
	}
	for _, group := range groups {
		members, _ := group.(tree.Object)["services"].([]any)
		slices.SortFunc(members, byGroup)
	}
	return services, slices.DeleteFunc(groups, func(group any) bool { return group.(tree.Object)["services"] == nil })
}
