package rest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

type thing struct {
	Name string `json:"name"`
}

func newClient(t *testing.T, handler http.HandlerFunc, opts ...rest.ClientOption) *rest.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newClientAt(t, server.URL, opts...)
}

func newClientAt(t *testing.T, baseURL string, opts ...rest.ClientOption) *rest.Client {
	t.Helper()
	client, err := rest.NewClient(rest.Vendor{Name: "acme", ErrorCodes: []string{"resultCode", "ClassName", "Fault Number"}}, baseURL, append([]rest.ClientOption{rest.WithoutRetries()}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func get(ctx context.Context, client *rest.Client, opts ...rest.CallOption) (*thing, error) {
	call := call.New("getThing", http.MethodGet, "/things/{id}")
	call.Path("id", "1")
	out := new(thing)
	usable, err := client.Do(ctx, call, opts, out)
	if !usable {
		return nil, err
	}
	return out, err
}

func respond(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		} else {
			w.Header()["Content-Type"] = nil
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// TestOptionsThatAreNil: an option that a program has left unset changes nothing.
func TestOptionsThatAreNil(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(200, thingBody) })
	var forClient rest.ClientOption
	var forCall rest.CallOption
	client := v.client(t, rest.Vendor{}, forClient)
	if err := client.Call(t.Context(), "GET", "/things/1", nil, nil, nil, forCall); err != nil || v.count() != 1 {
		t.Errorf("%v after %d requests", err, v.count())
	}
}
