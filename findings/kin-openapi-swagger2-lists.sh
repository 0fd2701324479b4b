#!/bin/sh
# github.com/getkin/kin-openapi v0.153.0, openapi2conv.ToV3: a list in a Swagger 2.0 query without collectionFormat goes as ids=7,8, since csv
# is what 2.0 means there. The parameter is converted without style and explode, which in 3.0 means ids=7&ids=8; csv that is written out
# is converted rightly. In a form body it is lost also where it is written out. A client generated from the result sends other requests
# than the vendor documents, and a server that reads ids once gets one of them.
# Seen, as style/explode: query without: none/none; csv: form/false; multi: form/true; form body csv: no encoding.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"encoding/json"
	"fmt"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
)

const document = `{
	"swagger": "2.0", "info": {"title": "Things", "version": "1"},
	"paths": {"/things": {
		"get": {
			"parameters": [
				{"name": "without", "in": "query", "type": "array", "items": {"type": "integer"}},
				{"name": "csv", "in": "query", "type": "array", "items": {"type": "integer"}, "collectionFormat": "csv"},
				{"name": "multi", "in": "query", "type": "array", "items": {"type": "integer"}, "collectionFormat": "multi"}],
			"responses": {"204": {"description": "Read."}}},
		"post": {
			"consumes": ["application/x-www-form-urlencoded"],
			"parameters": [{"name": "csv", "in": "formData", "type": "array", "items": {"type": "integer"}, "collectionFormat": "csv"}],
			"responses": {"204": {"description": "Saved."}}}}}}`

func main() {
	var before openapi2.T
	if err := json.Unmarshal([]byte(document), &before); err != nil {
		panic(err)
	}
	after, err := openapi2conv.ToV3(&before)
	if err != nil {
		panic(err)
	}
	things := after.Paths.Value("/things")
	for _, parameter := range things.Get.Parameters {
		style, explode := parameter.Value.Style, "none"
		if style == "" {
			style = "none"
		}
		if parameter.Value.Explode != nil {
			explode = fmt.Sprint(*parameter.Value.Explode)
		}
		fmt.Printf("query %s: style %s, explode %s\n", parameter.Value.Name, style, explode)
	}
	for name, media := range things.Post.RequestBody.Value.Content {
		fmt.Printf("%s: %d encodings\n", name, len(media.Encoding))
	}
}
END
(go mod init example.test/lists && go get github.com/getkin/kin-openapi@v0.153.0 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
query without: style none, explode none
query csv: style form, explode false
query multi: style form, explode true
application/x-www-form-urlencoded: 0 encodings
END
cmp -s out want
