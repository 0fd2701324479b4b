package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// checkDeclared refuses a package that declares a name twice: a schema is called as the client, a service, the parameters of an operation
// or something that is written by hand. The Go compiler would say so of files that nobody has written. Of is what of the document a name
// comes from, as a fault begins with it; "" where it comes from none, or from the document as a whole.
func checkDeclared(folder string, generated []*ast.File, files *token.FileSet, of func(name string) string) error {
	all := generated
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".gen.go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if built, err := build.Default.MatchFile(folder, filepath.Base(name)); err == nil && !built {
			continue // another system's, or another Go's, may declare the same
		}
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			continue // it is being written, and the Go compiler says what is wrong with it
		}
		all = append(all[:len(all):len(all)], file)
	}
	var faults []error
	first := map[string]declaration{}
	for _, file := range all {
		for _, second := range declaredIn(file) {
			name := second.name.Name
			earlier, twice := first[name]
			if !twice {
				first[name] = second
				continue
			}
			said := fmt.Sprintf("%s and %s both declare %s: give the schema or the operation of this name another",
				files.Position(earlier.name.Pos()), files.Position(second.name.Pos()), name)
			for _, from := range [...]string{name, second.typed, earlier.typed} {
				if at := of(from); at != "" {
					said = at + ": " + said
					break
				}
			}
			faults = append(faults, errors.New(said))
		}
	}
	return errors.Join(faults...)
}

// declaration is a name that a package declares.
type declaration struct {
	name  *ast.Ident
	typed string // of a constant: the name of its type
}

// declaredIn lists what a file declares for its whole package.
func declaredIn(file *ast.File) (list []declaration) {
	add := func(name *ast.Ident, of ast.Expr) {
		if name.Name != "_" && name.Name != "init" {
			typed, _ := of.(*ast.Ident)
			list = append(list, declaration{name: name})
			if typed != nil {
				list[len(list)-1].typed = typed.Name
			}
		}
	}
	for _, declared := range file.Decls {
		switch declared := declared.(type) {
		case *ast.FuncDecl:
			if declared.Recv == nil {
				add(declared.Name, nil)
			}
		case *ast.GenDecl:
			for _, spec := range declared.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					add(spec.Name, nil)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						add(name, spec.Type)
					}
				}
			}
		}
	}
	return list
}

// declaredBy returns what of a document a Go name comes from, as a fault begins with it: a schema, or the operation whose parameters it has.
func declaredBy(doc *source.Document) func(name string) string {
	from := map[string]string{}
	for _, op := range doc.Operations() {
		from[source.UpperFirst(op.ID())+"Params"] = op.Method + " " + op.Path
	}
	for name := range doc.Schemas() {
		from[name] = "schema " + name
	}
	return func(name string) string { return from[name] }
}
