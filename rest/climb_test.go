package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// TestNoValueLeadsToAnotherPath checks values that a server might read as a way up, in a parameter and in Call, and that no error
// quotes one.
func TestNoValueLeadsToAnotherPath(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(200, thingBody) })
	client := v.client(t, rest.Vendor{})
	for _, value := range []string{
		".", "..", "../secret-x", "a/../secret-x", "secret-x/..", `..\secret-x`, `a\..\secret-x`, "%2e%2e", "%2E%2e/secret-x", ".%2e", "..%2fsecret-x",
		"..%5Csecret-x", "%252e%252e%252fsecret-x", "..;/secret-x", "..;a=b", "%2e%2e%3b/secret-x", "a%2f..%2fsecret-x", "./secret-x",
		".. ", " ..", "..\t/secret-x", "..%20/secret-x", "..%00", "..?secret-x", "..%3Fsecret-x", "%c0%ae%c0%ae/secret-x", ". ;a",
	} {
		call := call.New("getThing", "GET", "/things/{id}")
		call.Path("id", value)
		for name, err := range map[string]error{"parameter": only(client.Do(t.Context(), call, nil, nil)), "Call": client.Call(t.Context(), "GET", "/things/"+value, nil, nil, nil)} {
			if err == nil || v.count() != 0 || strings.Contains(err.Error(), "secret-x") || outcome(t, err) != rest.NotProcessed {
				t.Errorf("%s, %q: %v", name, value, err)
			}
		}
	}
	for _, value := range []string{"", " ", "\t\n", "/", "//", `\`, "%20", "%2F", "%252f%2520", "\u00a0", "\x00", " / "} {
		call := call.New("deleteThing", "DELETE", "/things/{id}")
		call.Path("id", value)
		if err := only(client.Do(t.Context(), call, nil, nil)); err == nil || v.count() != 0 || outcome(t, err) != rest.NotProcessed {
			t.Errorf("%q, which leaves the path of all: %v", value, err)
		}
	}
	for _, value := range []string{"a", "a.b", "...", "..a", "a..", ".hidden", "a/b", "100%", "a%2fb", "50%25", "ö", "1;2", "a b", "a ..", "why?", "#1", "...?", " a "} {
		call := call.New("getThing", "GET", "/things/{id}")
		call.Path("id", value)
		if err := only(client.Do(t.Context(), call, nil, nil)); err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// TestErrorsQuoteNothingOfARefusedPath checks what is given to Call and can't be sent.
func TestErrorsQuoteNothingOfARefusedPath(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(200, thingBody) })
	client := v.client(t, rest.Vendor{})
	for _, path := range []string{
		"/people/ada@example.com?access_token=made-up", "people/made-up", "/people#made-up", "/people/{made-up}", `/people\made-up`, "/people/%zzmade-up", "https://made-up.example.com/", "",
	} {
		if err := client.Call(t.Context(), "GET", path, nil, nil, nil); err == nil || v.count() != 0 || strings.Contains(err.Error(), "made-up") || strings.Contains(err.Error(), "ada@") {
			t.Errorf("%q: %v", path, err)
		}
	}
	if err := client.Call(t.Context(), "/people?made-up with blank", "GET", nil, nil, nil); err == nil || strings.Contains(strings.ToLower(err.Error()), "made-up with") {
		t.Errorf("a path for a method: %v", err)
	}
}

// TestBaseURLIsOfAPlainHost checks what no credential may be bound to.
func TestBaseURLIsOfAPlainHost(t *testing.T) {
	t.Parallel()
	for base, ok := range map[string]bool{
		"https://acme.example.com": true, "https://ACME.example.com:443/x": true, "http://localhost:1": true, "http://127.0.0.1": true, "http://[::1]:1": true,
		"https://acme.ex\u0130mple.com": false, "https://b\u00fccher.example": false, "http://localho\u017ft": false, "http://127.0.0.1.": false, "http://localhost.": false,
		"http://acme.example.com": false, "https://acme.example.com:99999": false, "https://:443": false,
	} {
		if _, err := rest.NewClient(rest.Vendor{Name: "acme"}, base); (err == nil) != ok {
			t.Errorf("%s: %v", base, err)
		}
	}
}
