#!/bin/sh
# @stoplight/prism-cli 5.14.2: amounts documented with multipleOf 0.01 are refused with 422 although they have two decimals (4.35, 19.99,
# 0.07): the division is made with binary fractions. Which ones is by chance, 1.1 and 4.25 pass. github.com/getkin/kin-openapi v0.153.0
# takes them all. A test against the mock fails with good data, or stays green because its one amount happened to pass.
# Seen, prism: 1.1 201, 4.25 201, 4.35 422, 19.99 422, 0.07 422, 4.355 422; kin-openapi: ok for all but 4.355.
# Exits with 1 when they behave otherwise, with 2 when they can't be run. Needs Node 18.20 or newer with npm, and curl.
set -eu

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || :; rm -rf "$dir"' EXIT
cd "$dir"
cat >api.yaml <<'END'
openapi: 3.0.3
info: {title: Bills, version: "1"}
paths:
  /bills:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {amount: {type: number, multipleOf: 0.01}}}}}
      responses: {"201": {description: Made.}}
END
cat >main.go <<'END'
package main

import (
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

func main() {
	document, err := openapi3.NewLoader().LoadFromFile("api.yaml")
	if err != nil {
		panic(err)
	}
	schema := document.Paths.Value("/bills").Post.RequestBody.Value.Content["application/json"].Schema.Value
	for _, amount := range []float64{1.1, 4.25, 4.35, 19.99, 0.07, 4.355} {
		says := "ok"
		if schema.VisitJSON(map[string]any{"amount": amount}) != nil {
			says = "refused"
		}
		fmt.Printf("kin-openapi: %v %s\n", amount, says)
	}
}
END
npm install --ignore-scripts --no-audit --no-fund @stoplight/prism-cli@5.14.2 >install.log 2>&1 && curl --version >/dev/null &&
	(go mod init example.test/bills && go get github.com/getkin/kin-openapi/openapi3@v0.153.0 && go build -o prog .) >>install.log 2>&1 || {
	cat install.log
	exit 2
}
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
node_modules/.bin/prism mock --errors --multiprocess false --host 127.0.0.1 --port "$port" api.yaml >prism.log 2>&1 &
pid=$!
tries=0
until grep -q "is listening" prism.log; do
	tries=$((tries + 1))
	[ $tries -lt 120 ] && kill -0 "$pid" 2>/dev/null || {
		cat prism.log
		exit 2
	}
	sleep 0.5
done
{
	for amount in 1.1 4.25 4.35 19.99 0.07 4.355; do
		status=$(curl -s --max-time 30 -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -d "{\"amount\":$amount}" "http://127.0.0.1:$port/bills")
		echo "prism: $amount $status"
	done
	./prog
} | tee out
cat >want <<'END'
prism: 1.1 201
prism: 4.25 201
prism: 4.35 422
prism: 19.99 422
prism: 0.07 422
prism: 4.355 422
kin-openapi: 1.1 ok
kin-openapi: 4.25 ok
kin-openapi: 4.35 ok
kin-openapi: 19.99 ok
kin-openapi: 0.07 ok
kin-openapi: 4.355 refused
END
cmp -s out want
