package reference

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// structsOf has the names of the fields of a vendor's generated structs, by struct and the name in JSON.
func structsOf(t *testing.T, vendor string) map[string]map[string]string {
	t.Helper()
	var files []string
	for _, pattern := range [...]string{"*.gen.go", "*/*.gen.go"} {
		found, err := filepath.Glob(filepath.Join("../../gen", vendor, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	structs := map[string]map[string]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			named, ok := node.(*ast.TypeSpec)
			if !ok {
				return true
			}
			of, ok := named.Type.(*ast.StructType)
			if !ok {
				return false
			}
			for _, field := range of.Fields.List {
				if field.Tag == nil || len(field.Names) != 1 {
					continue
				}
				tag, err := strconv.Unquote(field.Tag.Value)
				if err != nil {
					t.Fatal(err)
				}
				if wire, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ","); wire != "" && wire != "-" {
					if structs[named.Name.Name] == nil {
						structs[named.Name.Name] = map[string]string{}
					}
					structs[named.Name.Name][wire] = field.Names[0].Name
				}
			}
			return false
		})
	}
	return structs
}

// Who reads of a field in the reference writes it in Go: the name has to be that of the generated struct.
func TestFieldsHaveTheNamesOfTheGeneratedCode(t *testing.T) {
	for _, name := range catalog.Vendors() {
		v, structs := open(t, name), structsOf(t, name)
		compared := 0
		for _, typeName := range v.names {
			typed := v.types[typeName]
			for _, p := range typed.schema.Properties {
				wire, goName := named(v.wireName(typed.owner, p.Name))
				if wire != p.Name {
					t.Errorf("%s: the script reads %s of %s as %s", name, p.Name, typeName, wire)
				}
				want, generated := structs[typeName][p.Name]
				if !generated {
					continue // of an object without a name of its own, and of a record that is decoded when asked for
				}
				if compared++; goName != want {
					t.Errorf("%s: %s.%s is %s, and shown as %q", name, typeName, p.Name, want, goName)
				}
			}
		}
		if compared < 100 {
			t.Errorf("%s: only %d fields could be compared", name, compared)
		}
		t.Logf("%s: %d fields", name, compared)
	}
}

func TestWireNameGivesBothNames(t *testing.T) {
	v := open(t, "halo")
	for wire, want := range map[string]string{
		"client_id": "Client_ID", "dateoccurred": "DateOccurred", "2endtag": "2endtag=TwoEndTag", "_automation_entity_type": "_automation_entity_type=UnderscoreAutomationEntityType",
		"no such word": "no such word",
	} {
		if got := v.wireName("Ticket", wire); got != want {
			t.Errorf("%q is written %q, want %q", wire, got, want)
		}
		if got, _ := named(want); got != wire {
			t.Errorf("%q is read as %q, want %q", want, got, wire)
		}
	}
}
