#!/bin/sh
# github.com/go-openapi/strfmt v0.27.4, whose DateTime is what go-swagger's clients have for a date-time: a time is cut to milliseconds when
# it is written, without rounding and without an error, and an empty string is read as the beginning of 1970. So a record that is read
# and sent back is changed; "changed since" by the last time that was seen finds that record again; and "never" becomes a date.
# (strfmt.MarshalFormat is a package variable, for all of a program.)
# Seen: "2024-01-02T03:04:05.123999Z" is written "2024-01-02T03:04:05.123Z"; "" is written "1970-01-01T00:00:00.000Z"; no errors.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"encoding/json"
	"fmt"

	"github.com/go-openapi/strfmt"
)

func main() {
	for _, sent := range []string{`"2024-01-02T03:04:05.123999Z"`, `""`, `"soon"`} {
		var at strfmt.DateTime
		if err := json.Unmarshal([]byte(sent), &at); err != nil {
			fmt.Println(sent, "is an error")
			continue
		}
		written, err := json.Marshal(at)
		fmt.Println(sent, "is written", string(written), err)
	}
}
END
(go mod init example.test/written && go get github.com/go-openapi/strfmt@v0.27.4 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
"2024-01-02T03:04:05.123999Z" is written "2024-01-02T03:04:05.123Z" <nil>
"" is written "1970-01-01T00:00:00.000Z" <nil>
"soon" is an error
END
cmp -s out want
