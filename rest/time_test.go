package rest

import (
	"encoding/json"
	"testing"
	"time"
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
	for _, text := range []string{"2026-02-03", "2026-02-03T04:05:06Z", "2026-02-03 04:05"} {
		if got := ParseDate(text).In(time.UTC); !got.Equal(time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: got %v", text, got)
		}
	}
	if ParseDate("03/02/2026").Valid() {
		t.Error("a date of unknown form counts as valid")
	}
}

func FuzzTime(f *testing.F) {
	for _, seed := range []string{"2026-01-02T03:04:05Z", "0000-00-00", "1e99", "-1", "9999999999999999", "Tuesday", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := ParseTime(text)
		if at.Valid() == at.Time().IsZero() {
			t.Fatalf("%q: Valid and Time disagree", text)
		}
		data, err := json.Marshal(at)
		if err != nil {
			t.Fatal(err)
		}
		var back Time
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%q became %s, which can't be read: %v", text, data, err)
		}
		ParseDate(text).In(time.UTC)
	})
}
