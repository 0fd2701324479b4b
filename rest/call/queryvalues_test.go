package call_test

import (
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// TestAKeyWithABracketFails as it does in a form: servers read name[a]b] as the key a. One that is written like an escaped bracket is a key
// like any other.
func TestAKeyWithABracketFails(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"a]", "]", "a[b", "a[b]", "a]=b"} {
		c := call.New("list", "GET", "/things")
		call.QueryMap(c, "extra", map[string]string{key: "1", "%5D": "2"})
		if err := c.Err(); err == nil || !strings.Contains(err.Error(), "query parameter extra["+key+"]: the key contains a bracket") {
			t.Errorf("%q: %v", key, err)
		}
	}
	c := call.New("list", "GET", "/things")
	call.QueryMap(c, "extra", map[string]string{"%5D": "[2]", "a%5Bb%5D": "3"})
	if err := c.Err(); err != nil {
		t.Error(err)
	}
}
