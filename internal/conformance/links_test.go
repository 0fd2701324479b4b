package conformance

import (
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
	runtime := []string{module + "/internal/wiretext", module + "/internal/jsonscan", module + "/internal/pause", module + "/rest/call", module + "/rest/value"}
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
	for pkg, may := range allowed {
		t.Run(strings.TrimPrefix(pkg, "/"), func(t *testing.T) {
			t.Parallel()
			out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", module+pkg).Output()
			if err != nil {
				t.Fatal(err)
			}
			for dependency := range strings.FieldsSeq(string(out)) {
				if dependency != module+pkg && !strings.HasPrefix(dependency, module+pkg+"/internal/") && !slices.Contains(may, dependency) {
					t.Errorf("links %s", dependency)
				}
			}
		})
	}
}
