package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strconv"
	"strings"
)

const specPackage = "github.com/seed-8da6be54/vendorkit/internal/spec"

// detailed are the types of package spec whose details stand behind a pointer, which is never nil in what that package makes.
var detailed = map[string]bool{"Schema": true, "Operation": true}

// checkDetails returns where, outside package spec, a value of such a type is made that has no details, so that whoever reads them panics: by a
// literal that isn't handed to spec.NewSchema, by new, or as a variable. It doesn't look for types: such a type may only be mentioned with a
// star before it.
func checkDetails(tree fs.FS) (faults []string, err error) {
	err = fs.WalkDir(tree, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if name := entry.Name(); err == nil && (name == "testdata" || name != "." && strings.HasPrefix(name, ".")) {
				return fs.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		data, err := fs.ReadFile(tree, file)
		if err != nil || !bytes.Contains(data, []byte(strconv.Quote(specPackage))) {
			return err
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, data, 0)
		if err != nil {
			return err
		}
		for _, at := range withoutDetails(parsed) {
			place := set.Position(at.Pos())
			faults = append(faults, fmt.Sprintf("%s:%d: a spec.%s has no details but by spec.NewSchema, or where a document has it", file, place.Line, at.Sel.Name))
		}
		return nil
	})
	return faults, err
}

// withoutDetails returns the mentions of types in a file that may not be, and for a literal without a type of its own that of the one around.
func withoutDetails(file *ast.File) (faults []*ast.SelectorExpr) {
	imported := ""
	for _, spec := range file.Imports {
		if spec.Path.Value == strconv.Quote(specPackage) {
			imported = "spec"
			if spec.Name != nil {
				imported = spec.Name.Name
			}
		}
	}
	of := func(e ast.Expr) *ast.SelectorExpr {
		selector, ok := e.(*ast.SelectorExpr)
		if !ok || !detailed[selector.Sel.Name] {
			return nil
		}
		if in, ok := selector.X.(*ast.Ident); !ok || in.Name != imported {
			return nil
		}
		return selector
	}
	allowed := map[*ast.SelectorExpr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StarExpr:
			if pointed := of(n.X); pointed != nil {
				allowed[pointed] = true
			}
		case *ast.CallExpr:
			if name, ok := n.Fun.(*ast.SelectorExpr); ok && name.Sel.Name == "NewSchema" && len(n.Args) == 1 {
				if literal, ok := n.Args[0].(*ast.CompositeLit); ok && literal.Type != nil {
					if made := of(literal.Type); made != nil {
						allowed[made] = true
					}
				}
			}
		case *ast.CompositeLit:
			if n.Type != nil {
				faults = append(faults, untyped(n, n.Type, of)...)
			}
		case *ast.SelectorExpr:
			if made := of(n); made != nil && !allowed[made] {
				faults = append(faults, made)
			}
		}
		return true
	})
	return faults
}

// untyped returns the type of each literal within a list or map that leaves out its own, where that is a pointer to one with details.
func untyped(literal *ast.CompositeLit, of ast.Expr, detailed func(ast.Expr) *ast.SelectorExpr) (faults []*ast.SelectorExpr) {
	var items ast.Expr
	switch of := of.(type) {
	case *ast.ArrayType:
		items = of.Elt
	case *ast.MapType:
		items = of.Value
	default:
		return nil
	}
	for _, item := range literal.Elts {
		if pair, ok := item.(*ast.KeyValueExpr); ok {
			item = pair.Value
		}
		inner, ok := item.(*ast.CompositeLit)
		if !ok || inner.Type != nil {
			continue
		}
		if pointer, ok := items.(*ast.StarExpr); ok {
			if made := detailed(pointer.X); made != nil {
				faults = append(faults, made)
			}
			continue
		}
		faults = append(faults, untyped(inner, items, detailed)...)
	}
	return faults
}
