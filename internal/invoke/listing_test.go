package invoke

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// TestListingsAreThoseOfTheClients compares how the pages of every list are described with what the generated clients say.
func TestListingsAreThoseOfTheClients(t *testing.T) {
	t.Parallel()
	for _, vendor := range catalog.Vendors() {
		offers, err := catalog.Open(vendor)
		if err != nil {
			t.Fatal(err)
		}
		generated := listingsIn(t, vendor)
		lists := 0
		for _, op := range offers.Operations() {
			if op.List == nil {
				continue
			}
			lists++
			got := listingOf(op, offers.Document().Page)
			if diff := cmp.Diff(generated[op.Name], got, cmpopts.IgnoreUnexported(call.Listing{})); diff != "" {
				t.Errorf("%s: %s (-the client's +ours):\n%s", vendor, op.Name, diff)
			}
		}
		if lists != len(generated) || lists == 0 {
			t.Errorf("%s: %d lists, and the client has %d", vendor, lists, len(generated))
		}
	}
}

// listingsIn reads the listings in the code of a client, by operation.
func listingsIn(t *testing.T, vendor string) map[string]call.Listing {
	t.Helper()
	found := map[string]call.Listing{}
	own, err := filepath.Glob("../../gen/" + vendor + "/client.gen.go")
	if err != nil {
		t.Fatal(err)
	}
	below, err := filepath.Glob("../../gen/" + vendor + "/*/client.gen.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(own, below...) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			operation := ""
			ast.Inspect(declared, func(node ast.Node) bool {
				switch node := node.(type) {
				case *ast.CallExpr:
					if selector, ok := node.Fun.(*ast.SelectorExpr); ok && selector.Sel.Name == "New" && len(node.Args) == 3 {
						operation, _ = strconv.Unquote(node.Args[0].(*ast.BasicLit).Value)
					}
				case *ast.CompositeLit:
					if selector, ok := node.Type.(*ast.SelectorExpr); ok && selector.Sel.Name == "Listing" {
						found[operation] = listingOfLiteral(t, node)
					}
				}
				return true
			})
		}
	}
	return found
}

func listingOfLiteral(t *testing.T, literal *ast.CompositeLit) (out call.Listing) {
	t.Helper()
	for _, element := range literal.Elts {
		pair := element.(*ast.KeyValueExpr)
		field := reflect.ValueOf(&out).Elem().FieldByName(pair.Key.(*ast.Ident).Name)
		switch v := pair.Value.(type) {
		case *ast.BasicLit:
			if v.Kind == token.STRING {
				text, _ := strconv.Unquote(v.Value)
				field.SetString(text)
			} else {
				n, _ := strconv.ParseInt(v.Value, 10, 64)
				field.SetInt(n)
			}
		case *ast.Ident:
			field.SetBool(v.Name == "true")
		case *ast.CompositeLit:
			var list []string
			for _, item := range v.Elts {
				text, _ := strconv.Unquote(item.(*ast.BasicLit).Value)
				list = append(list, text)
			}
			field.Set(reflect.ValueOf(list))
		default:
			t.Fatalf("a %T in a listing", v)
		}
	}
	return out
}
