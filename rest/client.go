package rest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

const (
	defaultTimeout  = 30 * time.Second
	defaultMaxBody  = 64 << 20
	defaultMaxError = 64 << 10
	defaultAgent    = "vendorkit"
)

// HttpRequestDoer sends one request. *http.Client is one; the name is the one that oapi-codegen's clients use.
type HttpRequestDoer interface {
	Do(req *http.Request) (*http.Response, error)
}

// Client makes the calls of one vendor's API. It is immutable after NewClient and safe for any number of goroutines.
type Client struct {
	vendor    Vendor
	base      *url.URL
	standard  *http.Client    // sends the requests; the concrete type, so that what it could do stays out of small programs
	doer      HttpRequestDoer // in its place, when the caller gave something else
	editors   []RequestEditorFn
	agent     string
	headers   map[string]http.Header // what every request has, and by method where one has more
	timeout   time.Duration
	maxBody   int64
	limiter   Limiter
	unpaced   bool
	retrier   Retrier
	retries   int           // one more than there may be; 0 when only the retrier sets a bound
	retryWait time.Duration // the longest
	observe   func(ctx context.Context, call *call.Call, state attemptState, failure *Error, wait time.Duration, again bool)
	onDecode  func(*Error)
	traceKey  any // of a context's trace
	buffers   sync.Pool
	sizes     itemSizes
}

// NewClient makes the client of a vendor's API at baseURL. The URL must be https; plain http is taken for loopback
// addresses only.
func NewClient(vendor Vendor, baseURL string, opts ...ClientOption) (*Client, error) {
	c := &Client{
		vendor:  vendor,
		agent:   defaultAgent,
		timeout: defaultTimeout,
		maxBody: defaultMaxBody,
	}
	if baseURL != "" {
		if err := WithBaseURL(baseURL)(c); err != nil {
			return nil, fmt.Errorf("%s: %w", vendor.Name, err)
		}
	}
	for _, opt := range opts {
		if opt == nil { // one that a program has left unset
			continue
		}
		if err := opt(c); err != nil {
			return nil, fmt.Errorf("%s: %w", vendor.Name, err)
		}
	}
	c.headers, c.traceKey = headersOf(vendor, c.agent), wiretext.TraceKey()
	if c.base == nil {
		return nil, fmt.Errorf("%s: the base URL is empty; give the address of your instance, such as https://acme.example.com", vendor.Name)
	}
	if c.doer == nil && c.standard == nil {
		c.standard = newHTTPClient()
	}
	c.setDefaults()
	return c, nil
}

// BaseURL returns the address that the client calls.
func (c *Client) BaseURL() string { return c.base.String() }

// keptIdle is how long the default transport keeps a connection that nothing goes over. A server that closes one at the moment
// in which a POST is written to it leaves nobody able to tell whether the POST arrived. Common servers close theirs after 5 (Node,
// Apache), 20 (Tomcat), 60 (AWS' load balancers), 75 (nginx) or 120 seconds (IIS); who lets go first never meets that moment. It
// costs a call after a longer pause one handshake.
const keptIdle = 4 * time.Second

// newHTTPClient is the default: time-outs where the standard client has none, redirects held to the same host.
func newHTTPClient() *http.Client {
	transport := http.DefaultTransport
	if t, ok := transport.(*http.Transport); ok {
		own := t.Clone()
		own.MaxIdleConnsPerHost = 32
		own.IdleConnTimeout = keptIdle
		wiretext.TellProxy(own)
		own.ResponseHeaderTimeout = 2 * time.Minute
		transport = own
	}
	return GuardRedirects(&http.Client{Transport: transport})
}

// drain reads what little is left of a body, so that its connection can be used again, and closes it.
func drain(body io.ReadCloser) {
	io.CopyN(io.Discard, body, 16<<10)
	body.Close()
}

// Name returns the vendor's short name.
func (c *Client) Name() string { return c.vendor.Name }

// transport sends the client's requests, unless a doer does; nil is net/http's default.
func (c *Client) transport() http.RoundTripper {
	if c.standard == nil {
		return nil
	}
	return c.standard.Transport
}
