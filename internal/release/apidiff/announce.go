package main

import (
	"fmt"
	"regexp"
	"strings"
)

// announced fails when the changelog doesn't announce a breaking change. What counts is above the heading of the version
// that was compared with, below headings "### Breaking": an item there must name the vendor or package, and within it
// (items below it count) what breaks: the Go name, or the method and path. "everything" instead stands for all of it.
func announced(r *report, changelog string) error {
	entries := breakingEntries(newer(changelog, r.Since))
	var missing []change
	for _, c := range r.Changes {
		if c.Kind == breaking && !anyNames(entries, c) {
			missing = append(missing, c)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf(`CHANGELOG.md doesn't announce what breaks users' programs since %s: %d of %d breaking changes are missing.
Write them below "## Unreleased", in the words that help a user most. What counts is a heading "### Breaking" and below it an
item that names the vendor or package and what breaks, by its Go name or its method and path; an item that names the vendor
or package and says "everything" announces all of it. For instance:
%s
If a change wasn't meant, take it back instead`, r.Since, len(missing), r.count(breaking), section(breaking, missing))
}

// newer is the part of a changelog above the heading of a version; when it has none, its first section.
func newer(changelog, version string) string {
	heading := regexp.MustCompile(`(?m)^## .*$`)
	name := regexp.MustCompile(`(^|[^\w.-])` + regexp.QuoteMeta(strings.TrimPrefix(version, "v")) + `($|[^\w.-])`)
	sections := heading.FindAllStringIndex(changelog, -1)
	for _, at := range sections {
		if name.MatchString(strings.ReplaceAll(changelog[at[0]:at[1]], " v", " ")) {
			return changelog[:at[0]]
		}
	}
	if len(sections) > 1 {
		return changelog[:sections[1][0]]
	}
	return changelog
}

// breakingEntries are the outermost items below the headings "Breaking", each with the items below it.
func breakingEntries(changelog string) []string {
	var entries []string
	in := false
	for line := range strings.Lines(changelog) {
		switch {
		case strings.HasPrefix(line, "#"):
			in = strings.HasPrefix(strings.ToLower(strings.TrimLeft(line, "# ")), "breaking")
		case !in:
		case strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* "):
			entries = append(entries, line)
		case len(entries) > 0:
			entries[len(entries)-1] += line
		}
	}
	return entries
}

func anyNames(entries []string, c change) bool {
	for _, entry := range entries {
		if !hasWord(entry, c.Group) && !hasWord(entry, strings.Trim(c.Title, "`")) && !hasWord(entry, "gen/"+c.Group) {
			continue
		}
		for _, name := range append(c.Names, "everything") {
			if hasWord(entry, name) {
				return true
			}
		}
	}
	return false
}

// hasWord reports whether a name stands in a text by itself; case doesn't count.
func hasWord(text, name string) bool {
	if name == "" {
		return false
	}
	return regexp.MustCompile(`(?i)(^|[^\w/])` + regexp.QuoteMeta(name) + `($|[^\w/{])`).MatchString(text)
}
