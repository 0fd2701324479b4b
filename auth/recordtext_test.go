package auth

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRecordTextGoesThereAndBack(t *testing.T) {
	t.Parallel()
	key := Key{Vendor: "v", Account: "ännchen 😀 \u2028 \"<&>\\"}
	for name, r := range map[string]Record{
		"zero": {},
		"full": {Version: 7, Issuer: "https://v.example/token", AccessToken: NewSecret("a\u2028ä😀\"\\<&>\x00"), TokenType: "Bearer", RefreshToken: NewSecret("r"),
			Expiry: time.Unix(1, 2), ObtainedAt: time.Date(2026, 5, 6, 7, 8, 9, 10, time.FixedZone("", -3600)), Extra: map[string]Secret{"": NewSecret("x"), "y": {}},
			Notes: Notes{InitialRefreshToken: "ä", Programs: map[string]Secret{"": NewSecret("ä"), "y": {}}, unknown: map[string]Secret{"n": NewSecret(`"1"`)},
				Intent: Intent{Begun: time.Unix(1, 2), Holder: "h", Token: "t", Until: time.Unix(3, 4), Since: time.Unix(5, 6)}},
			unknown: map[string]Secret{"": NewSecret(`1e999`), "\u2028": NewSecret(`{"a":["\u00e4"]}`)}},
		"only notes":          {Notes: Notes{InitialRefreshToken: "x"}},
		"only unknown fields": {unknown: map[string]Secret{"x": NewSecret("null")}},
	} {
		text, err := EncodeRecord(key, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range text {
			if b < ' ' || b > '~' {
				t.Fatalf("%s: byte %#x in %s", name, b, text)
			}
		}
		got, err := DecodeRecord(key, text)
		if diff := cmp.Diff(r, got); err != nil || diff != "" || got.Version != r.Version {
			t.Errorf("%s: %v, want -, got +:\n%s", name, err, diff)
		}
		if found, ok := keyOf(text); !ok || found != key {
			t.Errorf("%s: it belongs to %q, %t", name, found, ok)
		}
	}
	if _, err := EncodeRecord(key, Record{Expiry: time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)}); err == nil {
		t.Error("a year of five digits was written")
	}
}

// FuzzDecodeRecord: what a file holds is read as it was meant or refused, and never anything between.
func FuzzDecodeRecord(f *testing.F) {
	good, err := EncodeRecord(fileKey, Record{Version: 1, AccessToken: NewSecret("access"), RefreshToken: NewSecret("refresh"), Extra: map[string]Secret{"scope": NewSecret("all")}})
	if err != nil {
		f.Fatal(err)
	}
	for _, initial := range [][]byte{good, good[:40], nil, []byte(`{}`), []byte(`{"vendorkit":1,"login":{},"sum":""}`), sealed(`{"vendor":"holaspirit","account":"ann@example.com"}`),
		sealed(`{"vendor":"holaspirit","account":"ann@example.com","later":[ "<ä" ],"notes":{"intent":{"begun":"2026-05-06T07:08:09Z","holder":"x"},"later":{}}}`)} {
		f.Add(initial)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := DecodeRecord(fileKey, data)
		if err != nil {
			if !r.IsZero() {
				t.Errorf("%v, and yet %+v", err, r)
			}
			return
		}
		again, err := EncodeRecord(fileKey, r)
		if err != nil {
			return // a time beyond what is written
		}
		if back, err := DecodeRecord(fileKey, again); err != nil || !back.Equal(r) || back.Version != r.Version {
			t.Errorf("%v: %+v became %+v", err, r, back)
		}
	})
}

// What can't be read back isn't written.
func TestRecordThatIsTooLong(t *testing.T) {
	t.Parallel()
	for _, n := range []int{recordLimit / 2, recordLimit - 1000, recordLimit - 300, recordLimit, 2 * recordLimit} {
		for _, letter := range []string{"x", "\u00e4", "\""} {
			data, err := EncodeRecord(fileKey, Record{AccessToken: NewSecret(strings.Repeat(letter, n/len(letter)))})
			if err == nil {
				_, err = DecodeRecord(fileKey, append(data, '\n'))
			} else if !strings.Contains(err.Error(), "longer than") {
				t.Errorf("%d of %q: %v", n, letter, err)
				continue
			} else {
				err = nil
			}
			if err != nil {
				t.Errorf("%d of %q can't be read back: %v", n, letter, err)
			}
		}
	}
}
