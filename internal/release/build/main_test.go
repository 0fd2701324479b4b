package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBuild builds a small command twice: the programs run, the checksums are theirs, and the second build is the same.
// What doesn't build leaves the folder as it was.
func TestBuild(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/kit\n\ngo 1.26.0\n")
	write("cmd/kit/main.go", "package main\n\nfunc main() { print(\"at work\") }\n")
	folder := filepath.Join(root, "out")
	here := runtime.GOOS + "/" + runtime.GOARCH
	listing := func() map[string]string {
		t.Helper()
		found := map[string]string{}
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			data, err := os.ReadFile(filepath.Join(folder, entry.Name()))
			if err != nil {
				t.Fatal(err)
			}
			found[entry.Name()] = fmt.Sprintf("%x", sha256.Sum256(data))
		}
		return found
	}
	if err := build(t.Context(), root, "./cmd/kit", []string{here, "windows/arm64"}, folder); err != nil {
		t.Fatal(err)
	}
	first := listing()
	program := "kit_" + strings.ReplaceAll(here, "/", "_")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if len(first) != 3 || first[program] == "" || first["kit_windows_arm64.exe"] == "" {
		t.Fatalf("the folder has %v", first)
	}
	if out, err := exec.CommandContext(t.Context(), filepath.Join(folder, program)).CombinedOutput(); err != nil || string(out) != "at work" {
		t.Errorf("the program says %q, %v", out, err)
	}
	checksums, err := os.ReadFile(filepath.Join(folder, "checksums.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want := first[program] + "  " + program + "\n" + first["kit_windows_arm64.exe"] + "  kit_windows_arm64.exe\n"
	if diff := cmp.Diff(want, string(checksums)); diff != "" {
		t.Errorf("checksums (-want +got):\n%s", diff)
	}
	if err := build(t.Context(), root, "./cmd/kit", []string{here, "windows/arm64"}, folder); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, listing()); diff != "" {
		t.Errorf("the second build (-first +second):\n%s", diff)
	}
	write("cmd/kit/windows.go", "//go:build windows\n\npackage main\n\nvar _ = nothing\n")
	err = build(t.Context(), root, "./cmd/kit", []string{here, "windows/arm64"}, folder)
	if err == nil || !strings.HasPrefix(err.Error(), "windows/arm64: ") {
		t.Errorf("a build that fails: %v", err)
	}
	if diff := cmp.Diff(first, listing()); diff != "" {
		t.Errorf("after a build that failed (-before +after):\n%s", diff)
	}
	if left, err := filepath.Glob(folder + "-*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
