package rest

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// FuzzOwnRows reads any response as a list, and the same with rows of the caller's own that want two of three fields: both give the
// same values of these, the same rest of the list, and the same error, unless that is about the field that isn't wanted.
func FuzzOwnRows(f *testing.F) {
	for _, body := range []string{
		`{"count":2,"rows":[{"id":1,"name":"a","cost":2.5},{"id":"2","name":7,"cost":"x"}],"more":["y"]}`, `[{"id":1},{"NAME":"b","cost":1}]`, `{"id":1,"name":"one"}`,
		`{"rows":[{"id":1,"name":"a","Name":"b"}]}`, `{"rows":[{"Name":"b","nAme":"c"}]}`, `{"ROWS":[{"id":3}],"count":1}`, `{"rows":[{"id":1}],"rows":[{"id":2},{"id":3}]}`, `{"rows":[{"id":1}],"rows":null}`,
		`{"rows":null,"more":1}`, `{"rows":{"id":1}}`, `{"rows":[null,7,[],{"id":1.5,"name":{}}]}`, `{"rows":[{"id":1,"cost":tru}]}`, `{"rows":[{"id":1}]`, `{"rows":[{"id":1}]}x`, `{"count":"x","rows":[{"name":[]}]}`,
		`{"rows":[{"\u0069d":5,"na\u006de":"z"}]}`, ` { "rows" : [ { "id" : 1 , "name" : "a" } ] } `, `{"\u0072ows":[{"id":1}]}`, `{"other":[{"id":1}]}`, `{"rows":[{"name":"` + "\xff" + `"}]}`, `null`, ``, `[]`, `{"rows":[{}]}`,
		`{"rows":[{"tags":["a"],"tags":["b"]}]}`, `{"rows":[{"name":"a","inner":{"a":1,"A":2,"b":[]}}]}`, `{"Rows":[{"id":1}],"rows":[{"id":2}]}`, `{"rows":[{"id":1}],"Rows":[{"id":2}]}`,
		`{"rows":[{"id":1,"id":null,"name":"a","name":null,"tags":["x"],"tags":null,"inner":{"a":1},"inner":{"b":{"k":2}}},{"cost":[]}]}`, `{"rows":[{"NAME":"a","Name":null}]}`,
		`{"rows":[{"id":1,"name":"a","tags":["x","y"]},{"id":2}],"rows":[{"name":"b"}],"rows":[{"tags":[null]},{"name":null}]}`, `{"rows":[{"id":1,"name":7}],"rows":null,"rows":[{"name":"b","cost":{}}],"count":3}`,
		`{"ROWS":[{"id":1,"name":"a"}],"Rows":[{"id":2}]}`, `{"rows":[{"id":1}],"rows":7}`, `{"rows":7,"rows":[{"id":1}]}`, `{"rows":[{"id":1}],"rows":[{"cost":tru}]}`,
		`{"rows":[{"inner":{"a":1,"a":null},"inner":null,"cost":"x"},{"inner":{"b":{"k":1,"k":null}},"inner":{"b":{"l":2}}}]}`,
	} {
		f.Add([]byte(body))
	}
	type inner struct {
		A int64            `json:"a"`
		B map[string]int64 `json:"b"`
	}
	type row struct {
		ID    value.Int `json:"id"`
		Name  string    `json:"name"`
		Tags  []string  `json:"tags"`
		Inner *inner    `json:"inner"`
		Cost  float64   `json:"cost"`
	}
	type own struct {
		ID    value.Int `json:"id"`
		Name  string    `json:"name"`
		Tags  []string  `json:"tags"`
		Inner *inner    `json:"inner"`
	}
	type list struct {
		Count int64    `json:"count"`
		Rows  []row    `json:"rows"`
		More  []string `json:"more"`
	}
	of := func(rows []row) (out []own) {
		for _, r := range rows {
			out = append(out, own{r.ID, r.Name, r.Tags, r.Inner})
		}
		return out
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, loose := range []bool{false, true} {
			for _, bare := range []bool{false, true} {
				listing := call.Listing{Style: call.Unpaged, Items: "rows", Loose: loose, Besides: []string{"more"}}
				if bare {
					listing.Items = ""
				}
				read := func(out any, opts ...CallOption) (bool, error) {
					c := call.New("list", "GET", "/things").List(listing)
					if bare && loose {
						c.OneOrMany()
					}
					client := asking(t, Vendor{}, &responding{status: 200, bodies: [][]byte{body}})
					return client.Do(t.Context(), c, opts, out)
				}
				var whole, rest list
				var got []own
				var usable, usableOwn bool
				var err, errOwn error
				if bare {
					usable, err = read(&whole.Rows)
					usableOwn, errOwn = read(&rest.Rows, WithRows(&got))
				} else {
					usable, err = read(&whole)
					usableOwn, errOwn = read(&rest, WithRows(&got))
				}
				if len(rest.Rows) > 0 {
					t.Fatalf("%q: the list has rows", body)
				}
				rows := of(whole.Rows)
				whole.Rows, rest.Rows = nil, nil
				if err == nil || usable {
					if errOwn != nil && !usableOwn {
						t.Fatalf("%q: %v, want %v", body, errOwn, err)
					}
					if diff := cmp.Diff(rows, got); diff != "" && (len(rows) > 0 || len(got) > 0) {
						t.Fatalf("%q, loose %t, bare %t (- whole, + own):\n%s", body, loose, bare, diff)
					}
					if diff := cmp.Diff(whole, rest); diff != "" {
						t.Fatalf("%q (- whole, + own):\n%s", body, diff)
					}
				}
				if err == nil && errOwn != nil || err != nil && !usable && (errOwn == nil || usableOwn) {
					t.Fatalf("%q: %v, want %v", body, errOwn, err)
				}
				if json.Valid(body) && errOwn != nil {
					if failure, ok := errors.AsType[*Error](errOwn); !ok || !failure.Is(ErrDecode) {
						t.Fatalf("%q: %v", body, errOwn)
					}
				}
			}
		}
	})
}
