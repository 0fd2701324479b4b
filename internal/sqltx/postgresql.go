package sqltx

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

const lockMost = 10 * time.Minute // for a lock, and for any one statement, by the server's clock

// PostgreSQL is the dialect of PostgreSQL.
func PostgreSQL() Dialect {
	return Dialect{Name: "PostgreSQL", LockRow: " FOR UPDATE", begin: beginPostgreSQL, try: func(_ context.Context, do func() error) error { return do() }}
}

// beginPostgreSQL begins a transaction that the server ends by itself when this process has vanished. A database that is
// set up not to wait for its disk is told to, for this transaction. It is one text without arguments, which every driver
// sends as it is.
func beginPostgreSQL(ctx context.Context, conn *sql.Conn, kind Kind, hold time.Duration) (*Tx, error) {
	text := "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
	text += fmt.Sprintf("; SET LOCAL idle_in_transaction_session_timeout = %d", (hold + EndTime).Milliseconds())
	if kind == Lock {
		text += fmt.Sprintf("; SET LOCAL lock_timeout = %d; SET LOCAL statement_timeout = %[1]d", lockMost.Milliseconds())
		text += "; SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)"
	}
	if _, err := conn.ExecContext(ctx, text); err != nil {
		discard(conn)              // it may have been begun all the same
		if State(err) == "0A000" { // a replica has no READ WRITE
			err = replicaError{err}
		}
		return nil, err
	}
	return &Tx{dialect: PostgreSQL(), conn: conn, open: true}, nil
}

// CreateAlone locks out others that make a table: two that make the same one at once may both fail, IF NOT EXISTS or not.
// It is for the first statement of a transaction; other databases need it not.
func (tx *Tx) CreateAlone(ctx context.Context) error {
	if tx.dialect.LockRow == "" {
		return nil
	}
	return tx.Run(ctx, "SELECT pg_advisory_xact_lock(7593186402)") // any number, as long as it is always the same
}
