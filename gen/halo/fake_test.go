package halo_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
)

// fake responds from a map of "METHOD path?query" to bodies, and notes what it was asked.
type fake struct {
	answers map[string]string
	files   map[string]string // responses that are bytes, with a file's name

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
	if file, ok := f.files[key]; ok {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", `attachment; filename="`+file+`"`)
		fmt.Fprint(w, f.answers[key])
		return
	}
	answer, ok := f.answers[key]
	w.Header().Set("Content-Type", "application/json")
	if !ok {
		w.WriteHeader(http.StatusNotFound)
	}
	fmt.Fprint(w, answer)
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

// standIn serves the examples. A client of a real server is made with
//
//	halo.NewClient("https://acme.halopsa.com/api", halo.WithRequestEditorFn(auth.Halo(source)))
func standIn(answers map[string]string) (client *halo.Client, server *fake, stop func()) {
	server = &fake{answers: answers, files: map[string]string{}}
	srv := httptest.NewServer(server)
	client, err := halo.NewClient(srv.URL+"/api", halo.WithRequestEditorFn(token))
	if err != nil {
		log.Fatal(err)
	}
	return client, server, srv.Close
}
