package main

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestPrograms: what go build makes on any system is found by its first bytes, whatever it is called.
func TestPrograms(t *testing.T) {
	t.Parallel()
	tree := fstest.MapFS{}
	for name, data := range map[string]string{
		"cmd/a/a": "\x7fELF\x02\x01", "cmd/a/a.exe": "MZ\x90\x00\x03", "cmd/a/b": "\xcf\xfa\xed\xfe\x07",
		"cmd/a/main.go": "package main", "document.gen.bin": "vendorkit", "empty": "", "short": "MZ", "run": "#!/bin/sh",
	} {
		tree[name] = &fstest.MapFile{Data: []byte(data)}
	}
	files := []string{"cmd/a/a", "cmd/a/a.exe", "cmd/a/b", "cmd/a/main.go", "deleted.go", "document.gen.bin", "empty", "run", "short"}
	found, err := programsAmong(files, tree)
	if diff := cmp.Diff([]string{"cmd/a/a", "cmd/a/a.exe", "cmd/a/b"}, found); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
