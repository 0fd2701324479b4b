package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// TestErrorsSpeakOfFlags takes every string in package auth that an error may be made of, and looks for Go names in what is shown of it.
func TestErrorsSpeakOfFlags(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../../auth/*.go")
	if err != nil {
		t.Fatal(err)
	}
	hints := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "doc.go") {
			continue
		}
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, literal := range regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"`).FindAllString(string(code), -1) {
			hint, err := strconv.Unquote(literal)
			if err != nil || !strings.Contains(hint, " ") || strings.Contains(hint, "NewFileStore") || strings.Contains(hint, "NewSQLStore") || strings.Contains(hint, "%q, Grant") {
				continue
			}
			shown := shownError(&auth.TokenError{Hint: hint})
			if goName := regexp.MustCompile(`\b(?:[A-Z][a-z]+)+(?:URL|ID|Secret)\b|\b(?:Username|Password|Tenant|Scopes|RefreshToken) |\b(?:Halo|Holaspirit|Humanity|Spiro)[A-Z]\w+|\bDiscoverHalo\b`).FindString(shown); goName != "" && hint != "Username & Password" {
				t.Errorf("%s: %q is shown as %q, which has %s", filepath.Base(name), hint, shown, goName)
			}
			if shown != (&auth.TokenError{Hint: hint}).Error() {
				hints++
			}
		}
	}
	if hints < 10 {
		t.Errorf("%d errors had something to translate", hints)
	}
}

// TestEachErrorNamesItsCommandsHelp runs a faulty line of each command.
func TestEachErrorNamesItsCommandsHelp(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	for line, want := range map[string]string{
		"login halo --base-url http://acme.halopsa.com": "Try 'vendorkit login --help'.",
		"login holaspirit --base-url ftp://x":           "Try 'vendorkit login --help'.",
		"token holaspirit":                              "Try 'vendorkit token --help'.",
		"call spiro listContact":                        "Try 'vendorkit call --help'.",
		"call spiro listContacts --fro x":               "Try 'vendorkit call --help'.",
	} {
		code, _, errs := c.run(strings.Fields(line)...)
		if code == 0 || !strings.Contains(errs, want) {
			t.Errorf("%s: exit %d:\n%s", line, code, errs)
		}
		if goName := goField.FindString(errs); goName != "" {
			t.Errorf("%s speaks of %s:\n%s", line, goName, errs)
		}
	}
}
