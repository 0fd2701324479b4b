#!/bin/sh
# SQLite under database/sql (modernc.org/sqlite v1.62.0 and github.com/ncruces/go-sqlite3 v0.37.0): when a context ends in the middle of a
# statement that writes, within a transaction, SQLite rolls the whole transaction back, and sql.Tx doesn't learn of it. What the program
# does next with the same Tx succeeds, outside of any transaction, and stays; only Commit fails, and its error reads as if nothing
# had been done. A program that goes on after a time-out of one statement keeps half of what it meant to keep whole.
# (The context is the statement's, not that of BeginTx, whose end database/sql knows of.)
# Seen of "before", a statement that times out, then "after", Commit: an error; in the table is "after" alone.
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
	"fmt"
	"os"
	"path/filepath"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver"
	_ "modernc.org/sqlite"
)

func main() {
	for _, driver := range []string{"sqlite", "sqlite3"} {
		if err := try(driver); err != nil {
			fmt.Println(driver, err)
		}
	}
}

func try(driver string) error {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	db, err := sql.Open(driver, "file:"+filepath.Join(dir, driver))
	if err != nil {
		return err
	}
	defer db.Close()
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, "CREATE TABLE kept (word TEXT)"); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	insert := func(word string) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO kept VALUES ('"+word+"')")
		return err
	}
	before := insert("before")
	short, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	_, long := tx.ExecContext(short, "INSERT INTO kept WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000000) SELECT max(i) FROM n")
	after := insert("after")
	commit := tx.Commit()
	fmt.Printf("%s: errors: before %v, long %v, after %v, commit %v\n", driver, before != nil, long != nil, after != nil, commit != nil)
	rows, err := db.QueryContext(ctx, "SELECT word FROM kept")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var word string
		if err := rows.Scan(&word); err != nil {
			return err
		}
		fmt.Println("  in the table:", word)
	}
	return rows.Err()
}
END
(go mod init example.test/interrupted && go get modernc.org/sqlite@v1.62.0 && go get github.com/ncruces/go-sqlite3@v0.37.0 && go mod tidy && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
sqlite: errors: before false, long true, after false, commit true
  in the table: after
sqlite3: errors: before false, long true, after false, commit true
  in the table: after
END
cmp -s out want
