package changelog

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRawURL(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]string{
		"https://github.com/a/b/blob/master/docs/changelog.md": "https://raw.githubusercontent.com/a/b/master/docs/changelog.md",
		"https://github.com/a/b/blob/v1/x.md?plain=1#L7":       "https://raw.githubusercontent.com/a/b/v1/x.md",
		"https://github.com/a/b":                               "https://github.com/a/b",
		"https://example.com/a/b/blob/master/x.md":             "https://example.com/a/b/blob/master/x.md",
		"": "",
	} {
		if got := RawURL(from); got != want {
			t.Errorf("%s: %s", from, got)
		}
	}
	for from, want := range map[string]string{"https://example.com/a/x.md?y=/z": "x.md", "dir/x.md": "x.md", `C:\dir\x.md`: "x.md"} {
		if got := BaseName(from); got != want {
			t.Errorf("%s: %s", from, got)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	mux.HandleFunc("/good", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("## 5 May 2025\n")) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/good", http.StatusFound) })
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://example.com/x", http.StatusFound)
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte("<p>"))
	})
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) {
		for range mostBytes/1024 + 2 {
			w.Write(make([]byte, 1024))
		}
	})
	file := filepath.Join(t.TempDir(), "changes.md")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ from, want string }{
		{server.URL + "/good", ""},
		{server.URL + "/moved", ""},
		{file, ""},
		{file + ".none", "no such file"},
		{server.URL + "/none", "responds with 404"},
		{server.URL + "/away", "isn't https"},
		{server.URL + "/round", "more than 5 redirects"},
		{server.URL + "/page", "page of HTML"},
		{server.URL + "/large", "more than 4194304 bytes"},
		{"http://example.com/changes.md", "isn't https"},
		{"ftp://example.com/changes.md", "isn't https"},
		{"https://ann:secret@example.com/x", "no user or password"},
		{"https:///x", "names no host"},
	}
	for _, test := range tests {
		data, err := Read(t.Context(), test.from)
		switch {
		case test.want == "" && (err != nil || len(data) == 0):
			t.Errorf("%s: %q, %v", test.from, data, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret")):
			t.Errorf("%s: error %v, want %q", test.from, err, test.want)
		}
	}
}
