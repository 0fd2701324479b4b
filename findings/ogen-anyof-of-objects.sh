#!/bin/sh
# github.com/ogen-go/ogen v1.25.0 makes no client from a valid document in which one body is anyOf two object schemas, and stops at it
# for the document as a whole; oneOf of the same two, which have different required fields, is made.
# Seen: Feature "complex anyOf" is not implemented yet
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
(go mod init example.test/anyof && go get -tool github.com/ogen-go/ogen/cmd/ogen@v1.25.0 && go build -o ogen github.com/ogen-go/ogen/cmd/ogen) >get.log 2>&1 || {
	cat get.log
	exit 2
}
failed=
try() {
	cat >api.yaml <<-END
		openapi: 3.0.3
		info: {title: Records, version: "1"}
		paths:
		  /records:
		    post:
		      operationId: saveRecord
		      requestBody:
		        required: true
		        content:
		          application/json:
		            schema: {$1: [{\$ref: '#/components/schemas/New'}, {\$ref: '#/components/schemas/Change'}]}
		      responses: {"204": {description: Saved.}}
		components:
		  schemas:
		    New: {type: object, required: [name], properties: {name: {type: string}}}
		    Change: {type: object, required: [id], properties: {id: {type: integer}, note: {type: string}}}
	END
	if ./ogen -clean -target out api.yaml >log 2>&1; then
		echo "$1: made"
		[ -z "$2" ] || failed=yes
	elif [ -n "$2" ] && grep -qF "$2" log; then
		echo "$1: $2"
	else
		tail -n 5 log
		failed=yes
	fi
}
try oneOf ""
try anyOf 'Feature "complex anyOf" is not implemented yet'
[ -z "$failed" ]
