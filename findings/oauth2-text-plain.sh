#!/bin/sh
# golang.org/x/oauth2 v0.38.0: JSON from a token endpoint is read whatever its Content-Type (text/html, none), except text/plain, which is read
# as a form. A token sent so is "server response missing access_token", and a refusal has no ErrorCode, so a program that tells a lost
# login ("invalid_grant") from an outage by it goes on trying with a grant that is gone.
# Seen: application/json, text/html, none: token; code invalid_grant. text/plain: missing access_token; code "".
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

	"golang.org/x/oauth2"
)

func main() {
	contentType, status, body := "", 0, ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = []string{contentType}
		if contentType == "" {
			w.Header()["Content-Type"] = nil
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	defer server.Close()
	config := oauth2.Config{ClientID: "app", Endpoint: oauth2.Endpoint{TokenURL: server.URL, AuthStyle: oauth2.AuthStyleInParams}}
	for _, contentType = range []string{"application/json", "text/html", "", "text/plain"} {
		status, body = http.StatusOK, `{"access_token":"made-up","token_type":"bearer","expires_in":3600}`
		said := "token"
		if _, err := config.Exchange(context.Background(), "code"); err != nil {
			said = err.Error()
		}
		status, body = http.StatusBadRequest, `{"error":"invalid_grant"}`
		_, err := config.Exchange(context.Background(), "code")
		var refusal *oauth2.RetrieveError
		if !errors.As(err, &refusal) {
			panic(err)
		}
		fmt.Printf("%q: %s; code %q\n", contentType, said, refusal.ErrorCode)
	}
}
END
(go mod init example.test/plain && go get golang.org/x/oauth2@v0.38.0 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
"application/json": token; code "invalid_grant"
"text/html": token; code "invalid_grant"
"": token; code "invalid_grant"
"text/plain": oauth2: server response missing access_token; code ""
END
cmp -s out want
