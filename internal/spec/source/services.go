package source

import (
	"cmp"
	"slices"
)

// serviceHints lists the services: all of them, and those of each group that are reached through the group. A document
// without x-groups has every service on the client. One with them has the tags with x-everyday there, and the others on what
// a method of the client returns, so that neither who reads the client nor a program that uses three services has hundreds.
func (d *Document) serviceHints(used map[string]bool) (services, groups []any) {
	list, _ := d.root["x-groups"].([]any)
	byName := map[string]object{}
	for _, v := range list {
		group, _ := v.(object)
		made := object{"name": text(group, "go"), "doc": anyLines(wrap(text(group, "go") + " returns the services for " + text(group, "about") + " that are not on the client itself."))}
		byName[text(group, "name")] = made
		groups = append(groups, made)
	}
	tags, _ := d.root["tags"].([]any)
	for _, tag := range tags {
		tag, _ := tag.(object)
		name := text(tag, "name")
		if !used[name] {
			continue
		}
		group, grouped := byName[text(tag, "x-group")]
		everyday, _ := tag["x-everyday"].(bool)
		service := object{
			"name": name, "client": !grouped || everyday, "group": text(tag, "x-group"),
			"about": text(tag, "description"),
			"doc":   anyLines(wrap(name + "Service has the operations on " + name + ". " + text(tag, "description"))),
		}
		if grouped && !everyday {
			members, _ := group["services"].([]any)
			group["services"] = append(members, service)
		}
		services = append(services, service)
	}
	order := func(service any) int {
		return slices.IndexFunc(list, func(v any) bool {
			group, _ := v.(object)
			return text(group, "name") == text(service.(object), "group")
		})
	}
	byGroup := func(a, b any) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(text(a.(object), "name"), text(b.(object), "name")))
	}
	slices.SortFunc(services, byGroup)
	last := ""
	for _, service := range services {
		service := service.(object)
		if group := text(service, "group"); group != last && service["client"] == true {
			service["heading"], last = group, group
		}
	}
	for _, group := range groups {
		members, _ := group.(object)["services"].([]any)
		slices.SortFunc(members, byGroup)
	}
	return services, slices.DeleteFunc(groups, func(group any) bool { return group.(object)["services"] == nil })
}
