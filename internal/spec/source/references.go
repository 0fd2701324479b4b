package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// SchemaRef is what a reference to a schema of the document begins with, before the schema's name.
const SchemaRef = "#/components/schemas/"

// checkReference refuses a $ref that leads nowhere, or only to itself.
func (d *Document) checkReference(at string, node tree.Object, fault func(string, ...any)) {
	said, there := node["$ref"]
	ref, ok := said.(string)
	if _, property := said.(tree.Object); there && !ok && !property {
		fault("%s.$ref: must be a string such as '#/components/schemas/NAME'", at)
	}
	if !ok {
		return
	}
	kind := referredAt(at)
	if !strings.HasPrefix(ref, "#/components/"+kind+"/") {
		if _, leads := d.Resolve(ref); leads {
			fault("%s: $ref %s: here stands one of #/components/%s/", at, ref, kind)
			return
		}
	}
	for _, key := range besides(node) {
		if kind != "schemas" || !besideReference(key) {
			fault("%s: %s beside $ref isn't read: say it where the reference leads, or make a schema of its own", at, key)
		}
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

var (
	atParameter = pattern(`\.parameters\[[0-9]+\]$`)
	atResponse  = pattern(`\.responses\.[^.]+$`)
	atHeader    = pattern(`\.headers\.[^.]+$`)
	atBody      = pattern(`\.requestBody$`)
)

// referredAt is the section of the components that a reference at a place may lead to.
func referredAt(at string) string {
	switch {
	case strings.HasPrefix(at, "components.schemas."):
	case atParameter().MatchString(at), strings.HasPrefix(at, "components.parameters.") && strings.Count(at, ".") == 2:
		return "parameters"
	case atResponse().MatchString(at):
		return "responses"
	case atHeader().MatchString(at):
		return "headers"
	case atBody().MatchString(at), strings.HasPrefix(at, "components.requestBodies.") && strings.Count(at, ".") == 2:
		return "requestBodies"
	}
	return "schemas"
}

// besides lists what stands beside a reference, mostly nothing.
func besides(node tree.Object) []string {
	if len(node) == 1 {
		return nil
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(node)), func(key string) bool { return key == "$ref" })
}

// besideReference reports whether a key beside a reference to a schema says something of the place, and nothing that the schema says.
func besideReference(key string) bool {
	switch key {
	case "description", "title", "nullable", "readOnly", "writeOnly", "deprecated", "example", "externalDocs":
		return true
	}
	return strings.HasPrefix(key, "x-")
}

// referenceLike suggests the component that a $ref with a slip may mean.
func (d *Document) referenceLike(ref string) string {
	folder, name := ref[:strings.LastIndexByte(ref, '/')+1], ref[strings.LastIndexByte(ref, '/')+1:]
	if folder == "" || !strings.HasPrefix(ref, "#/") {
		return ": all files make one document, and a reference to something in it begins with #/components/"
	}
	beside, ok := d.Resolve(strings.TrimSuffix(folder, "/"))
	if !ok {
		return ""
	}
	return nearest.Suggestion(name, slices.Sorted(maps.Keys(beside)))
}
