package source

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNoBrokenWord reads every exported name of the generated clients, and of what stands beside them, and splits it into words:
// those of Halo's list, and those of testdata/words.txt, which somebody has read. A name that was split at the wrong place
// (WhoreLeasedID, CanedIt) has a part that is none of them.
func TestNoBrokenWord(t *testing.T) {
	names, err := ReadNames(os.DirFS("../../../specs"), "halo")
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for word := range strings.FieldsSeq(string(list)) {
		if names.spelled[word] {
			t.Errorf("testdata/words.txt: %s is in Halo's list already", word)
		}
		known[word] = false
	}
	for word := range names.spelled {
		known[word] = true
	}
	exported := exportedNames(t)
	if len(exported) < 10_000 {
		t.Fatalf("only %d exported names were found under gen/", len(exported))
	}
	for _, name := range exported {
		used, broken := splitGoName(name, known)
		if broken != "" {
			t.Errorf("%s: no known word begins at %q: mend the name in the document, or add its words to testdata/words.txt", name, broken)
		}
		for _, word := range used {
			known[word] = true
		}
	}
	for word, used := range known {
		if !used {
			t.Errorf("testdata/words.txt: no name has the word %s", word)
		}
	}
	for _, name := range []string{"WhoreLeasedID", "IspReview", "CanedIt", "MessAging", "FootErc"} {
		if _, broken := splitGoName(name, known); broken == "" {
			t.Errorf("%s passes", name)
		}
	}
}

// splitGoName splits a name into known words; broken is the rest that none begins.
func splitGoName(name string, known map[string]bool) (words []string, broken string) {
	from := make([]int, len(name)+1) // where the word that ends here begins, or -1
	far := 0
	for end := 1; end <= len(name); end++ {
		from[end] = -1
		for start := 0; start < end; start++ {
			word := name[start:end]
			_, ok := known[word]
			if from[start] >= 0 && (ok || len(word) == 1 && !('a' <= word[0] && word[0] <= 'z')) {
				from[end], far = start, end
				break
			}
		}
	}
	if from[len(name)] < 0 {
		return nil, name[far:]
	}
	for end := len(name); end > 0; end = from[end] {
		words = append(words, name[from[end]:end])
	}
	return words, ""
}

// exportedNames lists the exported names of the packages under gen/: types, their fields and methods, functions, constants.
func exportedNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../../gen/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	below, err := filepath.Glob("../../../gen/*/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, below...)
	found := map[string]bool{}
	add := func(ids ...*ast.Ident) {
		for _, id := range ids {
			if id.IsExported() {
				found[id.Name] = true
			}
		}
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				add(decl.Name)
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					switch spec := spec.(type) {
					case *ast.ValueSpec:
						add(spec.Names...)
					case *ast.TypeSpec:
						add(spec.Name)
						if fields, ok := spec.Type.(*ast.StructType); ok {
							for _, field := range fields.Fields.List {
								add(field.Names...)
							}
						}
					}
				}
			}
		}
	}
	return slices.Sorted(func(yield func(string) bool) {
		for name := range found {
			if !yield(name) {
				return
			}
		}
	})
}
