package catalog

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// query is what somebody looks for, and the operation that is meant.
type query struct{ vendor, words, first string }

// queries are those of testdata/queries.tsv, which the test of the reference's search reads, too.
func queries(t *testing.T) []query {
	t.Helper()
	data, err := os.ReadFile("testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all []query
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		column := strings.Split(line, "\t")
		all = append(all, query{column[0], column[1], column[2]})
	}
	if all = all[1:]; len(all) < 40 {
		t.Fatalf("only %d queries", len(all))
	}
	return all
}

func TestFindPutsWhatIsMeantFirst(t *testing.T) {
	t.Parallel()
	catalogs := map[string]*Catalog{}
	for _, vendor := range Vendors() {
		catalogs[vendor] = open(t, vendor)
	}
	for _, test := range queries(t) {
		hits := catalogs[test.vendor].Find(test.words)
		if len(hits) == 0 || hits[0].Operation.Name != test.first {
			var found []string
			for _, hit := range hits[:min(5, len(hits))] {
				found = append(found, hit.Operation.Name)
			}
			t.Errorf("%s %q finds %s", test.vendor, test.words, strings.Join(found, ", "))
		}
	}
}

func TestFindLooksIntoFields(t *testing.T) {
	t.Parallel()
	hits := open(t, "halo").Find("dateclosed")
	i := slices.IndexFunc(hits, func(h Hit) bool { return h.Operation.Name == "getTicket" })
	if i < 0 || !slices.Contains(hits[i].Fields, "dateclosed") {
		t.Errorf("a field of tickets isn't found in getTicket: %d hits", len(hits))
	}
}

// What an operation is called counts for more than what a field of it is called.
func TestFindPutsFieldsLast(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ vendor, words string }{
		{"halo", "site"}, {"halo", "invoice"}, {"halo", "email"}, {"halo", "priority"}, {"humanity", "publish shift"}, {"humanity", "position"},
		{"holaspirit", "circle member"}, {"spiro", "company"},
	} {
		hits := open(t, test.vendor).Find(test.words)
		byField := slices.IndexFunc(hits, func(h Hit) bool { return len(h.Fields) > 0 })
		if byField <= 0 {
			t.Errorf("%s %q: the first hit by a field is %d of %d", test.vendor, test.words, byField, len(hits))
			continue
		}
		if slices.ContainsFunc(hits[byField:], func(h Hit) bool { return len(h.Fields) == 0 }) {
			t.Errorf("%s %q: a hit by a field stands before one by name", test.vendor, test.words)
		}
	}
}

// A sentence is not searched for its verb alone.
func TestFindNeedsMoreThanAVerb(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"list zeppelins", "how do I create a zeppelin", "get the zeppelin 42"} {
		if hits := open(t, "halo").Find(words); len(hits) > 0 {
			t.Errorf("%q finds %d, such as %s", words, len(hits), hits[0].Operation.Name)
		}
	}
	for _, words := range []string{"list", "create", "of the"} {
		if len(open(t, "halo").Find(words)) == 0 {
			t.Errorf("%q alone finds nothing", words)
		}
	}
}

func TestFindWithoutSuccess(t *testing.T) {
	t.Parallel()
	offers := open(t, "spiro")
	if hits := offers.Find("zeppelin"); len(hits) != 0 {
		t.Errorf("%d hits, such as %s", len(hits), hits[0].Operation.Name)
	}
	if hits := offers.Find(" "); len(hits) != len(offers.Operations()) {
		t.Errorf("no word finds %d of %d operations", len(hits), len(offers.Operations()))
	}
}

func TestWordsOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"listTicketTypes": "list ticket types", "/api/OKRs/{id}": "api okrs id", "getAPIKey": "get api key", "List the circles.": "list the circles",
		"findEmployeeByEID": "find employee by eid", "": "",
	} {
		if got := strings.Join(wordsOf(text), " "); got != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}
