package rest

import (
	"errors"
	"net/http"
	"reflect"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// Why a redirect was not followed. The target isn't named: vendors put signed links there.
var (
	errRedirect   = errors.New("redirected to another host or scheme, which is never followed; if the API has moved, correct the base URL")
	errRedirects  = errors.New("stopped after 10 redirects")
	errRewritten  = errors.New("redirected in a way that turns the request into a GET without its body, so it wasn't followed; correct the base URL, which often has http for https")
	errSpent      = errors.New("redirected, and its body is a stream that can't be sent a second time")
	errNowhere    = errors.New("a redirect that doesn't say where to")
	errUnreadable = errors.New("redirect to an address that can't be read")
	errUnfollowed = errors.New("a redirect that the HTTP client didn't follow")
	errUnchanged  = errors.New("the vendor says that nothing has changed, though the request was not conditional")
	errStray      = errors.New("the response came from another host: the HTTP client followed a redirect there and may have sent the credential along; see WithHTTPClient")
)

const mostRedirects = 10

// GuardRedirects returns a copy of client that follows at most ten redirects, and only within the host and scheme that the request
// was sent to. It sends no Referer header, since the URL in it may contain a credential. It doesn't follow a 301 or 302 after any
// method but GET and HEAD, because net/http would turn the request into a GET without the body. A redirect that isn't followed is
// returned as the response. [WithHTTPClient] applies this to every *http.Client; call it for the client inside an HttpRequestDoer of
// your own.
func GuardRedirects(client *http.Client) *http.Client {
	guarded := *client
	// A client within a doer may come by again, with every client of this package that is made with the doer.
	if before := client.CheckRedirect; before == nil || reflect.ValueOf(before).Pointer() != reflect.ValueOf(guard(nil, false)).Pointer() {
		guarded.CheckRedirect = guard(before, client.Jar != nil)
	}
	return &guarded
}

// guard is the CheckRedirect of a guarded client; next is the one that it had, jar whether it keeps cookies itself. It is
// kept out of line, since all guards are recognised by having one code.
//
//go:noinline
func guard(next func(*http.Request, []*http.Request) error, jar bool) func(*http.Request, []*http.Request) error {
	return func(req *http.Request, via []*http.Request) error {
		first, latest := via[0], via[len(via)-1]
		switch {
		case !wiretext.SameHost(req.URL, first.URL), rewrites(req.Response.StatusCode, latest.Method), len(via) >= mostRedirects:
			return http.ErrUseLastResponse
		}
		req.Header.Del("Referer")
		// net/http takes the host for another one when it is spelled in another way, and leaves the credential off.
		req.URL.Host = first.URL.Host
		for _, name := range [...]string{"Authorization", "Cookie"} {
			if values, ok := first.Header[name]; ok && (name != "Cookie" || !jar) {
				req.Header[name] = values
			}
		}
		if next != nil {
			if err := next(req, via); err != nil {
				return err
			}
		}
		if attempt, ok := req.Context().Value(attemptKey{}).(*attemptContext); ok && req.Response.StatusCode == http.StatusSeeOther {
			attempt.seeOther = true
		}
		return nil
	}
}

// rewrites reports whether net/http makes a GET of what is redirected so. (Of 303 as well, where it is what is meant.)
func rewrites(status int, method string) bool {
	return (status == http.StatusMovedPermanently || status == http.StatusFound) && method != http.MethodGet && method != http.MethodHead
}

// strayed checks where a response came from. A transport that follows redirects itself, or a doer that isn't an *http.Client,
// isn't guarded; what it carried elsewhere can't be called back, but the response isn't the vendor's. It also takes note of a
// 303, and finds a write that was made a GET.
func (x *exchange) strayed(response *http.Response, attempt *attemptContext) error {
	final := response.Request
	if final == nil || final.URL == nil {
		return nil
	}
	followed := final.Response != nil
	if (followed || x.client.doer != nil) && !wiretext.SameHost(final.URL, x.request.URL) {
		return errStray
	}
	for hop := final.Response; hop != nil && hop.Request != nil; hop = hop.Request.Response {
		if rewrites(hop.StatusCode, hop.Request.Method) {
			return errRewritten
		}
		attempt.seeOther = attempt.seeOther || hop.StatusCode == http.StatusSeeOther
	}
	return nil
}

// unfollowed says why a response of 3xx is the last one.
func unfollowed(response *http.Response, req *http.Request) error {
	switch response.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	case http.StatusNotModified:
		return errUnchanged
	default:
		return errUnfollowed
	}
	if final := response.Request; final != nil && final.URL != nil {
		req = final
	}
	if response.Header.Get("Location") == "" {
		return errNowhere
	}
	target, err := req.URL.Parse(response.Header.Get("Location"))
	switch {
	case err != nil:
		return errUnreadable
	case !wiretext.SameHost(target, req.URL):
		return errRedirect
	case rewrites(response.StatusCode, req.Method):
		return errRewritten
	case outcomeOf(response.StatusCode, false) == NotProcessed && req.Body != nil && req.Body != http.NoBody && req.GetBody == nil:
		return errSpent
	}
	count := 1
	for hop := req.Response; hop != nil && hop.Request != nil; hop = hop.Request.Response {
		count++
	}
	if count >= mostRedirects {
		return errRedirects
	}
	return errUnfollowed
}

// quotesLocation reports whether a transport's error quotes the address of a redirect, which it can't read.
func quotesLocation(err error) bool {
	return strings.HasPrefix(err.Error(), "failed to parse Location header ")
}
