#!/bin/sh
# Two packages that read Link headers for a next page, github.com/tomnomnom/linkheader v0.0.0-20250811210735-e5fe3b51442e and
# github.com/peterhellberg/link v1.2.0: a comma within the <...> of a link, which a query like ids=1,2 brings and RFC 3986 allows, is taken
# for the one between links. The first then has no next link, so the pages end early; the second leaves the comma out of the address and
# asks for other records. Neither says so. (%2C is read rightly.)
# Seen of <https://api.test/things?ids=1,2&page=2>; rel="next": linkheader: none; link: https://api.test/things?ids=12&page=2.
# Exits with 1 when they behave otherwise, with 2 when they can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"fmt"

	"github.com/peterhellberg/link"
	"github.com/tomnomnom/linkheader"
)

func main() {
	for _, query := range []string{"ids=1%2C2", "ids=1,2"} {
		header := "<https://api.test/things?" + query + `&page=2>; rel="next", <https://api.test/things?page=9>; rel="last"`
		first, second := "none", "none"
		for _, next := range linkheader.Parse(header).FilterByRel("next") {
			first = next.URL
		}
		if next := link.Parse(header)["next"]; next != nil {
			second = next.URI
		}
		fmt.Printf("%s: linkheader: %s\n%s: link: %s\n", query, first, query, second)
	}
}
END
(go mod init example.test/link && go get github.com/tomnomnom/linkheader@v0.0.0-20250811210735-e5fe3b51442e github.com/peterhellberg/link@v1.2.0 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
ids=1%2C2: linkheader: https://api.test/things?ids=1%2C2&page=2
ids=1%2C2: link: https://api.test/things?ids=1%2C2&page=2
ids=1,2: linkheader: none
ids=1,2: link: https://api.test/things?ids=12&page=2
END
cmp -s out want
