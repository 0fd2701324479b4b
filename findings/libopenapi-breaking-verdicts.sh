#!/bin/sh
# github.com/pb33f/libopenapi v0.42.5, CompareDocuments, on which its tools for breaking changes stand: a parameter that becomes required is
# breaking where the document said "required: false" before, and isn't where it left that out, which means the same and is how most
# documents have it. Nor is a new bound of what may be sent (maximum), though a shorter enum is. The other way round, a field that
# responses always have from now on is breaking, which no client minds. So neither a verdict of 0 nor one above it can be relied on.
# Seen, as changes/breaking: required after "required: false" 1/1, after nothing 1/0; maximum 1/0; enum shorter 1/1; response required 1/1.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"fmt"
	"strings"

	"github.com/pb33f/libopenapi"
)

const before = `
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      parameters:
        - {name: colour, in: query, required: false, schema: {type: string}}
        - {name: shape, in: query, schema: {type: string}}
      responses:
        "200": {description: Things., content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}
    post:
      requestBody:
        content: {application/json: {schema: {type: object, properties: {size: {type: integer}, state: {type: string, enum: [open, closed]}}}}}
      responses: {"204": {description: Saved.}}
`

func main() {
	for _, change := range [][3]string{
		{"required after false", "required: false", "required: true"},
		{"required after nothing", "{name: shape, in: query,", "{name: shape, in: query, required: true,"},
		{"maximum", "size: {type: integer}", "size: {type: integer, maximum: 5}"},
		{"enum shorter", "[open, closed]", "[open]"},
		{"response required", "{type: object, properties: {id", "{type: object, required: [id], properties: {id"},
	} {
		old, err := libopenapi.NewDocument([]byte(before))
		if err != nil {
			panic(err)
		}
		now, err := libopenapi.NewDocument([]byte(strings.Replace(before, change[1], change[2], 1)))
		if err != nil {
			panic(err)
		}
		changes, err := libopenapi.CompareDocuments(old, now)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s: %d/%d\n", change[0], changes.TotalChanges(), changes.TotalBreakingChanges())
	}
}
END
(go mod init example.test/verdicts && go get github.com/pb33f/libopenapi@v0.42.5 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
required after false: 1/1
required after nothing: 1/0
maximum: 1/0
enum shorter: 1/1
response required: 1/1
END
cmp -s out want
