#!/bin/sh
# github.com/oasdiff/oasdiff v1.38.0: `oasdiff breaking`, and `changelog` too, list none of three changes after which a client of before is
# refused or misread: a parameter's style or explode (ids=7&ids=8 becomes ids=7,8), the encoding of a form body, and a request body that
# takes no further properties any more (additionalProperties: false). `oasdiff diff` has all of them, so they were seen, and no check is
# about them; a release gate by --fail-on passes. A parameter that becomes required is listed.
# Seen: explode, style, encoding, additionalProperties: in the diff, 0 changes, exit 0; required: 1 change, exit 1.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
(go mod init example.test/changes && go get -tool github.com/oasdiff/oasdiff@v1.38.0 && go build -o oasdiff github.com/oasdiff/oasdiff) >get.log 2>&1 || {
	cat get.log
	exit 2
}
cat >before.yaml <<'END'
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      parameters:
        - {name: ids, in: query, style: form, explode: true, schema: {type: array, items: {type: integer}}}
      responses: {"204": {description: Read.}}
    post:
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {name: {type: string}}, additionalProperties: true}}
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {tags: {type: array, items: {type: string}}}}
            encoding: {tags: {style: form, explode: true}}
      responses: {"204": {description: Saved.}}
END
try() { # name, what is changed by sed
	sed -e "$2" before.yaml >after.yaml
	seen=no
	[ "$(./oasdiff diff before.yaml after.yaml)" = "{}" ] || seen=yes
	changes=$(./oasdiff changelog --format json before.yaml after.yaml | grep -c '"id"') || :
	status=0
	./oasdiff breaking --fail-on WARN before.yaml after.yaml >/dev/null 2>&1 || status=$?
	echo "$1: in the diff: $seen, changes: $changes, exit $status"
}
{
	try "nothing" ''
	try "explode" '/name: ids/s/explode: true/explode: false/'
	try "style" '/name: ids/s/style: form, explode: true/style: pipeDelimited, explode: false/'
	try "encoding" '/encoding:/s/explode: true/explode: false/'
	try "additionalProperties" 's/additionalProperties: true/additionalProperties: false/'
	try "required" '/name: ids/s/name: ids,/name: ids, required: true,/'
} | tee out
cat >want <<'END'
nothing: in the diff: no, changes: 0, exit 0
explode: in the diff: yes, changes: 0, exit 0
style: in the diff: yes, changes: 0, exit 0
encoding: in the diff: yes, changes: 0, exit 0
additionalProperties: in the diff: yes, changes: 0, exit 0
required: in the diff: yes, changes: 1, exit 1
END
cmp -s out want
