// Package sqltx makes transactions on PostgreSQL and SQLite, by whatever driver and through whatever pooler. It is what
// auth.SQLStore and rest/sqlpace know of databases.
//
// A statement that has arguments is prepared, used and closed within one transaction. That is what a pooler needs which gives a
// server's connection to one client for one transaction only (PgBouncer in transaction mode): pgx would otherwise prepare
// the statement under a name once, and look for it on another connection later; lib/pq parses and executes in two steps,
// between which the connection may change outside a transaction.
//
// Placeholders ($1, $2, ...) must stand in a statement in the order of their numbers, each once. SQLite takes $1 for a name, and
// some of its drivers bind by the place at which a name first appears.
package sqltx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/pause"
)

const (
	// EndTime bounds how long it may take to end a transaction.
	EndTime = 10 * time.Second

	reachTime  = 10 * time.Second // for a database that can't be reached, or is temporarily unavailable, to be there again
	firstPause = 10 * time.Millisecond
	lastPause  = 500 * time.Millisecond
)

// Dialect is a kind of database.
type Dialect struct {
	Name string
	// LockRow ends a SELECT that is to lock its row. It is empty where a transaction locks everything.
	LockRow string

	begin func(ctx context.Context, conn *sql.Conn, kind Kind, hold time.Duration) (*Tx, error)
	once  bool                                             // statements aren't prepared apart
	try   func(ctx context.Context, do func() error) error // repeats what another's lock is in the way of
}

// Kind says what a transaction is for.
type Kind int

const (
	// Single is for one statement, which is its own transaction where the pooler allows that.
	Single Kind = iota
	// Lock is for reading, changing and writing. Nothing is read before what is to be locked can be.
	Lock
)

// Tx is a transaction. It is not a sql.Tx, which would roll back when the context that it was begun with ends, and can't
// say BEGIN IMMEDIATE.
type Tx struct {
	dialect Dialect
	conn    *sql.Conn
	open    bool // the server has a transaction open, as far as we know
	broken  bool // the connection must not go back to the pool
	ended   bool
	after   func(ctx context.Context) // puts back what was set for the connection; may be nil
}

// Begin begins a transaction and calls enter in it. As long as that fails because a connection was cut or the database is
// temporarily unavailable, it is done again on another connection, for some seconds at most: so enter must only read, and lock.
// Hold is how long the transaction may stand still before a server ends it.
func Begin(ctx context.Context, db *sql.DB, d Dialect, kind Kind, hold time.Duration, enter func(tx *Tx) error) (*Tx, error) {
	began, wait, dead := time.Now(), firstPause, db.Stats().OpenConnections+1
	for {
		tx, err := begin(ctx, db, d, kind, hold)
		if err == nil {
			if err = enter(tx); err == nil {
				return tx, nil
			}
			tx.End()
		}
		if ctx.Err() != nil || !Temporary(err) || time.Since(began) > reachTime {
			return nil, err
		}
		// The connections that lie in the pool may all be dead: each is passed over without a pause.
		if dead--; dead >= 0 && Broken(err) {
			continue
		}
		if !pause.For(ctx, wait) {
			return nil, err
		}
		wait = min(2*wait, lastPause)
	}
}

func begin(ctx context.Context, db *sql.DB, d Dialect, kind Kind, hold time.Duration) (*Tx, error) {
	var conn *sql.Conn
	// A new connection may have statements of its driver's to run first, which SQLite may refuse temporarily.
	err := d.try(ctx, func() (err error) { conn, err = db.Conn(ctx); return err })
	if err != nil {
		return nil, err
	}
	tx, err := d.begin(ctx, conn, kind, hold)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return tx, nil
}

// Do runs one transaction: it begins it, calls f, and commits. It is done again as Begin does, also when the commit has had
// no response: what f does must bear being done twice.
func Do(ctx context.Context, db *sql.DB, d Dialect, kind Kind, hold time.Duration, f func(tx *Tx) error) error {
	tx, err := Begin(ctx, db, d, kind, hold, func(tx *Tx) error {
		err := f(tx)
		if err == nil {
			err = tx.Commit(ctx)
		}
		return err
	})
	if err == nil {
		tx.End()
	}
	return err
}

