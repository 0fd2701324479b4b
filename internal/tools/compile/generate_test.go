package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
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
