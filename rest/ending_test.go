package rest_test

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// noCachedConnection is how package http2 tells net/http that the connection meant for a request takes no more of them.
type noCachedConnection struct{}

func (noCachedConnection) Error() string             { return "http2: no cached connection was available" }
func (noCachedConnection) IsHTTP2NoCachedConnError() {}

// TestRequestMeantForAConnectionThatEnds checks a request that an HTTP/2 connection, in the middle of its end, let go after it had closed
// the body: net/http takes another connection only where it can open the body anew, and the call must be made all the same.
func TestRequestMeantForAConnectionThatEnds(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it hears nothing after the handshake
	server.StartTLS()
	defer server.Close()
	calls := writes()
	for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
		calls[method] = func() *call.Call { return call.New("getThing", method, "/things") }
	}
	for name, described := range calls {
		for _, repeatable := range []bool{true, false} {
			asked := 0
			ending := roundTripper(func(r *http.Request) (*http.Response, error) {
				if asked++; asked > 1 {
					return reply(200, `{}`)
				}
				if r.Body != nil {
					r.Body.Close()
				}
				return nil, noCachedConnection{}
			})
			trusting := server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
			trusting.NextProtos = []string{"h2"}
			transport := &http.Transport{TLSClientConfig: trusting, TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{
				"h2": func(string, *tls.Conn) http.RoundTripper { return ending },
			}}
			client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, rest.WithHTTPClient(&http.Client{Transport: transport}), rest.WithoutRetries())
			if err != nil {
				t.Fatal(err)
			}
			err = only(client.Do(t.Context(), described(), []rest.CallOption{rest.Repeatable(repeatable)}, nil))
			if got := outcome(t, err); (err != nil || asked != 2) && (name != "stream" || got != rest.NotProcessed || asked != 1) {
				t.Errorf("%s, repeatable %t: %v, asked %d times: %v", name, repeatable, got, asked, err)
			}
			transport.CloseIdleConnections()
		}
	}
}
