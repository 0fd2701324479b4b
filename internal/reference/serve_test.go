package reference_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestServe(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(small(t))
	t.Cleanup(server.Close)
	for _, c := range []struct {
		method, path string
		status       int
		media, body  string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8", "<h1>API reference</h1>"},
		{"GET", "/index.html", 200, "text/html; charset=utf-8", "<h1>API reference</h1>"},
		{"GET", "/spiro", 200, "text/html; charset=utf-8", "<h1>Spiro</h1>"}, // by way of /spiro/
		{"GET", "/spiro/", 200, "text/html; charset=utf-8", "<h1>Spiro</h1>"},
		{"GET", "/spiro/Contacts.html?from=elsewhere", 200, "text/html; charset=utf-8", `<article id="listContacts">`},
		{"HEAD", "/spiro/Contacts.html", 200, "text/html; charset=utf-8", ""},
		{"GET", "/assets/reference.js", 200, "text/javascript; charset=utf-8", "const reference"},
		{"GET", "/assets/reference.css", 200, "text/css; charset=utf-8", "prefers-color-scheme"},
		{"GET", "/assets/minisearch/LICENSE.txt", 200, "text/plain; charset=utf-8", "Permission is hereby granted"},
		{"GET", "/spiro/Nothing.html", 404, "", ""},
		{"GET", "/../go.mod", 404, "", ""},
		{"GET", "/assets/", 404, "", ""},
		{"GET", "//elsewhere.example/", 404, "", ""},
		{"POST", "/", 405, "", ""},
	} {
		req, err := http.NewRequestWithContext(t.Context(), c.method, server.URL+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != c.status || !strings.Contains(string(body), c.body) {
			t.Errorf("%s %s: %d\n%.200s", c.method, c.path, response.StatusCode, body)
		}
		if c.media == "" {
			continue
		}
		if got := response.Header.Get("Content-Type"); got != c.media {
			t.Errorf("%s: %s", c.path, got)
		}
		if policy := response.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; ") {
			t.Errorf("%s: the policy is %q", c.path, policy)
		}
	}
}
