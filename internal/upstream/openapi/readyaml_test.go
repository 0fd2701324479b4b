package openapi

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMergeKeys: a mapping has what its merge keys bring, unless it says something itself, before or behind them.
func TestMergeKeys(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"of one":              {"x: &x {a: 1, b: 2}\nat: {<<: *x, b: 3}", "a=1 b=3"},
		"behind its own":      {"x: &x {a: 1, b: 2}\nat: {b: 3, <<: *x}", "a=1 b=3"},
		"the first counts":    {"x: &x {a: 1}\ny: &y {a: 2, b: 2}\nat: {<<: [*x, *y]}", "a=1 b=2"},
		"in merged mappings":  {"x: &x {a: 1, b: 1}\ny: &y {<<: *x, b: 2}\nat: {<<: *y, c: 3}", "a=1 b=2 c=3"},
		"written in place":    {"at: {<<: {a: 1}, b: 2}", "a=1 b=2"},
		"twice":               {"x: &x {a: 1}\ny: &y {b: 2}\nat:\n  <<: *x\n  <<: *y\n", "a=1 b=2"},
		"a name in quotes":    {"at: {'<<': {a: 1}}", "<<=map[a:1]"},
		"an alias for a name": {"x: &x a\nat: {*x : 1}", "a=1"},
		"an alias of a name":  {"&x a: 1\nat: {a: *x}", `a="a"`},
	} {
		foreign, err := Read([]byte(test.text + "\npaths: {}\n"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		at := objectAt(foreign.root, "at")
		var got []string
		for _, key := range sortedNames(at, nil) {
			got = append(got, key+"="+short(literal(at[key])))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" || len(foreign.unresolved) > 0 {
			t.Errorf("%s (-want +got):\n%s%q", name, diff, foreign.unresolved)
		}
	}
	foreign, err := Read([]byte("at: {<<: word, a: 1}\npaths: {}\n"))
	if err != nil || !cmp.Equal(foreign.unresolved, []string{"/at/<<: a merge key (<<) brings something that is no mapping"}) {
		t.Errorf("%v, not compared: %q", err, foreign.unresolved)
	}
}

// TestAliasesAreNotCopied: what many aliases name is kept once, and counts each time.
func TestAliasesAreNotCopied(t *testing.T) {
	t.Parallel()
	foreign, err := Read([]byte("x: &x {a: 1}\ny: *x\npaths: {}\n"))
	if err != nil {
		t.Fatal(err)
	}
	objectAt(foreign.root, "x")["seen"] = true
	if objectAt(foreign.root, "y")["seen"] != true {
		t.Error("the alias has a copy of what it names")
	}
	if _, err := Read([]byte("a: &a {b: *a}\npaths: {}\n")); err == nil || !strings.Contains(err.Error(), "/a/b: the alias *a stands within what it names") {
		t.Errorf("an alias within what it names: %v", err)
	}
}
