package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		found[strings.TrimPrefix(path, folder)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestAFailureWritesNothing: a file that has no place leaves all others as they were, and nothing beside them.
func TestAFailureWritesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, text := range map[string]string{"a/one.gen.go": "old", "b": "a file where a folder should be"} {
		if err := os.MkdirAll(filepath.Join(folder, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	before := contents(t, folder)
	out := newOutput()
	for _, name := range [...]string{"a/one.gen.go", "a/two.gen.go", "b/three.gen.go", "c/four.gen.go"} {
		out.add(filepath.Join(folder, name), []byte("new"))
	}
	if err := out.write(); err == nil {
		t.Fatal("a file in a folder that is a file was written")
	}
	if diff := cmp.Diff(before, contents(t, folder)); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
	if err := os.Remove(filepath.Join(folder, "b")); err != nil {
		t.Fatal(err)
	}
	if err := out.write(); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"/a/one.gen.go": "new", "/a/two.gen.go": "new", "/b/three.gen.go": "new", "/c/four.gen.go": "new"}
	if diff := cmp.Diff(want, contents(t, folder)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestADocumentThatTheGeneratorRefuses says so, and nothing is made of the other vendor beside it either.
func TestADocumentThatTheGeneratorRefuses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	specs, made := filepath.Join(folder, "specs"), filepath.Join(folder, "made")
	if err := os.CopyFS(specs, os.DirFS("../../fixture/constructs/specs")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module example.com/constructs\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	templates := filepath.Join(folder, "templates")
	if err := os.CopyFS(templates, os.DirFS("../../../specs/templates")); err != nil {
		t.Fatal(err)
	}
	// What the models are made of is there when the client can't be.
	if err := os.WriteFile(filepath.Join(templates, "client.tmpl"), []byte("{{ fail"), 0o644); err != nil {
		t.Fatal(err)
	}
	before := contents(t, specs)
	out := newOutput()
	err := compileAll(specs, configuration{Templates: templates, Output: made}, []string{"constructs"}, filepath.Join(folder, "inputs"), false, "", out)
	if err == nil || !strings.Contains(err.Error(), "constructs.client.yaml") {
		t.Fatalf("a broken template: %v", err)
	}
	if diff := cmp.Diff(before, contents(t, specs)); diff != "" {
		t.Errorf("specs (-before +after):\n%s", diff)
	}
	if _, err := os.Stat(made); err == nil {
		t.Errorf("files were made: %v", contents(t, made))
	}
}

// TestFilesOfAVendorThatIsGone are told: nothing else would look at them again.
func TestFilesOfAVendorThatIsGone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	before := newOutput()
	for _, name := range [...]string{"gen/acme/client.gen.go", "gen/acme/parcels/doc.gen.go", "gen/shop/client.gen.go", "prose/acme.gen.json"} {
		before.add(filepath.Join(folder, name), []byte("package p\n"))
	}
	if err := before.write(); err != nil {
		t.Fatal(err)
	}
	patterns := []string{filepath.Join(folder, "gen/*/*.gen.go"), filepath.Join(folder, "gen/*/*/*.gen.go"), filepath.Join(folder, "prose/*.gen.json")}
	if err := before.leftOver(patterns...); err != nil {
		t.Errorf("with all vendors: %v", err)
	}
	now := newOutput()
	now.add(filepath.Join(folder, "gen/shop/client.gen.go"), nil)
	err := now.leftOver(patterns...)
	for _, name := range [...]string{"gen/acme/client.gen.go", "gen/acme/parcels/doc.gen.go", "prose/acme.gen.json"} {
		if err == nil || !strings.Contains(err.Error(), filepath.Join(folder, name)+": no document makes it any more: delete it") {
			t.Errorf("%s isn't told: %v", name, err)
		}
	}
	if err != nil && strings.Contains(err.Error(), "shop") {
		t.Errorf("what is made is told: %v", err)
	}
}
