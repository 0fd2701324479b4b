package readme

import (
	"encoding/json"
	"fmt"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every Go block compiles as it stands, and the whole program among them runs.
func TestREADMECompiles(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	overlay := map[string]map[string]string{"Replace": {}} // packages of this module that aren't on the disk
	var packages, programs []string
	for i, b := range blocks(t, "go") {
		formatted, err := format.Source([]byte(b.text))
		if err != nil || string(formatted) != b.text {
			t.Errorf("README.md:%d: gofmt would change it: %v", b.line, err)
		}
		name := fmt.Sprintf("block%d", i)
		file := filepath.Join(dir, name+".go")
		if err := os.WriteFile(file, []byte(b.text), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay["Replace"][filepath.Join(root, "internal", "readme", name, name+".go")] = file
		packages = append(packages, "./internal/readme/"+name)
		if strings.HasPrefix(b.text, "package main\n") {
			programs = append(programs, "./internal/readme/"+name)
		}
		if strings.Contains(b.text, "vendorkit/internal/") {
			t.Errorf("README.md:%d: it imports what nobody else can", b.line)
		}
	}
	text, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(list, text, 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		t.Helper()
		command := exec.CommandContext(t.Context(), "go", args...)
		command.Dir = root
		command.Env = append(os.Environ(), "GOFLAGS="+os.Getenv("GOFLAGS")+" -overlay="+list, "GOPROXY=off")
		out, err := command.CombinedOutput()
		if err != nil {
			t.Errorf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run(append([]string{"build"}, packages...)...)
	if len(programs) != 1 {
		t.Fatalf("%d blocks are programs, want one", len(programs))
	}
	if out := run("run", programs[0]); !strings.HasPrefix(out, "db1: disk 97 % full true\n") {
		t.Errorf("the program prints %q", out)
	}
}

// Recipes are shown whole, with their imports and helpers: a file that has exactly one example, something beside it, and no test.
func TestRecipesAreShownWhole(t *testing.T) {
	t.Parallel()
	recipes := regexp.MustCompile(`\(([^)]+_test\.go)\)`).FindAllStringSubmatch(readme(t), -1)
	if len(recipes) < 7 {
		t.Errorf("the README leads to %d recipes", len(recipes))
	}
	for _, recipe := range recipes {
		file, err := parser.ParseFile(token.NewFileSet(), "../../"+recipe[1], nil, parser.ParseComments)
		if err != nil {
			t.Error(err)
			continue
		}
		examples := doc.Examples(file)
		if len(examples) != 1 || examples[0].Play == nil || len(examples[0].Play.Decls) < 3 || examples[0].Output == "" || examples[0].Doc == "" {
			t.Errorf("%s isn't shown whole, isn't run, or says nothing", recipe[1])
			continue
		}
		if text, err := os.ReadFile("../../" + recipe[1]); err != nil || !strings.Contains(string(text), "vendortest.Start(") || !strings.Contains(string(text), "Credentials()") {
			t.Errorf("%s hides its simulator or its login: %v", recipe[1], err)
		}
	}
}
