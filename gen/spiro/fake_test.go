package spiro_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/seed-8da6be54/vendorkit/gen/spiro"
)

// fake responds from a map of "METHOD path?query" to bodies and notes what it was asked.
type fake struct {
	responses map[string]string

	mu     sync.Mutex
	asked  []string
	bodies []string
	header http.Header
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	key := r.Method + " " + r.URL.RequestURI()
	f.mu.Lock()
	f.asked = append(f.asked, key)
	f.bodies = append(f.bodies, string(body))
	f.header = r.Header
	f.mu.Unlock()
	response, ok := f.responses[key]
	w.Header().Set("Content-Type", "application/json")
	if !ok {
		w.WriteHeader(http.StatusNotFound)
	}
	fmt.Fprint(w, response)
}

// start serves f for the length of a test and gives a client of it.
func (f *fake) start(t *testing.T) *spiro.Client {
	t.Helper()
	srv := httptest.NewServer(f)
	t.Cleanup(srv.Close)
	client, err := spiro.NewClient(srv.URL, spiro.WithRequestEditorFn(token))
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
