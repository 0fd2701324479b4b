package catalog

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
)

// TestDescriptionsSpeakToEveryone: what the documents say is read on the command line and by assistants too, who know neither a Go method
// nor a field without being told that it is one: a sentence that names one says "in Go", and an operation is named as it can be asked for.
func TestDescriptionsSpeakToEveryone(t *testing.T) {
	t.Parallel()
	goWords := regexp.MustCompile(`\b(?:Paginate|Pages|Decode|Filters\.\w+|iterates?|nil|rest\.\w+)\b|only by [A-Z]\w+ `)
	inGo := regexp.MustCompile(`\b[Ii]n Go\b`)
	method := regexp.MustCompile(`\b[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+\b`)
	for _, vendor := range Vendors() {
		offers, err := Open(vendor)
		if err != nil {
			t.Fatal(err)
		}
		said, err := prose.Open(vendor)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(said)
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]any
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
		sentences := 0
		check := func(at, text string) {
			for sentence := range strings.SplitSeq(strings.ReplaceAll(text, "\n", " "), ". ") {
				sentences++
				if inGo.MatchString(sentence) {
					continue
				}
				if word := goWords.FindString(sentence); word != "" {
					t.Errorf("%s %s: %q is said without \"in Go\": %s", vendor, at, word, sentence)
				}
				for _, name := range method.FindAllString(sentence, -1) {
					service, _, _ := strings.Cut(name, ".")
					if !slices.ContainsFunc(offers.Operations(), func(op *Operation) bool { return op.Service.Name == service }) {
						continue // of something else
					}
					if _, err := offers.Operation(name); err != nil {
						t.Errorf("%s %s: %v", vendor, at, err)
					}
				}
			}
		}
		var walk func(at string, v any)
		walk = func(at string, v any) {
			switch v := v.(type) {
			case string:
				check(at, v)
			case []any:
				for _, item := range v {
					walk(at, item)
				}
			case map[string]any:
				for name, item := range v {
					switch name {
					case "methods", "field", "type", "names", "forms", "sources", "source", "package":
					default:
						walk(at+"/"+name, item)
					}
				}
			}
		}
		for name, part := range all {
			switch name {
			case "operations", "parameters", "schemas", "services":
				walk(name, part)
			case "description", "title", "server", "docs", "sources", "evidence", "names", "forms":
			default:
				t.Errorf("%s: nobody looks at %s", vendor, name)
			}
		}
		if sentences < 100 && vendor != "spiro" {
			t.Errorf("%s: %d sentences", vendor, sentences)
		}
	}
}
