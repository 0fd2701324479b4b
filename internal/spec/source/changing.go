package source

import (
	"net/http"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// changingWords begin the names of parameters that make a read change something.
var changingWords = [...]string{"clear", "remove_", "reset_", "update_", "delete_", "mark_", "set_", "send_"}

// readingWords begin the summaries of operations that read.
var readingWords = [...]string{"Get", "List", "Search", "Find", "Count", "Download", "Check", "Read", "Open", "Say", "Translate", "Validate", "Verify"}

// checkReading has it decided of each GET whose summary doesn't say that it reads whether it may be made again: what isn't safe to repeat
// isn't made without consent either.
func checkReading(op Operation, at string, fault func(string, ...any)) {
	if _, said := op.Spec[XRetrySafe]; said || op.Method != http.MethodGet || tree.String(op.Spec, "summary") == "" {
		return
	}
	verb, _, _ := strings.Cut(tree.String(op.Spec, "summary"), " ")
	if !slices.Contains(readingWords[:], verb) {
		fault("%s: summary: %q is no word of a read, such as Get, List or Search: begin with one, or say %s, true or false", at, verb, XRetrySafe)
	}
}

// checkChanging has it decided of each parameter of a read whose name says so whether it changes something: who calls by name is asked for
// consent by that, and a call that changes something isn't repeated.
func (d *Document) checkChanging(op Operation, at string, fault func(string, ...any)) {
	for p, at := range d.placedParameters(op, at) {
		name := tree.String(p, "name")
		changes, said := p[XChanges]
		if _, isBool := changes.(bool); said && (!isBool || op.Method != http.MethodGet || tree.String(p, "in") != "query") {
			fault("%s: %s is true or false, of a parameter in the query of a GET", at, XChanges)
		}
		if said || op.Method != http.MethodGet || tree.String(p, "in") != "query" || op.Spec[XRetrySafe] == false {
			continue
		}
		for _, word := range changingWords {
			if strings.HasPrefix(strings.ToLower(name), word) {
				fault("%s: %s sounds as if it changed something: say %s, true or false", at, name, XChanges)
			}
		}
	}
}
