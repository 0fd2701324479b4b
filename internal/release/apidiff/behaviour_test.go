package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	for _, test := range []struct {
		was, is any
		want    string
	}{
		{nil, nil, ""},
		{true, true, ""},
		{object{"a": []any{1.0}}, object{"a": []any{1.0}}, ""},
		{nil, false, "it is `false`; it was not given"},
		{object{"style": "number", "page": "p"}, object{"style": "none", "size": 5.0}, "`page` is not given, was `p`; `size` is `5`, was not given; `style` is `none`, was `number`"},
		{object{"a": []any{1.0}}, object{"a": []any{2.0}}, "`a` is `[2]`, was `[1]`"},
	} {
		if diff := cmp.Diff(test.want, differences(test.was, test.is)); diff != "" {
			t.Errorf("%v and %v (-want +got):\n%s", test.was, test.is, diff)
		}
	}
}
