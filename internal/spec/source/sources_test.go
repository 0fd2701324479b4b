package source

import (
	"maps"
	"strings"
	"testing"
)

// A source that nobody could look up is a mistake, not a link that leads nowhere.
func TestSourcesAreAddresses(t *testing.T) {
	t.Parallel()
	with := func(sources string) (*Document, error) {
		return load(map[string]string{"openapi.yaml": yard + "\nx-sources: " + sources + "\n", "resources/machines.yaml": strings.Replace(machines, "source: s", `source: "their docs (2026), the file, the page"`, 1)})
	}
	doc, err := with(`{their docs: "owner/docs @0123456", the file: owner/other-docs spec/api.json @89abcdef, the page: "https://example.com/api"}`)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"their docs": "owner/docs @0123456", "the file": "owner/other-docs spec/api.json @89abcdef", "the page": "https://example.com/api"}
	if got := doc.Sources(); !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	for _, place := range []string{`""`, "owner/docs", "docs @0123456", "http://example.com", "javascript:alert(1)", `"owner/docs @main"`} {
		if _, err := with("{their docs: " + place + "}"); err == nil || !strings.Contains(err.Error(), `openapi.yaml.x-sources.their docs: "`) {
			t.Errorf("%s: %v", place, err)
		}
	}
	if _, err := with(`{thier docs: "owner/docs @0123456"}`); err == nil || !strings.Contains(err.Error(), "openapi.yaml.x-sources.thier docs: no evidence names it") {
		t.Errorf("a name that no evidence has: %v", err)
	}
}
