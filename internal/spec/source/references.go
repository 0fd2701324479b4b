package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// checkReference refuses a $ref that leads nowhere, or only to itself.
func (d *Document) checkReference(at string, node tree.Object, fault func(string, ...any)) {
	ref, ok := node["$ref"].(string)
	if !ok {
		return
	}
	target, ok := d.Resolve(ref)
	if !ok {
		fault("%s: $ref %s leads nowhere%s", at, ref, d.referenceLike(ref))
		return
	}
	for passed := []string{ref}; ; {
		next, more := target["$ref"].(string)
		if !more {
			return
		}
		if passed = append(passed, next); slices.Contains(passed[:len(passed)-1], next) {
			fault("%s: $ref %s leads back to itself, and nothing says what it is", at, strings.Join(passed, ", to "))
			return
		}
		if target, ok = d.Resolve(next); !ok {
			return // that is said where it stands
		}
	}
}

// referenceLike suggests the component that a $ref with a slip may mean.
func (d *Document) referenceLike(ref string) string {
	folder, name := ref[:strings.LastIndexByte(ref, '/')+1], ref[strings.LastIndexByte(ref, '/')+1:]
	if folder == "" {
		return ": one of this document begins with #/components/"
	}
	beside, ok := d.Resolve(strings.TrimSuffix(folder, "/"))
	if !ok {
		return ""
	}
	return nearest.Suggestion(name, slices.Sorted(maps.Keys(beside)))
}
