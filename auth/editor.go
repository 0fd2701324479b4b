package auth

import (
	"context"
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// Bearer returns a request editor that sends src's token as "Authorization: Bearer ...". Host is a host name, with its port unless
// that is the default, or a base URL. A request to any other host, or by http to a host that isn't loopback, is refused with a
// TokenError that is [ErrWrongHost], before a token is even requested.
//
// The editor fits WithRequestEditorFn of this module's clients and of any other client that oapi-codegen made. In this module's
// clients, a 401 makes src drop that token, and the call is sent once more if there is another token.
func Bearer(src TokenSource, host string) func(ctx context.Context, req *http.Request) error {
	return newEditor("", src, host, bearer{}).edit
}

// QueryToken returns a request editor that sends src's token as the query parameter param, and replaces one that is there. Host
// binds it as with [Bearer]. A token in a URL appears in logs on the way, so use it only if a vendor accepts nothing else. A client
// that isn't of this module must not follow redirects with it: net/http names the URL, token included, in the Referer header.
func QueryToken(src TokenSource, param, host string) func(ctx context.Context, req *http.Request) error {
	e := newEditor("", src, host, query{param})
	if param == "" && e.fault == nil {
		e.fault = configError("", "QueryToken needs the name of a parameter")
	}
	return e.edit
}

// HeaderKey returns a request editor that sends key as the header name. Host binds it as with [Bearer]. It may be used beside the
// editor of a token, in any order. A client that isn't of this module must not follow redirects with it: net/http takes the header
// along to any host.
func HeaderKey(name string, key Secret, host string) func(ctx context.Context, req *http.Request) error {
	return headerKey("", name, key, host)
}

func headerKey(provider, name string, key Secret, host string) func(ctx context.Context, req *http.Request) error {
	bound, err := bind(provider, host)
	value := strings.TrimSpace(key.Reveal())
	switch {
	case err != nil:
	case !headerName(name):
		err = configError(provider, "HeaderKey needs the name of a header")
	case value == "":
		err = configError(provider, "the key for "+name+" is empty")
	case !sendable(value):
		err = configError(provider, "the key for "+name+" has characters that can't be sent")
	}
	name = textproto.CanonicalMIMEHeaderKey(name)
	return func(ctx context.Context, req *http.Request) error {
		if err != nil {
			return err
		}
		if !bound.allows(req) {
			return wrongHost(provider, req, bound)
		}
		if req.Header == nil {
			req.Header = http.Header{}
		}
		req.Header[name] = []string{value}
		return nil // without rest.AuthorizedBy: a key has no successor, and beside it there may be a token that has one
	}
}

// EditorOption changes a provider's request editor.
type EditorOption func(*editorOptions)

type editorOptions struct {
	host  string
	place place
}

// ForBaseURL binds the editor to the host of base, in place of its default. Use it with a token source of your own if the server
// isn't the vendor's usual one but, for instance, a simulator.
func ForBaseURL(base string) EditorOption {
	return func(o *editorOptions) { o.host = base }
}

// editor puts the token of a source on requests to one host.
type editor struct {
	provider string
	src      TokenSource
	bound    binding
	place    place
	check    func(req *http.Request, token string) error // the provider's own rules; nil: none
	fault    error                                       // why it can't work at all
	last     atomic.Pointer[sent]
}

// place is where a token goes.
type place interface {
	// putter returns what puts a token on a request; what is sent is worked out once.
	putter(token string) func(req *http.Request)
}

// sent is one token as it was sent, and the credential that hears of its refusal.
type sent struct {
	src   TokenSource
	token Secret
	put   func(req *http.Request) // puts it on a request
}

func newEditor(provider string, src TokenSource, host string, p place) *editor {
	bound, err := bind(provider, host)
	if src == nil && err == nil {
		err = configError(provider, "the request editor was given no token source")
	}
	return &editor{provider: provider, src: src, bound: bound, place: p, fault: err}
}

// providerEditor makes the editor of one provider, bearer unless an option says otherwise. A Source knows the host that its
// tokens are for; for any other token source it is the provider's usual one.
func providerEditor(provider string, src TokenSource, host string, options []EditorOption) *editor {
	o := editorOptions{host: host, place: bearer{}}
	var mismatch error
	switch own := src.(type) {
	case *Source:
		if own == nil {
			src = nil
			break
		}
		o.host = own.plan.apiHost
		if own.plan.vendor != provider {
			mismatch = configError(provider, "the token source is one of "+own.plan.vendor)
		}
	case *staticToken:
		if own.vendor != provider {
			mismatch = configError(provider, "the token source is one of "+own.vendor)
		}
	}
	for _, option := range options {
		if option != nil { // one that a program has left unset
			option(&o)
		}
	}
	e := newEditor(provider, src, o.host, o.place)
	if mismatch != nil {
		e.fault = mismatch
	}
	return e
}

// edit is the request editor.
func (e *editor) edit(ctx context.Context, req *http.Request) error {
	if e.fault != nil {
		return e.fault
	}
	if !e.bound.allows(req) {
		return wrongHost(e.provider, req, e.bound)
	}
	token, err := e.src.Token(ctx)
	if err != nil {
		return foreignError(e.provider, err)
	}
	if token == nil {
		return &TokenError{Provider: e.provider, Code: CodeNoToken, Description: "the token source gave no token"}
	}
	s := e.last.Load()
	if s == nil || s.token.Reveal() != token.AccessToken {
		if !sendable(token.AccessToken) {
			return &TokenError{Provider: e.provider, Code: CodeNoToken,
				Description: "the token source gave a token that is empty or has characters that can't be sent"}
		}
		s = &sent{src: e.src, token: NewSecret(token.AccessToken), put: e.place.putter(token.AccessToken)}
		e.last.Store(s)
	}
	if e.check != nil {
		if err := e.check(req, token.AccessToken); err != nil {
			return err
		}
	}
	if req.Header == nil {
		req.Header = http.Header{}
	}
	s.put(req)
	rest.AuthorizedBy(ctx, s)
	return nil
}

// Refused implements rest.Credential.
func (s *sent) Refused(ctx context.Context) bool {
	switch src := s.src.(type) {
	case *Source:
		return src.refuse(s.token.Reveal())
	case *staticToken:
		return false
	case Invalidator:
		src.Invalidate(s.token.Reveal())
		return true
	}
	// A source that can't be told may still have moved on by itself.
	token, err := s.src.Token(ctx)
	return err == nil && token != nil && token.AccessToken != s.token.Reveal()
}

// Format shows nothing of the token.
func (s *sent) Format(f fmt.State, _ rune) { fmt.Fprint(f, "auth.credential") }

// bearer is the Authorization header.
type bearer struct{}

func (bearer) putter(token string) func(req *http.Request) {
	values := []string{"Bearer " + token} // has no room to append to
	return func(req *http.Request) { req.Header["Authorization"] = values }
}

// query is a query parameter.
type query struct{ param string }

func (q query) putter(token string) func(req *http.Request) {
	pair := url.QueryEscape(q.param) + "=" + url.QueryEscape(token)
	return func(req *http.Request) { q.put(req, pair) }
}

func (q query) put(req *http.Request, value string) {
	u := *req.URL // attempts may share the URL
	u.RawQuery = value
	for pair := range strings.SplitSeq(req.URL.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if pair != "" && name != q.param {
			u.RawQuery += "&" + pair
		}
	}
	req.URL = &u
}

// headerName reports whether name can be a header's.
func headerName(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_", r) {
			return false
		}
	}
	return name != ""
}

func wrongHost(provider string, req *http.Request, bound binding) *TokenError {
	where := "an address without a host"
	switch {
	case req.URL == nil || req.URL.Host == "":
	case req.URL.Scheme != "https" && (bound.is("https", req.URL.Host) || bound.is(req.URL.Scheme, req.URL.Host)):
		where = quoted(bound.name) + " by " + quoted(req.URL.Scheme)
	case req.Host != "" && bound.is(req.URL.Scheme, req.URL.Host):
		where = quoted(req.URL.Host) + " in the name of " + quoted(req.Host)
	default:
		where = quoted(req.URL.Host)
	}
	return &TokenError{
		Provider:    provider,
		Code:        CodeWrongHost,
		Description: "the request goes to " + where + ", the credential is for https on " + quoted(bound.name),
		Hint:        "Nothing was attached. If that server is the vendor's, name it in the token source's configuration or by ForBaseURL",
	}
}
