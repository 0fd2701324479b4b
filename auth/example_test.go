package auth_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// vendor is a server that issues numbered tokens and greets whoever brings one.
func vendor() *httptest.Server {
	issued := 0
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/oauth/v2/token", "/oauth/token":
			issued++
			json.NewEncoder(w).Encode(map[string]any{"access_token": fmt.Sprint("token-", issued),
				"refresh_token": fmt.Sprint("refresh-", issued), "expires_in": 3600})
		default:
			fmt.Fprint(w, r.Header.Get("Authorization"))
		}
	}))
}

// send makes a request with an editor, as a generated client does.
func send(edit func(context.Context, *http.Request) error, method, url string) {
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := edit(req.Context(), req); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(req.Header.Get("Authorization"))
}

func ExampleHolaspirit() {
	srv := vendor()
	defer srv.Close()
	src, err := auth.HolaspiritPassword(auth.HolaspiritConfig{
		BaseURL:  srv.URL, // leave it out for the real one
		Username: "ann@example.com",
		Password: auth.NewSecret("from a secret store"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	edit := auth.Holaspirit(src)
	send(edit, "GET", srv.URL+"/api/me")
	src.Invalidate("token-1") // what a client does after a 401
	send(edit, "GET", srv.URL+"/api/me")
	fmt.Println(src)
	// Output:
	// Bearer token-1
	// Bearer token-2
	// auth.Source(holaspirit, account "ann@example.com")
}

func ExampleHolaspiritToken() {
	edit := auth.Holaspirit(auth.HolaspiritToken(auth.NewSecret("api:from-the-administration-page")))
	send(edit, "GET", "https://app.holaspirit.com/api/organizations/1/circles")
	send(edit, "DELETE", "https://app.holaspirit.com/api/organizations/1/circles/2")
	// Output:
	// Bearer api:from-the-administration-page
	// auth: holaspirit: read_only_token: an api: token only reads, and the request is a DELETE. Log in by HolaspiritPassword or HolaspiritRefresh to write
}

func ExampleSpiro() {
	srv := vendor()
	defer srv.Close()
	store := auth.NewMemoryStore() // a lasting store keeps the login across restarts
	cfg := auth.SpiroConfig{
		OAuthURL:     srv.URL, // leave these two out for the real ones
		APIURL:       srv.URL,
		ClientID:     "id",
		ClientSecret: auth.NewSecret("from a secret store"),
		RedirectURL:  "https://app.example.com/done",
		Store:        store,
	}
	state := auth.NewState() // kept in the person's session: where the browser comes back with another, take no code
	page, err := auth.SpiroAuthorizeURL(cfg, state)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("open:", strings.Replace(page[len(srv.URL):], state, "...", 1))
	src, err := auth.SpiroAuthorizationCode(context.Background(), cfg, "the code that the browser came back with")
	if err != nil {
		fmt.Println(err)
		return
	}
	send(auth.Spiro(src), "GET", srv.URL+"/api/v1/companies")

	// From now on the login is in the store.
	src, err = auth.SpiroRefresh(cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	send(auth.Spiro(src), "GET", srv.URL+"/api/v1/companies")
	// Output:
	// open: /oauth/authorize?client_id=id&redirect_uri=https%3A%2F%2Fapp.example.com%2Fdone&response_type=code&state=...
	// Bearer token-1
	// Bearer token-1
}

func ExampleFromOAuth2() {
	own := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "mine"})
	edit := auth.Bearer(auth.FromOAuth2(own), "api.example.com")
	send(edit, "GET", "https://api.example.com/things")
	send(edit, "GET", "https://elsewhere.example.com/things")
	// Output:
	// Bearer mine
	// auth: wrong_host: the request goes to "elsewhere.example.com", the credential is for https on "api.example.com". Nothing was attached. If that server is the vendor's, name it in the token source's configuration or by ForBaseURL
}

func ExampleTokenError() {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":"invalid_grant","error_description":"Invalid refresh token"}`)
	}))
	defer srv.Close()
	src, err := auth.HolaspiritRefresh(auth.HolaspiritConfig{BaseURL: srv.URL, RefreshToken: auth.NewSecret("an old one")})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = src.Token(context.Background())
	if errors.Is(err, auth.ErrLoginNeeded) {
		fmt.Println("tell a person")
	}
	if e, ok := errors.AsType[*auth.TokenError](err); ok {
		fmt.Println(e.Code, e.Status, e.Description)
	}
	// Output:
	// tell a person
	// invalid_grant 400 Invalid refresh token
}
