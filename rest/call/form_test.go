package call

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func TestEncodeForm(t *testing.T) {
	t.Parallel()
	type inner struct {
		A int `json:"a"`
	}
	type form struct {
		Name    string                 `json:"name"`
		Flag    *bool                  `json:"flag,omitempty" form:"bool=number"`
		Count   *int64                 `json:"count,omitempty"`
		Price   *float64               `json:"price,omitempty"`
		IDs     []int64                `json:"ids,omitzero" form:"list=comma"`
		Custom  map[string]string      `json:"custom,omitzero" form:"map=deep"`
		When    value.Time             `json:"when,omitzero"`
		Day     *value.Date            `json:"day,omitempty"`
		Secret  value.Secret           `json:"secret,omitzero"`
		Inner   *inner                 `json:"inner,omitempty" form:"object=json"`
		Clear   value.Nullable[string] `json:"clear,omitzero"`
		Skipped string                 `json:"-"`
		Extra   map[string]any         `json:"-" form:"list=comma,map=deep,object=json,bool=number"`
	}
	for _, test := range []struct {
		name string
		in   any
		want url.Values
	}{
		{"only what is set", form{Name: ""}, url.Values{"name": {""}}},
		{"zero values that are set", form{Flag: new(false), Count: new(int64(0)), Price: new(0.0), IDs: []int64{}}, url.Values{"name": {""}, "flag": {"0"}, "count": {"0"}, "price": {"0"}, "ids": {""}}},
		{"everything", &form{
			Name: "n & m", Flag: new(true), IDs: []int64{1, 2}, Custom: map[string]string{"7": "x"}, When: value.ParseTime("2026-01-02"), Day: new(value.ParseDate("2026-01-03")),
			Secret: value.NewSecret("hush"), Inner: &inner{3}, Clear: value.Null[string](), Skipped: "s", Extra: map[string]any{"later": 1, "more": []string{"a", "b"}},
		}, url.Values{
			"name": {"n & m"}, "flag": {"1"}, "ids": {"1,2"}, "custom[7]": {"x"}, "when": {"2026-01-02"}, "day": {"2026-01-03"}, "secret": {"hush"},
			"inner": {`{"a":3}`}, "clear": {""}, "later": {"1"}, "more": {"a,b"},
		}},
		{"nothing", nil, url.Values{}},
		{"a nil struct", (*form)(nil), url.Values{}},
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
			L []string `json:"l" form:"list=comma"`
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

// TestSecretIsSentInForms: a form is what goes to the vendor, so there the string stands in clear.
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

// TestFormWays: each way that OpenAPI has of writing a field, and what it says where nothing is said.
func TestFormWays(t *testing.T) {
	t.Parallel()
	type place struct {
		Name string `json:"name,omitempty"`
		Open bool   `json:"open"`
	}
	for name, test := range map[string]struct {
		in   any
		want url.Values
	}{
		"a list, nothing said": {struct {
			L []string `json:"l"`
		}{[]string{"a,b", ""}}, url.Values{"l": {"a,b", ""}}},
		"an empty list": {struct {
			L []string `json:"l"`
			C []string `json:"c" form:"list=comma"`
			N []string `json:"n" form:"list=comma"`
		}{L: []string{}, C: []string{}}, url.Values{"l": {""}, "c": {""}}},
		"a list as JSON": {struct {
			L []place `json:"l" form:"list=json"`
		}{[]place{{"x", true}}}, url.Values{"l": {`[{"name":"x","open":true}]`}}},
		"booleans": {struct {
			W bool   `json:"w"`
			N bool   `json:"n" form:"bool=number"`
			L []bool `json:"l" form:"list=comma,bool=number"`
		}{true, true, []bool{true, false}}, url.Values{"w": {"true"}, "n": {"1"}, "l": {"1,0"}}},
		"maps": {struct {
			F map[string]int    `json:"f"`
			D map[string]bool   `json:"d" form:"map=deep,bool=number"`
			C map[string]string `json:"c" form:"map=comma"`
			J map[string]bool   `json:"j" form:"map=json"`
		}{map[string]int{"a": 1}, map[string]bool{"7": true}, map[string]string{"y": "2", "x": "1"}, map[string]bool{"7": true}},
			url.Values{"a": {"1"}, "d[7]": {"1"}, "c": {"x,1,y,2"}, "j": {`{"7":true}`}}},
		"objects": {struct {
			F place `json:"f"`
			D place `json:"d" form:"object=deep"`
			C place `json:"c" form:"object=comma"`
			J place `json:"j" form:"object=json"`
		}{F: place{"n", true}, D: place{"d", false}, C: place{"c", true}},
			url.Values{"name": {"n"}, "open": {"true"}, "d[name]": {"d"}, "d[open]": {"false"}, "c": {"name,c,open,true"}, "j": {`{"open":false}`}}},
		"null": {struct {
			T value.Nullable[string] `json:"t"`
			J value.Nullable[place]  `json:"j" form:"object=json"`
		}{}, url.Values{"t": {""}, "j": {"null"}}},
		"extra fields win": {struct {
			A     string         `json:"a"`
			Extra map[string]any `json:"-" form:"list=comma,map=deep"`
		}{"a", map[string]any{"a": "b", "m": map[string]any{"k": []int{1, 2}}, "none": nil}}, url.Values{"a": {"b"}, "m[k]": {"1,2"}}},
	} {
		got, err := EncodeForm(test.in)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// TestFormsThatCannotBeWritten name the field, down to the key.
func TestFormsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	type extra struct {
		A     string         `json:"a"`
		Extra map[string]any `json:"-" form:"list=comma,map=deep"`
	}
	for want, in := range map[string]any{
		"field ids: value 2 holds a comma":              extra{Extra: map[string]any{"ids": []string{"a", "b,c"}}},
		"field custom[7]: value 1 holds a comma":        extra{Extra: map[string]any{"custom": map[string]any{"7": []string{"b,c"}}}},
		"field rows: value 1 is a slice":                extra{Extra: map[string]any{"rows": [][]int{{1}}}},
		"field custom[a]b]: the key contains a bracket": extra{Extra: map[string]any{"custom": map[string]any{"a]b": 1}}},
		"field m: the keys of a map are strings":        extra{Extra: map[string]any{"m": map[int]string{1: "a"}}},
		"field c: a chan can't be written in a form":    extra{Extra: map[string]any{"c": make(chan int)}},
		"field l: its form tag says \"list=pipes\"": struct {
			L []string `json:"l" form:"list=pipes"`
		}{},
		"field a is set twice in this form; remove one of the two": struct {
			A string            `json:"a"`
			M map[string]string `json:"m"`
		}{"a", map[string]string{"a": "b"}},
		"field m: k holds a comma": struct {
			M map[string]string `json:"m" form:"map=comma"`
		}{map[string]string{"k": "a,b"}},
	} {
		if got, err := EncodeForm(in); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, %v, want %q", got, err, want)
		}
	}
}
