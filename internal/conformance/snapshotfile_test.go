package conformance

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// snapshots are a vendor's, by service and operationId. On disk a service is a file, and an operation a section of it
// that starts with "== operationId".
type snapshots map[string]map[string]string

func (s snapshots) add(service, operation, text string) {
	if s[service] == nil {
		s[service] = map[string]string{}
	}
	s[service][operation] = text
}

func (s snapshots) count() (n int) {
	for _, operations := range s {
		n += len(operations)
	}
	return n
}

const sectionMark = "== "

func readSnapshots(folder string) (snapshots, error) {
	out := snapshots{}
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		service, ok := strings.CutSuffix(entry.Name(), ".txt")
		if !ok {
			return nil, fmt.Errorf("%s in %s is no snapshot", entry.Name(), folder)
		}
		data, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		text, ok := strings.CutPrefix("\n"+string(data), "\n"+sectionMark)
		if !ok {
			return nil, fmt.Errorf("%s in %s doesn't begin with %q", entry.Name(), folder, sectionMark)
		}
		for section := range strings.SplitSeq(text, "\n"+sectionMark) {
			operation, body, _ := strings.Cut(section, "\n")
			if _, twice := out[service][operation]; twice {
				return nil, fmt.Errorf("%s in %s has %s twice", entry.Name(), folder, operation)
			}
			out.add(service, operation, strings.TrimRight(body, "\n")+"\n")
		}
	}
	return out, nil
}

// write replaces the snapshots in folder.
func (s snapshots) write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		return err
	}
	for _, name := range old {
		if s[strings.TrimSuffix(filepath.Base(name), ".txt")] == nil {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	for service, operations := range s {
		var text strings.Builder
		for i, operation := range slices.Sorted(maps.Keys(operations)) {
			if i > 0 {
				text.WriteString("\n")
			}
			fmt.Fprintf(&text, "%s%s\n%s", sectionMark, operation, operations[operation])
		}
		name := filepath.Join(folder, service+".txt")
		if err := os.WriteFile(name+".new", []byte(text.String()), 0o644); err != nil {
			return err
		}
		if err := os.Rename(name+".new", name); err != nil {
			return err
		}
	}
	return nil
}

// compare compares the snapshots just taken, which may be those of a few operations, with those that are kept.
func (s snapshots) compare(t *testing.T, kept snapshots, doc *spec.Document) {
	t.Helper()
	for service, operations := range s {
		for operation, text := range operations {
			want, ok := kept[service][operation]
			switch {
			case !ok:
				t.Errorf("%s has no snapshot; look at what `make snapshots` writes for it and commit it", operation)
			case want != text:
				t.Errorf("%s isn't what its snapshot says; if that is meant, run `make snapshots` (-kept +now):\n%s",
					operation, gocmp.Diff(strings.Split(want, "\n"), strings.Split(text, "\n")))
			}
		}
	}
	for service, operations := range kept {
		for operation := range operations {
			if op := doc.Operation(operation); op == nil || op.Tag != service {
				t.Errorf("%s has a snapshot and the document no such operation; run `make snapshots`", operation)
			}
		}
	}
}
