package conformance

import (
	"reflect"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// difference is go-cmp's, of values as encoding/json decodes them. What is alike is seen to be so first, since go-cmp sorts the fields of
// every object, and the race detector follows it there.
func difference(want, got any) string {
	if alike(want, got) {
		return ""
	}
	return gocmp.Diff(want, got)
}

func alike(a, b any) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case string, float64, bool:
		return a == b
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) || (a == nil) != (b == nil) {
			return false
		}
		for i := range a {
			if !alike(a[i], b[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) || (a == nil) != (b == nil) {
			return false
		}
		for name, v := range a {
			if other, ok := b[name]; !ok || !alike(v, other) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a, b)
}

// TestDifferenceIsFound proves that the short way says alike of nothing that go-cmp would tell apart.
func TestDifferenceIsFound(t *testing.T) {
	t.Parallel()
	values := []any{
		nil, "", "a", "b", 0.0, 1.0, true, false, []any(nil), []any{}, []any{nil}, []any{"a"}, []any{"a", "b"}, []any{"b", "a"}, map[string]any(nil),
		map[string]any{}, map[string]any{"a": nil}, map[string]any{"b": nil}, map[string]any{"a": "a"}, map[string]any{"a": []any{}},
		map[string]any{"a": map[string]any{"b": 1.0}}, map[string]any{"a": map[string]any{"b": 2.0}}, map[string]any{"a": nil, "b": nil}, int64(1),
	}
	for i, want := range values {
		for j, got := range values {
			if found := difference(want, got); (found == "") != (i == j) || (found == "") != gocmp.Equal(want, got) {
				t.Errorf("%#v and %#v: the difference is %q", want, got, found)
			}
		}
	}
}
