package invoke

import (
	"encoding/json"
	"testing"
)

// FuzzNamedTwice has a text read for fields that are there twice in both ways: the fast one, and encoding/json's tokens, which show where.
func FuzzNamedTwice(f *testing.F) {
	for _, seed := range []string{
		`{}`, ` [ ] `, `{"a":1,"b":{"a":[{"a":2},{"a":3}]},"c":"a"}`, `{"a":1,"\u0061":2}`, `[[{"b":[],"a":{},"b":null}]]`, `{"":0,"":1}`,
		`{"\ud800":1,"\ud801":2}`, "{\n\t\"a\" : -1.5e3 ,\r\n \"b\":[true , false,null]}", `"{\"a\":1,\"a\":2}"`, `{"a":{"x":1},"A":{"x":1}}`, `7`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !json.Valid(text) {
			return
		}
		if fast, slow := onceEach(text), secondTime(text); (fast == nil) != (slow == nil) {
			t.Errorf("%s: %v, and by its tokens %v", text, fast, slow)
		}
	})
}
