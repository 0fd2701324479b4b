package vendortest

import (
	"net/http"
	"strings"
	"time"
)

const (
	// holaspiritPublicClient is the client id that the vendor publishes for everybody. It has no secret.
	holaspiritPublicClient = "54cb79d0279871e1248b4567_400tdzqbdcowsskk08gws0wkwogck00w084w4s8w8gok08s0o8"
	holaspiritOwnClient    = "5f0000000000000000000001_vendortest"
	holaspiritRefreshLife  = 30 * 24 * time.Hour
)

func (h *holaspiritServer) life() time.Duration {
	if h.Server.settings.life > 0 {
		return h.Server.settings.life
	}
	return time.Hour
}

// token is POST /oauth/v2/token. Clients have sent forms, JSON and, with GET, a query; the vendor took them all. A
// refresh token works once, for the client that it was made for, for a month.
func (h *holaspiritServer) token(c *call) response {
	if c.request.Method != http.MethodPost && c.request.Method != http.MethodGet {
		return c.oauthError(http.StatusMethodNotAllowed, "bad_request", "Method not allowed")
	}
	values, ok := c.grantParameters(true)
	if !ok {
		return c.oauthError(http.StatusBadRequest, "bad_request", "The request can't be read")
	}
	client := values.Get("client_id")
	known := client == holaspiritPublicClient && values.Get("client_secret") == "" ||
		client == h.credentials.ClientID && values.Get("client_secret") == h.credentials.ClientSecret
	if !known {
		return c.oauthError(http.StatusBadRequest, "invalid_client", "The client credentials are invalid")
	}
	t := h.tokens
	switch values.Get("grant_type") {
	case "password":
		if values.Get("username") == "" || values.Get("password") == "" {
			return c.oauthError(http.StatusBadRequest, "bad_request", "Missing parameters. \"username\" and \"password\" required")
		}
		if !strings.EqualFold(values.Get("username"), h.credentials.Username) || values.Get("password") != h.credentials.Password {
			return c.oauthError(http.StatusBadRequest, "invalid_grant", "Invalid username and password combination")
		}
		t.stats.Issued++
		return h.grant(t.issue(client, nil, h.now(), h.life(), holaspiritRefreshLife))
	case "refresh_token":
		if values.Get("refresh_token") == "" {
			return c.oauthError(http.StatusBadRequest, "bad_request", "No \"refresh_token\" parameter found")
		}
		old := t.refresh[values.Get("refresh_token")]
		if old != nil && (old.spent || old.dead) {
			t.stats.Reused++
		}
		if old == nil || old.spent || old.dead || old.client != client || !h.now().Before(old.ends) {
			return c.oauthError(http.StatusBadRequest, "invalid_grant", "Invalid refresh token")
		}
		old.spent = true
		t.stats.Refreshed++
		return h.grant(t.issue(client, old, h.now(), h.life(), holaspiritRefreshLife))
	}
	return c.oauthError(http.StatusBadRequest, "bad_request", "Invalid grant_type parameter or parameter missing")
}

func (h *holaspiritServer) grant(p *pair) response {
	return response{status: http.StatusOK, header: noStore(), body: map[string]any{
		"access_token": p.access, "expires_in": seconds(h.life()), "token_type": "bearer", "scope": nil,
		"refresh_token": p.refresh,
	}}
}

// revoke is POST /oauth/v2/revoke. Whether the refresh token dies too isn't stated; here it does.
func (h *holaspiritServer) revoke(c *call) response {
	if h.tokens.good(bearer(c.request), h.now()) == nil {
		return c.oauthError(http.StatusUnauthorized, "access_denied", "OAuth2 authentication required")
	}
	values, _ := c.grantParameters(false)
	token := values.Get("token")
	if token == "" {
		return c.oauthError(http.StatusBadRequest, "bad_request", "Missing Token")
	}
	if p := h.tokens.access[token]; p != nil {
		h.tokens.kill(p)
	}
	return response{status: http.StatusOK}
}

// authorise lets a call in by its token. An api: token opens GET below its own organization and nothing else.
func (h *holaspiritServer) authorise(c *call) *refusal {
	if c.operation.Public {
		return nil
	}
	token := bearer(c.request)
	if token == h.credentials.APIToken {
		switch {
		case c.request.Method != http.MethodGet:
			return refuse(http.StatusForbidden, "", "the token only reads")
		case !strings.HasPrefix(c.operation.Path, holaspiritOrganization) || c.params["organization_id"] != h.credentials.OrganizationID:
			return refuse(http.StatusForbidden, "", "the token belongs to an organization and opens no other path")
		}
		return nil
	}
	if c.grant = h.tokens.good(token, h.now()); c.grant == nil {
		return refuse(http.StatusUnauthorized, "", "the access token is missing, unknown or expired")
	}
	return nil
}
