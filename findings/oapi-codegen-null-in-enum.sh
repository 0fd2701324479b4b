#!/bin/sh
# oapi-codegen v2.8.2: an enum that allows null must list null, by JSON Schema ("type: [string, 'null'], enum: [open, null]"; OpenAPI 3.0
# says the same of nullable). Of strings, null becomes a constant with the value "<nil>", which Valid() accepts, and which encodes as
# that text. Of integers, the same stops the generator.
# Seen: LessThannil State = "<nil>"; "enum value "<nil>" of Level is not a number or boolean literal, which its Go type int requires".
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
(go mod init example.test/enum && go get -tool github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 &&
	go tool oapi-codegen -version) >get.log 2>&1 || {
	cat get.log
	exit 2
}
failed=
for version in 3.0.3 3.1.0; do
	for kind in string integer; do
		type="type: $kind, nullable: true"
		[ "$version" = 3.0.3 ] || type="type: [$kind, 'null']"
		name=State values="open, closed"
		[ "$kind" = string ] || { name=Level values="1, 2"; }
		cat >api.yaml <<-END
			openapi: $version
			info: {title: Enums, version: "1"}
			paths: {}
			components: {schemas: {$name: {$type, enum: [$values, null]}}}
		END
		if go tool oapi-codegen -generate models,skip-prune -package enum api.yaml >out 2>error; then
			line=$(grep -m 1 '<nil>' out | tr -s '\t ' ' ') || line="no constant for null"
		else
			line="stops: $(cat error)"
		fi
		echo "$version, $kind: ${line# }"
		case "$kind $line" in
		string*' LessThannil State = "<nil>"') ;;
		integer*'stops: '*'enum value "<nil>" of Level is not a number'*) ;;
		*) failed=yes ;;
		esac
	done
done
[ -z "$failed" ]
