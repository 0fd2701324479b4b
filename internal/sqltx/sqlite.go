package sqltx

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/pause"
)

// SQLite is the dialect of SQLite.
func SQLite() Dialect {
	return Dialect{Name: "SQLite", begin: beginSQLite, once: true, try: trySQLite}
}

// beginSQLite locks the database before anything is read, trying until ctx ends: two that read first and then write can't
// both go on. Who waits, waits here and not inside SQLite, whose "busy_timeout" differs from driver to driver (none, five
// seconds, a minute), and which some drivers can't be called back from when a context ends.
func beginSQLite(ctx context.Context, conn *sql.Conn, kind Kind, _ time.Duration) (*Tx, error) {
	tx := &Tx{dialect: SQLite(), conn: conn}
	var restore []string
	tx.after = func(ctx context.Context) {
		for _, statement := range restore {
			if trySQLite(ctx, func() error { _, err := conn.ExecContext(ctx, statement); return err }) != nil {
				discard(conn)
				return
			}
		}
	}
	set := func(name string, want func(is int) (value int, change bool)) error {
		var is int
		err := trySQLite(ctx, func() error { return conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&is) })
		value, change := want(is)
		if err != nil || !change {
			return err
		}
		restore = append(restore, "PRAGMA "+name+" = "+strconv.Itoa(is))
		return tx.Run(ctx, "PRAGMA "+name+" = "+strconv.Itoa(value))
	}
	err := set("busy_timeout", func(is int) (int, bool) { return 0, is != 0 })
	if err == nil && kind == Lock {
		// In WAL mode, NORMAL may lose what was committed when the power fails.
		err = set("synchronous", func(is int) (int, bool) { return 2, is < 2 })
	}
	if err == nil && kind == Lock {
		tx.open = true // it may be, even after an error
		err = tx.Run(ctx, "BEGIN IMMEDIATE")
	}
	if err != nil {
		after, cancel := context.WithTimeout(context.Background(), EndTime)
		defer cancel()
		conn.ExecContext(after, "ROLLBACK")
		tx.after(after)
		return nil, err
	}
	return tx, nil
}

// trySQLite repeats what fails because somebody else has the lock, until ctx ends.
func trySQLite(ctx context.Context, do func() error) error {
	for wait := time.Millisecond; ; wait = min(wait*3/2, 20*time.Millisecond) {
		err := do()
		if err == nil || !busy(err) {
			return err
		}
		if !pause.For(ctx, wait/2+rand.N(wait)) {
			return err
		}
	}
}

// busy reports whether another connection has the lock. The words are SQLite's own, so that every driver has them: those
// of SQLITE_BUSY, of SQLITE_LOCKED for a table and for the schema in a shared cache, and of SQLITE_PROTOCOL, which is a lock of
// WAL mode that wasn't to be had in many tries.
func busy(err error) bool {
	text := err.Error()
	return strings.Contains(text, "is locked") || strings.Contains(text, "locking protocol")
}
