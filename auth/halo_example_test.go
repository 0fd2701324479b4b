package auth_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// serviceDesk is a Halo that issues numbered tokens to the tenant acme, and says where it does.
func serviceDesk() *httptest.Server {
	issued := 0
	mux := http.NewServeMux()
	mux.HandleFunc("POST /auth/token", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("tenant") != "acme" {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		issued++
		fields := map[string]any{"access_token": fmt.Sprint("token-", issued), "token_type": "Bearer", "expires_in": 3600, "scope": r.FormValue("scope")}
		if r.FormValue("grant_type") != "client_credentials" {
			fields["refresh_token"] = fmt.Sprint("refresh-", issued)
		}
		json.NewEncoder(w).Encode(fields)
	})
	mux.HandleFunc("GET /api/authinfo", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"auth_url": "http://" + r.Host + "/auth", "tenant_id": "acme"})
	})
	return httptest.NewServer(mux)
}

func ExampleHaloClientCredentials() {
	srv := serviceDesk()
	defer srv.Close()
	src, err := auth.HaloClientCredentials(auth.HaloConfig{
		BaseURL:      srv.URL, // https://acme.halopsa.com
		Tenant:       "acme",
		ClientID:     "id",
		ClientSecret: auth.NewSecret("from a secret store"),
		Scopes:       []string{auth.HaloScopeReadTickets, auth.HaloScopeReadCustomers},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	// With the client: halo.NewClient("https://acme.halopsa.com/api", halo.WithRequestEditorFn(auth.Halo(src)))
	send(auth.Halo(src), "GET", srv.URL+"/api/Tickets")
	src.Invalidate("token-1") // what a client does after a 401
	send(auth.Halo(src), "GET", srv.URL+"/api/Tickets")
	fmt.Println(src)
	// Output:
	// Bearer token-1
	// Bearer token-2
	// auth.Source(halo, account "id")
}

func ExampleDiscoverHalo() {
	srv := serviceDesk()
	defer srv.Close()
	cfg, err := auth.DiscoverHalo(context.Background(), srv.URL, nil) // https://acme.halopsa.com
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("base URL", cfg.BaseURL[len(srv.URL):], "authorisation server", cfg.AuthURL[len(srv.URL):], "tenant", cfg.Tenant)
	cfg.ClientID, cfg.ClientSecret = "id", auth.NewSecret("from a secret store")
	src, err := auth.HaloClientCredentials(cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	send(auth.Halo(src), "GET", cfg.BaseURL+"/Tickets")
	// Output:
	// base URL /api authorisation server /auth tenant acme
	// Bearer token-1
}

func ExampleHaloAuthorizationCode() {
	srv := serviceDesk()
	defer srv.Close()
	store := auth.NewMemoryStore() // a lasting store keeps the login across restarts
	cfg := auth.HaloConfig{
		BaseURL:     srv.URL, // https://acme.halopsa.com
		Tenant:      "acme",
		ClientID:    "id", // of a native application, which has no secret
		RedirectURL: "http://127.0.0.1:53682/callback",
		Store:       store,
	}
	state, pkce := auth.NewState(), auth.NewPKCE() // kept until the browser comes back
	page, err := auth.HaloAuthorizeURL(cfg, state, pkce)
	if err != nil {
		fmt.Println(err)
		return
	}
	address, err := url.Parse(page)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("open:", address.Path, "for", address.Query().Get("scope"))

	// The browser comes back to RedirectURL with these two.
	gotState, gotCode := address.Query().Get("state"), "the code"
	if gotState != state {
		fmt.Println("this is the response to another login")
		return
	}
	src, err := auth.HaloAuthorizationCode(context.Background(), cfg, gotCode, pkce.Verifier)
	if err != nil {
		fmt.Println(err)
		return
	}
	send(auth.Halo(src), "GET", srv.URL+"/api/Tickets")

	// From now on the login is in the store.
	src, err = auth.HaloRefresh(cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	send(auth.Halo(src), "GET", srv.URL+"/api/Tickets")
	// Output:
	// open: /auth/authorize for all offline_access
	// Bearer token-1
	// Bearer token-1
}

func ExampleHaloAPIKey() {
	const base = "https://acme.halopsa.com/api"
	edit := auth.HaloAPIKey(auth.NewSecret("from-a-secret-store"), base)
	// With the client: halo.NewClient(base, halo.WithRequestEditorFn(edit))
	req, err := http.NewRequest("GET", base+"/Tickets", nil)
	if err == nil {
		err = edit(req.Context(), req)
	}
	fmt.Println(req.Header.Get("X-Halo-Api-Key"), err)
	// Output:
	// from-a-secret-store <nil>
}

// A wrong tenant shows as a server error; the hint says so.
func ExampleHaloConfig() {
	srv := serviceDesk()
	defer srv.Close()
	src, err := auth.HaloClientCredentials(auth.HaloConfig{BaseURL: srv.URL, Tenant: "acne", ClientID: "id", ClientSecret: auth.NewSecret("s")})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = src.Token(context.Background())
	if e, ok := errors.AsType[*auth.TokenError](err); ok {
		fmt.Println(e.Code, e.Status)
		fmt.Println(e.Hint)
	}
	// Output:
	// server_error 500
	// Check Tenant: Halo responds to a wrong one with this status. Configuration > Integrations > Halo API in Halo shows it, and DiscoverHalo asks for it
}
