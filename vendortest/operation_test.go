package vendortest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPathsWithTwoParametersInOnePart(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		template, part string
		want           map[string]string // nil: doesn't match
	}{
		{"id", "7", map[string]string{"id": "7"}},
		{"id", "a%2Fb", map[string]string{"id": "a/b"}},
		{"id", "", nil},
		{"id}&{seq", "7&2", map[string]string{"id": "7", "seq": "2"}},
		{"id}&{seq", "7", nil},
		{"id}&{seq", "&2", nil},
		{"a}-{b}.{c", "1-2.3", map[string]string{"a": "1", "b": "2", "c": "3"}},
	} {
		got := map[string]string{}
		if ok := (segment{test.template, true}).read(test.part, got); !ok {
			got = nil
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("{%s} of %q (-want +got):\n%s", test.template, test.part, diff)
		}
	}
}
