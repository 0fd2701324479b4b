package ledger_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/upstream/changelog"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/ledger"
)

func accept(t *testing.T, before, published string) string {
	t.Helper()
	l, err := ledger.Parse([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := changelog.Parse([]byte(published))
	if err != nil {
		t.Fatal(err)
	}
	after, err := l.Accept(changelog.Compare(entries, known(l)), "news.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(after)
}

const oldLedger = `# Kept by hand;   odd   blanks stay.
vendor: shop # here too
changelog: {url: "https://example.com/x", read-until: "2025-03-01"}
entries:   # newest first
  # About the newest.
  - date:   '2025-03-01'   # a day
    title: "Ümlauts: and colons"
    source: news.txt
    change:  added

    touches: [a,
      b]
    document: |
      Several lines.
      # not a comment


  # About the older one.
  - {date: "2024-01-01", title: Old, source: news.txt, change: none, document: Nothing.}
  - date: "unknown"
    title: Undated
    source: news.txt
    change: none
    document: Nothing.

# The end.

watch:
  - what: x
`

// TestAcceptKeepsEveryByte: taking out the lines that were put in gives the file as it was.
func TestAcceptKeepsEveryByte(t *testing.T) {
	t.Parallel()
	published := "2025-05-05: The newest.\n\n2025-02-02: In between.\n\n2025-03-01: The known one.\n\n2023-09-09: The oldest: \"quoted\" \\ and # so on.\n"
	stub := func(date, words, print string) string {
		return "  - date: \"" + date + "\"\n    title: \"TODO, in words of our own: " + words + "\"\n    source: \"news.txt\"\n    fingerprint: " + print +
			"\n    change: unknown\n    status: open\n    touches: []\n    document: TODO\n"
	}
	print := func(words string) string { return changelog.Entry{Body: words}.Fingerprint() }
	want := strings.Replace(oldLedger, "  - date:   '2025", stub("2025-05-05", "The newest.", print("The newest."))+"  - date:   '2025", 1)
	want = strings.Replace(want, "    change:  added", "    fingerprint: "+print("The known one.")+"\n    change:  added", 1)
	want = strings.Replace(want, "  # About the older", stub("2025-02-02", "In between.", print("In between."))+"  # About the older", 1)
	oldest := `The oldest: \"quoted\" \\ and # so on.`
	want = strings.Replace(want, "\n# The end.", stub("2023-09-09", oldest, print(`The oldest: "quoted" \ and # so on.`))+"\n# The end.", 1)
	for name, newline := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
		before, want := strings.ReplaceAll(oldLedger, "\n", newline), strings.ReplaceAll(want, "\n", newline)
		got := accept(t, before, published)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if again := accept(t, got, published); again != got {
			t.Errorf("%s: accepting again changed it (-once +twice):\n%s", name, cmp.Diff(got, again))
		}
	}
}

func TestAcceptIntoEmptyLedgers(t *testing.T) {
	t.Parallel()
	for _, before := range []string{
		"vendor: shop\n", "vendor: shop", "vendor: shop\nentries:\n", "vendor: shop\nentries: []\nwatch: []\n", "vendor: shop\nentries: null",
		"entries:\n\n# x\nvendor: shop\n",
	} {
		after := accept(t, before, "2025-05-05: The newest.\n2025-02-02: The other.\n")
		l, err := ledger.Parse([]byte(after))
		if err != nil {
			t.Fatalf("%q: %v", before, err)
		}
		if len(l.Entries) != 2 || l.Entries[0].Date != "2025-05-05" || l.Entries[0].Status != ledger.Open || l.Vendor != "shop" {
			t.Errorf("%q became\n%s", before, after)
		}
	}
	l, err := ledger.Parse([]byte("vendor: shop\nentries: [{date: unknown, title: a, source: b, change: none, document: c}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Accept(changelog.Comparison{New: make([]changelog.Entry, 1)}, "x"); err == nil || !strings.Contains(err.Error(), "block style") {
		t.Errorf("a list in one line: %v", err)
	}
}

// TestAcceptMarksEdited: an edited entry gets its new date and fingerprint, and says that it waits.
func TestAcceptMarksEdited(t *testing.T) {
	t.Parallel()
	first := accept(t, "vendor: shop\nentries:\n", "2025-05-05: The colour of baskets will leave every response of the shop.\n")
	worked := strings.NewReplacer("    status: open\n", "", "change: unknown", "change: removed", "TODO, in words of our own: ", "", "document: TODO",
		"document: It is gone.", `date: "2025-05-05"`, `date: "2025-05-05" # Monday`).Replace(first)
	second := accept(t, worked, "12 June 2025: The colour of baskets has now left every response of the shop.\n")
	for _, part := range []string{`- date: "2025-06-12" # Monday`, "    status: edited\n", "document: It is gone."} {
		if !strings.Contains(second, part) {
			t.Errorf("%q isn't in\n%s", part, second)
		}
	}
	sameDay := accept(t, worked, "2025-05-05: The colour of baskets will leave every response of the shop, and so will its price.\n")
	if want := strings.Count(worked, "\n") + 1; strings.Count(sameDay, "status: edited\n") != 1 || strings.Count(sameDay, "\n") != want {
		t.Errorf("other words on the same day:\n%s", sameDay)
	}
	if strings.Count(second, "date:") != 1 || strings.Count(second, "fingerprint:") != 1 || strings.Contains(second, "2025-05-05") {
		t.Errorf("it was written twice:\n%s", second)
	}
}

func TestWriteReplacesWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "ledger.yaml"), filepath.Join(dir, "link.yaml")
	if err := os.WriteFile(file, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	name := file
	if os.Symlink("ledger.yaml", link) == nil {
		name = link
	}
	if err := ledger.Write(name, []byte("new")); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	info, statErr := os.Stat(file)
	if err != nil || statErr != nil || string(data) != "new" || info.Mode() != before.Mode() {
		t.Errorf("%q, %v, %v", data, err, info.Mode())
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".ledger-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := ledger.Write(filepath.Join(dir, "none.yaml"), nil); err == nil {
		t.Error("a ledger came out of nothing")
	}
}
