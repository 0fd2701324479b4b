package rest_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
)

func TestWithParameters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, method string
		fill         func(*rest.Call)
		want         string // query, content type, body
	}{
		{"a read", "GET", func(c *rest.Call) { rest.QueryText(c, "mode", new("open")) }, "child=7&mode=open||"},
		{"a read that has it", "GET", func(c *rest.Call) { rest.QueryText(c, "child", new("1")) }, "child=7||"},
		{"a form", "PUT", func(c *rest.Call) { c.Form(map[string]string{"a": "b"}) }, "|application/x-www-form-urlencoded|a=b&child=7"},
		{"JSON", "POST", func(c *rest.Call) { c.JSON(map[string]int{"a": 1}) }, `|application/json|{"a":1,"child":"7"}`},
		{"a write without a body", "DELETE", func(*rest.Call) {}, "|application/x-www-form-urlencoded|child=7"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got string
			client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got = r.URL.RawQuery + "|" + r.Header.Get("Content-Type") + "|" + string(body)
			})
			call := rest.NewCall("op", test.method, "/things")
			test.fill(call)
			if err := rest.Exec(t.Context(), client, call, []rest.CallOption{rest.WithParameters(url.Values{"child": {"7"}})}); err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
	for name, fill := range map[string]func(*rest.Call){
		"a JSON list": func(c *rest.Call) { c.JSON([]int{1}) },
		"a stream":    func(c *rest.Call) { c.Stream("text/plain", strings.NewReader("x")) },
	} {
		call := rest.NewCall("op", "POST", "/things")
		fill(call)
		err := rest.Exec(t.Context(), newClient(t, answer(200, "", "")), call, []rest.CallOption{rest.WithParameters(url.Values{"child": {"7"}})})
		if !errors.Is(err, rest.ErrRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
