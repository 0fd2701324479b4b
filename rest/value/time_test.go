package value

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC)
	for raw, want := range map[string]time.Time{
		`"2026-03-29T01:30:00Z"`:      at,
		`"2026-03-29T03:30:00+02:00"`: at,
		`"2026-03-29T03:30:00+0200"`:  at,
		`"2026-03-29T01:30:00"`:       at,
		`"2026-03-29 01:30:00"`:       at,
		`"2026-03-29T01:30:00.25Z"`:   at.Add(250 * time.Millisecond),
		`"2026-03-29T01:30:00.1234"`:  at.Add(123400 * time.Microsecond),
		`"2026-03-29"`:                at.Add(-90 * time.Minute),
		`1774747800`:                  at,
		`"1774747800"`:                at,
		`1774747800000`:               at,
	} {
		var got Time
		if err := json.Unmarshal([]byte(raw), &got); err != nil || !got.Time().Equal(want) || !got.Valid() {
			t.Errorf("%s: got %v, %v, want %v", raw, got.Time(), err, want)
		}
	}
	for _, raw := range []string{`null`, `""`, `false`} {
		var got Time
		if err := json.Unmarshal([]byte(raw), &got); err != nil || !got.IsZero() || got.Valid() || !got.Time().IsZero() {
			t.Errorf("%s: got %v, %v, want nothing", raw, got, err)
		}
	}
	// A spelling that nobody has seen yet keeps its text and costs nothing else.
	var strange Time
	if err := json.Unmarshal([]byte(`"Tuesday"`), &strange); err != nil || strange.String() != "Tuesday" || strange.Valid() {
		t.Errorf("a strange text: %v, %v", strange, err)
	}
	var object Time
	if err := json.Unmarshal([]byte(`{"a":1}`), &object); err == nil {
		t.Error("an object was taken as a time")
	}
}

func TestTimeWithoutZone(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Skip("no zone data:", err)
	}
	wall := ParseTime("2026-07-01 12:00:00")
	if got, want := wall.In(paris), time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("in Paris: %v, want %v", got.UTC(), want)
	}
	zoned := ParseTime("2026-07-01T12:00:00Z")
	if got := zoned.In(paris); !got.Equal(zoned.Time()) {
		t.Errorf("a zone in the text was overruled: %v", got)
	}
}

func TestTimeRoundTrip(t *testing.T) {
	t.Parallel()
	type record struct {
		T Time `json:"t,omitzero"`
		D Date `json:"d,omitzero"`
	}
	for _, raw := range []string{`{"t":"2026-01-02T03:04:05Z","d":"2026-01-02"}`, `{}`} {
		var r record
		if err := json.Unmarshal([]byte(raw), &r); err != nil {
			t.Fatal(err)
		}
		if data, _ := json.Marshal(r); string(data) != raw {
			t.Errorf("%s became %s", raw, data)
		}
	}
	if a, b := ParseTime("2026-01-02T03:04:05Z"), ParseTime("2026-01-02 03:04:05"); !a.Equal(b) {
		t.Error("one point in time in two spellings isn't equal")
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2026-02-03", "2026-02-03T04:05:06Z", "2026-02-03 04:05", "2026-02-03t04:05:06z", "2026-02-03Z", "2026-02-03+02:00", "20260203"} {
		if got := ParseDate(text).In(time.UTC); !got.Equal(time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: got %v", text, got)
		}
	}
	if ParseDate("03/02/2026").Valid() {
		t.Error("a date of unknown form counts as valid")
	}
}

// FuzzTime reads times and dates from strings and from JSON. What came is kept to the letter, and what was read from it is read
// again from what is written.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{
		"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123456789+14:00", "2026-02-30", "2026-03-29 02:30", "0000-00-00", "0001-01-01T00:00:00Z", "1e99", "1e11", "-1e11",
		"-1", "9999999999999999", "20260102030405", "Fri, 02 Jan 2026 03:04:05 GMT", "2026-01-02T03:04:05+01:00[Europe/Paris]", "/Date(1e3)/", "1767323045.25", "20260102", "00000000", "NaN", "0x10", "1_0", "Tuesday", "", " ", "2026-01-02T", "2026-01-02Tx", "2026-01-02T03:04:05-99:99", "\xff", `"`, "null",
	} {
		f.Add(seed)
	}
	paris := time.FixedZone("Paris", 3600)
	f.Fuzz(func(t *testing.T, text string) {
		at, day := ParseTime(text), ParseDate(text)
		if at.Valid() == at.Time().IsZero() || day.Valid() == day.In(time.UTC).IsZero() || at.String() != text || day.String() != text {
			t.Fatalf("%q: what is valid and what is read disagree", text)
		}
		if at.Valid() && strings.ContainsAny(text, "xX_") && !strings.Contains(text, "[") {
			t.Fatalf("%q is %v", text, at.Time())
		}
		if !at.Equal(ParseTime(text)) || !day.Equal(ParseDate(text)) || at.IsZero() != (text == "") || day.IsZero() != (text == "") {
			t.Fatalf("%q isn't what it is", text)
		}
		for _, zone := range []*time.Location{time.UTC, paris} {
			if read := at.In(zone); !read.IsZero() && read.Year() >= 0 && read.Year() <= 9999 {
				if again := TimeOf(read).In(zone); !again.Equal(read) {
					t.Fatalf("%q: %v became %v", text, read, again)
				}
			}
			if read := day.In(zone); !read.IsZero() && !DateOf(read).In(zone).Equal(read) {
				t.Fatalf("%q: %v became %v", text, read, DateOf(read))
			}
		}
		data, err := json.Marshal([]any{at, day})
		if err != nil {
			t.Fatal(err)
		}
		type pair struct {
			T Time
			D Date
		}
		var back pair
		raw, _ := json.Marshal(text)
		if err := json.Unmarshal([]byte(`{"T":`+string(raw)+`,"D":`+string(raw)+`}`), &back); err != nil {
			t.Fatalf("%q can't be read from JSON: %v", text, err)
		}
		if again, err := json.Marshal([]any{back.T, back.D}); err != nil || utf8.ValidString(text) && string(again) != string(data) {
			t.Fatalf("%q: %s became %s, %v", text, data, again, err)
		}
		if utf8.ValidString(text) && (back.T.String() != text || back.D.String() != text) {
			t.Fatalf("%q became %q and %q", text, back.T, back.D)
		}
		for _, into := range []json.Unmarshaler{new(Time), new(Date)} { // called without json's own look at it first
			if err := into.UnmarshalJSON([]byte(text)); err != nil {
				if _, typed := errors.AsType[*ScalarError](err); !typed && json.Valid([]byte(text)) {
					t.Fatalf("%q: a %T: %v", text, err, err)
				}
			}
		}
	})
}

