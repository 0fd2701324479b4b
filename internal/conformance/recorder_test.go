package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// recorder is a server that keeps the requests it gets, and responds to each as it was set.
type recorder struct {
	*httptest.Server

	mu      sync.Mutex
	next    response
	request []*sentRequest
}

// sentRequest is a request as it arrived.
type sentRequest struct {
	*http.Request
	body  []byte
	value any // of a JSON body, once it was decoded
}

// decoded reads a JSON body, once for all that look at it.
func (s *sentRequest) decoded() (any, error) {
	if s.value != nil {
		return s.value, nil
	}
	err := json.Unmarshal(s.body, &s.value)
	return s.value, err
}

func newRecorder() *recorder {
	r := &recorder{}
	r.Server = httptest.NewServer(r)
	return r
}

func (r *recorder) respondWith(a response) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next = a
}

// ServeHTTP implements http.Handler.
func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		r.request = append(r.request, &sentRequest{Request: request, body: body})
	}
	r.next.serve(w)
}

// taken returns the one request that came since it was last called.
func (r *recorder) taken() (*sentRequest, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	requests := r.request
	r.request = nil
	if len(requests) != 1 {
		return nil, fmt.Errorf("the call sent %d requests, not one", len(requests))
	}
	return requests[0], nil
}

// equal reports whether two requests are the same to the byte; those in parts never are, since their boundary changes.
func (s *sentRequest) equal(other *sentRequest) bool {
	return s.Method == other.Method && s.URL.EscapedPath() == other.URL.EscapedPath() && s.URL.RawQuery == other.URL.RawQuery &&
		maps.EqualFunc(s.Header, other.Header, slices.Equal[[]string]) && bytes.Equal(s.body, other.body)
}

// text writes a request as a snapshot has it: method and path, the query one parameter a line and as it was encoded,
// headers in order, and the body, JSON indented, forms one field a line, parts under a boundary that doesn't change.
func (s *sentRequest) text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s\n", s.Method, s.URL.EscapedPath())
	for i, pair := range strings.Split(s.URL.RawQuery, "&") {
		if pair != "" {
			fmt.Fprintf(&out, " %c%s\n", "?&"[min(i, 1)], pair)
		}
	}
	media, how, _ := mime.ParseMediaType(s.Header.Get("Content-Type"))
	for _, name := range slices.Sorted(maps.Keys(s.Header)) {
		if name == "Content-Length" && how["boundary"] != "" {
			continue // the boundary's length changes
		}
		for _, value := range s.Header[name] {
			if boundary := how["boundary"]; name == "Content-Type" && boundary != "" {
				value = strings.ReplaceAll(value, boundary, "BOUNDARY")
			}
			fmt.Fprintf(&out, "%s: %s\n", name, value)
		}
	}
	switch {
	case len(s.body) == 0:
	case strings.HasSuffix(media, "json"):
		var indented bytes.Buffer
		if err := json.Indent(&indented, s.body, "", " "); err != nil {
			fmt.Fprintf(&out, "\nnot JSON (%v): %s\n", err, s.body)
			break
		}
		fmt.Fprintf(&out, "\n%s\n", &indented)
	case media == "application/x-www-form-urlencoded":
		fmt.Fprintf(&out, "\n%s\n", strings.ReplaceAll(string(s.body), "&", "\n&"))
	case how["boundary"] != "":
		body := strings.ReplaceAll(string(s.body), how["boundary"], "BOUNDARY")
		fmt.Fprintf(&out, "\n%s\n", strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n")))
	default:
		fmt.Fprintf(&out, "\n%q\n", s.body)
	}
	return out.String()
}
