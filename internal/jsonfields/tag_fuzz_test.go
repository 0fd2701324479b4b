package jsonfields

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// upper has a way of its own of being written.
type upper string

func (u upper) MarshalText() ([]byte, error) { return []byte(strings.ToUpper(string(u))), nil }

// FuzzTag gives a field whatever tag, and asks encoding/json what it reads into that, into the field beside it, and what it reads besides.
func FuzzTag(f *testing.F) {
	for _, tag := range []string{
		"", "a", "b,omitempty", "-", "-,", "-,omitempty", "a b", "é", "o'dd", `a"b`, "'a'", "'a',string", "a\\b", "\x01", "\xff", "😀", "a😀", "_", "a_b,case:ignore", "B", "b",
		",embed", "a,embed", ",embed,omitempty", ",Embed", ",embed,", ",,embed", ",'embed'", "embed", ",inline", ",unknown", ",string", ",string,embed", ",string:x", ",omitempty:embed",
		",case:strict", "a,case:strict", "a,case:ignore", "a,case:strict,case:ignore", "a,case", "a,case:", "a,case:'strict'", "a,case:strictly", "a,case:strict,embed", "ſ,case:strict", "ſ", "K", "İ", "ς", "Σ",
	} {
		f.Add(tag)
	}
	types := []reflect.Type{
		reflect.TypeFor[int](), reflect.TypeFor[*int](), reflect.TypeFor[string](), reflect.TypeFor[struct{ X, Y int }](), reflect.TypeFor[*struct{ X int }](),
		reflect.TypeFor[map[string]int](), reflect.TypeFor[*map[string]int](), reflect.TypeFor[map[int]int](), reflect.TypeFor[map[upper]int](), reflect.TypeFor[json.RawMessage](), reflect.TypeFor[[]int](),
	}
	f.Fuzz(func(t *testing.T, tag string) {
		for _, of := range types {
			structure := reflect.StructOf([]reflect.StructField{
				{Name: "A", Type: of, Tag: reflect.StructTag("json:" + strconv.Quote(tag))},
				{Name: "B", Type: reflect.TypeFor[int]()},
				{Name: "K", Type: reflect.TypeFor[int](), Tag: `json:"k"`},
			})
			first, _, _ := strings.Cut(tag, ",")
			known := Of(structure)
			names := []string{"A", "a", "B", "b", "X", "x", "Y", "K", "\u212a", "s", "i", "σ", "zz", first, strings.ToLower(first), strings.ToUpper(first), strings.ReplaceAll(first, "_", "")}
			for _, field := range known.Fields {
				names = append(names, field.Name, strings.ToLower(field.Name), strings.ToUpper(field.Name))
			}
			for _, name := range names {
				if !utf8.ValidString(name) {
					continue
				}
				field, _ := known.Find(name)
				got := "nothing"
				switch {
				case field != nil:
					got = fmt.Sprint(field.Index)
				case known.Rest() != nil:
					got = fmt.Sprint(known.Rest().Index)
				}
				if want := readInto(t, structure, name); got != want {
					t.Errorf("%q on a %s: %q is read into %s; encoding/json reads it into %s", tag, of, name, got, want)
				}
			}
		}
	})
}

// readInto says which field of a struct encoding/json reads a field of this name into.
func readInto(t *testing.T, structure reflect.Type, name string) string {
	t.Helper()
	quoted, err := json.Marshal(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{`1`, `"1"`, `"\"s\""`, `{"X":1,"Y":1}`, `{"1":1}`, `[1]`} {
		into := reflect.New(structure)
		if json.Unmarshal([]byte("{"+string(quoted)+":"+value+"}"), into.Interface()) != nil {
			continue
		}
		into = into.Elem()
		for i := range into.NumField() {
			field := into.Field(i)
			if field.IsZero() {
				continue
			}
			if field.Kind() == reflect.Pointer {
				field = field.Elem()
			}
			if field.Kind() == reflect.Struct && value[0] != '{' { // so it was one of its fields
				for inner := range field.NumField() {
					if !field.Field(inner).IsZero() {
						return fmt.Sprint([]int{i, inner})
					}
				}
			}
			return fmt.Sprint([]int{i})
		}
	}
	return "nothing"
}
