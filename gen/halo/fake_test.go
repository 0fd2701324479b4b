package halo_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
)

// fake responds from a map of "METHOD path?query" to bodies, and notes what it was asked.
type fake struct {
	responses map[string]string

	mu     sync.Mutex
	asked  []string
	bodies []string
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	key := r.Method + " " + r.URL.RequestURI()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked, f.bodies = append(f.asked, key), append(f.bodies, string(body))
	response, ok := f.responses[key]
	w.Header().Set("Content-Type", "application/json")
	if !ok {
		w.WriteHeader(http.StatusNotFound)
	}
	fmt.Fprint(w, response)
}

// start serves f for the length of a test and gives a client of it.
func (f *fake) start(t *testing.T) *halo.Client {
	t.Helper()
	srv := httptest.NewServer(f)
	t.Cleanup(srv.Close)
	client, err := halo.NewClient(srv.URL+"/api", halo.WithRequestEditorFn(token))
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
