package source

import (
	"strings"
	"testing"
)

// TestYAMLSlips: what a slip in a file would drop, or turn into something else, is refused, by the file and its line.
func TestYAMLSlips(t *testing.T) {
	t.Parallel()
	change := func(old, new string) string {
		if !strings.Contains(list, old) {
			t.Fatalf("the test's document has no %q", old)
		}
		return strings.Replace(list, old, new, 1)
	}
	const summary = "summary: List the things."
	for name, test := range map[string]struct{ things, want string }{
		"a second document":            {list + "---\npaths: {}\n", "line 17: a second document begins after ---"},
		"a second document, broken":    {list + "---\n}\n", "line 18"},
		"conflict":                     {change("  /things:", "<<<<<<< HEAD\n  /things:"), `line 3: "<<<<<<< HEAD" is left of a merge conflict`},
		"conflict's middle":            {change("  /things:", "=======\n  /things:"), `line 3: "=======" is left of a merge conflict`},
		"conflict in an indented text": {change(summary, "summary: List the things.\n      description: |\n        One.\n        >>>>>>> theirs\n        Two."), "line 10: "},
		"Latin-1":                      {change(summary, "summary: List the th\xefngs."), "line 7: isn't UTF-8"},
		"UTF-16":                       {"\xff\xfep\x00a\x00t\x00h\x00s\x00:\x00\n\x00", "line 1: isn't UTF-8"},
		"control character":            {change(summary, "summary: List the \x07things."), `line 7: holds the control character "\a"`},
		"NUL":                          {change(summary, "summary: List the \x00things."), `line 7: holds the control character "\x00"`},
		"cut by a comment":             {change(summary, "summary: List the things #1."), `line 7: "List the things" ends before "#1."`},
		"cut by a comment in braces":   {change("x-evidence: {level: documented, source: s}", "x-evidence: {level: documented, source: issue of s #12\n      }"), `line 8: "issue of s" ends before "#12"`},
		"tag":                          {change(summary, "summary: !text List the things."), "line 7: has the YAML tag !text"},
		"octal":                        {change("note: {type: string}", "note: {type: string, maxLength: 010}"), `line 16: "010" is no whole number`},
		"hexadecimal":                  {change("note: {type: string}", "note: {type: string, maxLength: 0x10}"), `line 16: "0x10" is no whole number`},
		"merge key":                    {change("note: {type: string}", "note: &note {type: string}, other: {<<: *note, nullable: true}"), "line 16: a merge key (<<) merges nothing here"},
		"merge key of properties":      {change("note: {type: string}", "note: {type: string}, <<: {other: {type: string}}"), "line 16: a merge key (<<) merges nothing here"},
		"anchor within itself":         {change("note: {type: string}", "note: &note {type: array, items: *note}"), "line 16: alias *note stands within its own anchor"},
		"anchor within itself, a list": {change("note: {type: string}", "note: {enum: &values [a, *values]}"), "line 16: alias *values stands within its own anchor"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": test.things})
			if err == nil || !strings.Contains(err.Error(), "v/resources/things.yaml: ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	for name, things := range map[string]string{
		"byte order mark":     "\ufeff" + list,
		"carriage returns":    strings.ReplaceAll(list, "\n", "\r\n"),
		"a comment by itself": change(summary, "# All of them.\n      "+summary),
		"a comment on a word": change("operationId: listThings", "operationId: listThings # since 2020"),
		"a quoted hash":       change(summary, `summary: "List the things #1."`),
		"an anchor used once": change("note: {type: string}", "note: &note {type: string}, other: *note"),
		"a quoted merge key":  change("note: {type: string}", `note: {type: string}, "<<": {type: string}`),
		"words of YAML 1.1":   change("enum: [a, b]", "enum: [on, off, yes, no]"),
		"one document marked": "---\n" + list,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": things}); err != nil {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestFilesNobodyReads: a resource under a name that isn't looked for would be gone from the client.
func TestFilesNobodyReads(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"resources/others.yml":       "v/resources/others.yml: isn't read",
		"resources/others.YAML":      "v/resources/others.YAML: isn't read",
		"resources/more/others.yaml": "v/resources/more: is a folder",
		"resources/.others.yaml.swp": "",
		"resources/things.yaml~":     "",
	} {
		_, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": list, file: "paths: {}\n"})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", file, err, want)
		}
	}
}
