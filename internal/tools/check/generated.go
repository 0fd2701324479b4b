package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// checkGenerated generates anew and compares with what was there. The tree is left as it was found, so that a check
// never hides what it reports. It returns how many generated files there are.
func checkGenerated(ctx context.Context, root string, generate func(context.Context) error) (int, error) {
	before, err := generatedFiles(root)
	if err != nil {
		return 0, err
	}
	generateErr := generate(ctx)
	after, err := generatedFiles(root)
	if err := errors.Join(generateErr, err, restore(before, after)); err != nil {
		return 0, err
	}
	var differ []string
	for _, name := range slices.Sorted(maps.Keys(union(before, after))) {
		was, now := before[name], after[name]
		switch {
		case now == nil:
			differ = append(differ, name+": no document or template makes it any more")
		case was == nil:
			differ = append(differ, name+": missing")
		case !bytes.Equal(was, now) && strings.HasSuffix(name, ".bin"):
			differ = append(differ, name+": differs")
		case !bytes.Equal(was, now):
			differ = append(differ, fmt.Sprintf("%s: differs from line %d on", name, firstDifference(was, now)))
		}
	}
	if len(differ) > 0 {
		return 0, fmt.Errorf("%w; run make generate and commit:\n  %s", errOutdated, strings.Join(differ, "\n  "))
	}
	return len(after), nil
}

// errOutdated says that the documents were compiled, and that something else came out than was there.
var errOutdated = errors.New("generated files aren't what the documents and templates say")

func union(a, b map[string][]byte) map[string][]byte {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// generatedFiles reads every *.gen.go, *.gen.bin and *.gen.json below root.
func generatedFiles(root string) (map[string][]byte, error) {
	found := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != root {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".gen.go") || strings.HasSuffix(path, ".gen.bin") || strings.HasSuffix(path, ".gen.json") {
			found[path], err = os.ReadFile(path)
		}
		return err
	})
	return found, err
}

func restore(before, after map[string][]byte) error {
	var faults []error
	for name, data := range before {
		if !bytes.Equal(after[name], data) {
			faults = append(faults, os.WriteFile(name, data, 0o644))
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			faults = append(faults, os.Remove(name))
		}
	}
	return errors.Join(faults...)
}

func firstDifference(a, b []byte) int {
	line := 1
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			break
		}
		if a[i] == '\n' {
			line++
		}
	}
	return line
}
