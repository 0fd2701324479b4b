package jsonfields

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type (
	Near  struct{ A, B, C int }
	Far   struct{ Near }
	Other struct {
		A int
		D int `json:"d"`
	}
	Tagged struct {
		X int `json:"A"`
	}
	Recursive struct {
		A int
		*Recursive
	}
	inner  struct{ A, B int }
	number int
)

// sameName has two fields of one name, which vet finds in a struct that is written out.
var sameName = reflect.Zero(reflect.StructOf([]reflect.StructField{
	{Name: "A", Type: reflect.TypeFor[int](), Tag: `json:"X"`},
	{Name: "B", Type: reflect.TypeFor[int](), Tag: `json:"X"`},
	{Name: "C", Type: reflect.TypeFor[int]()},
})).Interface()

// TestFields: each field that is said to be read is the one that encoding/json reads that name into, and no other name is read.
func TestFields(t *testing.T) {
	for _, of := range []any{
		struct{ A, B int }{},
		struct {
			A int `json:"B"`
			B int `json:"A"`
		}{},
		struct {
			A int `json:"-"`
			//lint:ignore SA5008 the tag is what is tried
			B int `json:"-,"`
			c int
		}{},
		struct {
			Near
			A int
		}{},
		struct {
			A int
			Near
		}{},
		struct {
			Near
			Other
		}{},
		struct {
			Near
			Tagged
		}{},
		struct {
			Tagged
			Far
			Near
		}{},
		struct {
			Far
			Other
		}{},
		struct {
			*Near
			*Other
			E int
		}{},
		struct {
			Near `json:"D"`
			A    int
		}{},
		struct {
			inner
			C int
		}{},
		struct {
			inner `json:"D"`
			C     int
		}{},
		struct {
			number
			A int
		}{},
		struct {
			A int `json:"a b"`
			C int `json:"é"`
			D int `json:",omitempty"`
		}{},
		struct {
			Held Near `json:",embed"`
			A    int
		}{},
		struct {
			Held *Other `json:",embed"`
			Tagged
		}{},
		struct {
			Held Near `json:"X,embed"`
			C    int
		}{},
		Recursive{},
		struct{}{},
		sameName,
	} {
		row := reflect.TypeOf(of)
		t.Run(row.String(), func(t *testing.T) {
			got := map[string]string{}
			fields := Of(row).Fields
			for i, field := range fields {
				got[field.Name] = fmt.Sprint(field.Index)
				if i > 0 && !before(fields[i-1].Index, field.Index) {
					t.Errorf("%s stands behind %s", field.Name, fields[i-1].Name)
				}
				if field.Type != row.FieldByIndex(field.Index).Type {
					t.Errorf("%s is said to be a %s", field.Name, field.Type)
				}
			}
			want := map[string]string{}
			for _, name := range []string{"A", "B", "C", "D", "E", "X", "c", "d", "-", "a b", "é", "Near", "Far", "Other", "Tagged", "Recursive", "inner", "number", "Held"} {
				for _, raw := range []string{`1`, `{"A":1,"B":1,"C":1}`} {
					object, _ := json.Marshal(map[string]json.RawMessage{name: json.RawMessage(raw)})
					into := reflect.New(row)
					if json.Unmarshal(object, into.Interface()) != nil {
						continue
					}
					if at := changed(into.Elem(), raw != `1`); at != nil {
						want[name] = fmt.Sprint(at)
					}
				}
			}
			// encoding/json finds a field whatever the case; the test asks for exact names, of which these are others'.
			for name := range want {
				if _, ok := got[name]; !ok && (name == "c" || name == "d" || name == "D") {
					delete(want, name)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("encoding/json reads (-), and the fields are (+):\n%s", diff)
			}
		})
	}
}

// changed returns the index of the field that isn't zero: a number's, or the struct's that is read whole.
func changed(v reflect.Value, whole bool) []int {
	for i := range v.NumField() {
		field := v.Field(i)
		if field.Kind() == reflect.Pointer {
			if field.IsNil() {
				continue
			}
			field = field.Elem()
		}
		switch {
		case field.IsZero():
		case field.Kind() == reflect.Struct && !whole:
			return append([]int{i}, changed(field, false)...)
		case field.Kind() == reflect.Struct == whole:
			return []int{i}
		}
	}
	return nil
}
