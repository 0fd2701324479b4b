package humanity_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
)

// fake responds from a map of "METHOD path?query" to bodies, or by a function, and notes what it was asked. What it has no
// response for it refuses as Humanity does, under HTTP 200.
type fake struct {
	responses map[string]string
	response  func(ask string, form url.Values) string

	mu    sync.Mutex
	asked []string // "METHOD path?query form"
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	address := r.URL.Path
	if query := r.URL.Query(); len(query) > 0 {
		address += "?" + plain(query)
	}
	ask := r.Method + " " + address
	said := ask
	if len(form) > 0 {
		said += " " + plain(form)
	}
	f.mu.Lock()
	f.asked = append(f.asked, said)
	f.mu.Unlock()
	response, ok := f.responses[ask]
	if !ok && f.response != nil {
		response = f.response(ask, form)
	}
	if response == "" {
		response = `{"status": 15, "data": null, "error": "no such thing", "token": "secret-token"}`
	}
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, response)
}

// plain writes values without escaping, in the order of their names.
func plain(values url.Values) string {
	text, _ := url.QueryUnescape(values.Encode())
	return text
}

func (f *fake) requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

// start serves f for the length of a test and gives a client of it.
func (f *fake) start(t testing.TB, opts ...humanity.ClientOption) *humanity.Client {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	client, err := humanity.NewClient(server.URL, append([]humanity.ClientOption{humanity.WithRequestEditorFn(token)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// token stands for a credential of package auth.
func token(_ context.Context, r *http.Request) error {
	r.Header.Set("Authorization", "Bearer access-1")
	return nil
}

func ok(data string) string {
	return `{"status": 1, "data": ` + data + `, "error": null, "token": "secret-token"}`
}
