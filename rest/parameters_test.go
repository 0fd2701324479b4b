package rest_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

func TestWithParameters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, method string
		fill         func(*call.Call)
		want         string // query, content type, body
	}{
		{"a read", "GET", func(c *call.Call) { call.QueryString(c, "mode", new("open")) }, "child=7&mode=open||"},
		{"a read that has it", "GET", func(c *call.Call) { call.QueryString(c, "child", new("1")) }, "child=7||"},
		{"a form", "PUT", func(c *call.Call) { c.Form(map[string]string{"a": "b"}) }, "|application/x-www-form-urlencoded|a=b&child=7"},
		{"JSON", "POST", func(c *call.Call) { c.JSON(map[string]int{"a": 1}) }, `|application/json|{"a":1,"child":"7"}`},
		{"a write without a body", "DELETE", func(*call.Call) {}, "|application/x-www-form-urlencoded|child=7"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got string
			client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got = r.URL.RawQuery + "|" + r.Header.Get("Content-Type") + "|" + string(body)
			})
			call := call.New("op", test.method, "/things")
			test.fill(call)
			if err := only(client.Do(t.Context(), call, []rest.CallOption{rest.WithParameters(url.Values{"child": {"7"}})}, nil)); err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
	for name, fill := range map[string]func(*call.Call){
		"a JSON list": func(c *call.Call) { c.JSON([]int{1}) },
		"a stream":    func(c *call.Call) { c.Stream("text/plain", strings.NewReader("x")) },
	} {
		call := call.New("op", "POST", "/things")
		fill(call)
		err := only(newClient(t, respond(200, "", "")).Do(t.Context(), call, []rest.CallOption{rest.WithParameters(url.Values{"child": {"7"}})}, nil))
		if !errors.Is(err, rest.ErrRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
