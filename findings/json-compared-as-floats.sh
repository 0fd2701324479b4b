#!/bin/sh
# github.com/stretchr/testify v1.12.1 (assert.JSONEq) and github.com/wI2L/jsondiff v0.7.1 (CompareJSON) compare numbers of JSON as floats: two ids
# beyond 2^53 that differ in their last digit are the same. A test of what a client sends passes with another record's id, a patch
# of the two is empty, and one that adds an id has other digits than the document had. gomega's MatchJSON tells them apart, and
# jsondiff does when it is given a decoder that keeps numbers (UnmarshalFunc).
# Seen of 9007199254740993 and ...992: JSONEq true; jsondiff []; ...993 added: "value":9007199254740992; gomega v1.44.0: false.
# Exits with 1 when they behave otherwise, with 2 when they can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/onsi/gomega"
	"github.com/stretchr/testify/assert"
	"github.com/wI2L/jsondiff"
)

type quiet struct{}

func (quiet) Errorf(string, ...any) {}

func keepNumbers(data []byte, to any) error {
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	return decoder.Decode(to)
}

func main() {
	const one, other = `{"id":9007199254740993}`, `{"id":9007199254740992}`
	fmt.Println("testify:", assert.JSONEq(quiet{}, one, other))
	same, err := gomega.MatchJSON(one).Match(other)
	fmt.Println("gomega:", same, err)
	for _, from := range []string{other, `{}`} {
		patch, err := jsondiff.CompareJSON([]byte(from), []byte(one))
		exact, exactErr := jsondiff.CompareJSON([]byte(from), []byte(one), jsondiff.UnmarshalFunc(keepNumbers))
		fmt.Println("jsondiff:", patch, err, exact, exactErr)
	}
}
END
(go mod init example.test/compared && go get github.com/stretchr/testify@v1.12.1 github.com/wI2L/jsondiff@v0.7.1 github.com/onsi/gomega@v1.44.0 &&
	go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
testify: true
gomega: false <nil>
jsondiff: [] <nil> [{"value":9007199254740993,"op":"replace","path":"/id"}] <nil>
jsondiff: [{"value":9007199254740992,"op":"add","path":"/id"}] <nil> [{"value":9007199254740993,"op":"add","path":"/id"}] <nil>
END
cmp -s out want
