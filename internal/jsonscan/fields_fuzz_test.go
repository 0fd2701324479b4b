package jsonscan

import (
	"encoding/json"
	"testing"
)

// FuzzFields checks the scanner against encoding/json: on valid objects both must see the same fields.
func FuzzFields(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"a":1}`, ` { "a" : "x\"y" , "b":[1,{"c":"]"}],"d":null } `, `{"\u0061":1,"a":2}`, `[1]`, `{"a":}`, `{"a":1,}`, `{"a"`, `{"a":"\`, `{"a":{}}x`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got := map[string]string{}
		Fields(data, func(name, value []byte) bool {
			var plain string
			if json.Unmarshal([]byte(`"`+string(name)+`"`), &plain) != nil {
				plain = string(name)
			}
			got[plain] = string(value)
			return true
		})
		var want map[string]json.RawMessage
		if !json.Valid(data) || json.Unmarshal(data, &want) != nil {
			return
		}
		if len(got) != len(want) {
			t.Fatalf("%q: %d fields, want %d", data, len(got), len(want))
		}
		for name, value := range want {
			if got[name] != string(value) {
				t.Fatalf("%q: field %q is %q, want %q", data, name, got[name], value)
			}
		}
	})
}
