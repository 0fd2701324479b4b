package ledger_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/upstream/changelog"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/ledger"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// historyVariable names a clone of github.com/holaSpirit/holaspirit-docs with its whole history. The words are the vendor's
// and aren't kept here, so without it the tests of this file are skipped:
//
//	VENDORKIT_CHANGELOG_REPO=/path/to/holaspirit-docs go test ./internal/upstream/ledger -run History -v
const historyVariable = "VENDORKIT_CHANGELOG_REPO"

// history returns every version of the changelog, oldest first.
func history(t *testing.T) []version {
	t.Helper()
	repo := os.Getenv(historyVariable)
	if repo == "" {
		t.Skipf("%s isn't set", historyVariable)
	}
	git := func(args ...string) []byte {
		out, err := exec.Command("git", append([]string{"-C", repo}, args...)...).Output()
		if err != nil {
			t.Fatalf("git %v: %v", args, err)
		}
		return out
	}
	var all []version
	for _, line := range strings.Split(strings.TrimSpace(string(git("log", "--reverse", "--format=%h %ad", "--date=short", "--", "changelog.md"))), "\n") {
		commit, date, _ := strings.Cut(line, " ")
		entries, err := changelog.Parse(git("show", commit+":changelog.md"))
		if err != nil {
			t.Fatalf("%s: %v", commit, err)
		}
		all = append(all, version{commit: commit, date: date, entries: entries})
	}
	if len(all) < 60 {
		t.Fatalf("%d versions: is the history whole?", len(all))
	}
	return all
}

type version struct {
	commit, date string
	entries      []changelog.Entry
}

// passing are the headings that entries had before they got the one that they have now, with a word of the entry where the
// heading alone doesn't show, and that final date. The list was made by hand from the history.
var passing = [][3]string{
	{"Date TBD", "htmlBody", "2020-09-10"},
	{"Date TBD", "Markdown code", "2020-05-11"},
	{"Date TBD", "videoConfUrl", "2020-06-15"},
	{"Date TBD", "meetings/{meeting_id}/tensions", "2022-01-10"},
	{"Date TBD", "notarchived", "2022-04-04"},
	{"Date TBD", "access_token", "2023-03-21"},
	{"Date TBD", "actions and projects", "2023-08-08"},
	{"?? June 2020", "", "public paths"}, // went into the entry of 16 June 2020, which had another part before
	{"19 April 2021", "", "2021-05-03"},
	{"22 February 2023", "", "2023-03-21"},
	{"20 March 2023", "", "2023-03-21"},
	{"25 September 2023", "", "2023-10-02"},
	{"28 September 2023", "", "2023-10-02"},
	{"11 October 2023", "", "2023-10-18"},
	{"01 February 2024", "", "2024-02-07"},
	{"29 October", "", "2024-10-29"},
	{"19 Februry 2025", "", "2025-02-19"},
	{"6 Septembre 2023", "", "2023-09-06"},
	{"7 Septembre 2023", "", "2023-09-07"},
	{"4 march 2025", "", "2025-03-04"},
}

// names says which entries one is, by the date that each has today: one, or two where two were put together.
func names(t *testing.T, e changelog.Entry) []string {
	t.Helper()
	for _, p := range passing {
		if e.Heading == p[0] && strings.Contains(e.Body, p[1]) {
			return []string{p[2]}
		}
	}
	day, month, year := 0, "", 0
	if n, _ := fmt.Sscanf(e.Heading, "%d %s %d", &day, &month, &year); n != 3 {
		t.Fatalf("no name for the heading %q", e.Heading)
	}
	all := []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	name := fmt.Sprintf("%d-%02d-%02d", year, slices.Index(all, month)+1, day)
	if name == "2020-06-16" && strings.Contains(e.Body, "/api/public/") {
		return []string{name, "public paths"}
	}
	return []string{name}
}

func known(l *ledger.Ledger) []changelog.Known {
	var list []changelog.Known
	for _, e := range l.Entries {
		list = append(list, e.Known())
	}
	return list
}

