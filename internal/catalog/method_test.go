package catalog

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestMethodsAreThoseOfTheClients compares what the catalog says of the Go methods of every operation with the packages as the compiler
// has them: where the service is, its methods, their arguments with names and types, and their results.
func TestMethodsAreThoseOfTheClients(t *testing.T) {
	t.Parallel()
	files := token.NewFileSet()
	packages := compiledPackages(t, files)
	operations := 0
	for _, vendor := range Vendors() {
		offers := open(t, vendor)
		named := map[string]map[string]bool{} // by service
		for _, op := range offers.Operations() {
			operations++
			service := op.Service.Name
			if named[service] == nil {
				named[service] = map[string]bool{}
			}
			if op.Upsert != nil && len(op.Methods) != 2 || op.List != nil && len(op.Methods) != 3 || len(op.Methods) == 0 {
				t.Errorf("%s: %s has %d methods", vendor, op.Name, len(op.Methods))
			}
			for _, m := range op.Methods {
				named[service][m.Name] = true
				of := serviceType(t, packages, m, service)
				if of == nil {
					t.Errorf("%s: %s says that %s has the service %s", vendor, op.Name, m.ImportPath(), service)
					continue
				}
				found, _, _ := types.LookupFieldOrMethod(types.NewPointer(of), false, of.Obj().Pkg(), m.Name)
				method, _ := found.(*types.Func)
				if method == nil {
					t.Errorf("%s: %s names %s.%s, which isn't there", vendor, op.Name, service, m.Name)
					continue
				}
				if got, want := m.Signature(), declared(m, service, method); got != want {
					t.Errorf("%s: %s\nsays  %s\nnot   %s", vendor, op.Name, got, want)
				}
			}
		}
		for _, service := range offers.Services {
			of := serviceType(t, packages, Method{vendor: vendor, service: service}, service.Name)
			if of == nil {
				if named[service.Name] != nil {
					t.Errorf("%s: there is no service %s", vendor, service.Name)
				}
				continue
			}
			for method := range of.Methods() {
				name := method.Name() // those in files of another name were written by hand
				if method.Exported() && !named[service.Name][name] && strings.HasSuffix(files.Position(method.Pos()).Filename, ".gen.go") {
					t.Errorf("%s: no operation of the catalog is made by %s.%s", vendor, service.Name, name)
				}
			}
		}
	}
	if operations < 1786 {
		t.Errorf("%d operations were compared", operations)
	}
}

// declared writes a method's declaration, types as another package has them.
func declared(m Method, service string, method *types.Func) string {
	text := types.TypeString(method.Type(), func(p *types.Package) string { return p.Name() })
	text = strings.ReplaceAll(strings.TrimPrefix(text, "func"), ", error])", ", error])")
	return "func (*" + m.Package() + "." + service + "Service) " + m.Name + text
}

func serviceType(t *testing.T, packages types.Importer, m Method, service string) *types.Named {
	t.Helper()
	at, err := packages.Import(m.ImportPath())
	if err != nil {
		t.Fatal(err)
	}
	found := at.Scope().Lookup(service + "Service")
	if found == nil {
		return nil
	}
	named, _ := found.Type().(*types.Named)
	return named
}

// compiledPackages gives the types of the clients as the compiler has written them.
func compiledPackages(t *testing.T, into *token.FileSet) types.Importer {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "./...")
	list.Dir, list.Stderr = "../../gen", os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return importer.ForCompiler(into, "gc", func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("the compiler wrote nothing of %s", path)
		}
		return os.Open(files[path])
	})
}
