package source

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// longestName is more than any vendor's field needs.
const longestName = 200

// CheckName returns what is wrong with a wire name: of a field, a parameter, a value of an enumeration. Names go into Go strings,
// struct tags, comments and URLs, and a document may have been proposed by a program that read somebody else's. So a name
// has neither quotes nor a backslash nor anything that isn't printed, whatever quotes it later.
func CheckName(name string) error {
	switch {
	case name == "":
		return errors.New("a name is empty")
	case len(name) > longestName:
		return fmt.Errorf("%.40q... has %d bytes; a name has %d at most", name, len(name), longestName)
	}
	for _, c := range name {
		if strings.ContainsRune("\"'`\\", c) || c == unicode.ReplacementChar || !unicode.IsPrint(c) {
			return fmt.Errorf("%q holds %q: a name has no quotes, no backslash and nothing that isn't printed", name, c)
		}
	}
	return nil
}

// checkNames checks the names of one object of the document's tree.
func checkNames(at string, node tree.Object, fault func(string, ...any)) {
	report := func(what, name string, err error) {
		if err != nil {
			fault("%s: %s: %v", at, what, err)
		} else if what == "property" && strings.Contains(name, ",") {
			fault("%s: property %q: encoding/json takes what follows the comma for an option", at, name)
		}
	}
	if declaresProperties(node) {
		for name := range node["properties"].(tree.Object) {
			report("property", name, CheckName(name))
		}
	}
	if in, ok := node["in"].(string); ok && node["schema"] != nil {
		name, _ := node["name"].(string)
		report(in+" parameter", name, CheckName(name))
	}
	values, _ := node["enum"].([]any)
	for _, value := range values {
		if value, ok := value.(string); ok && value != "" {
			report("enum", value, CheckName(value))
		}
	}
}
