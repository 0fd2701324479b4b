package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/semver"
)

// kind is what a change does to users' programs.
type kind string

const (
	breaking kind = "breaking" // a program may not compile any more, or its calls may fail
	added    kind = "added"
	changed  kind = "changed"
)

func (k kind) order() int { return map[kind]int{breaking: 0, added: 1, changed: 2}[k] }

// change is one thing that users may notice.
type change struct {
	// Group is the vendor, or a package's path below the module's: "halo", "rest". Title is its name for people.
	Group string `json:"group"`
	Title string `json:"title"`
	Kind  kind   `json:"kind"`
	// Side is where it was seen: "document" or "go".
	Side string `json:"side"`
	// Subject is what changed: "`GET /Tickets` (`Tickets.List`)".
	Subject string `json:"subject"`
	Text    string `json:"text"`
	// Names are the names by which an announcement may call it. One is enough.
	Names []string `json:"names"`
}

func (c change) line() string {
	if c.Subject == "" {
		return c.Text
	}
	return c.Subject + ": " + c.Text
}

// report is what changed since a version.
type report struct {
	Since string `json:"since"`
	// Level is "major", "minor" or "patch" of Semantic Versioning, before version 1 too: there a breaking change makes a
	// minor version.
	Level string `json:"level"`
	// Breaking is whether something breaks users' programs.
	Breaking bool `json:"breaking"`
	// Next is the version that follows from Since; empty when that isn't a version.
	Next    string   `json:"next,omitempty"`
	Changes []change `json:"changes"`
}

func newReport(since string, changes []change) *report {
	r := &report{Since: since, Changes: changes, Level: "patch"}
	beforeOne := !semver.IsValid(since) || semver.Major(since) == "v0"
	r.Breaking = r.count(breaking) > 0
	switch {
	case r.Breaking && !beforeOne:
		r.Level = "major"
	case r.Breaking || r.count(added) > 0:
		r.Level = "minor"
	}
	r.Next = next(since, r.Level)
	return r
}

func (r *report) count(k kind) int {
	n := 0
	for _, c := range r.Changes {
		if c.Kind == k {
			n++
		}
	}
	return n
}

// words says the level in a sentence's words.
func (r *report) words() string {
	if r.Breaking && r.Level == "minor" {
		return "minor (before v1, breaking)"
	}
	return r.Level
}

// next counts a version up.
func next(version, level string) string {
	if !semver.IsValid(version) {
		return ""
	}
	var major, minor, patch int
	if n, _ := fmt.Sscanf(semver.Canonical(version), "v%d.%d.%d", &major, &minor, &patch); n < 3 {
		return ""
	}
	switch {
	case semver.Prerelease(version) != "": // what it prepares
	case level == "major":
		major, minor, patch = major+1, 0, 0
	case level == "minor":
		minor, patch = minor+1, 0
	default:
		patch++
	}
	return fmt.Sprintf("v%d.%d.%d", major, minor, patch)
}

// writeMarkdown writes a draft in the form of CHANGELOG.md: by kind, then by vendor or package.
func (r *report) writeMarkdown(out io.Writer) error {
	var text strings.Builder
	fmt.Fprintf(&text, "Since %s: %s.", r.Since, r.words())
	if r.Next != "" {
		fmt.Fprintf(&text, " The next version is %s.", r.Next)
	}
	text.WriteString("\n")
	if len(r.Changes) == 0 {
		text.WriteString("\nNeither a document nor the Go API of a public package changed in a way that users' programs notice.\n")
	}
	for _, k := range []kind{breaking, added, changed} {
		text.WriteString(section(k, r.Changes))
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// section is the part of a draft on one kind of change; empty when there is none.
func section(k kind, changes []change) string {
	var text strings.Builder
	group := ""
	for _, c := range changes {
		if c.Kind != k {
			continue
		}
		if text.Len() == 0 {
			fmt.Fprintf(&text, "\n### %s%s\n\n", strings.ToUpper(string(k[:1])), k[1:])
		}
		if c.Group != group {
			group = c.Group
			fmt.Fprintf(&text, "- %s\n", c.Title)
		}
		fmt.Fprintf(&text, "  - %s\n", c.line())
	}
	return text.String()
}

func (r *report) writeJSON(out io.Writer) error {
	if r.Changes == nil {
		r.Changes = []change{}
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}
