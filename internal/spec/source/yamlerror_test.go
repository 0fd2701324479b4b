package source

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestSlipsOfYAML: what the YAML reader stumbles over is told with its file and line, and in the words of who writes a document.
func TestSlipsOfYAML(t *testing.T) {
	t.Parallel()
	const block = "paths:\n  /boxes:\n    get:\n      operationId: listBoxes\n      summary: List the boxes.\n      tags:\n        - Things\n        - Others\n"
	for name, test := range map[string]struct{ old, new, want string }{
		"too far out":       {"      summary:", "     summary:", "5: did not find expected key: this line, or the one above, doesn't begin where those around it do"},
		"too far in":        {"      summary:", "        summary:", "5: mapping values are not allowed in this context: what has a colon and a space in it needs quotes; or this line isn't indented"},
		"a tab":             {"      summary:", "\tsummary:", "5: found a tab character that violates indentation: the line is indented by a tab: YAML wants spaces"},
		"no colon":          {"operationId: listBoxes", "operationId listBoxes", "or the key above has no colon"},
		"a colon":           {"List the boxes.", "List: the boxes.", "5: mapping values are not allowed in this context: what has a colon"},
		"a quote":           {"List the boxes.", `"List the boxes.`, "a quote isn't closed"},
		"a brace":           {"operationId: listBoxes", "x-page: {style: none", "did not find expected ',' or '}': a { isn't closed"},
		"a bracket":         {"      tags:\n        - Things\n        - Others\n", "      tags: [Things, Others\n", "did not find expected ',' or ']': a [ isn't closed"},
		"a backtick":        {"List the boxes.", "`List` the boxes.", "5: found character that cannot start any token: what begins with `, @ or % needs quotes"},
		"a list beside":     {"      tags:\n        - Things", "      tags: - Things", "6: block sequence entries are not allowed in this context: a list begins on a line of its own"},
		"no dash":           {"        - Others", "        Others", "an entry no dash"},
		"a star":            {"List the boxes.", "*all the boxes", "what begins with * needs quotes"},
		"a key in a list":   {"        - Others", "        x: y", "did not find expected '-' indicator: an entry of a list has no dash"},
		"a star alone":      {"List the boxes.", "* all", "what begins with * or & needs quotes"},
		"an exclamation":    {"List the boxes.", "!a!b boxes", "what begins with ! needs quotes"},
		"further out":       {"paths:\n", "  info: {}\npaths:\n", "this line doesn't begin where those around it do"},
		"nothing":           {block, "", "1: is empty"},
		"a list":            {block, "- a\n", "1: must hold one mapping, of keys with values"},
		"an unknown word":   {"paths:", "pahts:", `1: pahts: only paths, components and tags may stand here; did you mean "paths"?`},
		"a path elsewhere":  {"/boxes:", "/things:", "3: paths./things.get: stands in specs/v/resources/things.yaml too: one of them is to go"},
		"tags in a word":    {block, "tags: Things\n", "1: tags: must be a list, each behind a dash"},
		"paths in a list":   {block, "tags: []\npaths:\n  - /boxes\n", "2: paths: must be an object"},
		"schemas in a list": {block, "components:\n  schemas: [Box]\n", "2: components.schemas: must be an object"},
		"a path in a word":  {block, "paths:\n  /boxes: none\n", "2: paths./boxes: must be an object"},
	} {
		if !strings.Contains(block, test.old) {
			t.Fatalf("the test's file has no %q", test.old)
		}
		fsys := fstest.MapFS{
			"v/openapi.yaml":          {Data: []byte(head)},
			"v/resources/things.yaml": {Data: []byte(list)},
			"v/resources/zboxes.yaml": {Data: []byte(strings.Replace(block, test.old, test.new, 1))},
		}
		_, err := Load(fsys, "v")
		if err == nil {
			t.Errorf("%s: no fault", name)
			continue
		}
		lines := strings.Split(Locate(fsys, "v", "specs", err).Error(), "\n")
		if len(lines) != 2 || !strings.HasPrefix(lines[1], "specs/v/resources/zboxes.yaml:") || !strings.Contains(lines[1], test.want) {
			t.Errorf("%s: %s, want one line with %s", name, strings.Join(lines, "\n"), test.want)
		}
	}
}

// TestSlipsOfWordLists: those of a word list have the line of the word.
func TestSlipsOfWordLists(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"v/openapi.yaml": {Data: []byte(head)}, "v/resources/things.yaml": {Data: []byte(list)},
		"v/names.yaml": {Data: []byte("words: {a: an, i: id}\nspellings:\n  id: Identity\nsplits:\n  anid: an id\n")},
	}
	_, err := Load(fsys, "v")
	if err == nil {
		t.Fatal("no fault")
	}
	got := Locate(fsys, "v", "specs", err).Error()
	for _, want := range []string{"specs/v/names.yaml:3: spellings.id: ", "specs/v/names.yaml:5: splits.anid: gives nothing but what the words give"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
