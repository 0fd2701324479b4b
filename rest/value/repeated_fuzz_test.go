package value

import (
	"encoding/json"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// RepeatedPart is embedded behind a pointer.
type RepeatedPart struct {
	Deep int `json:"deep"`
}

type repeatedItem struct {
	A int   `json:"a"`
	B *int  `json:"b"`
	C []int `json:"c"`
}

// repeatedRecord has a field of each kind that null does something of its own to.
type repeatedRecord struct {
	*RepeatedPart
	Wrong   int                     `json:"wrong"`
	Number  int                     `json:"number"`
	Share   float64                 `json:"share"`
	Flag    bool                    `json:"flag"`
	Word    string                  `json:"word"`
	Quoted  int                     `json:"quoted,string"`
	Pointer *int                    `json:"pointer"`
	Codes   []int                   `json:"codes"`
	Items   []repeatedItem          `json:"items"`
	Whose   []*repeatedItem         `json:"whose"`
	Pair    [2]int                  `json:"pair"`
	Labels  map[string]int          `json:"labels"`
	Named   map[string]repeatedItem `json:"named"`
	Any     any                     `json:"any"`
	Item    repeatedItem            `json:"item"`
	Next    *repeatedRecord         `json:"next"`
	Bytes   []byte                  `json:"bytes"`
	Raw     json.RawMessage         `json:"raw"`
	Free    JSON                    `json:"free"`
	Note    Nullable[any]           `json:"note"`
	Address netip.Addr              `json:"address"`
	Open    fuzzOpen                `json:"open"`
	Listed  List[int]               `json:"listed"`
	Loose   Map[int]                `json:"loose"`
	ID      Int                     `json:"id"`
}

// repeatedValues are for each field values that are read and, where encoding/json goes on after one, some that aren't.
var repeatedValues = []struct {
	name   string
	values []string
}{
	{"deep", []string{`1`, `2`, `null`, `{}`}},
	{"wrong", []string{`{}`}},
	{"number", []string{`1`, `2`, `null`, `{}`}},
	{"share", []string{`1.5`, `2.5`, `null`, `[]`}},
	{"flag", []string{`true`, `false`, `null`, `[]`}},
	{"word", []string{`"a"`, `"b"`, `null`, `{}`}},
	{"quoted", []string{`"1"`, `"2"`, `null`, `{}`}},
	{"pointer", []string{`1`, `2`, `null`, `{}`}},
	{"codes", []string{`[1,2,3]`, `[4]`, `[]`, `null`, `"x"`, `[null,5]`, `[6,null,{},7]`}},
	{"items", []string{`[{"a":1,"b":2},{"a":3,"c":[1,2]}]`, `[{"b":4}]`, `[]`, `null`, `{"a":1}`, `[null,{"b":null,"c":[null]}]`, `[{"a":{}},{},{"a":5,"a":null}]`}},
	{"whose", []string{`[{"a":1,"b":2},{"a":3}]`, `[{"b":4}]`, `[null]`, `null`, `[{},null,{"a":6}]`, `7`}},
	{"pair", []string{`[1,2]`, `[3]`, `[null,4]`, `null`, `"x"`}},
	{"labels", []string{`{"a":1,"b":2}`, `{"a":3,"a":null}`, `{"c":4}`, `{}`, `null`, `7`, `{"b":{}}`}},
	{"named", []string{`{"k":{"a":1,"b":2}}`, `{"k":{"b":3}}`, `{"k":null}`, `{"l":{"a":1},"l":{"b":1}}`, `null`, `{"k":{"a":{},"b":1}}`}},
	{"any", []string{`1`, `{"a":[1]}`, `null`, `"x"`}},
	{"item", []string{`{"a":1,"b":2}`, `{"c":[1,2]}`, `{"a":null,"b":null,"c":null}`, `null`, `"x"`, `{"a":{},"c":[3]}`}},
	{"next", []string{`{"number":1,"number":null}`, `{"word":"a","pointer":3}`, `{"item":{"a":1},"item":{"b":1}}`, `{"pointer":null,"word":null}`, `null`, `7`, `{"number":{},"word":"b"}`}},
	{"bytes", []string{`"aGk="`, `"YQ=="`, `null`, `{}`}},
	{"raw", []string{`1`, `{"a":1}`, `null`}},
	{"free", []string{`1`, `{"a":1}`, `null`}},
	{"note", []string{`1`, `"x"`, `null`}},
	{"address", []string{`"10.0.0.1"`, `"::1"`, `null`, `7`}},
	{"open", []string{`{"name":"a","more":1}`, `{"more":2}`, `null`}},
	{"listed", []string{`[1,2]`, `3`, `[]`, `null`}},
	{"loose", []string{`{"a":1}`, `{"b":2}`, `[]`, `null`}},
	{"id", []string{`1`, `"2"`, `null`}},
}

// repeatedObject writes an object whose fields the bytes choose, two for each: which one and its value. Others has their names in
// whatever case but the exact one.
func repeatedObject(choice []byte, others bool) string {
	var object strings.Builder
	for i := 0; i+1 < len(choice); i += 2 {
		field := repeatedValues[int(choice[i])%len(repeatedValues)]
		name := field.name
		if others {
			upper := 1 + int(choice[i+1]>>4)%len(name)
			name = strings.ToUpper(name[:upper]) + name[upper:]
		}
		if i > 0 {
			object.WriteByte(',')
		}
		object.WriteString(`"` + name + `":` + field.values[int(choice[i+1]&15)%len(field.values)])
	}
	return "{" + object.String() + "}"
}

// FuzzRepeated: an object whose fields come several times, null among them, is read field by field as encoding/json reads it, which goes
// on after a field of another type as well.
func FuzzRepeated(f *testing.F) {
	for field := range repeatedValues {
		for first := range repeatedValues[field].values {
			for second := range repeatedValues[field].values {
				f.Add([]byte{1, 0, byte(field), byte(first), byte(field), byte(second)}, false)
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 2000 {
		few := 1 + random.IntN(4) // so that they come again
		choice := make([]byte, 2*(1+random.IntN(12)))
		for i := range choice {
			if choice[i] = byte(random.Uint32()); i%2 == 0 {
				choice[i] = byte(n + int(choice[i])%few)
			}
		}
		f.Add(choice, n%3 == 0)
	}
	compare := cmp.Options{cmp.AllowUnexported(Nullable[any]{}), cmp.Comparer(func(a, b netip.Addr) bool { return a == b })}
	f.Fuzz(func(t *testing.T, choice []byte, others bool) {
		if len(choice) > 200 {
			return
		}
		object := repeatedObject(choice, others)
		var want, got, salvaged repeatedRecord
		wantErr := json.Unmarshal([]byte(object), &want)
		gotErr := Decode([]byte(object), &got)
		if mismatch := salvage([]byte(object), reflect.ValueOf(&salvaged).Elem(), ""); (mismatch == nil) != (wantErr == nil) || (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("%s: %v, %v, want %v", object, gotErr, mismatch, wantErr)
		}
		if diff := cmp.Diff(want, got, compare); diff != "" {
			t.Fatalf("%s (-encoding/json +Decode):\n%s", object, diff)
		}
		if diff := cmp.Diff(want, salvaged, compare); diff != "" {
			t.Fatalf("%s (-encoding/json +field by field):\n%s", object, diff)
		}
	})
}