// checkComparison checks what Compare says against the entries that aren't known by their names.
func checkComparison(t *testing.T, what string, v version, c changelog.Comparison, knows map[string]bool) (news, edited int) {
	t.Helper()
	var want, got []string
	for _, e := range v.entries {
		of := names(t, e)
		if !slices.ContainsFunc(of, func(n string) bool { return knows[n] }) {
			want = append(want, e.Heading+": "+strings.Join(of, ", "))
		}
	}
	for _, e := range c.New {
		got = append(got, e.Heading+": "+strings.Join(names(t, e), ", "))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: new entries of %s (%s) (-want +got):\n%s", what, v.commit, v.date, diff)
	}
	if all := len(c.New) + len(c.Edited) + len(c.Same); all != len(v.entries) {
		t.Errorf("%s: %d of %d entries of %s are accounted for", what, all, len(v.entries), v.commit)
	}
	return len(c.New), len(c.Edited)
}

// TestHistoryHoldsNothingUnknown: the ledger knows every entry of every version, whatever its date and words were then.
func TestHistoryHoldsNothingUnknown(t *testing.T) {
	t.Parallel()
	versions := history(t)
	l, err := ledger.Load(specs.Files(), "holaspirit")
	if err != nil {
		t.Fatal(err)
	}
	entries, edited := 0, 0
	for _, v := range versions {
		c := changelog.Compare(v.entries, known(l))
		entries += len(v.entries)
		edited += len(c.Edited)
		for _, e := range c.New {
			t.Errorf("%s (%s): %q line %d: listed as new", v.commit, v.date, e.Heading, e.Line)
		}
	}
	t.Logf("%d versions, %d entries in all, none listed as new; %d listed as edited, since they said something else then", len(versions), entries, edited)
}

// TestHistoryOfTruncatedLedgers cuts the ledger off at every date and asks every version what is newer.
func TestHistoryOfTruncatedLedgers(t *testing.T) {
	t.Parallel()
	versions := history(t)
	whole, err := ledger.Load(specs.Files(), "holaspirit")
	if err != nil {
		t.Fatal(err)
	}
	compared, listed := 0, 0
	for cut := range whole.Entries {
		short := &ledger.Ledger{Entries: whole.Entries[cut:]}
		knows := map[string]bool{}
		for _, e := range short.Entries {
			knows[e.Date] = true
			if e.Date == "2020-06-16" {
				knows["public paths"] = true
			}
		}
		for _, v := range versions {
			news, _ := checkComparison(t, "ledger until "+short.Entries[0].Date, v, changelog.Compare(v.entries, known(short)), knows)
			compared, listed = compared+1, listed+news
		}
	}
	t.Logf("%d ledgers by %d versions = %d comparisons, %d new entries listed, none twice, none lost", len(whole.Entries), len(versions), compared, listed)
}

// TestHistoryAsItWasFollowed makes a ledger of each version by accepting it, and asks every later version what is new.
func TestHistoryAsItWasFollowed(t *testing.T) {
	t.Parallel()
	versions := history(t)
	compared, listed, edits := 0, 0, 0
	for i, base := range versions {
		l := accepted(t, base)
		knows := map[string]bool{}
		for _, e := range base.entries {
			for _, n := range names(t, e) {
				knows[n] = true
			}
		}
		for _, v := range versions[i:] {
			news, edited := checkComparison(t, "ledger of "+base.commit, v, changelog.Compare(v.entries, known(l)), knows)
			compared, listed, edits = compared+1, listed+news, edits+edited
		}
	}
	t.Logf("%d comparisons, %d new and %d edited entries listed, none twice, none lost", compared, listed, edits)
}

// accepted makes a ledger of a version out of an empty one, and makes sure that accepting again changes nothing.
func accepted(t *testing.T, v version) *ledger.Ledger {
	t.Helper()
	data := []byte("vendor: holaspirit\nentries: []\n")
	for range 2 {
		l, err := ledger.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		next, err := l.Accept(changelog.Compare(v.entries, known(l)), "changelog.md")
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Entries) > 0 && !bytes.Equal(next, data) {
			t.Fatalf("%s: accepting twice:\n%s", v.commit, cmp.Diff(string(data), string(next)))
		}
		data = next
	}
	l, err := ledger.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Entries) != len(v.entries) {
		t.Fatalf("%s: %d entries became %d", v.commit, len(v.entries), len(l.Entries))
	}
	return l
}
