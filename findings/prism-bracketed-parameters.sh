#!/bin/sh
# @stoplight/prism-cli 5.14.2: a query parameter whose name has brackets ("page[number]", as JSON:API has it) isn't checked: where an
# integer is documented, "first" is refused with 422 for page, and served with 200 for page[number], raw or percent-encoded.
# Seen: page=first 422, page[number]=first 200, page%5Bnumber%5D=first 200.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run. Needs Node 18.20 or newer with npm, and curl.
set -eu

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || :; rm -rf "$dir"' EXIT
cd "$dir"
npm install --ignore-scripts --no-audit --no-fund @stoplight/prism-cli@5.14.2 >install.log 2>&1 && curl --version >/dev/null || {
	cat install.log
	exit 2
}
cat >api.yaml <<'END'
openapi: 3.0.3
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer}}
        - {name: 'page[number]', in: query, schema: {type: integer}}
      responses:
        "200": {description: Things., content: {application/json: {schema: {type: object}}}}
END
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
failed=
for want in "page=1 200" "page=first 422" "page[number]=first 200" "page%5Bnumber%5D=first 200"; do
	query=${want% *}
	got=$(curl -sg --max-time 30 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/things?$query") || exit 2
	echo "$query $got"
	[ "$got" = "${want#* }" ] || failed=yes
done
[ -z "$failed" ]
