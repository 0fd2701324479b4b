package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/specs"
)

// documents are what tells people which commands to type.
var documents = []string{"../../README.md", "../../ARCHITECTURE.md", "../../.github/CONTRIBUTING.md"}

// Every command line in the documents is one that this program has, with its flags.
func TestDocumentsNameCommandsThatExist(t *testing.T) {
	t.Parallel()
	inCode := regexp.MustCompile("`([^`\n]+)`")
	for _, name := range documents {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for i, part := range strings.Split(string(text), "```") {
			if i%2 == 1 {
				lines = append(lines, strings.Split(part, "\n")...)
				continue
			}
			for _, span := range inCode.FindAllStringSubmatch(strings.ReplaceAll(part, "\n", " "), -1) {
				lines = append(lines, span[1])
			}
		}
		checked := 0
		for _, line := range lines {
			line = strings.TrimPrefix(line, "$ ")
			line = strings.Replace(line, "go run ./cmd/vendorkit", "vendorkit", 1)
			_, arguments, ok := strings.Cut(line, "vendorkit ")
			if !ok || !strings.HasPrefix(line, "vendorkit ") {
				continue
			}
			arguments, _, _ = strings.Cut(arguments, " #")
			checked++
			if wrong := misspelt(strings.Fields(arguments)); wrong != "" {
				t.Errorf("%s: %q: %s", name, line, wrong)
			}
		}
		if name == documents[0] && checked < 4 {
			t.Errorf("only %d command lines are found in %s", checked, name)
		}
	}
}

// misspelt says what of a command line isn't there.
func misspelt(arguments []string) string {
	root := rootCommand(specs.Files(), newMachine())
	command, rest, err := root.Find(arguments)
	switch {
	case err != nil:
		return err.Error()
	case command == root && len(rest) > 0 && !strings.HasPrefix(rest[0], "-"):
		return "there is no such command"
	}
	command.InitDefaultHelpFlag()
	root.InitDefaultVersionFlag()
	for _, argument := range rest {
		flag, isFlag := strings.CutPrefix(argument, "--")
		flag, _, _ = strings.Cut(flag, "=")
		if isFlag && command.Flags().Lookup(flag) == nil && command.InheritedFlags().Lookup(flag) == nil {
			return "there is no flag --" + flag
		}
	}
	return ""
}

func newMachine() machine { return machine{env: func(string) string { return "" }} }

// What the README shows of the demonstration is what it prints, but for the times.
func TestREADMEShowsWhatTheDemoPrints(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, ok := strings.Cut(string(text), "$ make demo\n")
	shown, _, end := strings.Cut(shown, "\n$ make test\n")
	if !ok || !end {
		t.Fatal("the README doesn't show the two commands")
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"demo"}, &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	seconds := regexp.MustCompile(`\d+\.\d+ s\b`)
	printed := strings.Split(seconds.ReplaceAllString(out.String(), "TIME"), "\n")
	lines := 0
	for line := range strings.SplitSeq(seconds.ReplaceAllString(shown, "TIME"), "\n") {
		if line == "..." {
			continue
		}
		at := slices.Index(printed, line)
		if at < 0 {
			t.Errorf("the README shows a line that isn't printed there: %q", line)
			continue
		}
		printed, lines = printed[at+1:], lines+1
	}
	if lines < 4 {
		t.Errorf("the README shows %d lines", lines)
	}
	if t.Failed() {
		t.Log(out.String())
	}
}
