package rest

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// FuzzRows reads responses that come in one of two forms: a list or an object around it, a list or its one item. No row is lost
// and none is made up.
func FuzzRows(f *testing.F) {
	for _, body := range []string{
		`[]`, `[{"id":1},{"id":2}]`, `{"rows":[{"id":1}],"record_count":7}`, `{"record_count":"7","other":[{"id":1}]}`, `{"columns":[1],"other":[{"id":1}]}`,
		`{"a":[],"b":[]}`, `{"rows":{"id":1}}`, `{"rows":[1,"a",null]}`, `{"rows":[{"id":1}],"rows":[]}`, `{"record_count":1e400,"rows":[]}`,
		`{"record_count":-9223372036854775808,"rows":[{}]}`, `{"id":5}`, `{"id":"5"}`, `null`, `7`, `{`, `[`, ``, ` [ ] `, `{"rows":[{"id":1}}`, `{"rows":"["}`,
	} {
		f.Add([]byte(body))
	}
	type row struct {
		ID value.Int `json:"id"`
	}
	type list struct {
		Count int64 `json:"record_count"`
		Rows  []row `json:"rows"`
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		read := func(x *exchange, out any) error {
			part, into := x.target(body, out)
			err := value.Decode(part, into)
			if err != nil {
				if _, typed := errors.AsType[*value.DecodeError](err); !typed {
					t.Fatalf("%q: a %T: %v", body, err, err)
				}
				if json.Valid(body) && err.(*value.DecodeError).Found == "broken JSON" {
					t.Fatalf("%q is JSON: %v", body, err)
				}
			}
			return err
		}
		var bare []row
		var around list
		var one []row
		either := call.New("list", "GET", "/").List(call.Listing{Loose: true, Items: "rows", Total: "record_count", Besides: []string{"columns"}})
		many := call.New("list", "GET", "/")
		many.OneOrMany()
		loose := exchange{call: either}
		read(&loose, &bare)
		read(&exchange{call: either}, &around)
		err := read(&exchange{call: many}, &one)
		if !json.Valid(body) {
			return
		}
		var items []json.RawMessage
		if json.Unmarshal(body, &items) == nil && items != nil {
			if len(bare) != len(items) || len(around.Rows) != len(items) || len(one) != len(items) {
				t.Fatalf("%q: %d rows, read as %d, %d and %d", body, len(items), len(bare), len(around.Rows), len(one))
			}
			return
		}
		var fields map[string]json.RawMessage
		if json.Unmarshal(body, &fields) != nil || fields == nil {
			return
		}
		if len(one) != 1 && err == nil {
			t.Fatalf("%q: one object, read as %d", body, len(one))
		}
		if json.Unmarshal(fields["rows"], &items) == nil && items != nil && (!loose.other.came || len(bare) != len(items)) {
			t.Fatalf("%q: %d rows, read as %d", body, len(items), len(bare))
		}
	})
}
