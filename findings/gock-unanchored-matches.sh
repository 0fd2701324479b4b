#!/bin/sh
# github.com/h2non/gock v1.2.0: the path and the parameters that a mock is for are regular expressions without ends, plain as they look: the
# mock of page 1 serves page 10 and 21, that of /tickets/4 serves /tickets/42 and /v2/tickets/4/notes. A test of pages, or of which
# record is asked for, passes although the client asks for another. With ^ and $ around them they are exact.
# Seen: page=10, page=21, /tickets/42, /v2/tickets/4/notes: matched; page=2: not; ^1$ of page=10, ^/tickets/4$ of /tickets/42: not.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"fmt"
	"net/http"

	"github.com/h2non/gock"
)

func main() {
	try := func(mock, address string) {
		response, err := http.Get("http://api.test" + address)
		if err != nil {
			fmt.Printf("%s of %s: not matched\n", mock, address)
			return
		}
		response.Body.Close()
		fmt.Printf("%s of %s: matched\n", mock, address)
	}
	for _, page := range []string{"1", "^1$"} {
		gock.New("http://api.test").Get("/list").MatchParam("page", page).Persist().Reply(200)
		for _, asked := range []string{"1", "10", "21", "2"} {
			try("page "+page, "/list?page="+asked)
		}
		gock.Off()
	}
	for _, path := range []string{"/tickets/4", "^/tickets/4$"} {
		gock.New("http://api.test").Get(path).Persist().Reply(200)
		for _, asked := range []string{"/tickets/4", "/tickets/42", "/v2/tickets/4/notes"} {
			try("path "+path, asked)
		}
		gock.Off()
	}
}
END
(go mod init example.test/mocks && go get github.com/h2non/gock@v1.2.0 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
page 1 of /list?page=1: matched
page 1 of /list?page=10: matched
page 1 of /list?page=21: matched
page 1 of /list?page=2: not matched
page ^1$ of /list?page=1: matched
page ^1$ of /list?page=10: not matched
page ^1$ of /list?page=21: not matched
page ^1$ of /list?page=2: not matched
path /tickets/4 of /tickets/4: matched
path /tickets/4 of /tickets/42: matched
path /tickets/4 of /v2/tickets/4/notes: matched
path ^/tickets/4$ of /tickets/4: matched
path ^/tickets/4$ of /tickets/42: not matched
path ^/tickets/4$ of /v2/tickets/4/notes: not matched
END
cmp -s out want
