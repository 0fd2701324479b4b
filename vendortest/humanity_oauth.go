package vendortest

import (
	"net/http"
	"strings"
	"time"
)

const humanityLife = time.Hour

func (p *humanityServer) life() time.Duration {
	if p.Server.settings.life > 0 {
		return p.Server.settings.life
	}
	return humanityLife
}

// token is POST /oauth2/token.php. The vendor documents a form; clients have posted JSON too. That a refresh token works
// once is an inference from clients that keep the newest; the statuses are what one client saw or guards against.
func (p *humanityServer) token(c *call) response {
	if c.request.Method != http.MethodPost {
		return c.oauthError(http.StatusMethodNotAllowed, "invalid_request", "The request method must be POST")
	}
	values, ok := c.grantParameters(false)
	if !ok {
		return c.oauthError(http.StatusBadRequest, "invalid_request", "The request can't be read")
	}
	if values.Get("client_id") != p.credentials.ClientID || values.Get("client_secret") != p.credentials.ClientSecret {
		return c.oauthError(http.StatusUnauthorized, "invalid_client", "The client credentials are invalid")
	}
	t := p.tokens
	switch values.Get("grant_type") {
	case "password":
		if !strings.EqualFold(values.Get("username"), p.credentials.Username) || values.Get("password") != p.credentials.Password {
			return c.oauthError(http.StatusUnauthorized, "invalid_grant", "Invalid username and password combination")
		}
		t.stats.Issued++
		return p.grant(t.issue(p.credentials.ClientID, nil, p.now(), p.life(), 0))
	case "refresh_token":
		old := t.refresh[values.Get("refresh_token")]
		if old != nil && (old.spent || old.dead) {
			t.stats.Reused++
		}
		if old == nil || old.spent || old.dead {
			return c.oauthError(http.StatusUnauthorized, "invalid_grant", "Invalid refresh token")
		}
		old.spent = true
		t.stats.Refreshed++
		return p.grant(t.issue(old.client, old, p.now(), p.life(), 0))
	case "":
		return c.oauthError(http.StatusBadRequest, "invalid_request", "The grant type was not specified in the request")
	}
	return c.oauthError(http.StatusBadRequest, "unsupported_grant_type", "Grant type not supported")
}

func (p *humanityServer) grant(pair *pair) response {
	return response{status: http.StatusOK, header: noStore(), body: map[string]any{
		"access_token": pair.access, "expires_in": seconds(p.life()), "token_type": "bearer", "scope": nil,
		"refresh_token": pair.refresh,
	}}
}

// humanityToken is the token that a request carries: in the query, which has always worked, or in the header.
func humanityToken(r *http.Request) string {
	if token := r.URL.Query().Get("access_token"); token != "" {
		return token
	}
	return bearer(r)
}

// authorise lets a call in by its token. A missing one is refused by HTTP's status, a bad one in the body alone.
func (p *humanityServer) authorise(c *call) *refusal {
	token := humanityToken(c.request)
	if token == "" {
		return refuse(http.StatusUnauthorized, "3", "No access token was given")
	}
	if c.grant = p.tokens.good(token, p.now()); c.grant == nil {
		return refuse(http.StatusOK, "3", "The access token provided is invalid or has expired")
	}
	return nil
}
