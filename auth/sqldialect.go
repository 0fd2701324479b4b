package auth

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// SQLDialect is how a kind of database locks.
type SQLDialect struct {
	name    string
	lockRow string // what a SELECT says to lock its row; empty: the transaction has locked everything
	begin   func(ctx context.Context, conn *sql.Conn, hold time.Duration) (*sqlTx, error)
	create  func(ctx context.Context, conn *sql.Conn, schema string) error
	insist  func(ctx context.Context, try func() error) error // repeats what fails for a passing reason
}

// sqlTx is a transaction. It is not a sql.Tx, which would roll back when the context that it was begun with ends, and
// can't say BEGIN IMMEDIATE.
type sqlTx struct {
	conn  *sql.Conn
	over  bool                      // it was committed
	after func(ctx context.Context) // puts back what was set for the connection; may be nil
}

func (tx *sqlTx) commit(ctx context.Context) error {
	if _, err := tx.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	tx.over = true
	if tx.after != nil {
		tx.after(ctx)
	}
	return nil
}

// end gives the connection back, after rolling back what wasn't committed. A connection that doesn't even do that is
// closed, so that nobody gets it from the pool with a transaction open.
func (tx *sqlTx) end() {
	defer tx.conn.Close()
	if tx.over {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), sqlSaveTime)
	defer cancel()
	if _, err := tx.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		discard(tx.conn)
		return
	}
	if tx.after != nil {
		tx.after(ctx)
	}
}

// discard takes a connection out of the pool.
func discard(conn *sql.Conn) { conn.Raw(func(any) error { return driver.ErrBadConn }) }

// PostgreSQL is the dialect of PostgreSQL.
func PostgreSQL() SQLDialect {
	return SQLDialect{name: "PostgreSQL", lockRow: " FOR UPDATE", begin: beginPostgreSQL, create: createPostgreSQL, insist: once}
}

// beginPostgreSQL begins a transaction that the server ends by itself when this process has vanished. A database that is
// set up not to wait for its disk is told to, for this transaction.
func beginPostgreSQL(ctx context.Context, conn *sql.Conn, hold time.Duration) (*sqlTx, error) {
	if _, err := conn.ExecContext(ctx, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"); err != nil {
		discard(conn) // it may have been begun all the same
		return nil, err
	}
	settings := `SELECT set_config('idle_in_transaction_session_timeout', $1, true), set_config('lock_timeout', $2, true), set_config('statement_timeout', $2, true),
		set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)`
	if _, err := conn.ExecContext(ctx, settings, milliseconds(hold+sqlSaveTime), milliseconds(sqlHoldMost)); err != nil {
		discard(conn)
		return nil, err
	}
	return &sqlTx{conn: conn}, nil
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// createPostgreSQL takes a lock of its own: two who make the same table at once may both fail, IF NOT EXISTS or not.
func createPostgreSQL(ctx context.Context, conn *sql.Conn, schema string) error {
	const lock = 7593186402 // any number, as long as it is always the same
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", int64(lock)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return err
	}
	return tx.Commit()
}

// SQLite is the dialect of SQLite.
func SQLite() SQLDialect {
	return SQLDialect{name: "SQLite", begin: beginSQLite, create: createSQLite, insist: insistSQLite}
}

// beginSQLite locks the database before anything is read, trying until ctx ends: two that read first and then write can't
// both go on.
func beginSQLite(ctx context.Context, conn *sql.Conn, _ time.Duration) (*sqlTx, error) {
	tx := &sqlTx{conn: conn}
	var synchronous int
	if err := insistSQLite(ctx, func() error { return conn.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous) }); err != nil {
		return nil, err
	}
	if synchronous < 2 { // in WAL mode, NORMAL may lose what was committed when the power fails
		set := func(ctx context.Context, level int) error {
			return insistSQLite(ctx, func() error {
				_, err := conn.ExecContext(ctx, "PRAGMA synchronous = "+strconv.Itoa(level))
				return err
			})
		}
		if err := set(ctx, 2); err != nil {
			return nil, err
		}
		tx.after = func(ctx context.Context) { set(ctx, synchronous) }
	}
	err := insistSQLite(ctx, func() error {
		_, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE")
		return err
	})
	if err == nil {
		return tx, nil
	}
	after, cancel := context.WithTimeout(context.Background(), sqlSaveTime)
	defer cancel()
	conn.ExecContext(after, "ROLLBACK") // it may have been begun all the same
	if tx.after != nil {
		tx.after(after)
	}
	return nil, err
}

func createSQLite(ctx context.Context, conn *sql.Conn, schema string) error {
	_, err := conn.ExecContext(ctx, schema)
	return err
}

func once(_ context.Context, try func() error) error { return try() }

// insistSQLite repeats what fails because somebody else has the lock, until ctx ends. The words are SQLite's own, so
// that every driver has them.
func insistSQLite(ctx context.Context, try func() error) error {
	for wait := time.Millisecond; ; wait = min(wait*3/2, 20*time.Millisecond) {
		err := try()
		if err == nil || !strings.Contains(err.Error(), "database is locked") && !strings.Contains(err.Error(), "database table is locked") {
			return err
		}
		if !pause(ctx, wait/2+rand.N(wait)) {
			return err
		}
	}
}
