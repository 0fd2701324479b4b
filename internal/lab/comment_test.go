package lab

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// TestComments looks at what a reader of the package's documentation gets.
func TestComments(t *testing.T) {
	t.Parallel()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range []string{"client.gen.go", "models.gen.go"} {
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	pkg, err := doc.NewFromFiles(fset, files, "lab")
	if err != nil {
		t.Fatal(err)
	}
	comments := map[string]string{}
	for _, typ := range pkg.Types {
		comments[typ.Name] = typ.Doc
		for _, method := range typ.Methods {
			comments[typ.Name+"."+method.Name] = method.Doc
		}
	}
	for name, wants := range map[string][]string{
		"TicketsService": {"TicketsService has the operations on Tickets. TicketsService is about tickets."},
		"TicketsService.List": {
			"List lists the tickets that match.\n\nThe first paragraph says what a caller must know.\n\nThe second says more.\n",
			"\n\tGET /tickets\n", "Evidence: documented; lab notes. Nothing is known of the order.",
		},
		"TicketsService.Update":  {"Evidence: inferred; lab notes."},
		"TicketsService.Publish": {"\n\nDeprecated: since 2024-01-02. Use Tickets.Save. It changes state.\n"},
		"TicketsService.All":     {"shows no more than 10000 rows of one list; past them the walk ends with rest.ErrPageCeiling."},
		"TicketStatus":           {"TicketStatus is a value of Ticket's field status; values that aren't named here occur too."},
	} {
		for _, want := range wants {
			if !strings.Contains(comments[name], want) {
				t.Errorf("%s: the comment lacks %q:\n%s", name, want, comments[name])
			}
		}
	}
	source := map[string]string{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if shape, ok := spec.Type.(*ast.StructType); ok {
					for _, field := range shape.Fields.List {
						for _, name := range field.Names {
							source[spec.Name.Name+"."+name.Name] = field.Doc.Text()
						}
					}
				}
			}
			return true
		})
	}
	if want := "Nobody knows. (inferred: seen by name only)"; !strings.Contains(source["Ticket.Mystery"], want) {
		t.Errorf("Ticket.Mystery: %q lacks %q", source["Ticket.Mystery"], want)
	}
}

// TestRetrySafety: what a document says of an operation overrides its method.
func TestRetrySafety(t *testing.T) {
	t.Parallel()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "client.gen.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, decl := range file.Decls {
		method, ok := decl.(*ast.FuncDecl)
		if !ok || method.Recv == nil {
			continue
		}
		ast.Inspect(method, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "RetrySafe" {
					said[method.Name.Name] = call.Args[0].(*ast.Ident).Name
				}
			}
			return true
		})
	}
	if len(said) != 2 || said["Save"] != "true" || said["Publish"] != "false" {
		t.Errorf("got %v, want Save true and Publish false", said)
	}
}
