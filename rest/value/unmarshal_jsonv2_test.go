//go:build go1.27 && goexperiment.jsonv2

package value

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// unmarshalled has a field of each kind that the generated types and the callers' own have.
type unmarshalled struct {
	Name   string `json:"name"`
	Number int64  `json:"number,omitempty"`
	Amount float64
	Flag   bool           `json:"flag"`
	Quoted int64          `json:"quoted,string"`
	At     Time           `json:"at,omitzero"`
	Id     Int            `json:"id"`
	Any    any            `json:"any"`
	Bytes  []byte         `json:"bytes"`
	Pair   [2]int         `json:"pair"`
	Map    map[string]int `json:"map"`
	Free   JSON           `json:"free"`
	One    List[string]   `json:"one"`
	Next   *unmarshalled  `json:"next"`
	Rows   []unmarshalled `json:"rows"`
	Open   unmarshalledOpen
	hidden int
}

type unmarshalledOpen struct {
	Name string `json:"name"`
	Raw  JSON   `json:"-"`
}

func (o *unmarshalledOpen) UnmarshalJSON(data []byte) error {
	type plain unmarshalledOpen
	return UnmarshalOpen(data, (*plain)(o), &o.Raw)
}

// FuzzUnmarshal checks the fast way against json.Unmarshal: the same values, and a failure where that fails, whatever was
// in the value before.
func FuzzUnmarshal(f *testing.F) {
	for _, seed := range []string{
		`{"name":"a","number":1,"Amount":1.5,"flag":true,"quoted":"7","at":"2026-03-01","id":"12","any":{"a":[1,null]}}`,
		`{"NAME":"a","nAmE":"b","name":"c","amount":2}`, "{\"name\":\"\xff\xfe\"}", `{"name":"\ud800"}`, `{"na_me":"x"}`,
		`{"bytes":"aGk=","pair":[1,2,3],"map":{"a":1,"a":2},"free":{"x":1},"one":"x","next":{"name":"n"},"rows":[{},{"number":2}]}`,
		`{"pair":[1],"bytes":"aGk","one":null,"next":null,"map":null,"any":null,"free":null,"name":null}`,
		`{"name":1,"number":2}`, `{"number":"2","flag":true}`, `{"name":"a"`, `{"name":"a"} x`, `{"name":"a",}`, ``, `null`, `[]`, `{"rows":[{"name":1},{"number":3}]}`,
		`{"Open":{"name":"a","more":1}}`, `{"Open":[]}`, `{"Open":{"name":1}}`, `{"hidden":1,"quoted":7}`, `{"number":1e3}`, `{"number":12345678901234567890}`,
	} {
		f.Add([]byte(seed), false)
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, filled bool) {
		start := func() unmarshalled {
			if !filled {
				return unmarshalled{}
			}
			return unmarshalled{Name: "before", Map: map[string]int{"before": 1}, Rows: make([]unmarshalled, 1, 3), Next: &unmarshalled{Number: 9}, hidden: 1}
		}
		got, want := start(), start()
		gotErr, wantErr := unmarshal(data, &got), json.Unmarshal(data, &want)
		if (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, want %v", data, gotErr, wantErr)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(unmarshalled{}, Time{})); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", data, diff)
		}
	})
}

// TestUnmarshalIntoNothing fails as json.Unmarshal does.
func TestUnmarshalIntoNothing(t *testing.T) {
	t.Parallel()
	for _, out := range []any{nil, unmarshalled{}, (*unmarshalled)(nil)} {
		if unmarshal([]byte(`{}`), out) == nil {
			t.Errorf("no error for %T", out)
		}
	}
}