// Exec carries out a statement and returns how many rows it changed.
func (tx *Tx) Exec(ctx context.Context, statement string, args ...any) (rows int64, err error) {
	if err := inOrder(statement, len(args)); err != nil {
		return 0, err
	}
	err = tx.dialect.try(ctx, func() error {
		return tx.prepared(ctx, statement, func(s statements) error {
			result, err := s.ExecContext(ctx, args...)
			if err != nil {
				return err
			}
			rows, err = result.RowsAffected()
			return err
		})
	})
	return rows, err
}

// Query calls each for every row that a statement gives; each gets what reads the row. It may be begun again, from the
// first row on, until it has had all.
func (tx *Tx) Query(ctx context.Context, statement string, args []any, each func(scan func(dest ...any) error) error) error {
	if err := inOrder(statement, len(args)); err != nil {
		return err
	}
	return tx.dialect.try(ctx, func() error {
		return tx.prepared(ctx, statement, func(s statements) error {
			rows, err := s.QueryContext(ctx, args...)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				if err := each(rows.Scan); err != nil {
					return err
				}
			}
			return rows.Err()
		})
	})
}

// Row reads the one row that a statement gives; sql.ErrNoRows when there is none.
func (tx *Tx) Row(ctx context.Context, statement string, args []any, dest ...any) error {
	there := false
	err := tx.Query(ctx, statement, args, func(scan func(dest ...any) error) error {
		there = true
		return scan(dest...)
	})
	if err == nil && !there {
		return sql.ErrNoRows
	}
	return err
}

// statements is what a prepared statement can do.
type statements interface {
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
}

// unprepared is a statement that is sent as it is.
type unprepared struct {
	conn *sql.Conn
	text string
}

func (u unprepared) ExecContext(ctx context.Context, args ...any) (sql.Result, error) {
	return u.conn.ExecContext(ctx, u.text, args...)
}

func (u unprepared) QueryContext(ctx context.Context, args ...any) (*sql.Rows, error) {
	return u.conn.QueryContext(ctx, u.text, args...)
}

// prepared calls use with a statement, which is gone from the connection afterwards.
func (tx *Tx) prepared(ctx context.Context, statement string, use func(statements) error) error {
	if tx.dialect.once {
		return tx.seen(use(unprepared{tx.conn, statement}))
	}
	s, err := tx.conn.PrepareContext(ctx, statement)
	if err != nil {
		return tx.seen(err)
	}
	err = use(s)
	if closeErr := s.Close(); closeErr != nil {
		// Only a connection that is gone refuses that, and lib/pq doesn't say so in the words of an error that it had from
		// the server.
		err = errors.Join(err, fmt.Errorf("%w (%w)", driver.ErrBadConn, closeErr))
	}
	return tx.seen(err)
}

// seen notes whether the connection is gone.
func (tx *Tx) seen(err error) error {
	tx.broken = tx.broken || err != nil && Broken(err)
	return err
}

// Run carries out statements without arguments, as many as there are in one text.
func (tx *Tx) Run(ctx context.Context, statements string) error {
	return tx.dialect.try(ctx, func() error {
		_, err := tx.conn.ExecContext(ctx, statements)
		return tx.seen(err)
	})
}

// Commit commits. After an error it isn't known whether the transaction was committed when that error is Broken.
func (tx *Tx) Commit(ctx context.Context) error {
	if !tx.open {
		return nil
	}
	if err := tx.Run(ctx, "COMMIT"); err != nil {
		return err
	}
	tx.open = false
	return nil
}

// End gives the connection back, after rolling back what wasn't committed. A connection that doesn't even do that is
// closed, so that nobody gets it from the pool with a transaction open. It may be called twice.
func (tx *Tx) End() {
	if tx.ended {
		return
	}
	tx.ended = true
	defer tx.conn.Close()
	ctx, cancel := context.WithTimeout(context.Background(), EndTime)
	defer cancel()
	if tx.open && !tx.broken {
		_, err := tx.conn.ExecContext(ctx, "ROLLBACK")
		tx.broken = err != nil
	}
	if tx.broken {
		discard(tx.conn)
		return
	}
	if tx.after != nil {
		tx.after(ctx)
	}
}

// discard takes a connection out of the pool.
func discard(conn *sql.Conn) { conn.Raw(func(any) error { return driver.ErrBadConn }) }
