package emit

import (
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// What a caller wants to know of a method stands with it: a service says what its calls fail with, by links, and a read that leaves
// things out says which parameter brings them.
func TestCommentsSayWhatFailsAndWhatDoesNotCome(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../../gen/*/client.gen.go")
	below, _ := filepath.Glob("../../../gen/*/*/client.gen.go")
	if files = append(files, below...); err != nil || len(files) < 4 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	services, narrow := 0, 0
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.GenDecl:
				if spec, ok := decl.Specs[0].(*ast.TypeSpec); ok && strings.HasSuffix(spec.Name.Name, "Service") {
					services++
					if !linksTo(decl.Doc.Text(), "Error") {
						t.Errorf("%s: %s doesn't say what its calls fail with", name, spec.Name.Name)
					}
				}
			case *ast.FuncDecl:
				if strings.Contains(decl.Doc.Text(), "Without IncludeDetails") {
					narrow++
				}
			}
		}
	}
	if services < 300 || narrow < 150 {
		t.Errorf("%d services, %d reads that say what they leave out", services, narrow)
	}
}

// linksTo reports whether a comment links to something of package rest.
func linksTo(text, name string) bool {
	p := comment.Parser{LookupPackage: func(name string) (string, bool) { return name, name == "rest" }}
	for _, block := range p.Parse(text).Content {
		paragraph, ok := block.(*comment.Paragraph)
		if !ok {
			continue
		}
		for _, part := range paragraph.Text {
			if link, ok := part.(*comment.DocLink); ok && link.ImportPath == "rest" && link.Name == name {
				return true
			}
		}
	}
	return false
}
