#!/bin/sh
# oapi-codegen v2.8.2: where a configuration names an output, the flag -o on the command line is ignored, without a word, and the file
# that the configuration names is written. Most tools let the command line win. Who tries a change by "-o /tmp/try.go" writes over what is
# kept.
# Seen: exit status 0; kept.go is written, try.go isn't there.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
(go mod init example.test/output && go get -tool github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 &&
	go tool oapi-codegen -version) >get.log 2>&1 || {
	cat get.log
	exit 2
}
cat >api.yaml <<'END'
openapi: 3.0.3
info: {title: Output, version: "1"}
paths: {}
components: {schemas: {Thing: {type: object, properties: {name: {type: string}}}}}
END
cat >config.yaml <<'END'
package: output
output: kept.go
generate: {models: true}
output-options: {skip-prune: true}
END
status=0
go tool oapi-codegen -config config.yaml -o try.go api.yaml || status=$?
echo "exit status $status"
for file in kept.go try.go; do
	if [ -s "$file" ]; then echo "$file is written"; else echo "$file isn't there"; fi
done
[ "$status" = 0 ] && [ -s kept.go ] && [ ! -e try.go ]
