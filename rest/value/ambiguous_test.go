package value_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// TestTheExactNameOfAFieldCounts: fields whose names differ in case only are different fields, wherever they stand. One of another
// case is read where there is no exact one.
func TestTheExactNameOfAFieldCounts(t *testing.T) {
	t.Parallel()
	type inner struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	}
	type outer struct {
		ID    int64            `json:"id"`
		Name  string           `json:"name"`
		One   inner            `json:"one"`
		Rows  []inner          `json:"rows"`
		Map   map[string]inner `json:"map"`
		Extra map[string]any   `json:"extra"`
		Free  value.JSON       `json:"free"`
	}
	for body, want := range map[string]outer{
		`{"id":1,"ID":9,"name":"real","Name":"other"}`:            {ID: 1, Name: "real"},
		`{"ID":9,"id":1,"NAME":{"html":"x"},"name":"real"}`:       {ID: 1, Name: "real"},
		`{"ID":9,"Name":"other"}`:                                 {ID: 9, Name: "other"},
		`{"\u0069d":1,"I\u0044":9}`:                               {ID: 1},
		`{"one":{"id":1,"Id":9},"rows":[{"iD":9,"id":2},{}]}`:     {One: inner{ID: 1}, Rows: []inner{{ID: 2}, {}}},
		`{"map":{"a":{"id":1,"ID":9},"A":{"id":2}}}`:              {Map: map[string]inner{"a": {ID: 1}, "A": {ID: 2}}},
		`{"extra":{"a":1.5,"A":2.5},"free":{"id":1,"ID":9}}`:      {Extra: map[string]any{"a": 1.5, "A": 2.5}, Free: value.JSON(`{"id":1,"ID":9}`)},
		`{"one":{"ID":7},"rows":[{"id":8}],"name":"\"ID\":\"\\"}`: {One: inner{ID: 7}, Rows: []inner{{ID: 8}}, Name: `"ID":"\`},
	} {
		var got outer
		if err := value.Decode([]byte(body), &got); err != nil {
			t.Errorf("%s: %v", body, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
		var lazy outer
		if err := value.JSON(body).Decode(&lazy); err != nil || !cmp.Equal(got, lazy) {
			t.Errorf("%s, read when it is asked for: %+v, %v", body, lazy, err)
		}
	}
	if data, err := value.MarshalOpen(inner{ID: 1}, map[string]any{"ID": 9}); err == nil {
		t.Errorf("two ids are written: %s", data)
	}
	if data, err := value.MarshalOpen(inner{ID: 1}, map[string]any{"id": 9}); err != nil || string(data) != `{"id":9,"name":""}` {
		t.Errorf("%s, %v", data, err)
	}
}
