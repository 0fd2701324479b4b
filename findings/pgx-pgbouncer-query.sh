#!/bin/sh
# pgx v5.12.0 by database/sql, behind PgBouncer 1.18 in transaction mode (Debian 12), with its default settings: a statement without
# arguments works by Exec, which sends it as it is, and fails by Query, which prepares it under a name. So "it has no arguments, it
# can't be prepared" is wrong, and a migration by Exec that works says nothing of the queries after it.
# Seen, in the second of two pools: Exec of "SELECT 1": no error; Query of "SELECT 1": SQLSTATE 42P05, the prepared statement
# already exists. The first pool, whose statement it is, sees no error.
# Exits with 1 when they behave otherwise, with 2 when they can't be run: it needs the programs of Debian's packages postgresql
# and pgbouncer.
set -eu

server=
for bin in /usr/lib/postgresql/*/bin; do
	[ ! -x "$bin/initdb" ] || server=$bin
done
pooler=$(PATH=$PATH:/usr/sbin command -v pgbouncer) || pooler=
if [ -z "$server" ] || [ -z "$pooler" ]; then
	echo "install the packages postgresql and pgbouncer first"
	exit 2
fi

dir=$(mktemp -d)
as=
if [ "$(id -u)" = 0 ]; then # neither runs as root
	chown postgres "$dir"
	as="setpriv --reuid postgres --regid $(id -g postgres) --clear-groups"
fi
stop() {
	cd /
	[ ! -s "$dir/pgbouncer.pid" ] || kill "$(cat "$dir/pgbouncer.pid")" 2>/dev/null || true
	$as "$server/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
	rm -rf "$dir"
}
trap stop EXIT
cd "$dir"

# Both listen on sockets in the folder only.
cat >pgbouncer.ini <<END
[databases]
postgres = host=$dir port=5432 dbname=postgres user=tester
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = $dir
auth_type = any
pool_mode = transaction
default_pool_size = 1
logfile = $dir/pgbouncer.log
pidfile = $dir/pgbouncer.pid
END
{
	$as "$server/initdb" -D "$dir/data" -U tester --auth=trust &&
		$as "$server/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" -o "-k $dir -p 5432 -c listen_addresses=" start &&
		$as "$pooler" -d -q "$dir/pgbouncer.ini"
} >start.log 2>&1 || {
	cat start.log
	exit 2
}
"$pooler" --version | head -n 1

mkdir program
cd program
cat >main.go <<'GO'
package main

import (
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib"
)

func main() {
	right := true
	for _, test := range []struct{ pool, exec, query string }{{"the first pool", "no error", "no error"}, {"the second", "no error", "SQLSTATE 42P05"}} {
		db, err := sql.Open("pgx", "host="+os.Args[1]+" port=6432 user=tester dbname=postgres sslmode=disable")
		if err != nil {
			panic(err)
		}
		defer db.Close()
		if err := db.Ping(); err != nil {
			panic(err)
		}
		_, err = db.Exec("SELECT 1")
		exec := said(err)
		var n int
		query := said(db.QueryRow("SELECT 1").Scan(&n))
		fmt.Printf("%s: Exec: %s, Query: %s\n", test.pool, exec, query)
		right = right && exec == test.exec && query == test.query
	}
	if !right {
		os.Exit(1)
	}
}

func said(err error) string {
	var known *pgconn.PgError
	switch {
	case err == nil:
		return "no error"
	case errors.As(err, &known):
		return "SQLSTATE " + known.Code
	}
	return err.Error()
}
GO
(go mod init example.test/pooled && go get github.com/jackc/pgx/v5@v5.12.0 && go mod tidy && go build -o program .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./program "$dir"
