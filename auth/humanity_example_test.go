package auth_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// shiftVendor issues tokens where Humanity does, and says how each request to its API brought one.
func shiftVendor() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth2/token.php" {
			json.NewEncoder(w).Encode(map[string]any{"access_token": "token-1", "refresh_token": "refresh-1", "expires_in": 3600})
			return
		}
		fmt.Fprintf(w, "query %q, header %q", r.URL.Query().Get("access_token"), r.Header.Get("Authorization"))
	}))
}

func ExampleHumanity() {
	srv := shiftVendor()
	defer srv.Close()
	src, err := auth.HumanityPassword(auth.HumanityConfig{
		BaseURL:      srv.URL, // leave it out for the real one
		ClientID:     "the App ID",
		ClientSecret: auth.NewSecret("the App Secret, from a secret store"),
		Username:     "ann@example.com",
		Password:     auth.NewSecret("from a secret store"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, edit := range []func(context.Context, *http.Request) error{
		auth.Humanity(src),
		auth.Humanity(src, auth.HumanityHeader()),
	} {
		req, err := http.NewRequest("GET", srv.URL+"/api/v2/me", nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		if err := edit(context.Background(), req); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%q %q\n", req.URL.RawQuery, req.Header.Get("Authorization"))
	}
	// Output:
	// "access_token=token-1" ""
	// "" "Bearer token-1"
}
