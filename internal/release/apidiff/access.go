package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// accessFindings are where clients find the vendor and how they log in: oasdiff says nothing of addresses, and of logins that hold for the
// whole document at every operation.
func accessFindings(before, now *vendorDocument) []finding {
	return slices.Concat(serverFindings(before, now), securityFindings(before, now), schemeFindings(before, now))
}

func serverFindings(before, now *vendorDocument) (list []finding) {
	former, present := before.servers(), now.servers()
	first := func(servers []any) any {
		if len(servers) == 0 {
			return nil
		}
		return servers[0].(tree.Object)["url"]
	}
	was, is := first(former), first(present)
	switch said := differences(was, is); {
	case said != "":
		list = append(list, finding{kind: changed, place: "servers", text: "the address that clients call changed: " + said})
	default:
		if said := differences(former, present); said != "" {
			list = append(list, finding{kind: changed, place: "servers", text: "the addresses changed: " + said})
		}
	}
	return list
}

// servers are the document's, without what they say for people.
func (d *vendorDocument) servers() []any {
	servers := []any{}
	for _, server := range tree.List(d.root["servers"]) {
		server, _ := server.(tree.Object)
		server = maps.Clone(server)
		delete(server, "description")
		servers = append(servers, server)
	}
	return servers
}

func securityFindings(before, now *vendorDocument) (list []finding) {
	say := func(place, what string, was, is []string) {
		if slices.Equal(was, is) {
			return
		}
		f := finding{kind: changed, place: place, text: fmt.Sprintf("%s changed: it is by %s; it was by %s", what, inAlternatives(is), inAlternatives(was))}
		for _, way := range was {
			if !slices.Contains(is, way) && !slices.Contains(is, nobody) {
				f.kind = breaking
			}
		}
		list = append(list, f)
	}
	wasAll, isAll := ways(before.root["security"]), ways(now.root["security"])
	say("security", "how clients log in", wasAll, isAll)
	former := map[string]tree.Object{}
	before.operations(func(name string, operation tree.Object) { former[name] = operation })
	now.operations(func(name string, operation tree.Object) {
		first, ok := former[name]
		_, own := operation["security"]
		_, owned := first["security"]
		if !ok || !own && !owned {
			return
		}
		was, is := wasAll, isAll
		if owned {
			was = ways(first["security"])
		}
		if own {
			is = ways(operation["security"])
		}
		say(name, "how it logs in", was, is)
	})
	return list
}

// nobody is the way to log in that isn't one.
const nobody = "nothing"

// ways are those in which a call may log in, each of them one login or several together.
func ways(security any) []string {
	list := tree.List(security)
	if len(list) == 0 {
		return []string{nobody}
	}
	var out []string
	for _, way := range list {
		way, _ := way.(tree.Object)
		name := strings.Join(slices.Sorted(maps.Keys(way)), " and ")
		if name == "" {
			name = nobody
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func inAlternatives(ways []string) string {
	quoted := make([]string, len(ways))
	for i, way := range ways {
		quoted[i] = "`" + way + "`"
		if way == nobody {
			quoted[i] = way
		}
	}
	return strings.Join(quoted, " or ")
}

// schemeFindings are the logins that are sent in another way now.
func schemeFindings(before, now *vendorDocument) (list []finding) {
	sent := func(scheme any) tree.Object {
		described, _ := scheme.(tree.Object)
		described = maps.Clone(described)
		delete(described, "description")
		delete(described, "bearerFormat")
		return described
	}
	former := within(before.root, "components", "securitySchemes")
	for name, scheme := range within(now.root, "components", "securitySchemes") {
		was, ok := former[name]
		if !ok {
			continue
		}
		if said := differences(sent(was), sent(scheme)); said != "" {
			list = append(list, finding{kind: breaking, place: "securitySchemes." + name, text: "how this login is sent changed: " + said})
		}
	}
	return list
}
