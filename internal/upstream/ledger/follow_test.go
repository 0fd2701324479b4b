package ledger_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/upstream/changelog"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/ledger"
)

// subjects are words that each belong to one entry of testdata/changelog, or to a part of one where two were put together.
var subjects = []string{"`widgets`", "`leadColour`", "`basket`", "`htmlNote`", "`note`", "`parentShelf`", "`publicShop`", "`POST /api/shops`",
	"`sheetJob`", "`Frame`", "`shelvesDiagram`", "`isCore`", "`picture`", "`rateLimit`", "`skills`", "`stats`", "`makers`", "`/chart", "`goalCount`"}

func subjectsOf(t *testing.T, e changelog.Entry) []string {
	t.Helper()
	var found []string
	for _, s := range subjects {
		if strings.Contains(e.Body, s) {
			found = append(found, s)
		}
	}
	if len(found) == 0 {
		t.Fatalf("%q is about nothing:\n%s", e.Heading, e.Body)
	}
	return found
}

// fixtures are the versions of a made-up changelog that has the spellings, the moves and the slips of a real one.
func fixtures(t *testing.T) []version {
	t.Helper()
	files, err := filepath.Glob("testdata/changelog/*.md")
	if err != nil || len(files) != 7 {
		t.Fatalf("%d versions, %v", len(files), err)
	}
	var all []version
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := changelog.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, version{commit: filepath.Base(file), entries: entries})
	}
	return all
}

// TestNewEntriesOfEveryVersion makes a ledger of each version and asks each later one what is new.
func TestNewEntriesOfEveryVersion(t *testing.T) {
	t.Parallel()
	versions := fixtures(t)
	for i, base := range versions {
		l := accepted(t, base)
		var knows []string
		for _, e := range base.entries {
			knows = append(knows, subjectsOf(t, e)...)
		}
		for _, v := range versions[i:] {
			var want, got []string
			for _, e := range v.entries {
				if !slices.ContainsFunc(subjectsOf(t, e), func(s string) bool { return slices.Contains(knows, s) }) {
					want = append(want, e.Heading)
				}
			}
			c := changelog.Compare(v.entries, known(l))
			for _, e := range c.New {
				got = append(got, e.Heading)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("ledger of %s, changelog %s: new (-want +got):\n%s", base.commit, v.commit, diff)
			}
			if n := len(c.New) + len(c.Edited) + len(c.Same); n != len(v.entries) {
				t.Errorf("ledger of %s, changelog %s: %d of %d entries accounted for", base.commit, v.commit, n, len(v.entries))
			}
		}
	}
}

// TestFollowing takes one ledger through all versions, as a maintainer would.
func TestFollowing(t *testing.T) {
	t.Parallel()
	steps := []struct{ news, edited, gone []string }{
		{news: []string{"01 April 2020", "28 February 2020", "30 April 2020"}},
		{news: []string{"Date TBD", "Date TBD", "6 May 2020"}}, // 30 April was moved
		{news: []string{"?? June 2020", "16 June 2020"}, edited: []string{"11 May 2020: date"}},
		{news: []string{"19 April 2021"}, edited: []string{"10 September 2020: date", "16 June 2020: text"}, gone: []string{"2020-06"}},
		{news: []string{"29 October", "25 September 2023", "12 September 2023", "7 Septembre 2023", "6 Septembre 2023"},
			edited: []string{"3 May 2021: text date"}, gone: []string{"2020-06"}},
		{news: []string{"19 Februry 2025", "4 march 2025", "24 August 2024"}, edited: []string{"29 October 2024: date", "2 October 2023: date"},
			gone: []string{"2020-06"}},
		{news: []string{"11 July 2025", "5 March 2025"}, edited: []string{"24 August 2024: text"}, gone: []string{"2020-06"}},
	}
	data := []byte("# What a shop's API has seen.\nvendor: shop\nentries:\n\n# Below.\nwatch: []\n")
	for i, v := range fixtures(t) {
		l, err := ledger.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		c := changelog.Compare(v.entries, known(l))
		got := struct{ news, edited, gone []string }{}
		for _, e := range c.New {
			got.news = append(got.news, e.Heading)
		}
		for _, change := range c.Edited {
			what := change.Entry.Heading + ":"
			if change.Text {
				what += " text"
			}
			if change.Date {
				what += " date"
			}
			got.edited = append(got.edited, what)
		}
		for _, n := range c.Gone {
			got.gone = append(got.gone, l.Entries[n].Date)
		}
		if diff := cmp.Diff(steps[i], got, cmp.AllowUnexported(steps[i])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", v.commit, diff)
		}
		if data, err = l.Accept(c, "changes.md"); err != nil {
			t.Fatal(err)
		}
	}
	text := string(data)
	dates := regexp.MustCompile(`(?m)^  - date: "([^"]*)"`).FindAllStringSubmatch(text, -1)
	var got []string
	for _, d := range dates {
		got = append(got, d[1])
	}
	want := []string{"2025-07-11", "2025-03-05", "2025-03-04", "2025-02-19", "2024-10-29", "2024-08-24", "2023-10-02", "2023-09-12", "2023-09-07",
		"2023-09-06", "2021-05-03", "2020-09-10", "2020-05-11", "2020-06-16", "2020-06", "2020-05-06", "2020-04-30", "2020-04-01", "2020-02-28"}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(text, "# What a shop's API has seen.\nvendor: shop\nentries:\n  - date: ") || !strings.HasSuffix(text, "\n\n# Below.\nwatch: []\n") {
		t.Errorf("what stood around the entries was changed:\n%s", text)
	}
	if n := strings.Count(text, "status: open"); n != len(want) {
		t.Errorf("%d entries are open, want %d", n, len(want))
	}
}
