package rest_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
)

func TestUndocumentedCall(t *testing.T) {
	t.Parallel()
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		respond(200, "application/json", fmt.Sprintf(`{"name":%q}`, r.Method+" "+r.URL.EscapedPath()+"?"+r.URL.RawQuery+" "+string(body)))(w, r)
	})
	var out thing
	err := client.Call(t.Context(), "post", "/a%2Fb/c", url.Values{"q": {"1"}}, map[string]int{"x": 1}, &out)
	if want := `POST /a%2Fb/c?q=1 {"x":1}`; err != nil || out.Name != want {
		t.Errorf("got %q, %v, want %q", out.Name, err, want)
	}
	for _, path := range []string{"", "a", "/a/../b", "/a/%2E%2E/b", "/a?x=1", "/%zz", "/a#b"} {
		if err := client.Call(t.Context(), "GET", path, nil, nil, nil); !errors.Is(err, rest.ErrRequest) {
			t.Errorf("path %q: %v", path, err)
		}
	}
}
