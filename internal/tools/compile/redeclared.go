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
)

// checkDeclared refuses a package that declares a name twice: a schema is called as the client, a service, the parameters of an operation
// or something that is written by hand. The Go compiler would say so of files that nobody has written.
func checkDeclared(folder string, generated []*ast.File, files *token.FileSet) error {
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
	first := map[string]token.Pos{}
	for _, file := range all {
		for _, declared := range declaredIn(file) {
			name := declared.Name
			if at, twice := first[name]; twice {
				faults = append(faults, fmt.Errorf("%s and %s both declare %s: give the schema or the operation of this name another",
					files.Position(at), files.Position(declared.Pos()), name))
				continue
			}
			first[name] = declared.Pos()
		}
	}
	return errors.Join(faults...)
}

// declaredIn lists what a file declares for its whole package.
func declaredIn(file *ast.File) (list []*ast.Ident) {
	add := func(name *ast.Ident) {
		if name.Name != "_" && name.Name != "init" {
			list = append(list, name)
		}
	}
	for _, declared := range file.Decls {
		switch declared := declared.(type) {
		case *ast.FuncDecl:
			if declared.Recv == nil {
				add(declared.Name)
			}
		case *ast.GenDecl:
			for _, spec := range declared.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					add(spec.Name)
				case *ast.ValueSpec:
					for _, name := range spec.Names {
						add(name)
					}
				}
			}
		}
	}
	return list
}
