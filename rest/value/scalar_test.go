package value

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInt(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]int64{
		`12`: 12, `12.0`: 12, `"12"`: 12, `"12.0"`: 12, `" 7 "`: 7, `null`: 0, `""`: 0, `-99`: -99, `1e3`: 1000, `12.5e1`: 125,
		`9007199254740993.0`: 1<<53 + 1, `"-9223372036854775808.00"`: math.MinInt64,
		`9223372036854775807`: math.MaxInt64, `"9223372036854775807"`: math.MaxInt64,
	} {
		var got Int
		if err := json.Unmarshal([]byte(raw), &got); err != nil || int64(got) != want {
			t.Errorf("%s: got %d, %v, want %d", raw, got, err, want)
		}
	}
	for _, raw := range []string{`"a"`, `12.5`, `{}`, `[]`, `true`, `"0x10"`, `"1_0"`, `1e300`, `7000000000000000.1`, `70000000000000001e-1`, `9223372036854775808.0`, `1e16`, `100000000000000000.5e-1`, `"NaN"`, `"inf"`} {
		var got Int
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s: taken as %d", raw, got)
		}
	}
}

func TestFloat(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]float64{
		`12.5`: 12.5, `"12.5"`: 12.5, `"1,234.50"`: 1234.5, `"-1,234,567"`: -1234567, `null`: 0, `""`: 0, `"1e2"`: 100,
	} {
		var got Float
		if err := json.Unmarshal([]byte(raw), &got); err != nil || float64(got) != want {
			t.Errorf("%s: got %v, %v, want %v", raw, got, err, want)
		}
	}
	// A comma that is no thousands separator would change the number's meaning.
	for _, raw := range []string{`"1,5"`, `"12,34"`, `"1,2345"`, `",123"`, `"1.5,000"`, `"1e,123"`, `"12 €"`, `{}`, `true`, `"infinity"`} {
		var got Float
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s: taken as %v", raw, got)
		}
	}
}

func TestBool(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]bool{
		`true`: true, `1`: true, `"1"`: true, `-1`: true, `"yes"`: true, `"TRUE"`: true, `"on"`: true,
		`false`: false, `0`: false, `"0"`: false, `"no"`: false, `""`: false, `null`: false, `"off"`: false,
	} {
		var got Bool
		if err := json.Unmarshal([]byte(raw), &got); err != nil || bool(got) != want {
			t.Errorf("%s: got %t, %v, want %t", raw, got, err, want)
		}
	}
	for _, raw := range []string{`2`, `"maybe"`, `{}`, `[]`} {
		var got Bool
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s: taken as %t", raw, got)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{`"a"`: "a", `12`: "12", `1.50`: "1.50", `true`: "true", `null`: "", `"\u00e9"`: "é"} {
		var got Text
		if err := json.Unmarshal([]byte(raw), &got); err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v, want %q", raw, got, err, want)
		}
	}
	var got Text
	if err := json.Unmarshal([]byte(`{"a":1}`), &got); err == nil {
		t.Errorf("an object was taken as %q", got)
	}
}

func TestListAndMap(t *testing.T) {
	t.Parallel()
	type both struct {
		L List[int]
		M Map[string]
	}
	for raw, want := range map[string]both{
		`{"L":[1,2],"M":{"a":"b"}}`: {List[int]{1, 2}, Map[string]{"a": "b"}},
		`{"L":3,"M":[]}`:            {List[int]{3}, Map[string]{}},
		`{"L":null,"M":null}`:       {},
		`{"L":[]}`:                  {L: List[int]{}},
	} {
		var got both
		if err := json.Unmarshal([]byte(raw), &got); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
	var got both
	if err := json.Unmarshal([]byte(`{"M":["a"]}`), &got); err == nil {
		t.Error("a list with rows was taken as an empty map")
	}
}

func TestNullable(t *testing.T) {
	t.Parallel()
	type write struct {
		A Nullable[string] `json:"a,omitzero"`
		B Nullable[bool]   `json:"b,omitzero"`
		C Nullable[int]    `json:"c,omitzero"`
	}
	data, err := json.Marshal(write{B: Of(false), C: Null[int]()})
	if err != nil || string(data) != `{"b":false,"c":null}` {
		t.Errorf("got %s, %v", data, err)
	}
	var back write
	if err := json.Unmarshal(data, &back); err != nil || !back.A.IsZero() || !back.C.IsNull() {
		t.Errorf("back: %+v, %v", back, err)
	}
	if v, ok := back.B.Get(); v || !ok {
		t.Errorf("B = %t, %t", v, ok)
	}
}
