package auth

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// plantedVerifier is a PKCE verifier, and plantedKey an API key.
const (
	plantedVerifier = "pl4nt-verifier~dBjftJeZ4CVP-mB92K27uhbUJU1p1r"
	plantedKey      = "pl4nt/halo+key="
)

func plantedHalo(client *http.Client) HaloConfig {
	return HaloConfig{BaseURL: "http://localhost/api", AuthURL: "http://localhost/auth", Tenant: "acme", ClientID: "id", ClientSecret: NewSecret(plantedSecret),
		RedirectURL: "https://x.example", Scopes: []string{HaloScopeAll}, Username: "ann", Password: NewSecret(plantedPassword),
		RefreshToken: NewSecret(plantedRefresh), HTTPClient: client}
}

func plantedPKCE() PKCE {
	return PKCE{Verifier: NewSecret(plantedVerifier), Challenge: oauth2.S256ChallengeFromVerifier(plantedVerifier)}
}

func TestHaloErrorsShowNoSecret(t *testing.T) {
	t.Parallel()
	clients := map[string]*http.Client{"transport": {Transport: failing{}}}
	for _, status := range []int{200, 302, 400, 401, 403, 429, 500, 503} {
		for _, form := range []string{"description", "code", "sentence", "raw"} {
			clients[fmt.Sprintf("%d %s", status, form)] = &http.Client{Transport: direct{echo(status, form)}}
		}
	}
	for name, client := range clients {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := plantedHalo(client)
			_, err := HaloAuthorizationCode(t.Context(), cfg, plantedCode, NewSecret(plantedVerifier))
			renderError(t, "code", err)
			noRefresh, noPassword := cfg, cfg
			noRefresh.RefreshToken, noPassword.Password = Secret{}, Secret{}
			for flow, make := range map[string]func() (*Source, error){
				"client credentials": func() (*Source, error) { return HaloClientCredentials(cfg) },
				"password":           func() (*Source, error) { return HaloPassword(noRefresh) },
				"refresh":            func() (*Source, error) { return HaloRefresh(noPassword) },
				"both":               func() (*Source, error) { return HaloRefresh(cfg) },
			} {
				src, err := make()
				if err != nil {
					t.Fatal(err)
				}
				_, err = src.Token(t.Context())
				renderError(t, flow, err)
				renderError(t, flow+" editor", Halo(src)(t.Context(), request(t, "GET", "http://localhost/api/Tickets?token="+plantedAccess)))
				renderError(t, flow+" revoke", src.Revoke(t.Context()))
				render(t, flow+" source", src)
			}
		})
	}
}

// A vendor may repeat the tokens of the login that is to be replaced, although they weren't sent.
func TestErrorsShowNoTokenOfTheOldLogin(t *testing.T) {
	t.Parallel()
	store := NewMemoryStore()
	cfg := plantedHalo(&http.Client{Transport: direct{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusBadRequest, map[string]any{"error": "invalid_scope", "error_description": "not for " + plantedAccess + " and " + plantedNext})
	})}})
	cfg.Store, cfg.Account = store, "a"
	src, err := HaloClientCredentials(cfg)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Update(t.Context(), src.plan.key, set(Record{AccessToken: NewSecret(plantedAccess), RefreshToken: NewSecret(plantedNext), ObtainedAt: time.Now().Add(-2 * time.Hour), Expiry: time.Now().Add(-time.Hour)}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = src.Token(t.Context())
	renderError(t, "client credentials", err)
	_, err = HaloAuthorizationCode(t.Context(), cfg, plantedCode, NewSecret(plantedVerifier))
	renderError(t, "code", err)
}

// Discovery sends no secret, so what a response may not be repeated for is that it's anybody's.
func TestHaloDiscoveryRepeatsNothing(t *testing.T) {
	t.Parallel()
	for _, body := range []string{plantedAccess, "<p>" + plantedAccess, `{"auth_url":"http://x.example/` + plantedAccess + `"}`, `{"auth_url":"https://` + plantedPassword + `"}`,
		`{"auth_url":"https://u:` + plantedCode + `@acme.halopsa.com/auth"}`, `{"auth_url":"https://evil.example/` + plantedAccess + `?x=` + plantedNext + `"}`,
		`{"auth_url":"https://evil.example/` + plantedAccess + `"}`, `{"auth_url":"https://acme.halopsa.com/auth","tenant_id":"` + plantedAccess + strings.Repeat("x", tenantLimit) + `"}`} {
		for _, status := range []int{200, 302, 403, 429, 500} {
			header := http.Header{"Location": {"https://evil.example/?" + plantedAccess}}
			_, err := DiscoverHalo(t.Context(), "https://acme.halopsa.com", instance(t, status, header, body))
			renderError(t, fmt.Sprint(status, " discovery"), err)
		}
	}
	_, err := DiscoverHalo(t.Context(), "https://u:"+url.QueryEscape(plantedSecret)+"@x.example/?"+plantedAccess, nil)
	renderError(t, "instance URL", err)
	_, err = DiscoverHalo(t.Context(), "https://acme.halopsa.com", &http.Client{Transport: talkativeTransport{}})
	renderError(t, "transport", err)
}

func TestHaloValuesShowNoSecret(t *testing.T) {
	t.Parallel()
	cfg, pkce := plantedHalo(http.DefaultClient), plantedPKCE()
	cfg.Store = NewMemoryStore()
	key := HaloAPIKey(NewSecret(plantedKey), "https://acme.halopsa.com")
	for name, value := range map[string]any{"HaloConfig": cfg, "*HaloConfig": &cfg, "PKCE": pkce, "*PKCE": &pkce, "[]PKCE": []PKCE{pkce}, "HaloAPIKey": key, "Halo": Halo(fixed(plantedAccess))} {
		t.Run(name, func(t *testing.T) { render(t, name, value) })
	}
	page, err := HaloAuthorizeURL(cfg, "state", pkce)
	if err != nil {
		t.Fatal(err)
	}
	assertNoPlant(t, "the login page's address", page)

	renderError(t, "wrong host", key(t.Context(), request(t, "GET", "https://evil.example/?key="+url.QueryEscape(plantedKey))))
	renderError(t, "key of two lines", HaloAPIKey(NewSecret(plantedKey+"\n"+plantedAPI), "https://acme.halopsa.com")(t.Context(), request(t, "GET", "https://acme.halopsa.com/")))
	renderError(t, "key's base URL", HaloAPIKey(NewSecret(plantedKey), "https://u:"+url.QueryEscape(plantedSecret)+"@x.example")(t.Context(), request(t, "GET", "https://x.example/")))
	for name, change := range map[string]func(*HaloConfig){
		"base URL": func(c *HaloConfig) {
			c.BaseURL = "https://u:" + url.QueryEscape(plantedSecret) + "@x.example/?" + plantedAccess
		},
		"auth URL": func(c *HaloConfig) { c.AuthURL = "://" + plantedSecret },
	} {
		cfg := cfg
		change(&cfg)
		_, err := HaloRefresh(cfg)
		renderError(t, name, err)
		_, err = HaloAuthorizeURL(cfg, plantedCode, pkce)
		renderError(t, name, err)
	}
	pkce.Challenge = plantedVerifier // the mistake to make
	_, err = HaloAuthorizeURL(cfg, "state", pkce)
	renderError(t, "verifier for challenge", err)
}
