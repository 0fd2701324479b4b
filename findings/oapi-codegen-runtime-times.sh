#!/bin/sh
# oapi-codegen/runtime v1.8.0, which encodes what clients of oapi-codegen send, loses times in two ways, without an error:
#   - In a query, a type of one's own that embeds time.Time is sent as a date, although it has MarshalText (it can be converted to the
#     package's Date, which is asked first). The same with the time in an unexported field is sent by MarshalText.
#   - In a form (MarshalForm), a time.Time is left out, required or not.
# Seen: "since=2024-01-02" instead of "since=2024-01-02+15%3A04%3A05"; "name=x" of a form with since, until and name.
# Exits with 1 when it behaves otherwise, with 2 when it can't be built.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/oapi-codegen/runtime"
)

const layout = "2006-01-02 15:04:05"

type embedded struct{ time.Time }

func (e embedded) MarshalText() ([]byte, error) { return []byte(e.Format(layout)), nil }

type apart struct{ at time.Time }

func (a apart) MarshalText() ([]byte, error) { return []byte(a.at.Format(layout)), nil }

type form struct {
	Since time.Time  `json:"since"`
	Until *time.Time `json:"until,omitempty"`
	Name  string     `json:"name"`
}

func main() {
	at := time.Date(2024, 1, 2, 15, 4, 5, 0, time.UTC)
	right := true
	show := func(what, got, want string, err error) {
		fmt.Printf("%s: %s\n", what, got)
		right = right && err == nil && got == want
	}
	for _, test := range []struct {
		what  string
		value any
		want  string
	}{
		{"time.Time in a query", at, "since=2024-01-02T15%3A04%3A05Z"},
		{"embedded, with MarshalText", embedded{at}, "since=2024-01-02"},
		{"not embedded, with MarshalText", apart{at}, "since=2024-01-02+15%3A04%3A05"},
	} {
		got, err := runtime.StyleParamWithLocation("form", true, "since", runtime.ParamLocationQuery, test.value)
		show(test.what, got, test.want, err)
	}
	values, err := runtime.MarshalForm(form{at, &at, "x"}, nil)
	show("time.Time in a form", values.Encode(), "name=x", err)
	if !right {
		os.Exit(1)
	}
}
GO
(go mod init example.test/times && go get github.com/oapi-codegen/runtime@v1.8.0 && go mod tidy && go build -o program .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./program
