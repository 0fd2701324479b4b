package jsonscan

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzSkipValid checks what is skipped against encoding/json: a text is valid there exactly when it is skipped whole here.
func FuzzSkipValid(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"a":[1,{"b":"]"},null,true,false]}`, `"x\"y\u00e9\\"`, "\"\x00\"", "\"\x1f23456789\"", "\"12345678\xff\"", `"\x"`, `"\u12g4"`, `"\u12`, `"`, `"\`,
		`0`, `-0`, `01`, `1.`, `.5`, `1.5e`, `1e+5`, `-`, `+1`, `1E-9`, `12a`, `tru`, `nulls`, `{"a" : 1 , "b":2}`, `{"a":1,}`, `{,}`, `[1,]`, `[1 2]`, `{"a"}`, `{1:2}`, `[}`, `{]`, `[[[`,
		"[\n1\t,\r2 ]", `"abcdefg"`, `"abcdefgh"`, `"abcdefghi\n"`, "\"\u007f\u0080\"", strings.Repeat("[", 9_999) + strings.Repeat("]", 9_999),
		strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		end := SkipValid(data, SkipSpace(data, 0))
		whole := end >= 0 && SkipSpace(data, end) == len(data)
		if want := json.Valid(data); whole != want {
			t.Fatalf("%.100q: skipped to %d of %d, valid: %t", data, end, len(data), want)
		}
	})
}

// FuzzSelection checks selected lists against encoding/json: a list is read exactly where it is valid, its items keep the wanted fields and
// nothing else, in their order, and its marks are what came last, with a word where that wasn't all.
func FuzzSelection(f *testing.F) {
	for _, seed := range []string{
		`[]`, `[{}]`, `[{"id":1,"x":{"a":[1]},"Name":"y"},{"id":2,"name":"z","x":3}]`, "[ { \"id\" :\t1 , \"name\":\n\"a\" } , null, 7, [], \"id\" ]",
		`[{"\u0069d":1,"ID":2,"id":3}]`, `[{"ID":1},{"iD":2,"ID":3}]`, `[{"id":1}`, `[{"id":1,}]`, `[{"id":1},]`, `[{"id" 1}]`, `[{"id":01}]`, `[{"x":tru}]`, `{}`, "[{\"na\u017fe\":1}]",
		`[{"a":1,"b":2,"id":3},{"b":1,"id":4,"a":2},{"id":5}]`, `[{"id":1,"id":2}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var items []json.RawMessage
		valid := SkipSpace(data, 0) == 0 && json.Valid(data) && Kind(data) == List && json.Unmarshal(data, &items) == nil
		var seen []string
		var repeated []bool
		out, end := Select([]string{"id", "name"}, "id").Append(nil, data, 0, func(item Item) {
			seen = append(seen, string(item.Raw), string(item.Marks[0]))
			repeated = append(repeated, item.Repeated)
		})
		if whole := end >= 0 && SkipSpace(data, end) == len(data); whole != valid {
			t.Fatalf("%q: read to %d, valid: %t", data, end, valid)
		}
		if !valid {
			return
		}
		all, _ := Select(nil, "id").Append(nil, data, 0, func(Item) {})
		var picked, kept []json.RawMessage
		if json.Unmarshal(out, &picked) != nil || json.Unmarshal(all, &kept) != nil || len(picked) != len(items) || len(kept) != len(items) || len(seen) != 2*len(items) {
			t.Fatalf("%q: %d items, read as %q and %q", data, len(items), out, all)
		}
		for i, item := range items {
			if seen[2*i] != string(item) {
				t.Fatalf("%q: item %d is %q", data, i, seen[2*i])
			}
			if Kind(item) != Object {
				if string(picked[i]) != string(item) {
					t.Fatalf("%q: item %d became %q", data, i, picked[i])
				}
				continue
			}
			var want, got, whole []string
			var mark string
			fields := func(object []byte, keep func(name string) bool) (list []string) {
				Fields(object, func(name, value []byte) bool {
					if keep(string(name)) {
						list = append(list, string(name)+"="+string(value))
					}
					return true
				})
				return list
			}
			wanted := func(name string) bool {
				selection := Select([]string{"id", "name"})
				return selection.wants(name)
			}
			every := func(string) bool { return true }
			want, got, whole = fields(item, wanted), fields(picked[i], every), fields(kept[i], every)
			if strings.Join(want, "\n") != strings.Join(got, "\n") || strings.Join(fields(item, every), "\n") != strings.Join(whole, "\n") {
				t.Fatalf("%q: item %d has %q, want %q", data, i, got, want)
			}
			times := 0
			Fields(item, func(name, value []byte) bool {
				if strings.EqualFold(string(name), "id") {
					mark = string(value)
					times++
				}
				return true
			})
			if repeated[i] != (times > 1) {
				t.Fatalf("%q: item %d has its mark %d times, and repeated is %t", data, i, times, repeated[i])
			}
			if seen[2*i+1] != mark {
				t.Fatalf("%q: item %d is marked %q, want %q", data, i, seen[2*i+1], mark)
			}
		}
	})
}
