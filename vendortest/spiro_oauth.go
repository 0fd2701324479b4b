package vendortest

import (
	"net/http"
	"net/url"
	"time"
)

const (
	spiroLife     = 24 * time.Hour
	spiroCodeLife = 10 * time.Minute // a guess; the vendor doesn't say
)

// spiroCode is an authorization code.
type spiroCode struct {
	redirect string
	made     time.Time
	used     bool
}

func (p *spiroServer) life() time.Duration {
	if p.Server.settings.life > 0 {
		return p.Server.settings.life
	}
	return spiroLife
}

func (p *spiroServer) newCode(redirect string) string {
	code := p.tokens.secret("code", 64)
	p.codes[code] = &spiroCode{redirect: redirect, made: p.now()}
	return code
}

// authorize is the login page, on which everybody says yes at once. What the vendor shows to a wrong client or redirect
// isn't public; it can't be a redirect.
func (p *spiroServer) authorize(c *call) response {
	page := func(text string) response {
		return response{status: http.StatusUnauthorized, media: "text/html; charset=utf-8", body: []byte("<!DOCTYPE html><html><body><p>" + text + "</p></body></html>")}
	}
	redirect := c.query.Get("redirect_uri")
	switch {
	case c.request.Method != http.MethodGet:
		return response{status: http.StatusMethodNotAllowed}
	case c.query.Get("client_id") != p.credentials.ClientID:
		return page("Client authentication failed due to unknown client.")
	case redirect != p.credentials.RedirectURL:
		return page("The redirect uri included is not valid.")
	}
	target, err := url.Parse(redirect)
	if err != nil {
		return page("The redirect uri included is not valid.")
	}
	values := target.Query()
	if c.query.Get("response_type") != "code" {
		values.Set("error", "unsupported_response_type")
	} else {
		values.Set("code", p.newCode(redirect))
	}
	if state := c.query.Get("state"); state != "" {
		values.Set("state", state)
	}
	target.RawQuery = values.Encode()
	return response{status: http.StatusFound, header: http.Header{"Location": {target.String()}}}
}

// token is POST /oauth/token. The vendor documents JSON; clients also refreshed by a form. Error bodies are those of
// RFC 6749, which is an inference.
func (p *spiroServer) token(c *call) response {
	if c.request.Method != http.MethodPost {
		return c.oauthError(http.StatusMethodNotAllowed, "invalid_request", "The request method must be POST.")
	}
	values, ok := c.grantParameters(false)
	if !ok {
		return c.oauthError(http.StatusBadRequest, "invalid_request", "The request can't be read.")
	}
	if values.Get("client_id") != p.credentials.ClientID || values.Get("client_secret") != p.credentials.ClientSecret {
		return c.oauthError(http.StatusUnauthorized, "invalid_client", "Client authentication failed due to unknown client.")
	}
	switch values.Get("grant_type") {
	case "authorization_code":
		return p.exchange(c, values)
	case "refresh_token":
		return p.renew(c, values.Get("refresh_token"))
	case "":
		return c.oauthError(http.StatusBadRequest, "invalid_request", "Missing required parameter: grant_type.")
	}
	return c.oauthError(http.StatusBadRequest, "unsupported_grant_type", "The authorization grant type is not supported.")
}

const spiroBadGrant = "The provided authorization grant is invalid, expired, revoked, or was issued to another client."

// exchange turns a code, once, into the first pair of a login.
func (p *spiroServer) exchange(c *call, values url.Values) response {
	code := p.codes[values.Get("code")]
	if code != nil && code.used {
		p.tokens.stats.Reused++
	}
	if code == nil || code.used || p.now().Sub(code.made) >= spiroCodeLife || values.Get("redirect_uri") != code.redirect {
		return c.oauthError(http.StatusBadRequest, "invalid_grant", spiroBadGrant)
	}
	code.used = true
	p.tokens.stats.Issued++
	return p.grant(p.tokens.issue(p.credentials.ClientID, nil, p.now(), p.life(), 0))
}

// renew gives a new pair for a refresh token. The old pair goes on working until the new access token is first used;
// asking again before that gives yet another pair beside the first.
func (p *spiroServer) renew(c *call, token string) response {
	old := p.tokens.refresh[token]
	if old != nil && old.dead {
		p.tokens.stats.Reused++
	}
	if old == nil || old.dead {
		return c.oauthError(http.StatusBadRequest, "invalid_grant", spiroBadGrant)
	}
	p.tokens.stats.Refreshed++
	return p.grant(p.tokens.issue(old.client, old, p.now(), p.life(), 0))
}

func (p *spiroServer) grant(pair *pair) response {
	return response{status: http.StatusOK, header: noStore(), body: map[string]any{
		"access_token": pair.access, "token_type": "Bearer", "expires_in": seconds(p.life()),
		"refresh_token": pair.refresh, "created_at": pair.made.Unix(), "user_email": p.credentials.Username,
	}}
}

// authorise lets a call in by its token. The first use of a pair's access token kills every other pair of the login
// that didn't come out of this one.
func (p *spiroServer) authorise(c *call) *refusal {
	if c.operation.Public {
		return nil
	}
	pair := p.tokens.good(bearer(c.request), p.now())
	if pair == nil {
		return refuse(http.StatusUnauthorized, "", "the access token is missing, unknown, expired or revoked")
	}
	c.grant = pair
	if !pair.used {
		pair.used = true
		for _, other := range p.tokens.access {
			if other.login == pair.login && !other.descends(pair) {
				p.tokens.kill(other)
			}
		}
	}
	return nil
}
