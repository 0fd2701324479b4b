package readme

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// limit is how many lines a README may have that is read to its end.
const limit = 200

// block is a piece of code in the README.
type block struct {
	language, text string
	line           int
}

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns the README's pieces of code in a language.
func blocks(t *testing.T, language string) (found []block) {
	t.Helper()
	var open *block
	for i, line := range strings.Split(readme(t), "\n") {
		switch {
		case open == nil && strings.HasPrefix(line, "```"):
			open = &block{language: strings.TrimPrefix(line, "```"), line: i + 1}
		case line == "```":
			if open.language == language {
				found = append(found, *open)
			}
			open = nil
		case open != nil:
			open.text += line + "\n"
		}
	}
	if open != nil {
		t.Fatalf("README.md:%d: the block has no end", open.line)
	}
	if len(found) == 0 {
		t.Fatalf("README.md has no block of %s", language)
	}
	return found
}

func TestREADMEIsShort(t *testing.T) {
	t.Parallel()
	if n := strings.Count(readme(t), "\n"); n > limit {
		t.Errorf("%d lines are more than %d", n, limit)
	}
}

// What the README leads to is there.
func TestREADMELinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	links := regexp.MustCompile(`\]\(([^)#]+)`).FindAllStringSubmatch(readme(t), -1)
	if len(links) < 10 {
		t.Errorf("only %d links are found", len(links))
	}
	for _, link := range links {
		if strings.Contains(link[1], "://") {
			continue
		}
		if _, err := os.Stat("../../" + link[1]); err != nil {
			t.Error(err)
		}
	}
}

// The targets of make that the README names are there, and so are the packages whose test it shows.
func TestREADMENamesTargetsAndPackagesThatExist(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := regexp.MustCompile("(?m)(?:`|^\\$ |&& )make ([a-z-]+)").FindAllStringSubmatch(readme(t), -1)
	if len(targets) < 4 {
		t.Errorf("only %d targets are found", len(targets))
	}
	for _, target := range targets {
		if !strings.Contains(string(makefile), "\n"+target[1]+":") {
			t.Errorf("make has no target %q", target[1])
		}
	}
	const module = "github.com/seed-8da6be54/vendorkit/"
	for _, path := range regexp.MustCompile(module+`([a-z/]+)`).FindAllStringSubmatch(readme(t), -1) {
		if _, err := os.Stat("../../" + path[1]); err != nil {
			t.Error(err)
		}
	}
}
