#!/bin/sh
# github.com/google/go-querystring v1.2.0, query.Values: what isn't set is sent. A nil pointer without omitempty goes as "team=", which many
# servers take for "of no team", and an interface as "owner=<nil>", the word itself. A map goes as Go prints it, and the fraction of
# a time's second is left out, so that a list "changed since" begins too early. No error is given of any of them.
# Seen: filter=map[state:open]&owner=<nil>&since=2024-01-02T03:04:05Z&team=, of a time with 678 ms.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"fmt"
	"net/url"
	"time"

	"github.com/google/go-querystring/query"
)

func main() {
	values, err := query.Values(struct {
		Team   *int              `url:"team"`
		Owner  any               `url:"owner"`
		Filter map[string]string `url:"filter"`
		Since  time.Time         `url:"since"`
	}{
		Filter: map[string]string{"state": "open"},
		Since:  time.Date(2024, 1, 2, 3, 4, 5, 678e6, time.UTC),
	})
	sent, _ := url.QueryUnescape(values.Encode())
	fmt.Println(sent, err)
}
END
(go mod init example.test/sent && go get github.com/google/go-querystring@v1.2.0 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
filter=map[state:open]&owner=<nil>&since=2024-01-02T03:04:05Z&team= <nil>
END
cmp -s out want
