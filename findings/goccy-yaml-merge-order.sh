#!/bin/sh
# github.com/goccy/go-yaml v1.19.2, into map[string]any: a merge key overwrites the keys that stand before it in its mapping, and of several
# mappings that are merged the last one wins. By YAML's definition of merge keys a mapping's own keys win wherever they stand, and of
# several mappings the first does, as go.yaml.in/yaml/v3 v3.0.6 has it. Tools built on the one and the other read another document,
# without an error. Into a struct it reads none of these, also not the one that it reads rightly into a map.
# Seen, goccy and yaml/v3: own key last 5 and 5, own key first 1 and 5, two merged 2 and 1; into a struct: an error, and 5, 5, 1.
# Exits with 1 when they behave otherwise, with 2 when they can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"fmt"

	goccy "github.com/goccy/go-yaml"
	yaml "go.yaml.in/yaml/v3"
)

const parts = `
first: &first {limit: 1}
second: &second {limit: 2}
`

func main() {
	for _, reader := range []struct {
		name string
		read func([]byte, any) error
	}{
		{"goccy", func(data []byte, into any) error { return goccy.Unmarshal(data, into) }},
		{"yaml/v3", yaml.Unmarshal},
	} {
		for _, merged := range []string{"{<<: *first, limit: 5}", "{limit: 5, <<: *first}", "{<<: [*first, *second]}"} {
			document := []byte(parts + "thing: " + merged)
			var loose map[string]any
			if err := reader.read(document, &loose); err != nil {
				panic(err)
			}
			var typed struct {
				Thing struct{ Limit int }
			}
			said := "no error"
			if err := reader.read(document, &typed); err != nil {
				said = "an error"
			}
			fmt.Printf("%s, %s: %v; into a struct: %d, %s\n", reader.name, merged, loose["thing"].(map[string]any)["limit"], typed.Thing.Limit, said)
		}
	}
}
END
(go mod init example.test/merge && go get github.com/goccy/go-yaml@v1.19.2 go.yaml.in/yaml/v3@v3.0.6 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
goccy, {<<: *first, limit: 5}: 5; into a struct: 0, an error
goccy, {limit: 5, <<: *first}: 1; into a struct: 0, an error
goccy, {<<: [*first, *second]}: 2; into a struct: 0, an error
yaml/v3, {<<: *first, limit: 5}: 5; into a struct: 5, no error
yaml/v3, {limit: 5, <<: *first}: 5; into a struct: 5, no error
yaml/v3, {<<: [*first, *second]}: 1; into a struct: 1, no error
END
cmp -s out want
