package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckGenerated(t *testing.T) {
	t.Parallel()
	write := func(t *testing.T, name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name     string
		before   map[string]string
		generate map[string]string // "" removes
		want     string
	}{
		{"nothing changed", map[string]string{"a.gen.go": "1\n2\n"}, map[string]string{"a.gen.go": "1\n2\n"}, ""},
		{"a document or a file changed", map[string]string{"a.gen.go": "1\n2\n"}, map[string]string{"a.gen.go": "1\n3\n"}, "a.gen.go: differs from line 2 on"},
		{"a packed document is an older one", map[string]string{"a.gen.bin": "1"}, map[string]string{"a.gen.bin": "2"}, "a.gen.bin: differs"},
		{"a file is missing", map[string]string{"a.gen.go": "1"}, map[string]string{"b.gen.go": "1"}, "b.gen.go: missing"},
		{"a file is left over", map[string]string{"a.gen.go": "1", "b.gen.go": "1"}, map[string]string{"b.gen.go": ""}, "b.gen.go: no document or template makes it any more"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, text := range test.before {
				write(t, filepath.Join(dir, name), text)
			}
			_, err := checkGenerated(t.Context(), dir, func(context.Context) error {
				for name, text := range test.generate {
					if text == "" {
						os.Remove(filepath.Join(dir, name))
					} else {
						write(t, filepath.Join(dir, name), text)
					}
				}
				return nil
			})
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			entries, _ := os.ReadDir(dir)
			if len(entries) != len(test.before) {
				t.Errorf("the tree wasn't left as it was: %v", entries)
			}
			for name, text := range test.before {
				if data, _ := os.ReadFile(filepath.Join(dir, name)); string(data) != text {
					t.Errorf("%s was left as %q", name, data)
				}
			}
		})
	}
	if _, err := checkGenerated(t.Context(), t.TempDir(), func(context.Context) error { return errors.New("boom") }); err == nil {
		t.Error("a failing generator passed")
	}
}
