#!/bin/sh
# golang.org/x/oauth2 v0.37.0: where AuthStyle isn't set, each login that is refused is sent twice, and again twice the next time. It
# is known that the style is detected by trying; but any refusal counts as the wrong style, also "invalid_grant", which comes after the
# client was recognized, and what was found out isn't kept. A wrong password counts double towards an account's lock.
# Seen: 3 logins with a wrong password are 6 requests, each once with the client in the header and once in the body; with
# AuthStyleInParams they are 3.
# Exits with 1 when it behaves otherwise, with 2 when it can't be built.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"golang.org/x/oauth2"
)

func main() {
	inHeader, inBody := 0, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, _, ok := r.BasicAuth(); ok {
			inHeader++
		} else if r.FormValue("client_id") != "" {
			inBody++
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		w.Write([]byte(`{"error":"invalid_grant","error_description":"wrong password"}`))
	}))
	defer server.Close()
	right := true
	for _, test := range []struct {
		name         string
		style        oauth2.AuthStyle
		header, body int
	}{{"AuthStyleAutoDetect, the default", oauth2.AuthStyleAutoDetect, 3, 3}, {"AuthStyleInParams", oauth2.AuthStyleInParams, 0, 3}} {
		inHeader, inBody = 0, 0
		config := oauth2.Config{ClientID: "app", ClientSecret: "made-up", Endpoint: oauth2.Endpoint{TokenURL: server.URL, AuthStyle: test.style}}
		for range 3 {
			if _, err := config.PasswordCredentialsToken(context.Background(), "ann", "wrong"); err == nil {
				right = false
			}
		}
		fmt.Printf("%s: 3 logins are %d requests, %d with the client in the header, %d in the body\n", test.name, inHeader+inBody, inHeader, inBody)
		right = right && inHeader == test.header && inBody == test.body
	}
	if !right {
		server.Close()
		os.Exit(1)
	}
}
GO
(go mod init example.test/twice && go get golang.org/x/oauth2@v0.37.0 && go mod tidy && go build -o program .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./program
