package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// breakThings makes three breaking changes: a field and a method of a vendor, and a method of rest.
func breakThings(t *testing.T, files map[string]string) {
	replaced(t, "specs/acme/openapi.yaml", "        weight: {type: number}\n", "")(files)
	replaced(t, "gen/acme/acme.go", ") List(", ") All(")(files)
	replaced(t, "rest/rest.go", "Text() string", "Text(n int) string")(files)
}

// TestBreakingChangesAreAnnounced checks the gate: what breaks must be named in the changelog, where it belongs.
func TestBreakingChangesAreAnnounced(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		unreleased string
		missing    []string // of Thing, List and Text
	}{
		"each by its name":         {"### Breaking\n\n- Acme: `Thing` has no weight any more, and\n  `ThingsService.List` is `All`.\n- `rest`: `JSON.Text` takes a number.\n", nil},
		"in items below the item":  {"### Breaking changes\n\n- **Acme**\n  - `Thing.Weight` is gone: `Thing`\n  - `Things.List`, or `ThingsService`, is All\n- rest.JSON: Text takes a number.\n", nil},
		"everything of a package":  {"### Breaking\n\n- gen/acme: everything is named anew.\n- `rest`: `JSON`.\n", nil},
		"not at all":               {"", []string{"Thing", "List", "Text"}},
		"below another heading":    {"### Changed\n\n- Acme: everything.\n- rest: everything.\n", []string{"Thing", "List", "Text"}},
		"without a heading":        {"- Breaking: acme everything, rest everything\n", []string{"Thing", "List", "Text"}},
		"one of them":              {"### Breaking\n\n- Acme: `ThingsService.List` is `All`.\n", []string{"Thing", "Text"}},
		"under another's name":     {"### Breaking\n\n- Best: Thing, ThingsService.List\n- auth: JSON.Text\n", []string{"Thing", "List", "Text"}},
		"the vendor only":          {"### Breaking\n\n- Acme changed.\n- rest changed.\n", []string{"Thing", "List", "Text"}},
		"a longer word":            {"### Breaking\n\n- Acme: Things, NoThing, ThingsServices\n- restful, or unrest: JSON.Text\n", []string{"Thing", "List", "Text"}},
		"a heading after breaking": {"### Breaking\n\n- Acme: everything\n\n### Fixed\n\n- rest: JSON.Text\n", []string{"Text"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := madeUpRepository(t, "v0.1.0", func(files map[string]string) {
				breakThings(t, files)
				files["CHANGELOG.md"] = "# Changelog\n\n## Unreleased\n\n" + test.unreleased + "\n## 0.1.0\n\n### Breaking\n\n- Acme: everything.\n- rest: everything.\n"
			})
			code, out, errs := runChanges(t, "-root", root, "-check")
			if len(test.missing) == 0 {
				if code != 0 || out != "changes: 4 since v0.1.0, 3 of them breaking and announced\n" {
					t.Errorf("exit code %d, %s, printed %q", code, errs, out)
				}
				return
			}
			if code != 1 || out != "" || !strings.Contains(errs, `Write them below "## Unreleased"`) {
				t.Errorf("exit code %d, %s, printed %q", code, errs, out)
			}
			for word, line := range map[string]string{
				"Thing": "- `Thing`: the field `weight` in responses is gone\n", "List": "- `(*ThingsService).List`: removed\n",
				"Text": "- `JSON.Text`: changed from func() string to func(int) string\n",
			} {
				if reported, want := strings.Contains(errs, line), strings.Contains(strings.Join(test.missing, " "), word); reported != want {
					t.Errorf("the error names %s: %v, want %v\n%s", word, reported, want, errs)
				}
			}
		})
	}
}

// TestTheDraftAnnounces: what the error, and the draft, give to paste is enough.
func TestTheDraftAnnounces(t *testing.T) {
	t.Parallel()
	root := madeUpRepository(t, "v0.1.0", func(files map[string]string) {
		breakThings(t, files)
		delete(files, "internal/own/own.go")
	})
	code, draft, errs := runChanges(t, "-root", root, "-since", "v0.1.0")
	if code != 0 {
		t.Fatal(errs)
	}
	_, draft, _ = strings.Cut(draft, "\n")
	changelog := filepath.Join(root, "CHANGELOG.md")
	if err := os.WriteFile(changelog, []byte("# Changelog\n\n## Unreleased\n"+draft+"\n## [v0.1.0] - 2026-01-01\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := runChanges(t, "-root", root, "-check"); code != 0 {
		t.Error(errs)
	}
	if err := os.Remove(changelog); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := runChanges(t, "-root", root, "-check"); code != 1 {
		t.Errorf("without a changelog: exit code %d, %s", code, errs)
	}
}

// TestTheVersionToCompareWith: none at first, then the latest; on its own commit the one before.
func TestTheVersionToCompareWith(t *testing.T) {
	t.Parallel()
	root := madeUpRepository(t, "", func(files map[string]string) { breakThings(t, files) })
	const nothing = "changes: no version has been tagged yet, so there is nothing to compare with\n"
	for _, args := range [][]string{{"-check"}, {"-latest"}} {
		if code, out, errs := runChanges(t, append(args, "-root", root)...); code != 0 || out != nothing || errs != "" {
			t.Errorf("%v: exit code %d, %q, printed %q", args, code, errs, out)
		}
	}
	gitIn(t, root, "tag", "a-tag-of-no-version")
	gitIn(t, root, "tag", "v0.1.0")
	since := func(want string) {
		t.Helper()
		if code, out, errs := runChanges(t, "-root", root, "-latest"); code != 0 || !strings.HasPrefix(out, want) {
			t.Errorf("exit code %d, %q, printed %q, want %q", code, errs, out, want)
		}
	}
	since("Since v0.1.0: minor (before v1, breaking).") // the work tree isn't what was tagged
	gitIn(t, root, "commit", "-q", "-a", "-m", "Break things")
	since("Since v0.1.0: minor (before v1, breaking).")
	gitIn(t, root, "tag", "v0.2.0")
	since("Since v0.1.0: minor (before v1, breaking).")
	gitIn(t, root, "commit", "-q", "--allow-empty", "-m", "Nothing")
	since("Since v0.2.0: patch.")
	gitIn(t, root, "checkout", "-q", "v0.1.0")
	if code, out, errs := runChanges(t, "-root", root, "-latest"); code != 0 || out != nothing {
		t.Errorf("on the first version: exit code %d, %q, printed %q", code, errs, out)
	}
}

// TestAShallowClone says why it sees no version.
func TestAShallowClone(t *testing.T) {
	t.Parallel()
	root := madeUpRepository(t, "v0.1.0", func(map[string]string) {})
	gitIn(t, root, "commit", "-q", "--allow-empty", "-m", "Nothing")
	clone := filepath.Join(t.TempDir(), "clone")
	gitIn(t, root, "clone", "-q", "--depth", "1", "file://"+root, clone)
	if code, out, errs := runChanges(t, "-root", clone, "-check"); code != 0 || !strings.Contains(out, "this clone is shallow and shows no version's tag") {
		t.Errorf("exit code %d, %q, printed %q", code, errs, out)
	}
}
