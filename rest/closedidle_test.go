package rest_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// TestWriteAtAConnectionThatIsBeingClosed checks what becomes of each write when a kept connection is closed: sent again when it
// can't have arrived, and else an error that says that it may have.
func TestWriteAtAConnectionThatIsBeingClosed(t *testing.T) {
	t.Parallel()
	for name, write := range writes() {
		for words, want := range map[string]rest.Outcome{
			"http: server closed idle connection":                rest.Processed,
			"readLoopPeekFailLocked: read tcp: connection reset": rest.Processed,
			"EOF": rest.MaybeProcessed,
			"read tcp 127.0.0.1:1: connection reset by peer":            rest.MaybeProcessed,
			`malformed response "http: server closed idle connection"`:  rest.MaybeProcessed,
			"http2: server sent GOAWAY and closed the connection; ID=1": rest.MaybeProcessed,
		} {
			sent := 0
			transport := roundTripper(func(*http.Request) (*http.Response, error) {
				if sent++; sent == 1 {
					return nil, errors.New(words)
				}
				return reply(200, `{}`)
			})
			client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "https://acme.example", rest.WithHTTPClient(&http.Client{Transport: transport}), rest.WithoutRetries())
			if err != nil {
				t.Fatal(err)
			}
			err = only(client.Do(t.Context(), write(), nil, nil))
			if got := outcome(t, err); got != want || (err == nil) != (want == rest.Processed) {
				t.Errorf("%s, %s: %v after %d requests: %v", name, words, got, sent, err)
			}
		}
	}
}

// TestWriteThatMetAClosingConnectionIsNotSentTwice checks it over real connections: the server takes the second request on a kept
// connection and closes that without a word.
func TestWriteThatMetAClosingConnectionIsNotSentTwice(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	address, _ := listen(t, func(c net.Conn) {
		r := bufio.NewReader(c)
		for range 2 {
			request, err := http.ReadRequest(r)
			if err != nil {
				return
			}
			io.Copy(io.Discard, request.Body)
			if requests.Add(1)%2 == 0 {
				return
			}
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
		}
	})
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "http://"+address)
	if err != nil {
		t.Fatal(err)
	}
	if err := makeCall(t.Context(), client, "POST"); err != nil {
		t.Fatal(err)
	}
	err = makeCall(t.Context(), client, "POST")
	if got := outcome(t, err); err == nil || got != rest.MaybeProcessed || requests.Load() != 2 {
		t.Errorf("%v after %d requests: %v", got, requests.Load(), err)
	}
}

// TestContextThatEnds checks that a call under a context that has ended sends nothing and says so, and that one whose context ends
// while it waits for a response doesn't.
func TestContextThatEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	address, requests := script(t, func(c net.Conn, _ int64) {
		cancel()
		c.Read(make([]byte, 1)) // until the client goes
	})
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, "http://"+address)
	if err != nil {
		t.Fatal(err)
	}
	err = makeCall(ctx, client, "POST")
	if got := outcome(t, err); !errors.Is(err, context.Canceled) || got != rest.MaybeProcessed {
		t.Errorf("while it waited: %v: %v", got, err)
	}
	err = makeCall(ctx, client, "POST")
	if got := outcome(t, err); !errors.Is(err, context.Canceled) || got != rest.NotProcessed || requests.Load() != 1 {
		t.Errorf("before it was sent: %v after %d requests: %v", got, requests.Load(), err)
	}
}

// TestBodyOfACallIsClosed checks that a stream is closed when the call is over, and not before another attempt may need it.
func TestBodyOfACallIsClosed(t *testing.T) {
	t.Parallel()
	for _, statuses := range [][]int{{200}, {500}, {429, 200}, {429, 500}} {
		for _, seekable := range []bool{true, false} {
			number := 0
			var got []string
			file := &openFile{Reader: strings.NewReader("x")}
			v := newVendor(nil)
			client := v.client(t, rest.Vendor{}, rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}), rest.WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				got = append(got, string(body))
				r.Body.Close()
				number++
				return reply(statuses[number-1], `{}`)
			})}))
			call := call.New("upload", "POST", "/files")
			var body io.Reader = file
			if !seekable {
				body = struct {
					io.Reader
					io.Closer
				}{file, file}
			}
			call.Stream("text/plain", body)
			only(client.Do(t.Context(), call, nil, nil))
			want := len(statuses)
			if !seekable {
				want = 1
			}
			if file.closed != 1 || file.late || number != want || strings.Join(got, "") != strings.Repeat("x", want) {
				t.Errorf("%v, can go back %t: closed %d times, used later %t, bodies %q", statuses, seekable, file.closed, file.late, got)
			}
		}
	}
}

// openFile notes when it is closed, and whether it is used after that.
type openFile struct {
	*strings.Reader
	closed int
	late   bool
}

func (f *openFile) Read(p []byte) (int, error) {
	f.late = f.late || f.closed > 0
	return f.Reader.Read(p)
}

func (f *openFile) Close() error {
	f.closed++
	return nil
}
