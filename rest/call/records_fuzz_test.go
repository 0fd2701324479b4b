package call

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// FuzzRecords looks for ids in records that a caller has put together as JSON.
func FuzzRecords(f *testing.F) {
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
			var given map[string]json.RawMessage
			json.Unmarshal(item, &given)
			fields := 0
			jsonscan.Fields(item, func(_, _ []byte) bool { fields++; return true })
			if fields != len(given) {
				return // a field that comes twice is lost in a map
			}
			found, spellings := false, 0
			for name, value := range given {
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
			call := New("saveThings", "POST", "/things").Records(json.RawMessage(data), change)
			if refused := len(items) == 0 || ambiguous || change && without > 0 || !change && with > 0; (call.Err() != nil) != refused {
				t.Fatalf("%q, change %t: %v", data, change, call.Err())
			}
		}
	})
}
