package rest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// vendor responds to requests without a network, so that a test may run in a bubble of time. It notes when they came.
type vendor struct {
	mu      sync.Mutex
	start   time.Time
	at      []time.Duration
	respond func(number int, r *http.Request) (*http.Response, error)
}

func newVendor(respond func(number int, r *http.Request) (*http.Response, error)) *vendor {
	return &vendor{start: time.Now(), respond: respond}
}

func (v *vendor) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		io.Copy(io.Discard, r.Body)
		r.Body.Close()
	}
	v.mu.Lock()
	v.at = append(v.at, time.Since(v.start))
	number := len(v.at)
	v.mu.Unlock()
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return v.respond(number, r)
}

// times returns when requests came, to the second.
func (v *vendor) times() []time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]time.Duration(nil), v.at...)
}

func (v *vendor) count() int { return len(v.times()) }

// client returns a client of v with the default retries.
func (v *vendor) client(t *testing.T, about rest.Vendor, opts ...rest.ClientOption) *rest.Client {
	t.Helper()
	about.Name = "acme"
	client, err := rest.NewClient(about, "https://acme.example", append([]rest.ClientOption{rest.WithHTTPClient(v)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// reply makes a response; header holds names and values in turn.
func reply(status int, body string, header ...string) (*http.Response, error) {
	response := &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
	for i := 0; i+1 < len(header); i += 2 {
		response.Header.Set(header[i], header[i+1])
	}
	return response, nil
}

var (
	errDial  = &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	errReset = &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}
)

const thingBody = `{"name":"a"}`

// makeCall makes a call by a method, with a body where the method has one.
func makeCall(ctx context.Context, client *rest.Client, method string, opts ...rest.CallOption) error {
	call := call.New("makeThing", method, "/things")
	if method == http.MethodPost || method == http.MethodPatch || method == http.MethodPut {
		call.JSON(thing{"x"})
	}
	return only(client.Do(ctx, call, opts, new(thing)))
}

// only returns the error of Client.Do, where that is all a test looks at.
func only(_ bool, err error) error { return err }
