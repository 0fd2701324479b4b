package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// generated is what was read of the Go code of a vendor. Names and types are those that stand there, so that nobody has to know by which
// rules they came about.
type generated struct {
	methods map[string][]prose.Method    // by operationId
	fields  map[string]map[string]string // of the structs of parameters, by package and type: the types of fields by their names
	names   map[string]map[string]string // of all other structs, by type: the names of fields by those on the wire
	sent    map[string]map[string]string // by operationId: the fields that are sent as a parameter, by the parameter's name
	makers  map[string]string            // the operationId of what makes an operation's call, by service and name
	files   *token.FileSet
}

// readGenerated reads the packages of a vendor, whose own is in folder.
func readGenerated(folder string, doc *source.Document, from *output) (*generated, error) {
	g := &generated{
		map[string][]prose.Method{}, map[string]map[string]string{}, map[string]map[string]string{}, map[string]map[string]string{}, map[string]string{},
		token.NewFileSet(),
	}
	packages := []string{""}
	for _, group := range doc.Groups() {
		if group.Package != "" {
			packages = append(packages, group.Package)
		}
	}
	for _, at := range packages {
		var parsed []*ast.File
		files := from.generatedIn(filepath.Join(folder, at))
		for _, name := range slices.Sorted(maps.Keys(files)) {
			file, err := parser.ParseFile(g.files, name, files[name], parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			parsed = append(parsed, file)
		}
		if err := checkDeclared(filepath.Join(folder, at), parsed, g.files, declaredBy(doc)); err != nil {
			return nil, err
		}
		for _, file := range parsed {
			g.readTypes(at, file)
			g.readMakers(file)
		}
		for _, file := range parsed {
			g.readMethods(file)
		}
	}
	for _, op := range doc.Operations() {
		if len(g.methods[op.ID()]) == 0 {
			return nil, fmt.Errorf("%s: no method makes operation %s", folder, op.ID())
		}
	}
	return g, nil
}

// readTypes reads the structs: those of parameters, and those of what is sent and received.
func (g *generated) readTypes(at string, file *ast.File) {
	for _, declared := range file.Decls {
		types, ok := declared.(*ast.GenDecl)
		if !ok || types.Tok != token.TYPE {
			continue
		}
		for _, spec := range types.Specs {
			named, _ := spec.(*ast.TypeSpec)
			fields, isStruct := named.Type.(*ast.StructType)
			if !isStruct {
				continue
			}
			if !strings.HasSuffix(named.Name.Name, "Params") {
				g.readNames(named.Name.Name, fields)
				continue
			}
			of := map[string]string{}
			for _, field := range fields.Fields.List {
				for _, name := range field.Names {
					of[name.Name] = g.text(field.Type)
				}
			}
			g.fields[at+"."+named.Name.Name] = of
		}
	}
}

// readNames reads what the fields of a struct are called in JSON.
func (g *generated) readNames(of string, fields *ast.StructType) {
	for _, field := range fields.Fields.List {
		if field.Tag == nil || len(field.Names) != 1 {
			continue
		}
		tag, err := strconv.Unquote(field.Tag.Value)
		if err != nil {
			continue // the compiler says so
		}
		wire, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
		if wire == "" || wire == "-" {
			continue
		}
		if g.names[of] == nil {
			g.names[of] = map[string]string{}
		}
		g.names[of][wire] = field.Names[0].Name
	}
}

// field returns the field that an operation of a package sends as a parameter, and its type; "" where it is an argument.
func (g *generated) field(at, operation, parameter string) (name, goType string) {
	name = g.sent[operation][parameter]
	for _, argument := range g.methods[operation][0].Takes {
		if argument.Name == "params" {
			goType = g.fields[at+"."+strings.TrimPrefix(argument.Type, "*")][name]
		}
	}
	return name, goType
}

// readSent reads which fields of its parameters a method sends under which names: c.String("page", params.Page).
func (g *generated) readSent(operation string, method *ast.FuncDecl) {
	ast.Inspect(method.Body, func(node ast.Node) bool {
		called, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		name, field := "", ""
		for _, argument := range called.Args {
			switch at := argument.(type) {
			case *ast.BasicLit:
				if at.Kind == token.STRING && name == "" {
					name, _ = strconv.Unquote(at.Value)
				}
				continue
			case *ast.UnaryExpr:
				argument = at.X
			case *ast.StarExpr:
				argument = at.X
			}
			if selector, ok := argument.(*ast.SelectorExpr); ok && field == "" {
				if of, _ := selector.X.(*ast.Ident); of != nil && of.Name == "params" {
					field = selector.Sel.Name
				}
			}
		}
		if name != "" && field != "" {
			if g.sent[operation] == nil {
				g.sent[operation] = map[string]string{}
			}
			g.sent[operation][name] = field
		}
		return true
	})
}

// serviceOf returns the type whose method a function is; "" where it is none of a service.
func serviceOf(declared ast.Decl) (service string, method *ast.FuncDecl) {
	method, ok := declared.(*ast.FuncDecl)
	if !ok || method.Recv == nil || len(method.Recv.List) != 1 {
		return "", nil
	}
	pointer, ok := method.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return "", nil
	}
	of, _ := pointer.X.(*ast.Ident)
	if of == nil || !strings.HasSuffix(of.Name, "Service") {
		return "", nil
	}
	return of.Name, method
}

// readMakers reads which methods make the call of which operation, for others to hand over.
func (g *generated) readMakers(file *ast.File) {
	for _, declared := range file.Decls {
		if service, method := serviceOf(declared); method != nil && !method.Name.IsExported() {
			if id := g.operationIn(service, method); id != "" {
				g.readSent(id, method)
				g.makers[service+"."+method.Name.Name] = id
			}
		}
	}
}

// readMethods reads the methods for callers.
func (g *generated) readMethods(file *ast.File) {
	for _, declared := range file.Decls {
		service, method := serviceOf(declared)
		if method == nil || !method.Name.IsExported() {
			continue
		}
		id := g.operationIn(service, method)
		if id == "" {
			continue
		}
		g.readSent(id, method)
		of := prose.Method{Name: method.Name.Name}
		for _, argument := range method.Type.Params.List {
			for _, name := range argument.Names {
				of.Takes = append(of.Takes, prose.Argument{Name: name.Name, Type: g.text(argument.Type)})
			}
		}
		var gives []string
		for _, result := range method.Type.Results.List {
			gives = append(gives, g.text(result.Type))
		}
		if of.Gives = strings.Join(gives, ", "); len(gives) > 1 {
			of.Gives = "(" + of.Gives + ")"
		}
		g.methods[id] = append(g.methods[id], of)
	}
}

// operationIn finds the operation that a method calls: in call.New, or by what makes the call.
func (g *generated) operationIn(service string, method *ast.FuncDecl) (id string) {
	ast.Inspect(method.Body, func(node ast.Node) bool {
		called, ok := node.(*ast.CallExpr)
		if !ok || id != "" {
			return id == ""
		}
		selector, ok := called.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		of, _ := selector.X.(*ast.Ident)
		switch {
		case of == nil:
		case of.Name == "call" && selector.Sel.Name == "New" && len(called.Args) > 0:
			if literal, ok := called.Args[0].(*ast.BasicLit); ok {
				id, _ = strconv.Unquote(literal.Value)
			}
		case of.Name == "s":
			id = g.makers[service+"."+selector.Sel.Name]
		}
		return id == ""
	})
	return id
}

func (g *generated) text(node ast.Node) string {
	var out bytes.Buffer
	_ = printer.Fprint(&out, g.files, node) // a buffer takes all
	return out.String()
}
