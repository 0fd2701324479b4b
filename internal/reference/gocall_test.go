package reference

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// Every operation's example is compiled, as a program's statement that has a context and a client.
func TestEveryExampleCompiles(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	overlay := map[string]string{}
	for _, name := range catalog.Vendors() {
		v := open(t, name)
		file := filepath.Join(dir, name+".go")
		if err := os.WriteFile(file, []byte(program(t, v)), 0o600); err != nil {
			t.Fatal(err)
		}
		// The folder isn't there: the go command is shown one.
		overlay[filepath.Join(root, "internal", "reference", "examples", name, "examples.go")] = file
	}
	data, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "build", "-overlay", file, "./internal/reference/examples/...")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// program has a function for each operation of a vendor, with its example in it.
func program(t *testing.T, v *vendor) string {
	t.Helper()
	var body strings.Builder
	imports := map[string]bool{"context": true, v.services[0].Operations[0].said.Methods[0].ClientImportPath(): true}
	for _, s := range v.services {
		for _, op := range s.Operations {
			example := op.example()
			if example == "" {
				t.Errorf("%s: %s has no example", v.Vendor, op.ID)
				continue
			}
			for _, m := range op.said.Methods {
				imports[m.ImportPath()] = strings.Contains(example, m.Package()+".") || imports[m.ImportPath()]
			}
			for word, path := range map[string]string{
				"fmt.": "fmt", "strings.": "strings", "time.": "time", "value.": "github.com/seed-8da6be54/vendorkit/rest/value",
			} {
				imports[path] = imports[path] || strings.Contains(example, word)
			}
			fmt.Fprintf(&body, "\nfunc _(ctx context.Context, client *%s.Client) error {\n%s\n", v.Vendor, example)
			names, _, _ := strings.Cut(example, " := ")
			result, _, both := strings.Cut(names, ", err")
			switch {
			case strings.HasPrefix(example, "for "):
				body.WriteString("return nil\n}\n")
			case both:
				fmt.Fprintf(&body, "_ = %s\nreturn err\n}\n", result)
			default:
				body.WriteString("return err\n}\n")
			}
		}
	}
	var head strings.Builder
	fmt.Fprintf(&head, "package %s_examples\n\nimport (\n", v.Vendor)
	for _, path := range slices.Sorted(maps.Keys(imports)) {
		if imports[path] {
			fmt.Fprintf(&head, "\t%q\n", path)
		}
	}
	return head.String() + ")\n" + body.String()
}

func open(t testing.TB, name string) *vendor {
	t.Helper()
	v, err := openVendor(name)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
