package rest

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// FuzzRows reads answers that come in one of two forms: a list or an object around it, a list or its one item. No row is lost
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
		read := func(e *envelope, out any) error {
			part, into := e.target(body, out)
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
		loose := envelope{form: listOrEnvelope, items: "rows"}
		read(&loose, &bare)
		read(&envelope{form: listOrEnvelope, items: "rows"}, &around)
		err := read(&envelope{form: oneOrMany}, &one)
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
		var members map[string]json.RawMessage
		if json.Unmarshal(body, &members) != nil || members == nil {
			return
		}
		if len(one) != 1 && err == nil {
			t.Fatalf("%q: one object, read as %d", body, len(one))
		}
		if json.Unmarshal(members["rows"], &items) == nil && items != nil && (!loose.other || len(bare) != len(items)) {
			t.Fatalf("%q: %d rows, read as %d", body, len(items), len(bare))
		}
	})
}

// FuzzSaved looks for ids in records that a caller has put together as JSON.
func FuzzSaved(f *testing.F) {
	for _, body := range []string{
		`[]`, `[{}]`, `[{"id":1},{"id":0},{"id":"0"},{"id":null},{"id":""}]`, ` [ {"a":{"id":1}} , {"id":[1]} ] `, `[{"id":1,"id":null}]`, `[7,"a",null]`,
		`{"id":1}`, `[{"i\u0064":1}]`, `[{"id":0}]`, `[{"id":"0"}]`, `[{"id":null}]`, `[{"id":1},{"id":2}]`, `[{"id":1e400}]`, `[`, `[{`, `[1,`, `[,]`, ``, `null`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var seen []string
		count := jsonscan.Items(data, func(item []byte) { seen = append(seen, string(item)) })
		var items []json.RawMessage
		if !json.Valid(data) || json.Unmarshal(data, &items) != nil {
			return
		}
		if count != len(items) || len(seen) != count {
			t.Fatalf("%q: %d items, found %d", data, len(items), count)
		}
		with, without, ambiguous := 0, 0, false
		for i, item := range items {
			if seen[i] != string(item) {
				t.Fatalf("%q: item %d is %q, want %q", data, i, seen[i], item)
			}
			var members map[string]json.RawMessage
			json.Unmarshal(item, &members)
			fields := 0
			jsonscan.Fields(item, func(_, _ []byte) bool { fields++; return true })
			if fields != len(members) {
				return // a field that comes twice is lost in a map
			}
			found, spellings := false, 0
			for name, value := range members {
				if strings.EqualFold(name, "id") {
					spellings++
					text := strings.TrimSpace(string(value))
					number, err := strconv.ParseFloat(strings.TrimSpace(strings.Trim(text, `"`)), 64)
					found = found || text != "null" && jsonscan.Scalar(value) != "" && (err != nil || number != 0) || strings.ContainsAny(text[:1], "[{tf")
				}
			}
			switch {
			case spellings > 1:
				ambiguous = true
			case found:
				with++
			default:
				without++
			}
		}
		for _, change := range []bool{true, false} {
			call := NewCall("saveThings", "POST", "/things")
			call.body = body{data: data, has: true}
			call.identified(change)
			if refused := len(items) == 0 || ambiguous || change && without > 0 || !change && with > 0; (call.err != nil) != refused {
				t.Fatalf("%q, change %t: %v", data, change, call.err)
			}
		}
	})
}
