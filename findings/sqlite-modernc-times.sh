#!/bin/sh
# modernc.org/sqlite v1.62.0 by database/sql: a time.Time is stored as Go prints it, with the zone's name and what is left of the monotonic
# clock. It reads back well into a time.Time, but SQLite's own functions give NULL for it, and < compares the letters: an hour ago in
# UTC+2 isn't before now. So "expires_at < ?" misses rows, also with a time.Time on both sides. With _time_format=sqlite in the
# name SQLite can read it, but < compares letters still; a number, or UTC of one layout, is safe.
# Seen of 10:00 UTC stored at +02:00, and 11:00 UTC: stored 2024-01-02 12:00:00 +0200 CEST; unixepoch NULL; < false.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"database/sql"
	"fmt"
	"time"

	_ "modernc.org/sqlite"
)

func main() {
	expires := time.Date(2024, 1, 2, 12, 0, 0, 0, time.FixedZone("CEST", 2*60*60))
	now := time.Date(2024, 1, 2, 11, 0, 0, 0, time.UTC)
	for _, name := range []string{"file:a?mode=memory", "file:b?mode=memory&_time_format=sqlite"} {
		db, err := sql.Open("sqlite", name)
		if err != nil {
			panic(err)
		}
		db.SetMaxOpenConns(1)
		if _, err := db.Exec("CREATE TABLE tokens (expires_at DATETIME)"); err != nil {
			panic(err)
		}
		if _, err := db.Exec("INSERT INTO tokens VALUES (?)", expires); err != nil {
			panic(err)
		}
		var stored string
		var seconds sql.NullInt64
		var before, back bool
		err = db.QueryRow("SELECT CAST(expires_at AS text), unixepoch(expires_at), expires_at < ? FROM tokens", now).Scan(&stored, &seconds, &before)
		if err != nil {
			panic(err)
		}
		var read time.Time
		if err := db.QueryRow("SELECT expires_at FROM tokens").Scan(&read); err != nil {
			panic(err)
		}
		back = read.Equal(expires)
		fmt.Printf("%s: unixepoch %v, < %v, read back %v\n", stored, seconds.Valid, before, back)
		db.Close()
	}
}
END
(go mod init example.test/times && go get modernc.org/sqlite@v1.62.0 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
2024-01-02 12:00:00 +0200 CEST: unixepoch false, < false, read back true
2024-01-02 12:00:00+02:00: unixepoch true, < false, read back true
END
cmp -s out want
