#!/bin/sh
# github.com/ogen-go/ogen v1.25.0 stops at a valid document when two things in it get one Go name: the properties _signature and
# signature of one schema; an enum within a property, named after both (Person and status), where a schema is called PersonStatus.
# Seen: field "Signature" already defined by property "_signature"; name conflict: "PersonStatus".
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
(go mod init example.test/names && go get -tool github.com/ogen-go/ogen/cmd/ogen@v1.25.0 && go build -o ogen github.com/ogen-go/ogen/cmd/ogen) >get.log 2>&1 || {
	cat get.log
	exit 2
}
# try FIELDS WANT: the schema Person with those fields, and PersonStatus, which another operation gives.
failed=
try() {
	cat >api.yaml <<-END
		openapi: 3.0.3
		info: {title: Names, version: "1"}
		paths:
		  /person:
		    get:
		      operationId: getPerson
		      responses:
		        "200":
		          description: A person.
		          content: {application/json: {schema: {\$ref: '#/components/schemas/Person'}}}
		  /status:
		    get:
		      operationId: getStatus
		      responses:
		        "200":
		          description: A status.
		          content: {application/json: {schema: {\$ref: '#/components/schemas/PersonStatus'}}}
		components:
		  schemas:
		    Person: {type: object, properties: {$1}}
		    PersonStatus: {type: object, properties: {since: {type: string}}}
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
try "name: {type: string}" ""
try "_signature: {type: string}, signature: {type: string}" 'field "Signature" already defined by property "_signature"'
try "status: {type: string, enum: [open, closed]}" 'name conflict: "PersonStatus"'
[ -z "$failed" ]
