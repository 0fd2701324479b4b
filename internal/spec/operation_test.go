package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPathNames(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][]string{
		"/things": nil, "/things/{id}": {"id"}, "/{organization}/things/{id}/parts": {"organization", "id"}, "/reports/{from}-{to}.{format}": {"from", "to", "format"}, "/things/{id": nil,
	} {
		if diff := cmp.Diff(want, (&Operation{Path: path}).PathNames()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}
