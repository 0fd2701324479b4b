package value

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

type fuzzOpen struct {
	Name string `json:"name"`
	Raw  JSON   `json:"-"`
}

func (o *fuzzOpen) UnmarshalJSON(data []byte) error {
	type plain fuzzOpen
	return UnmarshalOpen(data, (*plain)(o), &o.Raw)
}

type fuzzRecord struct {
	ID       int64             `json:"id"`
	Amount   float64           `json:"amount"`
	Done     bool              `json:"done"`
	Name     string            `json:"name"`
	Count    Int               `json:"count"`
	At       Time              `json:"at"`
	Open     fuzzOpen          `json:"open"`
	Next     *fuzzRecord       `json:"next"`
	Children []fuzzRecord      `json:"children"`
	Labels   map[string]string `json:"labels"`
	Codes    []int64           `json:"codes"`
	Loose    Lazy[fuzzRecord]  `json:"loose"`
}

// FuzzDecode reads records in which anything may be of another kind than declared. What json itself reads comes the same; else
// each mismatch costs one field, the first is named, and every field that json can read by itself is there.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `null`, `7`, ``, `{`, `{"id":1,"name":"a"}`, `{"id":"12","amount":"1.5","done":1,"name":7}`, `{"id":12.0,"done":"yes","amount":1e400}`,
		`{"id":1180591620717411303424,"name":"kept"}`, `{"id":{},"name":"kept","open":{"name":[],"more":1}}`, `{"open":[],"next":[],"labels":[]}`,
		`{"next":{"next":{"id":"x"}}}`, `{"children":[{"id":"x"},7,null,{"id":1}]}`, `{"children":{"id":1}}`, `{"labels":{"a":1,"b":{},"\u0000\r\n":[]}}`, `{"codes":[1,"2",3.5]}`,
		`{"ID":1,"id":"x","Id":2}`, `{"iD":"x"}`, `{"id":1,"id":"x"}`, `{"loose":{"id":"x"},"id":[]}`, `{"at":{},"count":"x"}`, strings.Repeat(`{"next":`, 300) + `{"id":"x"}` + strings.Repeat(`}`, 300),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, want fuzzRecord
		err := Decode(data, &got)
		if json.Unmarshal(data, &want) == nil {
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(Time{})); err != nil || diff != "" {
				t.Fatalf("%q: %v\n%s", data, err, diff)
			}
			return
		}
		var given map[string]json.RawMessage
		object := json.Unmarshal(data, &given) == nil
		if err != nil {
			surprise, typed := errors.AsType[*DecodeError](err)
			if !typed || len(err.Error()) > 3*wiretext.MaxBrief || json.Valid(data) == (surprise.Found == "broken JSON") {
				t.Fatalf("%q: a %T of %d bytes: %.300v", data, err, len(err.Error()), err)
			}
			if object && surprise.Field == "" {
				t.Fatalf("%q: no field is named: %v", data, err)
			}
		}
		if !object {
			return
		}
		// json reads the fields in the order in which they come, whatever their case. Only where there is one of a name
		// can the outcome be told beforehand.
		seen := map[string]int{}
		jsonscan.Fields(data, func(name, _ []byte) bool { seen[strings.ToLower(string(name))]++; return true })
		into := reflect.ValueOf(got)
		for i := range into.NumField() {
			field := into.Type().Field(i)
			name := field.Tag.Get("json")
			value, ok := given[name]
			alone := reflect.New(field.Type)
			if !ok || seen[name] != 1 || json.Unmarshal(value, alone.Interface()) != nil {
				continue
			}
			if diff := cmp.Diff(alone.Elem().Interface(), into.Field(i).Interface(), cmp.AllowUnexported(Time{})); diff != "" {
				t.Fatalf("%q: field %s is lost:\n%s", data, name, diff)
			}
		}
	})
}

// TestDecodeOfHostileObjects: neither a million fields nor great depth makes the slow way much slower.
func TestDecodeOfHostileObjects(t *testing.T) {
	var wide strings.Builder
	wide.WriteString(`{"id":{}`)
	for i := range 20_000 {
		fmt.Fprintf(&wide, `,"m%d":1`, i)
	}
	wide.WriteString("}")
	fields := []reflect.StructField{{Name: "ID", Type: reflect.TypeFor[int](), Tag: `json:"id"`}}
	for i := range 300 {
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: reflect.TypeFor[int](), Tag: reflect.StructTag(fmt.Sprintf(`json:"f%d"`, i))})
	}
	absent := reflect.New(reflect.StructOf(fields)).Interface()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := Decode([]byte(wide.String()), absent)
	runtime.ReadMemStats(&after)
	if surprise, ok := errors.AsType[*DecodeError](err); !ok || surprise.Field != "id" {
		t.Errorf("wide: %.300v", err)
	}
	if cost := after.TotalAlloc - before.TotalAlloc; cost > 24<<20 { // 5 MiB; looking through all for each field takes 100
		t.Errorf("%d MiB were allocated", cost>>20)
	}
	const depth = 5000
	var record fuzzRecord
	err = Decode([]byte(strings.Repeat(`{"id":{},"next":`, depth)+"{}"+strings.Repeat("}", depth)), &record)
	if surprise, ok := errors.AsType[*DecodeError](err); !ok || surprise.Field != "id" {
		t.Errorf("deep: %.300v", err)
	}
	err = Decode([]byte(strings.Repeat(`{"next":`, depth)+`{"id":{}}`+strings.Repeat("}", depth)), &record)
	if surprise, ok := errors.AsType[*DecodeError](err); !ok || len(surprise.Field) > wiretext.MaxBrief+10 || !strings.HasPrefix(surprise.Field, "next.next.") {
		t.Errorf("deep: %.300v", err)
	}
}
