package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// ClientOption changes a client.
type ClientOption func(*Client) error

// WithBaseURL replaces the API's address: a self-hosted instance, a proxy, a simulator. A path in it is kept in front
// of every operation's path.
func WithBaseURL(baseURL string) ClientOption {
	return func(c *Client) error {
		u, err := url.Parse(strings.TrimSpace(baseURL))
		if err != nil {
			return errors.New("the base URL can't be read as a URL; give one such as https://api.example.com")
		}
		if u.Host == "" || u.Opaque != "" {
			return errors.New("the base URL needs a scheme and a host, such as https://api.example.com")
		}
		if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return errors.New("the base URL must hold no user, query or fragment; credentials go through WithRequestEditorFn")
		}
		if _, ok := wiretext.Host(u.Scheme, u.Host); !ok && (u.Scheme == "https" || u.Scheme == "http") {
			return errors.New("the base URL's host must be a name in ASCII (xn--... for any other) or an address, with a port from 0 to 65535 if any")
		}
		if !wiretext.Secure(u) {
			return fmt.Errorf("the base URL must be https (found %q); plain http is for loopback addresses only", u.Scheme)
		}
		u.Path = strings.TrimRight(u.Path, "/")
		u.RawPath = strings.TrimRight(u.RawPath, "/")
		u.RawPath = u.EscapedPath() // worked out once, not with every request
		c.base = u
		return nil
	}
}

// WithHTTPClient sends requests through doer. Of an *http.Client a copy is used that follows redirects only within the same host
// ([GuardRedirects]); the original isn't changed. Its own Timeout, if set, applies in addition to the client's.
//
// A doer of another type must not follow redirects to other hosts: when such a response is refused, the credential has already been
// sent there. If the doer is a struct or a pointer to one, an *http.Client in an exported field of it, embedded or not, is replaced
// by a guarded copy; any other it must guard itself, by GuardRedirects. An *http.Client whose Transport does what the doer did is
// better than a doer.
//
// Without this option, idle connections are kept for 4 seconds, less than common servers keep them. A transport of your own that
// keeps them longer than the vendor does (http.DefaultTransport: 90 s; nginx 75 s, AWS load balancers 60 s) occasionally sends a
// request on a connection that is being closed. A GET is then sent again; a POST isn't, and ends as MaybeProcessed.
func WithHTTPClient(doer HttpRequestDoer) ClientOption {
	return func(c *Client) error {
		switch d := doer.(type) {
		case nil:
			return errors.New("WithHTTPClient: the client is nil")
		case *http.Client:
			if d == nil {
				return errors.New("WithHTTPClient: the client is nil")
			}
			c.doer, c.standard = nil, GuardRedirects(d)
		default:
			c.doer, c.standard = guardWithin(doer), nil
		}
		return nil
	}
}

// WithRequestEditorFn adds a function that changes every request before it is sent, usually a credential of package
// auth. Several are called in the order in which they were given.
func WithRequestEditorFn(fn RequestEditorFn) ClientOption {
	return func(c *Client) error {
		if fn == nil {
			return errors.New("WithRequestEditorFn: the function is nil")
		}
		c.editors = append(c.editors, fn)
		return nil
	}
}

// WithUserAgent puts the caller's own name in front of this module's in the User-Agent header: "acme-sync/1.4".
func WithUserAgent(name string) ClientOption {
	return func(c *Client) error {
		if strings.ContainsAny(name, "\r\n") {
			return errors.New("WithUserAgent: the name must be one line")
		}
		c.agent = strings.TrimSpace(name + " " + defaultAgent)
		return nil
	}
}

// WithTimeout limits the time of each attempt, from its start to the last byte of the response; the default is 30 s, and zero means
// no limit. For a download it limits the wait for the response's head and the wait of each Read for more bytes, but not the time
// that the caller takes between two reads.
func WithTimeout(d time.Duration) ClientOption {
	return func(c *Client) error {
		if d < 0 {
			return errors.New("WithTimeout: the time must not be negative")
		}
		c.timeout = d
		return nil
	}
}

// WithMaxBody limits the size of a response that is decoded, after decompression, in bytes; the default is 64 MiB. The decoded rows
// may take twice as much memory, and at least 64 MiB. Downloads are streams and have no limit.
func WithMaxBody(bytes int64) ClientOption {
	return func(c *Client) error {
		if bytes <= 0 {
			return errors.New("WithMaxBody: the size must be positive")
		}
		c.maxBody = bytes
		return nil
	}
}

// WithLenientDecoding makes decoding tolerant: when a field of a response has another type than the document says, fn gets the
// error, which names the field, and the call succeeds with everything else that could be decoded. Without this option, such a call
// returns both the value and the error.
func WithLenientDecoding(fn func(*Error)) ClientOption {
	return func(c *Client) error {
		c.onDecode = fn
		return nil
	}
}
