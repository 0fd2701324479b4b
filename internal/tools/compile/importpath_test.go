package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec/emit"
)

func TestImportPathOfAFolder(t *testing.T) {
	t.Parallel()
	module := t.TempDir()
	if err := os.WriteFile(filepath.Join(module, "go.mod"), []byte("// A module.\nmodule example.com/acme/v2\n\ngo 1.26.0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for folder, want := range map[string]string{".": "example.com/acme/v2", "gen/acme": "example.com/acme/v2/gen/acme", "not/there/yet": "example.com/acme/v2/not/there/yet"} {
		if got, err := importPath(filepath.Join(module, folder)); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", folder, got, err, want)
		}
	}
	if got, err := importPath(filepath.VolumeName(module) + string(filepath.Separator)); err == nil {
		t.Errorf("a folder in no module has the import path %q", got)
	}
}

// TestAPackageThatIsLeftOver is told, rather than compiled and shown for ever.
func TestAPackageThatIsLeftOver(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	config := configuration{Vendor: "acme", Output: folder}
	out := newOutput()
	for _, name := range [...]string{"gates", "guards"} {
		of := configuration{Package: name, Output: filepath.Join(folder, name)}
		addDoc(of, "// Package "+name+" is one.\n", out)
	}
	if err := out.write(); err != nil {
		t.Fatal(err)
	}
	if err := noOthers(config, []emit.Package{{}, {Name: "gates"}, {Name: "guards"}}); err != nil {
		t.Error(err)
	}
	if err := noOthers(config, []emit.Package{{}, {Name: "gates"}}); err == nil || !strings.Contains(err.Error(), "guards any more") {
		t.Errorf("a package that no group has: %v", err)
	}
}
