package source

import (
	"strings"
	"testing"
)

// TestFaultsOfGroups: a package that Go wouldn't take, that nothing would stand in, or that is missing, is named with its place.
func TestFaultsOfGroups(t *testing.T) {
	t.Parallel()
	const group = "{name: Yard, package: yards, about: the yard}"
	tests := map[string]struct{ old, new string }{
		`tag Machines: x-group "Garden" is not in the document's x-groups`:                                        {"x-group: Yard", "x-group: Garden"},
		`x-groups[0]: needs name, the heading, and about`:                                                         {group, "{name: Yard, package: yards}"},
		`x-groups[0]: "go": a group has name, package and about`:                                                  {group, "{name: Yard, package: yards, about: the yard, go: Yards}"},
		`x-groups[1]: the name "Yard" is that of x-groups[0] too`:                                                 {group, group + ", {name: Yard, package: barns, about: barns}"},
		`x-groups[0]: Yard needs package, the Go package of the services that aren't everyday, of which Machines`: {group, "{name: Yard, about: the yard}"},
		`x-groups[1]: package barns: nothing would stand in it, since every tag of Barns has x-everyday`:          {group, group + ", {name: Barns, package: barns, about: barns}"},
		`x-groups[0]: package "Yards": a Go package's name is lower-case letters and digits`:                      {group, "{name: Yard, package: Yards, about: the yard}"},
		`x-groups[0]: package "func": a Go package's name is lower-case letters and digits, and no word`:          {group, "{name: Yard, package: func, about: the yard}"},
		`x-groups[0]: package "internal" has a meaning of its own in Go`:                                          {group, "{name: Yard, package: internal, about: the yard}"},
		`x-groups[0]: package "v" has a meaning of its own in Go, or is the vendor's`:                             {group, "{name: Yard, package: v, about: the yard}"},
	}
	for want, test := range tests {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"openapi.yaml": yard, "resources/machines.yaml": machines}
			changed := false
			for name, text := range files {
				files[name] = strings.Replace(text, test.old, test.new, 1)
				changed = changed || files[name] != text
			}
			if !changed {
				t.Fatalf("the test's document has no %q", test.old)
			}
			if _, err := load(files); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q", err, want)
			}
		})
	}
}

// TestThePackageOfAService is its group's, unless it is everyday; a schema has that of the file it is written in.
func TestThePackageOfAService(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ tag, at, home string }{
		{"x-group: Yard, ", "yards", "yards"},
		{"x-group: Yard, x-everyday: true, ", "", "yards"},
		{"", "", ""},
	} {
		head := yard
		if test.at == "" {
			head = strings.Replace(head, "package: yards, ", "", 1)
		}
		files := map[string]string{"openapi.yaml": head, "resources/machines.yaml": strings.Replace(machines, "x-group: Yard, ", test.tag, 1)}
		if test.home != "" { // somebody has the package, if not this one
			files["openapi.yaml"] = yard
			files["resources/gates.yaml"] = "tags: [{name: Gates, x-group: Yard, description: Ways in.}]"
		}
		doc, err := load(files)
		if err != nil {
			t.Fatal(err)
		}
		home, everyday := doc.HomeOf("Part")
		if at := doc.PackageOf("Machines"); at != test.at || home != test.home || everyday != strings.Contains(test.tag, "everyday") {
			t.Errorf("%q: package %q, home %q, everyday %v", test.tag, at, home, everyday)
		}
	}
}
