package spiro_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/spiro"
)

func TestCustomValue(t *testing.T) {
	t.Parallel()
	type reading struct {
		Null   bool
		Text   string
		Number float64
		Link   string
		Picked string
		Kinds  string // the accessors that took the value
	}
	read := func(v spiro.CustomValue) (got reading) {
		got.Null = v.IsNull()
		if s, ok := v.Text(); ok {
			got.Text, got.Kinds = s, got.Kinds+"text "
		}
		if n, ok := v.Number(); ok {
			got.Number, got.Kinds = n, got.Kinds+"number "
		}
		if u, ok := v.Link(); ok {
			got.Link, got.Kinds = u.String(), got.Kinds+"link "
		}
		if p, ok := v.Picker(); ok {
			got.Picked, got.Kinds = p.Label, got.Kinds+"picker "
		}
		return got
	}
	for value, want := range map[string]reading{
		"":                            {Null: true},
		`null`:                        {Null: true},
		`""`:                          {Kinds: "text "},
		`"Gold"`:                      {Text: "Gold", Picked: "Gold", Kinds: "text picker "},
		`"https://example.com/q?a=1"`: {Text: "https://example.com/q?a=1", Link: "https://example.com/q?a=1", Picked: "https://example.com/q?a=1", Kinds: "text link picker "},
		`" https://example.com "`:     {Text: " https://example.com ", Link: "https://example.com", Picked: " https://example.com ", Kinds: "text link picker "},
		`"javascript:alert(1)"`:       {Text: "javascript:alert(1)", Picked: "javascript:alert(1)", Kinds: "text picker "},
		`"https://"`:                  {Text: "https://", Picked: "https://", Kinds: "text picker "},
		`12.5`:                        {Number: 12.5, Kinds: "number "},
		`0`:                           {Kinds: "number "},
		`"1,250,000"`:                 {Text: "1,250,000", Number: 1250000, Picked: "1,250,000", Kinds: "text number picker "},
		`"1,5"`:                       {Text: "1,5", Picked: "1,5", Kinds: "text picker "},
		`{"label": "Ada Example"}`:    {Picked: "Ada Example", Kinds: "picker "},
		`{"value": 3}`:                {Kinds: "picker "},
		`{"label": ""}`:               {},
		`{"label": ["Ada"]}`:          {},
		`{}`:                          {},
		`["Gold", "Silver"]`:          {},
		`true`:                        {},
	} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, read(spiro.CustomValue(value))); diff != "" {
				t.Error("reading (-want +got):\n" + diff)
			}
		})
	}
}

func TestPickerKeepsTheWholeValue(t *testing.T) {
	t.Parallel()
	picked, ok := spiro.CustomValue(`{"label": "Ada Example", "id": 12}`).Picker()
	if id, _ := picked.Raw.Field("id").Int(); !ok || id != 12 {
		t.Errorf("picked is %+v", picked)
	}
}

func TestCustomFieldsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	const sent = `{"a":null,"b":"x","c":{"label":"Ada"},"d":[1,2],"e":1250000}`
	var fields spiro.CustomFields
	if err := json.Unmarshal([]byte(sent), &fields); err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(fields)
	if err != nil || string(got) != sent {
		t.Errorf("came back as %s, %v", got, err)
	}
	if !fields["nowhere"].IsNull() {
		t.Error("a field that isn't there should be null")
	}
	if null, err := json.Marshal(fields["nowhere"]); err != nil || string(null) != "null" {
		t.Errorf("a field that isn't there is written as %s, %v", null, err)
	}
}

func FuzzCustomValue(f *testing.F) {
	for _, seed := range []string{``, `null`, `"`, `"x"`, `"1,234"`, `1e400`, `{"label":"x"}`, `{"label":`, `[]`, `"http://[::1"`, "\xff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v := spiro.CustomValue(data)
		text, isText := v.Text()
		_, isNumber := v.Number()
		_, isLink := v.Link()
		picked, isPicked := v.Picker()
		if v.IsNull() && (isText || isNumber || isLink || isPicked) {
			t.Errorf("%q is null and something else too", data)
		}
		if isLink && !isText {
			t.Errorf("%q is a link and no text", data)
		}
		if isText && isPicked && picked.Label != text {
			t.Errorf("%q is the text %q with the label %q", data, text, picked.Label)
		}
		if !json.Valid(data) {
			return
		}
		var read spiro.CustomValue
		if err := json.Unmarshal(data, &read); err != nil {
			t.Fatalf("%q can't be read: %v", data, err)
		}
		written, err := json.Marshal(read)
		if err != nil {
			t.Fatalf("%q can't be written: %v", data, err)
		}
		var again spiro.CustomValue
		if err := json.Unmarshal(written, &again); err != nil || !bytes.Equal(again, written) {
			t.Errorf("%q comes back as %q, %v", written, again, err)
		}
	})
}
