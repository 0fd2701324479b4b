#!/bin/sh
# Redocly CLI 2.77.0 (recommended), Spectral CLI 6.16.3 (spectral:oas) and github.com/getkin/kin-openapi v0.153.0 (Validate) let a document
# pass whose form has an encoding for a field that its schema lacks: a slip in the name, and the list that was meant goes out as
# tags=a&tags=b instead of tags=a,b. deepObject of a list, which OpenAPI leaves undefined, passes too. A slip in a schema's keyword is
# refused by all three, so a clean run looks like more than it is.
# Seen, errors and warnings: encoding none, none, none; deepObject none, none, none; keyword some, some, some.
# Exits with 1 when they behave otherwise, with 2 when they can't be run. Needs Node 20.19 or newer with npm.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"context"
	"os"

	"github.com/getkin/kin-openapi/openapi3"
)

func main() {
	document, err := openapi3.NewLoader().LoadFromFile(os.Args[1])
	if err != nil || document.Validate(context.Background()) != nil {
		os.Exit(1)
	}
}
END
npm install --ignore-scripts --no-audit --no-fund @redocly/cli@2.77.0 @stoplight/spectral-cli@6.16.3 >install.log 2>&1 &&
	(go mod init example.test/lint && go get github.com/getkin/kin-openapi/openapi3@v0.153.0 && go build -o kin .) >>install.log 2>&1 || {
	cat install.log
	exit 2
}
echo 'extends: [recommended]' >redocly.yaml
echo 'extends: ["spectral:oas"]' >.spectral.yaml
cat >api.yaml <<'END'
openapi: 3.0.3
info:
  title: Things
  version: "1"
  description: Things.
  license: {name: MIT, url: https://api.test/license}
  contact: {name: Ann, url: https://api.test/contact}
servers: [{url: https://api.test}]
security: [{key: []}]
tags: [{name: Things, description: Things.}]
paths:
  /things:
    post:
      operationId: saveThing
      summary: Save a thing.
      description: Saves it.
      tags: [Things]
      parameters:
        - {name: ids, description: Ids., in: query, style: form, schema: {type: array, items: {type: integer}}}
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {tags: {type: array, items: {type: string}}}}
            encoding: {tags: {style: form, explode: false}}
      responses:
        "204": {description: Saved.}
        "400": {description: Wrong.}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
END
try() { # name, what is changed by sed
	sed -e "$2" api.yaml >changed.yaml
	redocly=none spectral=none kin=none
	REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true node_modules/.bin/redocly lint --format json changed.yaml >redocly.json 2>redocly.log || redocly=some
	grep -q '"errors"' redocly.json || {
		cat redocly.log >&2
		exit 2
	}
	grep -q '"ruleId"' redocly.json && redocly=some
	node_modules/.bin/spectral lint --format json --fail-severity warn changed.yaml >spectral.json 2>spectral.log || spectral=some
	./kin changed.yaml || kin=some
	echo "$1: Redocly $redocly, Spectral $spectral, kin-openapi $kin"
}
{
	try "nothing" ''
	try "encoding" 's/encoding: {tags:/encoding: {tgas:/'
	try "deepObject" 's/style: form, schema/style: deepObject, schema/'
	try "keyword" 's/items: {type: string}/itmes: {type: string}/'
} >out
cat out
cat >want <<'END'
nothing: Redocly none, Spectral none, kin-openapi none
encoding: Redocly none, Spectral none, kin-openapi none
deepObject: Redocly none, Spectral none, kin-openapi none
keyword: Redocly some, Spectral some, kin-openapi some
END
cmp -s out want
