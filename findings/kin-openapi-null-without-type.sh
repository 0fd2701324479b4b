#!/bin/sh
# github.com/getkin/kin-openapi v0.142.0: a schema of OpenAPI 3.0.3 without a type takes every value but null ("Value is not nullable"),
# and takes null when it says nullable. By 3.0.3 nullable does nothing without a type beside it, and Redocly CLI 2.77.0 calls it an error
# there (nullable-type-sibling). So no spelling of "anything, null too" suits both without alternatives.
# Seen: {} null: Value is not nullable; {} 1: ok; {nullable: true} null: ok.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"errors"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

func main() {
	untyped, nullable := openapi3.NewSchema(), openapi3.NewSchema().WithNullable()
	say("{} null", untyped.VisitJSON(nil))
	say("{} 1", untyped.VisitJSON(1.0))
	say("{nullable: true} null", nullable.VisitJSON(nil))
}

func say(what string, err error) {
	var wrong *openapi3.SchemaError
	switch {
	case err == nil:
		fmt.Println(what + ": ok")
	case errors.As(err, &wrong):
		fmt.Println(what + ": " + wrong.Reason)
	default:
		fmt.Println(what + ": " + err.Error())
	}
}
END
(go mod init example.test/null && go get github.com/getkin/kin-openapi/openapi3@v0.142.0 && go build -o null .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./null | tee out
cat >want <<'END'
{} null: Value is not nullable
{} 1: ok
{nullable: true} null: ok
END
cmp -s out want
