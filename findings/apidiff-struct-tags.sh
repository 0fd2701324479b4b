#!/bin/sh
# golang.org/x/exp/cmd/apidiff v0.0.0-20261113113407-e3970619a1a4: a changed struct tag isn't reported, neither as incompatible nor at all,
# although a type with other tags is another type by the language's definition. What goes over the wire under "name" goes under "title"
# afterwards, and a release check by apidiff lets it pass as no change. A constant's value, which a program also sends, is reported.
# Seen: json:"name" to json:"title": nothing; a constant from 10 to 20: value changed from 10 to 20.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir tool before after
for side in before after; do
	printf 'module example.test/things\n\ngo 1.26\n' >$side/go.mod
done
cat >before/things.go <<'END'
package things

const PageSize = 10

type Thing struct {
	Name string `json:"name"`
}
END
sed -e 's/"name"/"title"/' before/things.go >after/things.go
(
	cd tool
	go mod init example.test/tool
	go get -tool golang.org/x/exp/cmd/apidiff@v0.0.0-20261113113407-e3970619a1a4
	go build -o ../apidiff golang.org/x/exp/cmd/apidiff
	cd ../before
	../apidiff -w ../before.export .
) >get.log 2>&1 || {
	cat get.log
	exit 2
}
compare() {
	echo "$1:"
	(cd after && ../apidiff ../before.export .)
}
{
	compare "the tag"
	sed -e 's/"name"/"title"/' -e 's/= 10/= 20/' before/things.go >after/things.go
	compare "the tag and the constant"
} | tee out
cat >want <<'END'
the tag:
the tag and the constant:
Incompatible changes:
- PageSize: value changed from 10 to 20
END
cmp -s out want
