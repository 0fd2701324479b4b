#!/bin/sh
# SQLite by database/sql, opened by a file's name and nothing else: how long a statement waits for another connection's lock is up to the
# driver. The same program fails at once, waits five seconds or waits a minute.
# Seen by PRAGMA busy_timeout: modernc.org/sqlite v1.62.0: 0 ms; mattn/go-sqlite3 v1.14.53: 5000 ms; ncruces/go-sqlite3 v0.37.0: 60000 ms.
# Exits with 1 when a driver behaves otherwise, with 2 when one can't be built (mattn's needs a C compiler).
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"database/sql"
	"fmt"
)

func main() {
	db, err := sql.Open(driver, "file:test.db")
	if err != nil {
		panic(err)
	}
	var wait int
	if err := db.QueryRow("PRAGMA busy_timeout").Scan(&wait); err != nil {
		panic(err)
	}
	fmt.Println(wait)
}
GO
try() { # name, import, driver, what is expected
	printf 'package main\n\nimport _ "%s"\n\nconst driver = "%s"\n' "$2" "$3" >driver.go
	if ! CGO_ENABLED=1 go build -o program . 2>build.log; then
		cat build.log
		exit 2
	fi
	got=$(./program)
	echo "$1: $got ms"
	[ "$got" = "$4" ] || failed=yes
}
failed=
(go mod init example.test/busytimeout &&
	go get modernc.org/sqlite@v1.62.0 github.com/mattn/go-sqlite3@v1.14.53 github.com/ncruces/go-sqlite3@v0.37.0) >get.log 2>&1 || {
	cat get.log
	exit 2
}
try modernc modernc.org/sqlite sqlite 0
try mattn github.com/mattn/go-sqlite3 sqlite3 5000
try ncruces github.com/ncruces/go-sqlite3/driver sqlite3 60000
[ -z "$failed" ]
