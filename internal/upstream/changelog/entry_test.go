package changelog

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outline is what was read, an entry a line.
func outline(entries []Entry) []string {
	var list []string
	for _, e := range entries {
		list = append(list, fmt.Sprintf("%d %s %q: %s", e.Line, e.Date, e.Heading, e.Title))
	}
	return list
}

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"headings", "# Changes\n\nAbout.\n\n## 11 July 2025\n\nOne.\n\n### 9 May 2020 was wrong\n\nMore.\n\n## Date TBD\n\nTwo.\n",
			[]string{`5 2025-07-11 "11 July 2025": One.`, `13 unknown "Date TBD": Two.`}},
		{"another level", "# 11 July 2025\nOne.\n## Details\nx\n# 5 May 2025\nTwo.\n", []string{`1 2025-07-11 "11 July 2025": One.`, `5 2025-05-05 "5 May 2025": Two.`}},
		{"versions", "# Changelog\n## [1.1.0] - 2025-07-11\n### Added\n- One.\n## [1.0.0] - 2025-05-05\n- Two.\n",
			[]string{`2 2025-07-11 "1.1.0 - 2025-07-11": Added`, `5 2025-05-05 "1.0.0 - 2025-05-05": Two.`}},
		{"underlined", "Changes\n=======\n\n11 July 2025\n------------\n\nOne.\n\n5 May 2025\n----------\n\nTwo.\n",
			[]string{`4 2025-07-11 "11 July 2025": One.`, `9 2025-05-05 "5 May 2025": Two.`}},
		{"a forgotten blank, bold, a deeper date", "##11 July 2025\nOne.\n\n**5 May 2025**\n\nTwo.\n\n### 1 May 2025\nThree.\n\n## 3 March 2025\nFour.\n",
			[]string{`1 2025-07-11 "11 July 2025": One.`, `4 2025-05-05 "5 May 2025": Two.`, `8 2025-05-01 "1 May 2025": Three.`, `11 2025-03-03 "3 March 2025": Four.`}},
		{"code and comments", "## 11 July 2025\n```\n## 1 May 2020\n```\n<!--\n## 2 May 2020\n-->\nOne.\n", []string{`1 2025-07-11 "11 July 2025": 1 May 2020`}},
		{"a fence that nothing closes", "## 11 July 2025\nOne.\n```\n## 5 May 2025\nTwo.\n", []string{`1 2025-07-11 "11 July 2025": One.`, `4 2025-05-05 "5 May 2025": Two.`}},
		{"a table is no heading", "## 11 July 2025\n\n| a | b |\n|---|---|\n| c | d |\n\n---\n\nOne.\n", []string{`1 2025-07-11 "11 July 2025": | a | b |`}},
		{"dated lines", "Changes of the API\n\n2025-07-11: One.\n  and more\n- 5 May 2025 - Two.\nOn 4 May 2020 nothing happened.\n\n1 May 2025\nThree.\n",
			[]string{`3 2025-07-11 "2025-07-11": One.`, `5 2025-05-05 "5 May 2025": Two.`, `8 2025-05-01 "1 May 2025": Three.`}},
		{"versions with dates", "2026-03-01 One.\n\nRelease 2026-04-02\n- Two.\n\nv2.212.1 (2 April 2026)\nThree.\n\nAs of 5 May 2026, four.\nWritten on 3 February 2025.\n",
			[]string{`1 2026-03-01 "2026-03-01": One.`, `3 2026-04-02 "Release 2026-04-02": Two.`, `6 2026-04-02 "v2.212.1 (2 April 2026": Three.`, `9 2026-05-05 "As of 5 May 2026": four.`}},
		{"dotted dates in a row", "05.03.2026 One.\n16.03.2026 Two.\n", []string{`1 2026-03-05 "05.03.2026": One.`, `2 2026-03-16 "16.03.2026": Two.`}},
		{"dates that may be either", "03/05/2026 One.\n03/16/2026 Two.\n2026 was a good year.\n", []string{`1 2026 "03/05/2026": One.`, `2 2026-03-16 "03/16/2026": Two.`}},
		{"a date where a line was broken", "11 July 2025\nIt was so until\n5 May 2025 and then changed.\n", []string{`1 2025-07-11 "11 July 2025": It was so until`}},
		{"list under headings", "# Notes\n\n## API\n\n- 2025-07-11: One.\n- 2025-05-05: Two.\n", []string{`5 2025-07-11 "2025-07-11": One.`, `6 2025-05-05 "2025-05-05": Two.`}},
		{"paragraphs", "One thing\nof two lines.\n\nAnother.\n", []string{`1 unknown "": One thing`, `4 unknown "": Another.`}},
		{"headings without any date", "## API\n\nOne.\n", []string{`1 unknown "API": One.`}},
		{"Windows", "\ufeff## 11 July 2025\r\n\r\nOne.\r\n", []string{`1 2025-07-11 "11 July 2025": One.`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			entries, err := Parse([]byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, outline(entries)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for text, want := range map[string]string{
		" \n ": "empty", "<!DOCTYPE html><p>": "HTML", "a\x00b": "UTF-8", "\xff\xfe": "UTF-8", "# Title\n\n": "no entry",
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

// TestParseIsLinear: what takes far longer than its length never ends within the test's time.
func TestParseIsLinear(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"```a\n", "~~~~a\n```a\n", "<!-- -->", "<!--\n-->\n", "**x**\n", "x\n-\n", "5 May ", "March ", "### a\n", "[x](", "GET /a/{b} "} {
		entries, err := Parse([]byte("## 5 May 2025\n" + strings.Repeat(line, mostBytes/64/len(line)) + "\n## 1 May 2025\nOne.\n"))
		if err != nil || len(entries) < 2 {
			t.Fatalf("%q: %d entries, %v", line, len(entries), err)
		}
		entries[0].Fingerprint()
	}
	if _, err := Parse([]byte(strings.Repeat("## 5 May 2025\n", mostEntries+1))); err == nil || !strings.Contains(err.Error(), "more than the 2000") {
		t.Errorf("too many: %v", err)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	e := Entry{Body: "Use GET `api/a/{id}` and `POST /b/{id}/c`, not `/d/{id}`.\n* DELETE https://example.com/e/{id}\nGET widgets and and/or (/f/{x}/g)."}
	want := []string{"/d/{id}", "/f/{x}/g", "DELETE /e/{id}", "GET /api/a/{id}", "POST /b/{id}/c"}
	if diff := cmp.Diff(want, e.Names()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	of := func(body string) string { return Entry{Body: body}.Fingerprint() }
	base := of("After 25 September 2023, the `old` [page](a.md) of a shop will return 404 to everybody who asks for it.")
	if same := of("* After 2 October, the old [page](b/c.md#d)\nof a shop will  return 404 to everybody who asks for it"); !sameText(base, same) {
		t.Errorf("date, markup and link changed the fingerprint: %s, %s", base, same)
	}
	edited := of("After 25 September 2023, the old page of a shop will return 410 to everybody who asks for it.")
	if sameText(base, edited) || likeness(base, edited) < 0.6 {
		t.Errorf("one word changed: same %v, likeness %.2f", sameText(base, edited), likeness(base, edited))
	}
	if other := of("Baskets have gained a colour, which is one of seven."); likeness(base, other) > 0.3 {
		t.Errorf("another text: likeness %.2f", likeness(base, other))
	}
	if got := of("1 May 2020 --- !"); got != "" {
		t.Errorf("nothing said: %q", got)
	}
	a, b := of("Gone: GET /a/{id}, GET /b/{id}"), of("In the end we have decided that POST isn't. GET /b/{id} / GET /a/{id}")
	if !sameNames(a, b) || sameNames(base, base) {
		t.Errorf("names: %s, %s", a, b)
	}
	for _, print := range []string{base, a} {
		if !ValidFingerprint(print) {
			t.Errorf("%q isn't valid", print)
		}
	}
	if ValidFingerprint("") || ValidFingerprint(base+"x") || ValidFingerprint(strings.ToUpper(base)) {
		t.Error("what is none is valid")
	}
}

func TestCompareWithoutFingerprints(t *testing.T) {
	t.Parallel()
	entries, err := Parse([]byte("## 5 May 2025\nNew that day.\n\n## 5 May 2025\nKnown.\n\n## 1 May 2025\nNew.\n\n## Soon\nNew too.\n"))
	if err != nil {
		t.Fatal(err)
	}
	day, _ := ParseDate("2025-05-05")
	c := Compare(entries, []Known{{Date: day, Title: "Known"}, {Title: "undated"}})
	if diff := cmp.Diff([]string{"1 2025-05-05", "7 2025-05-01", "10 unknown"}, lines(c.New)); diff != "" {
		t.Errorf("new (-want +got):\n%s", diff)
	}
	if len(c.Same) != 1 || c.Same[0].Entry.Line != 4 || !c.Same[0].Unmarks || len(c.Edited)+len(c.Gone) != 0 {
		t.Errorf("%+v", c)
	}
}

// TestCompareReusedDate: an entry moved to another day with other words, and a new one took its day.
func TestCompareReusedDate(t *testing.T) {
	t.Parallel()
	before, err := Parse([]byte("## 5 May 2025\nThe colour of baskets will leave every response of the shop, without replacement.\n"))
	if err != nil {
		t.Fatal(err)
	}
	after, err := Parse([]byte("## 9 June 2025\nThe colour of baskets leaves every response of the shop, without replacement.\n\n## 5 May 2025\nShelves know the one above.\n"))
	if err != nil {
		t.Fatal(err)
	}
	c := Compare(after, []Known{{Date: before[0].Date, Fingerprint: before[0].Fingerprint()}})
	if len(c.New) != 1 || c.New[0].Line != 4 || len(c.Edited) != 1 || !c.Edited[0].Text || !c.Edited[0].Date {
		t.Errorf("%+v", c)
	}
}

// TestCompareExactFirst: an entry moved to another day as it is, and one much like it took its day.
func TestCompareExactFirst(t *testing.T) {
	t.Parallel()
	const words = "The colour of baskets will leave every response of the shop without any replacement, as was announced"
	day, _ := ParseDate("2025-05-05")
	entries, err := Parse([]byte("## 9 June 2025\n" + words + ".\n\n## 5 May 2025\n" + words + " once.\n"))
	if err != nil {
		t.Fatal(err)
	}
	c := Compare(entries, []Known{{Date: day, Fingerprint: Entry{Body: words}.Fingerprint()}})
	if len(c.New) != 1 || c.New[0].Line != 4 || len(c.Edited) != 1 || c.Edited[0].Text || !c.Edited[0].Date {
		t.Errorf("%+v", c)
	}
}

func lines(entries []Entry) []string {
	var list []string
	for _, e := range entries {
		list = append(list, fmt.Sprintf("%d %s", e.Line, e.Date))
	}
	return list
}

// FuzzParse reads any bytes: no entry twice, and what was read is known from then on.
func FuzzParse(f *testing.F) {
	f.Add([]byte("# T\n\n## 11 July 2025\n\nOne.\n```\n## x\n```\n\n## ?? June 2020\n- a\n"))
	f.Add([]byte("2025-07-11: One.\n\n5 May: Two.\n"))
	f.Add([]byte("A\n=\n\nB\n--\n**1 May 2020**\n<!--\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := Parse(data)
		if err != nil {
			return
		}
		last := 0
		var known []Known
		for _, e := range entries {
			if e.Line <= last {
				t.Fatalf("line %d after line %d", e.Line, last)
			}
			last = e.Line
			if print := e.Fingerprint(); print != "" && !ValidFingerprint(print) {
				t.Fatalf("fingerprint %q", print)
			}
			if d, err := ParseDate(e.Date.String()); err != nil || d.String() != e.Date.String() {
				t.Fatalf("date %v: %v", e.Date, err)
			}
			known = append(known, Known{Date: e.Date, Fingerprint: e.Fingerprint()})
		}
		c := Compare(entries, known)
		for _, e := range c.New {
			if e.Date.Month > 0 && e.Date.Year > 0 || e.Fingerprint() != "" {
				t.Fatalf("new on the second look: %+v", e)
			}
		}
	})
}

// TestCompareMerged: an older version of a changelog still has two entries that are one by now.
func TestCompareMerged(t *testing.T) {
	t.Parallel()
	paths := Entry{Body: "The public paths GET /public/boards and GET /public/boards/{id} are gone for good."}
	settings := Entry{Body: "Four settings can no longer be given when an organization is created: theme, locale, currency, zone."}
	both := Entry{Body: paths.Body + " " + settings.Body}
	day, _ := ParseDate("2020-06-16")
	known := Known{Date: day, Fingerprint: both.Fingerprint()}
	apart := []Entry{paths, settings}
	if c := Compare(apart, []Known{known}); len(c.New) != 1 {
		t.Errorf("without a word of the merging there are %d new entries, want 1", len(c.New))
	}
	known.Merged = []string{paths.Fingerprint(), settings.Fingerprint()}
	c := Compare(apart, []Known{known})
	if len(c.New) != 0 || len(c.Edited)+len(c.Same) != 2 {
		t.Errorf("%d new, %d edited, %d the same; want none new", len(c.New), len(c.Edited), len(c.Same))
	}
	if c := Compare([]Entry{{Body: "Something else altogether came on that day, for boards."}}, []Known{known}); len(c.New) != 1 {
		t.Error("an entry that wasn't merged counts as known")
	}
}
