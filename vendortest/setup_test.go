package vendortest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
)

// lab is the small document that has every construct.
var lab = &vendor{
	name: "lab",
	model: sync.OnceValues(func() (*model, error) {
		return newModel(os.DirFS("../internal/fixture/constructs/specs"), "constructs")
	}),
	sizes:    map[string]int{"tickets": 57, "statuses": 4, "feed": 30},
	big:      []string{"tickets"},
	pageSize: 10,
}

func startLab(t *testing.T, opts ...Option) *Server {
	t.Helper()
	s, err := lab.start(t, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// request is a call to make.
type request struct {
	method, path string
	header       map[string]string
	media        string // of body; JSON when empty
	body         string
	bare         bool // without credentials and the document's own headers
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   string
}

// do makes a call with the seeded access token.
func do(t *testing.T, s *Server, r request) reply {
	t.Helper()
	got, err := try(s, r)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func try(s *Server, r request) (reply, error) {
	base := s.URL
	if strings.HasPrefix(r.path, "/oauth/") {
		base = s.OAuthURL
	}
	var body io.Reader
	if r.body != "" {
		body = strings.NewReader(r.body)
	}
	req, err := http.NewRequest(r.method, base+r.path, body)
	if err != nil {
		return reply{}, err
	}
	if r.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.media != "" {
		req.Header.Set("Content-Type", r.media)
	}
	if !r.bare {
		for name, value := range s.model.doc.Headers {
			req.Header.Set(name, value)
		}
		if token := s.Credentials().AccessToken; token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
	}
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header, string(got)}, err
}

func get(path string) request { return request{method: "GET", path: path} }

// object reads a JSON object.
func object(t *testing.T, text string) map[string]any {
	t.Helper()
	var out map[string]any
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	if err := dec.Decode(&out); err != nil {
		t.Fatalf("no JSON object: %.200q", text)
	}
	return out
}

// dig follows fields and places down into a JSON value.
func dig(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

func organization(s *Server) string {
	return "/api/organizations/" + s.Credentials().OrganizationID
}

func escapeQuery(s string) string { return url.QueryEscape(s) }
