package rest

import (
	"errors"
	"net/http"
)

// errRedirect is why a redirect was not followed. The target isn't named: vendors put signed links there.
var errRedirect = errors.New("redirect to another host or scheme refused")

var errRedirects = errors.New("stopped after 10 redirects")

// guardRedirects returns a copy of client that follows redirects only within the host and scheme it was sent to, ten at
// most, and never tells the target where it came from: a credential may stand in the URL that Referer would carry.
func guardRedirects(client *http.Client) *http.Client {
	guarded := *client
	next := client.CheckRedirect
	guarded.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		first := via[0].URL
		if req.URL.Host != first.Host || req.URL.Scheme != first.Scheme {
			return errRedirect
		}
		if len(via) >= 10 {
			return errRedirects
		}
		req.Header.Del("Referer")
		if next != nil {
			return next(req, via)
		}
		return nil
	}
	return &guarded
}
