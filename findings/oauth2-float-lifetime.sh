#!/bin/sh
# golang.org/x/oauth2 v0.38.0: an expires_in that is written with a decimal point or an exponent, which is the same JSON number, fails the
# whole response: the token in it can't be had, and the code or the rotated refresh token that it came for is spent. A number in quotes is
# taken. (A server that computes the lifetime in floats writes 3600.0.) And 0, which says that the token has ended, makes one that
# never ends, which a TokenSource hands out for ever.
# Seen: 3600 and "3600": a token for an hour; 3600.0 and 3.6e3: cannot parse json, and the second try with the same refresh token is
# refused by a server that rotates them; 0: valid, without an end.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"golang.org/x/oauth2"
)

func main() {
	life, live := "", ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.FormValue("refresh_token") != live {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":"invalid_grant"}`)
			return
		}
		live = "rotated"
		fmt.Fprintf(w, `{"access_token":"made-up","token_type":"bearer","refresh_token":"rotated","expires_in":%s}`, life)
	}))
	defer server.Close()
	config := oauth2.Config{ClientID: "app", Endpoint: oauth2.Endpoint{TokenURL: server.URL, AuthStyle: oauth2.AuthStyleInParams}}
	for _, life = range []string{"3600", `"3600"`, "3600.0", "3.6e3", "0"} {
		live = "first"
		source := config.TokenSource(context.Background(), &oauth2.Token{RefreshToken: "first"})
		fmt.Printf("expires_in %s:", life)
		for range 2 {
			token, err := source.Token()
			var refusal *oauth2.RetrieveError
			switch {
			case errors.As(err, &refusal):
				fmt.Print(" ", refusal.ErrorCode)
			case err != nil:
				fmt.Print(" ", err, ";")
			case token.Expiry.IsZero():
				fmt.Print(" valid: ", token.Valid(), ", without an end;")
			default:
				fmt.Print(" for ", time.Until(token.Expiry).Round(time.Minute), ";")
			}
		}
		fmt.Println()
	}
}
END
(go mod init example.test/lifetime && go get golang.org/x/oauth2@v0.38.0 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
echo "golang.org/x/oauth2 v0.38.0"
./prog | tee out
cat >want <<'END'
expires_in 3600: for 1h0m0s; for 1h0m0s;
expires_in "3600": for 1h0m0s; for 1h0m0s;
expires_in 3600.0: oauth2: cannot parse json: strconv.ParseInt: parsing "3600.0": invalid syntax; invalid_grant
expires_in 3.6e3: oauth2: cannot parse json: strconv.ParseInt: parsing "3.6e3": invalid syntax; invalid_grant
expires_in 0: valid: true, without an end; valid: true, without an end;
END
cmp -s out want
