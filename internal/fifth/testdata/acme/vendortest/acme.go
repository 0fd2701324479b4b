package vendortest

import (
	"net/http"
	"time"
)

// acme is the simulated Acme.
func acme(model func() (*model, error)) *vendor {
	return &vendor{
		name:        "acme",
		model:       model,
		sizes:       map[string]int{"parcels": 57},
		big:         []string{"parcels"},
		pageSize:    20,
		maxPageSize: 50,
		timeLayout:  time.RFC3339,
		behave:      acmeBehaviour,
	}
}

// NewAcme starts a simulated Acme that stops when the test ends.
func NewAcme(tb TB, opts ...Option) *Server { tb.Helper(); return startFor(tb, "acme", opts) }

func acmeBehaviour(s *Server) behaviour {
	t := s.tokens
	given := Credentials{ClientID: t.secret("client", 16), ClientSecret: t.secret("client secret", 32)}
	given.AccessToken = t.issue(given.ClientID, nil, s.now(), time.Hour, 0).access
	return behaviour{
		credentials: given,
		tokenURL:    "/oauth/token",
		routes: map[string]route{"/oauth/token": {routeToken, func(c *call) answer {
			values, ok := c.grantParameters(false)
			if !ok || values.Get("client_id") != given.ClientID || values.Get("client_secret") != given.ClientSecret {
				return c.oauthError(http.StatusUnauthorized, "invalid_client", "That application isn't known.")
			}
			t.stats.Issued++
			pair := t.issue(given.ClientID, nil, s.now(), time.Hour, 0)
			return answer{status: http.StatusOK, header: noStore(), body: map[string]any{
				"access_token": pair.access, "token_type": "Bearer", "expires_in": seconds(time.Hour),
			}}
		}}},
		authorise: func(c *call) *refusal {
			if t.good(bearer(c.request), s.now()) == nil {
				return refuse(http.StatusUnauthorized, "", "the access token is missing, unknown or expired")
			}
			return nil
		},
	}
}
