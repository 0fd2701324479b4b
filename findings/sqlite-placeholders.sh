#!/bin/sh
# SQLite by database/sql: "UPDATE t SET v = $2 WHERE k = $1" means one thing with modernc.org/sqlite v1.62.0, which binds $N to the
# N-th argument as PostgreSQL's drivers do, and another with mattn/go-sqlite3 v1.14.53 and ncruces/go-sqlite3 v0.37.0. SQLite itself
# takes "$1" for a name; these two bind arguments in the order in which names first appear. No error: the row is not found.
# Seen with the arguments "key", "new": modernc 1 row changed, the value is "new"; mattn and ncruces 0 rows changed.
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
	"os"
)

func main() {
	db, err := sql.Open(driver, "file::memory:")
	if err != nil {
		panic(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE t (k text, v text); INSERT INTO t VALUES ('key', 'old')"); err != nil {
		panic(err)
	}
	result, err := db.Exec("UPDATE t SET v = $2 WHERE k = $1", "key", "new")
	if err != nil {
		panic(err)
	}
	rows, _ := result.RowsAffected()
	var value string
	if err := db.QueryRow("SELECT v FROM t").Scan(&value); err != nil {
		panic(err)
	}
	fmt.Printf("%s: %d rows changed, the value is %q\n", os.Args[1], rows, value)
}
GO
try() { # name, import, driver, what is expected
	printf 'package main\n\nimport _ "%s"\n\nconst driver = "%s"\n' "$2" "$3" >driver.go
	if ! CGO_ENABLED=1 go build -o program . 2>build.log; then
		cat build.log
		exit 2
	fi
	got=$(./program "$1")
	echo "$got"
	[ "$got" = "$1: $4" ] || failed=yes
}
failed=
(go mod init example.test/placeholders &&
	go get modernc.org/sqlite@v1.62.0 github.com/mattn/go-sqlite3@v1.14.53 github.com/ncruces/go-sqlite3@v0.37.0) >get.log 2>&1 || {
	cat get.log
	exit 2
}
try modernc modernc.org/sqlite sqlite '1 rows changed, the value is "new"'
try mattn github.com/mattn/go-sqlite3 sqlite3 '0 rows changed, the value is "old"'
try ncruces github.com/ncruces/go-sqlite3/driver sqlite3 '0 rows changed, the value is "old"'
[ -z "$failed" ]
