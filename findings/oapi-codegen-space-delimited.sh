#!/bin/sh
# github.com/oapi-codegen/oapi-codegen/v2 v2.8.2 with github.com/oapi-codegen/runtime v1.9.0: a list of style spaceDelimited is written into
# the query with a space as it is, where "%20" belongs. The request line then has a word too many, so the whole request is refused,
# whatever the operation, as soon as the list has two values. A test with one value passes, as does the same list with pipes.
# Seen from a net/http server: one value: 200, ids=7; two: 400 Bad Request; two of pipeDelimited: 200, ids=7|8.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >api.yaml <<'END'
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - {name: ids, in: query, style: spaceDelimited, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: pipes, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: integer}}}
      responses: {"200": {description: Things.}}
END
mkdir api
cat >main.go <<'END'
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"example.test/spaces/api"
)

func main() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.URL.RawQuery) }))
	defer server.Close()
	client, err := api.NewClient(server.URL)
	if err != nil {
		panic(err)
	}
	for _, params := range []api.ListThingsParams{{Ids: &[]int{7}}, {Ids: &[]int{7, 8}}, {Pipes: &[]int{7, 8}}} {
		response, err := client.ListThings(context.Background(), &params)
		if err != nil {
			panic(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		fmt.Println(response.StatusCode, string(body))
	}
}
END
(
	go mod init example.test/spaces
	go get -tool github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2
	go get github.com/oapi-codegen/runtime@v1.9.0
	go tool oapi-codegen -package api -generate types,client -o api/api.gen.go api.yaml
	go mod tidy
	go build -o prog .
) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
200 ids=7
400 400 Bad Request
200 pipes=7|8
END
cmp -s out want
