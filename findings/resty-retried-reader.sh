#!/bin/sh
# github.com/go-resty/resty/v2 v2.17.2: when a request whose body is an io.Reader is tried again, the second attempt is sent without a body,
# also where net/http could rewind it by itself (*bytes.Buffer, *strings.Reader). A server that takes an empty body then has saved
# nothing, and the caller sees 200 and no error. As []byte, or a value to be encoded, the body is sent each time.
# Seen, of a POST that is answered 503, then 200: []byte: "hello", "hello"; *bytes.Buffer and *strings.Reader: "hello", ""; all 200 <nil>.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"
)

func main() {
	var seen []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen = append(seen, string(body))
		if len(seen) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	client := resty.New().SetRetryCount(2).SetRetryWaitTime(time.Millisecond).
		AddRetryCondition(func(r *resty.Response, err error) bool { return err != nil || r.StatusCode() == http.StatusServiceUnavailable })
	for _, body := range []any{[]byte("hello"), bytes.NewBufferString("hello"), strings.NewReader("hello")} {
		seen = nil
		response, err := client.R().SetBody(body).Post(server.URL)
		fmt.Printf("%T: %q, %d %v\n", body, seen, response.StatusCode(), err)
	}
}
END
(go mod init example.test/retried && go get github.com/go-resty/resty/v2@v2.17.2 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
[]uint8: ["hello" "hello"], 200 <nil>
*bytes.Buffer: ["hello" ""], 200 <nil>
*strings.Reader: ["hello" ""], 200 <nil>
END
cmp -s out want
