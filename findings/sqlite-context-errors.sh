#!/bin/sh
# github.com/ncruces/go-sqlite3 v0.37.0: a statement that ends with its context gives SQLite's own "interrupted", which is neither
# context.DeadlineExceeded nor context.Canceled; modernc.org/sqlite v1.62.0 gives the context's. A program that tells a time-out, or a caller
# that went away, from a broken database by errors.Is takes the one for the other when the driver is changed. ncruces has its own test
# (sqlite3.INTERRUPT), and ctx.Err() tells it with both.
# Seen, errors.Is of the context's error: modernc: true, true; ncruces: false, false, and sqlite3.INTERRUPT: true, true.
# Exits with 1 when they behave otherwise, with 2 when they can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ncruces/go-sqlite3"
	_ "github.com/ncruces/go-sqlite3/driver"
	_ "modernc.org/sqlite"
)

const long = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) SELECT max(i) FROM n"

func main() {
	for _, driver := range []string{"sqlite", "sqlite3"} {
		db, err := sql.Open(driver, ":memory:")
		if err != nil {
			panic(err)
		}
		var n int
		late, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		timedOut := db.QueryRowContext(late, long).Scan(&n)
		cancel()
		gone, cancel := context.WithCancel(context.Background())
		time.AfterFunc(200*time.Millisecond, cancel)
		cancelled := db.QueryRowContext(gone, long).Scan(&n)
		db.Close()
		fmt.Println(driver, errors.Is(timedOut, context.DeadlineExceeded), errors.Is(cancelled, context.Canceled),
			errors.Is(timedOut, sqlite3.INTERRUPT), errors.Is(cancelled, sqlite3.INTERRUPT))
	}
}
END
(go mod init example.test/ended && go get modernc.org/sqlite@v1.62.0 && go get github.com/ncruces/go-sqlite3@v0.37.0 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
sqlite true true false false
sqlite3 false false true true
END
cmp -s out want
