package humanity

import (
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// However the metadata looks, what is found is the same each time, and nothing unknown has a text.
func FuzzFindCursor(f *testing.F) {
	for _, seed := range []string{
		`{"cursor": "c2"}`, `{"nextCursor": null, "next_cursor": "c2"}`, `{"pagination": {"cursors": {"after": 3}}}`, `{"links": {"next": "https://h/x?cursor=c2"}}`,
		`{"hasMore": false}`, `{"next": {"next": {"next": {}}}}`, `[]`, `{}`, `{"next": true, "cursor": []}`, `{"page": {"page": {"page": {"cursor": "x"}}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		metadata := value.JSON(data).Fields()
		token, known := findCursor(metadata)
		again, knownAgain := findCursor(metadata)
		if token != again || known != knownAgain || !known && token != "" {
			t.Errorf("%q: %q, %v and %q, %v", data, token, known, again, knownAgain)
		}
	})
}
