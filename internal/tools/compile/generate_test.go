package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// TestFilesAreThoseOfTheCommand runs oapi-codegen's own command, in the version that go.mod names, with the configurations and documents
// that this program leaves for who wants to look.
func TestFilesAreThoseOfTheCommand(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	templates, err := filepath.Abs("../../../specs/templates")
	if err != nil {
		t.Fatal(err)
	}
	config := configuration{Templates: templates, Output: filepath.Join(folder, "out")}
	specs := filepath.Join(folder, "specs")
	err = errors.Join(os.CopyFS(specs, os.DirFS("../../fixture/constructs/specs")),
		os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module example.com/constructs\n"), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	out := newOutput()
	if err := compileAll(specs, config, []string{"constructs"}, folder, false, "", out); err != nil {
		t.Fatal(err)
	}
	if err := out.write(); err != nil {
		t.Fatal(err)
	}
	for _, part := range [...]string{"models", "client"} {
		file := filepath.Join(config.Output, part+".gen.go")
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		inputs := filepath.Join(folder, "constructs."+part)
		if said, err := exec.CommandContext(t.Context(), "go", "tool", "oapi-codegen", "-config", inputs+".yaml", inputs+".json").CombinedOutput(); err != nil {
			t.Fatalf("oapi-codegen: %v\n%s", err, said)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-this program +the command):\n%s", part, diff)
		}
	}
}

// TestGeneratorsSideBySide has two generators at work at once, each with a document of its own, as tests of this package have.
func TestGeneratorsSideBySide(t *testing.T) {
	t.Parallel()
	generate := func(schema string) (string, error) {
		g, err := newGenerator()
		if err != nil {
			return "", err
		}
		_, code, err := g.generate([]byte("package: side\noutput: side.gen.go\ngenerate: {models: true}\noutput-options: {skip-prune: true}\n"), fmt.Appendf(nil,
			`{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {%q: {"type": "object", "properties": {"id": {"type": "integer"}}}}}}`,
			schema))
		return code, err
	}
	schemas := []string{"Ticket", "Shift", "Role", "Contact"}
	var alone []string
	for _, schema := range schemas {
		code, err := generate(schema)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(code, "type "+schema+" struct") {
			t.Fatalf("no %s is in\n%s", schema, code)
		}
		alone = append(alone, code)
	}
	beside := make([]string, len(schemas))
	var all sync.WaitGroup
	for i, schema := range schemas {
		all.Go(func() {
			var err error
			if beside[i], err = generate(schema); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if diff := cmp.Diff(alone, beside); diff != "" {
		t.Errorf("(-alone +side by side):\n%s", diff)
	}
}

// TestConstantsAreThoseOfTheGenerator: the names that the document's check takes for those of the generator are.
func TestConstantsAreThoseOfTheGenerator(t *testing.T) {
	t.Parallel()
	values := []string{
		"open", "sent-back", "sent_back", "sentBack", "SENT", "user_id", "userIds", "http2 api", "2xx", "1a", "-1", "+5", "#a", "$", "$a", "a$b", "<=", ">1", "%", "*", "_x", ".net",
		"a.b", "a/b", "ü-ber", "éa", "x日", "a1b2", "ID", "i_d", "utf8", "UTF_8", "Valid", "type", "", "empty", "n1", "r2d2", "a  b", "(a)", "[b]", "{c}", "a:b;c", "&|~=^", "url_s", "DBs",
	}
	schemas := map[string]any{}
	for i, value := range values {
		schemas[fmt.Sprintf("K%03dQ", i)] = map[string]any{"type": "string", "enum": []any{value}}
	}
	document, err := json.Marshal(map[string]any{
		"openapi": "3.0.3", "info": map[string]any{"title": "t", "version": "1"}, "paths": map[string]any{}, "components": map[string]any{"schemas": schemas},
	})
	if err != nil {
		t.Fatal(err)
	}
	g, err := newGenerator()
	if err != nil {
		t.Fatal(err)
	}
	const config = "package: side\noutput: side.gen.go\ngenerate: {models: true}\ncompatibility: {always-prefix-enum-values: true}\n" +
		"output-options: {skip-prune: true, name-normalizer: ToCamelCaseWithInitialisms}\n"
	_, code, err := g.generate([]byte(config), document)
	if err != nil {
		t.Fatal(err)
	}
	doc := &source.Document{}
	for i, value := range values {
		names, err := doc.ConstantNames(map[string]any{"enum": []any{value}})
		if err != nil {
			t.Errorf("%q: %v", value, err)
		} else if want := fmt.Sprintf("\tK%03dQ%s K%03dQ = %q\n", i, names[0], i, value); !strings.Contains(code, want) {
			at := strings.Index(code, fmt.Sprintf("\tK%03dQ", i))
			t.Errorf("%q: want %s, got %.60s", value, want, code[at:])
		}
		again, err := doc.ConstantNames(map[string]any{"enum": []any{value}, source.XEnumNames: []any{names[0]}})
		if diff := cmp.Diff(names, again); diff != "" || err != nil {
			t.Errorf("%q, by its name: %v (-first +again):\n%s", value, err, diff)
		}
	}
}

// TestWhatIsNoOpenAPI: what the generator can't read is told by its file and line, and not in the words of its decoder; so is a key that
// nobody reads.
func TestWhatIsNoOpenAPI(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	templates, err := filepath.Abs("../../../specs/templates")
	if err != nil {
		t.Fatal(err)
	}
	specs := filepath.Join(folder, "specs")
	if err := os.CopyFS(specs, os.DirFS("../../fixture/constructs/specs")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module example.com/constructs\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(specs, "constructs", "openapi.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, new, want string }{
		{"  title: Lab\n", "  title: Lab\n  contact: me\n", file + ":5: info.contact: is of type string: OpenAPI has an object here"},
		// A key with a slip is told before what follows from it.
		{"      type: object\n      properties:\n        error:", "      type: object\n      required: [error]\n      propertys:\n        error:", "document constructs:\n" +
			file + `:36: schema Failure: a schema has no "propertys"; did you mean "properties"?`},
	} {
		if !strings.Contains(string(text), test.old) {
			t.Fatalf("the document has no %q", test.old)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), test.old, test.new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		err = compileAll(specs, configuration{Templates: templates, Output: filepath.Join(folder, "out")}, []string{"constructs"}, folder, false, "", newOutput())
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}