// TestADayBeginsAtItsFirstInstant: where the clocks go forward at midnight a day begins later, where they go back it has its
// midnight twice, and one that a zone left out begins with the next.
func TestADayBeginsAtItsFirstInstant(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ zone, day, want string }{
		{"America/Santiago", "2025-09-07", "2025-09-07T01:00:00-03:00"}, {"America/Havana", "2026-03-08", "2026-03-08T01:00:00-04:00"},
		{"America/Havana", "2025-11-02", "2025-11-02T00:00:00-04:00"}, {"Europe/Berlin", "2026-03-29", "2026-03-29T00:00:00+01:00"},
		{"Asia/Beirut", "2022-03-27", "2022-03-27T01:00:00+03:00"}, {"Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"},
		{"UTC", "2026-03-29", "2026-03-29T00:00:00Z"},
	} {
		loc, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Skip(err)
		}
		if got := ParseDate(test.day).In(loc).Format(time.RFC3339); got != test.want {
			t.Errorf("%s in %s begins at %s, want %s", test.day, test.zone, got, test.want)
		}
		if got := ParseTime(test.day).In(loc).Format(time.RFC3339); got != test.want {
			t.Errorf("%s as a time in %s is %s, want %s", test.day, test.zone, got, test.want)
		}
	}
}

// TestSpellingsOfOneMoment are those of ISO 8601, RFC 3339, PostgreSQL, Ruby and Java.
func TestSpellingsOfOneMoment(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, 5, 12, 7, 30, 0, 0, time.UTC)
	for _, text := range []string{
		"2026-05-12T07:30Z", "2026-05-12T09:30+02:00", "2026-05-12T09:30+0200", "2026-05-12 09:30 +02:00", "2026-05-12 09:30:00 +0200", "2026-05-12 07:30:00 UTC",
		"2026-05-12 07:30:00.000 UTC", "2026-05-12T07:30:00 GMT", "2026-05-12 09:30:00+02", "2026-05-12T09:30:00.5 +02:00", "20260512T073000Z", "20260512T093000+0200",
		"2026-05-12 07:30", "1778571000", "1778571000000", "1778571000.5",
		"2026-05-12t07:30:00z", "2026-05-12T07:30:00 Z", "2026-05-12 07:30:00 +0000 UTC", "2026-05-12 09:30:00.5 +0200 UTC", "2026-05-12 07:30:00 Utc",
		"2026-05-12 09:30:00 GMT+02:00", "2026-05-12 09:30:00 UTC+2", "2026-05-12T09:30:00+2:00", "2026-05-12T09:30:00+02:00[Europe/Berlin]",
		"Tue, 12 May 2026 07:30:00 GMT", "Tue, 12 May 2026 09:30:00 +0200", "/Date(1778571000000)/", "/Date(1778571000000+0200)/",
		"20260512073000", "20260512T0730Z", "20260512T0930+02",
	} {
		if got := ParseTime(text).Time(); !got.Truncate(time.Second).Equal(want) {
			t.Errorf("%q is read as %v", text, got)
		}
	}
	if got := ParseTime("1778571000.25").Time(); !got.Equal(want.Add(250 * time.Millisecond)) {
		t.Errorf("a part of a second is lost: %v", got)
	}
	for _, text := range []string{"Tue, 12 May 2026 07:30:00 EST", "/Date()/", "/Date(x)/", "2026-05-12[UTC]07:30", "20261312073000 UTC"} { // "EST" is several offsets
		if got := ParseTime(text); got.Valid() {
			t.Errorf("%q is read as %v", text, got.Time())
		}
	}
	for text, want := range map[string]string{"20260512": "2026-05-12T00:00:00Z", "19991231": "1999-12-31T00:00:00Z", "20261350": "1970-08-23T12:09:10Z", "2026-05-12": "2026-05-12T00:00:00Z"} {
		if got := ParseTime(text).Time().UTC().Format(time.RFC3339); got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
}
