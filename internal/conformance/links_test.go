package conformance

import (
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/specs"
)

const module = "github.com/seed-8da6be54/vendorkit"

// TestWhatAProgramLinks keeps the promise that a program links the vendor it uses and nothing else of this module's
// tools: no other vendor, no OpenAPI library, no generator.
func TestWhatAProgramLinks(t *testing.T) {
	t.Parallel()
	runtime := []string{module + "/internal/wiretext", module + "/internal/jsonfields", module + "/internal/jsonscan", module + "/internal/pause", module + "/rest/call", module + "/rest/value"}
	allowed := map[string][]string{
		"/rest": runtime,
		"/auth": append(slices.Clone(runtime), module+"/rest", module+"/internal/sqltx", "golang.org/x/oauth2", "golang.org/x/oauth2/internal"),
	}
	names, err := spec.Vendors(specs.Files())
	must(t, err)
	for _, vendor := range names {
		own := append(slices.Clone(runtime), module+"/rest")
		allowed["/gen/"+vendor] = own
		groups, err := source.ReadGroups(specs.Files(), vendor)
		must(t, err)
		for _, group := range groups {
			if group.Package != "" { // one that imports the vendor's own package, and none beside it
				allowed["/gen/"+vendor+"/"+group.Package] = append(slices.Clone(own), module+"/gen/"+vendor)
			}
		}
	}
	imports := importsOf(t, slices.Sorted(maps.Keys(allowed)))
	for pkg, may := range allowed {
		t.Run(strings.TrimPrefix(pkg, "/"), func(t *testing.T) {
			t.Parallel()
			if _, listed := imports[module+pkg]; !listed {
				t.Fatal("go list doesn't know it")
			}
			linked := map[string]bool{}
			var link func(pkg string)
			link = func(pkg string) {
				for _, dependency := range imports[pkg] {
					if _, own := imports[dependency]; own && !linked[dependency] { // the others are the standard library's
						linked[dependency] = true
						link(dependency)
					}
				}
			}
			link(module + pkg)
			for dependency := range linked {
				if !strings.HasPrefix(dependency, module+pkg+"/internal/") && !slices.Contains(may, dependency) {
					t.Errorf("links %s", dependency)
				}
			}
		})
	}
}

// importsOf returns what each package imports that is linked with those given, which stand below the module. The standard library's are
// left out.
func importsOf(t *testing.T, packages []string) map[string][]string {
	t.Helper()
	args := []string{"list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}} {{join .Imports \" \"}}{{end}}"}
	for _, pkg := range packages {
		args = append(args, module+pkg)
	}
	out, err := exec.CommandContext(t.Context(), "go", args...).Output()
	must(t, err)
	imports := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		if fields := strings.Fields(line); len(fields) > 0 {
			imports[fields[0]] = fields[1:]
		}
	}
	return imports
}
