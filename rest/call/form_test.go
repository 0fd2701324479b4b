package call

import (
	"net/url"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/google/go-cmp/cmp"
)

func TestEncodeForm(t *testing.T) {
	t.Parallel()
	type inner struct {
		A int `json:"a"`
	}
	type shape struct {
		Name    string                 `json:"name"`
		Flag    *bool                  `json:"flag,omitempty"`
		Count   *int64                 `json:"count,omitempty"`
		Price   *float64               `json:"price,omitempty"`
		IDs     []int64                `json:"ids,omitzero"`
		Custom  map[string]string      `json:"custom,omitzero"`
		When    value.Time             `json:"when,omitzero"`
		Day     *value.Date            `json:"day,omitempty"`
		Secret  value.Secret           `json:"secret,omitzero"`
		Inner   *inner                 `json:"inner,omitempty"`
		Clear   value.Nullable[string] `json:"clear,omitzero"`
		Skipped string                 `json:"-"`
		Extra   map[string]any         `json:"-"`
	}
	for _, test := range []struct {
		name string
		in   any
		want url.Values
	}{
		{"only what is set", shape{Name: ""}, url.Values{"name": {""}}},
		{"zero values that are set", shape{Flag: new(false), Count: new(int64(0)), Price: new(0.0), IDs: []int64{}}, url.Values{"name": {""}, "flag": {"0"}, "count": {"0"}, "price": {"0"}, "ids": {""}}},
		{"everything", &shape{
			Name: "n & m", Flag: new(true), IDs: []int64{1, 2}, Custom: map[string]string{"7": "x"}, When: value.ParseTime("2026-01-02"), Day: new(value.ParseDate("2026-01-03")),
			Secret: value.NewSecret("hush"), Inner: &inner{3}, Clear: value.Null[string](), Skipped: "s", Extra: map[string]any{"later": 1, "more": []string{"a", "b"}},
		}, url.Values{
			"name": {"n & m"}, "flag": {"1"}, "ids": {"1,2"}, "custom[7]": {"x"}, "when": {"2026-01-02"}, "day": {"2026-01-03"}, "secret": {"hush"},
			"inner": {`{"a":3}`}, "clear": {""}, "later": {"1"}, "more": {"a,b"},
		}},
		{"nothing", nil, url.Values{}},
		{"a nil struct", (*shape)(nil), url.Values{}},
		{"a map", map[string]string{"a": "b"}, url.Values{"a": {"b"}}},
		{"values", url.Values{"a": {"b", "c"}}, url.Values{"a": {"b", "c"}}},
	} {
		got, err := EncodeForm(test.in)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	for name, in := range map[string]any{
		"a comma in a list": struct {
			L []string `json:"l"`
		}{[]string{"a,b"}},
		"a channel": struct {
			C chan int `json:"c"`
		}{make(chan int)},
		"a number": 7,
	} {
		if got, err := EncodeForm(in); err == nil {
			t.Errorf("%s: taken as %v", name, got)
		}
	}
}

// TestSecretIsSentInForms: a form is what goes to the vendor, so there the text stands in clear.
func TestSecretIsSentInForms(t *testing.T) {
	t.Parallel()
	form, err := EncodeForm(struct {
		Key  value.Secret  `json:"key"`
		Next *value.Secret `json:"next,omitempty"`
		None value.Secret  `json:"none,omitzero"`
	}{Key: value.NewSecret("a b"), Next: new(value.NewSecret("c"))})
	if err != nil || form.Encode() != "key=a+b&next=c" {
		t.Errorf("%q, %v", form.Encode(), err)
	}
}
