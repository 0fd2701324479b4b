#!/bin/sh
# github.com/pb33f/libopenapi-validator v0.16.3, ValidateHttpRequest: a list in a query passes in either way of writing it where explode is
# false (ids=1&ids=2 too), and where the document leaves explode out (ids=1,2 too), which by OpenAPI means true, as most documents have it;
# only with "explode: true" written out is the wrong way refused. So a contract test passes requests that a server misreads. And a form
# body isn't looked at unless that is asked for (config.WithURLEncodedBodyValidation): id=abc passes for a number.
# Seen, right way and wrong way: false: true, true; left out: true, true; true: true, false; the form: true, with the option false.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
)

const document = `
openapi: 3.0.3
info: {title: things, version: "1"}
servers: [{url: http://api.test}]
paths:
  /things:
    get:
      parameters:
        - {name: together, in: query, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: left, in: query, schema: {type: array, items: {type: integer}}}
        - {name: apart, in: query, explode: true, schema: {type: array, items: {type: integer}}}
      responses: {"200": {description: The things.}}
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {id: {type: integer}}}
      responses: {"200": {description: The thing.}}
`

func main() {
	parsed, err := libopenapi.NewDocument([]byte(document))
	if err != nil {
		panic(err)
	}
	valid := func(method, query, body string, options ...config.Option) bool {
		v, faults := validator.NewValidator(parsed, options...)
		if len(faults) > 0 {
			panic(faults)
		}
		request, err := http.NewRequest(method, "http://api.test/things"+query, strings.NewReader(body))
		if err != nil {
			panic(err)
		}
		if body != "" {
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		ok, _ := v.ValidateHttpRequest(request)
		return ok
	}
	fmt.Println("explode false:", valid("GET", "?together=1,2", ""), valid("GET", "?together=1&together=2", ""))
	fmt.Println("left out:", valid("GET", "?left=1&left=2", ""), valid("GET", "?left=1,2", ""))
	fmt.Println("explode true:", valid("GET", "?apart=1&apart=2", ""), valid("GET", "?apart=1,2", ""))
	fmt.Println("no number:", valid("GET", "?apart=x", ""))
	fmt.Println("form:", valid("POST", "", "id=abc"), valid("POST", "", "id=abc", config.WithURLEncodedBodyValidation()))
}
END
(go mod init example.test/explode && go get github.com/pb33f/libopenapi@v0.42.5 && go get github.com/pb33f/libopenapi-validator@v0.16.3 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
explode false: true true
left out: true true
explode true: true false
no number: false
form: true false
END
cmp -s out want
