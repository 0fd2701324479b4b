package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest"
)

const responseLimit = 1 << 20

// wire speaks with one vendor's token endpoint. One grant is one POST: no other style is tried when it is refused, and
// nothing is sent again.
type wire struct {
	vendor   string
	tokenURL string
	json     bool // the body is JSON, not a form
	client   *http.Client
	hint     func(grant, code string, status int) string

	resetHeader string // in which the vendor says when its rate limit is reset; empty when it doesn't
}

// newHTTPClient returns the client that token requests use: own, or one with time-outs (for the whole of a request its
// context has one). Either follows no redirects, which would carry the grant to another place.
func newHTTPClient(own *http.Client) *http.Client {
	var c http.Client
	if own != nil {
		c = *own
	} else {
		transport := &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
			TLSHandshakeTimeout:    10 * time.Second,
			MaxResponseHeaderBytes: 64 << 10,
			// A connection kept for the next hour is dead by then, and a dead one makes a single-use grant doubtful.
			DisableKeepAlives: true,
		}
		wiretext.TellProxy(transport)
		c.Transport = transport
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// requestToken sends one grant and returns the token it earned, or a *TokenError. Known is what the vendor knows besides, and must
// not show either.
func (w *wire) requestToken(ctx context.Context, g grant, known ...Secret) (tokenResponse, error) {
	r, err := w.post(ctx, w.tokenURL, g, Secret{}, secrets{}.with(known...))
	if err != nil {
		return tokenResponse{}, err
	}
	a, isJSON := decodeTokenResponse(r.body)
	r.known = r.known.with(a.secrets()...)
	if !isJSON && r.status/100 != 2 {
		a.description = messageOfList(r.body)
	}
	switch {
	case a.failed || r.status/100 != 2:
		return tokenResponse{}, w.refusal(r, a)
	case !isJSON:
		return tokenResponse{}, w.invalidResponse(r, "the response isn't a JSON object")
	case a.access.IsZero():
		description := "the response has no access_token"
		if a.description != "" {
			description += ", and says: " + a.description
		}
		return tokenResponse{}, w.invalidResponse(r, description)
	case !sendable(a.access.Reveal()):
		return tokenResponse{}, w.invalidResponse(r, "the access_token has characters that can't be sent")
	}
	return a, nil
}

// httpResponse is what came back, with what must not show of the exchange.
type httpResponse struct {
	grant  grant
	status int
	header http.Header
	body   []byte
	known  secrets
}

// post sends the fields of g once. A bearer is added when there is one; known is what else must not show.
func (w *wire) post(ctx context.Context, target string, g grant, bearer Secret, known secrets) (*httpResponse, error) {
	known = slices.Concat(known, g.secrets()).with(bearer)
	body, contentType := g.form(), "application/x-www-form-urlencoded"
	if w.json {
		body, contentType = g.json(), "application/json"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return nil, configError(w.vendor, "the token endpoint's URL can't be used")
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "vendorkit")
	if !bearer.IsZero() {
		req.Header.Set("Authorization", "Bearer "+bearer.Reveal())
	}
	req, sending := wiretext.Watch(req, wiretext.Tells(w.client.Transport))
	resp, err := w.client.Do(req)
	if err != nil {
		return nil, w.noResponse(g, known, req, sending, err)
	}
	defer resp.Body.Close()
	r := &httpResponse{grant: g, status: resp.StatusCode, header: resp.Header, known: known}
	if resp.StatusCode/100 == 3 {
		return nil, w.failure(r, CodeRedirected, "the token endpoint responded with a redirect, which is never followed")
	}
	r.body, err = io.ReadAll(io.LimitReader(resp.Body, responseLimit+1))
	switch {
	case err != nil:
		return nil, w.noUsableResponse(g, known, resp.StatusCode, err)
	case len(r.body) > responseLimit:
		return nil, w.invalidResponse(r, fmt.Sprintf("the response is longer than %d bytes", responseLimit))
	}
	return r, nil
}

// failure makes the error of a response.
func (w *wire) failure(r *httpResponse, code, description string) *TokenError {
	wait, postponed := wiretext.RetryAfter(r.header, time.Now(), r.status == http.StatusTooManyRequests, w.resetHeader)
	return &TokenError{
		Provider:    w.vendor,
		Grant:       r.grant.kind,
		Status:      r.status,
		Code:        code,
		Description: r.known.clean(description, textLimit),
		Hint:        w.hint(r.grant.kind, code, r.status),
		RequestID:   requestID(r),
		RetryAfter:  wait,
		postponed:   postponed,
	}
}

// invalidResponse makes the error of a response that says neither token nor error. What it was is not shown.
func (w *wire) invalidResponse(r *httpResponse, description string) *TokenError {
	return w.failure(r, CodeInvalidResponse, description)
}

// refusal makes the error of a response that says no.
func (w *wire) refusal(r *httpResponse, a tokenResponse) *TokenError {
	code, description := a.code, a.description
	switch {
	case a.failed && (!plainWord(code) || r.known.in(code)):
		if description == "" {
			description = code
		}
		code = CodeUnknown
	case a.failed: // the vendor's code says it
	case r.status == http.StatusTooManyRequests:
		code = CodeRateLimited
	case r.status/100 == 5:
		code = CodeServer
	default:
		code = CodeHTTP
	}
	return w.failure(r, code, description)
}

// noResponse makes the error of a request that no response came to: what it was, and whether it was sent at all.
func (w *wire) noResponse(g grant, known secrets, req *http.Request, sending *wiretext.Sending, err error) *TokenError {
	unsent := sending.Unsent(err)
	err = sending.Explain(w.client.Transport, req, wiretext.WithoutURL(err))
	if _, ok := errors.AsType[*wiretext.ProxyError](err); ok || unsent {
		return &TokenError{Provider: w.vendor, Grant: g.kind, Code: CodeUnreachable, cause: newCause(err, known)}
	}
	return w.noUsableResponse(g, known, 0, err)
}

// noUsableResponse makes the error of a request that got no whole response.
func (w *wire) noUsableResponse(g grant, known secrets, status int, err error) *TokenError {
	e := &TokenError{Provider: w.vendor, Grant: g.kind, Status: status, Code: CodeNoResponse, cause: newCause(err, known)}
	switch {
	case !g.spends:
	case e.Outcome() == rest.Processed:
		e.Hint = "The vendor has taken the request, and what it sent works only once"
	default:
		e.Hint = "The vendor may have taken the request, and what it sent works only once"
	}
	return e
}

// plainWord reports whether a code or an id is one: anything else might be a sentence, or an echo.
func plainWord(text string) bool {
	for _, r := range text {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("_-.:", r) {
			return false
		}
	}
	return text != "" && len(text) <= 64
}

// requestID returns the vendor's id of a request, where it is a plain word and no secret.
func requestID(r *httpResponse) string {
	return wiretext.RequestID(r.header, func(id string) string {
		if !plainWord(id) || r.known.in(id) {
			return ""
		}
		return id
	})
}
