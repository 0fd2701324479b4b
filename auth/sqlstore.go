package auth

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
	"github.com/seed-8da6be54/vendorkit/internal/sqltx"
)

const (
	sqlTable    = "vendorkit_logins"
	sqlHold     = time.Minute      // a lock is held no longer when the context has no end
	sqlHoldMost = 10 * time.Minute // and no longer than this whatever its end
	sqlSaveTime = 10 * time.Second // to save a record and to end a transaction
)

// SQLConfig says where a [SQLStore] keeps its table.
type SQLConfig struct {
	DB      *sql.DB // opened with a driver of your choice
	Dialect SQLDialect
	Table   string // default "vendorkit_logins"; a schema may stand before it, with a dot
}

// SQLStore keeps records in a database, for any number of processes on any number of machines. It needs no particular driver, and no
// settings in the connection string. The tokens are in the table in clear text, and a server that logs statements with their
// parameters logs them, so restrict access to both.
//
// These are tested, by make test-postgres and make test-sqlite, with many processes at once:
//
//	database                          driver                        settings
//	PostgreSQL, by socket or TCP      jackc/pgx, lib/pq             none
//	PgBouncer in transaction mode     jackc/pgx, lib/pq             none
//	PgBouncer in session mode         jackc/pgx, lib/pq             none
//	SQLite                            modernc.org/sqlite            none
//	SQLite                            ncruces/go-sqlite3            none
//	SQLite                            mattn/go-sqlite3 (with cgo)   none
//
// PgBouncer in statement mode doesn't work, since it has no transactions. A pooler needs a spare connection for each renewal in
// progress and for each that waits; a renewal that finds none waits too. In session mode a pool's idle connections occupy theirs as
// well. If another program uses the same pooler by pgx in its default mode, that program needs default_query_exec_mode=exec in its
// connection string; this store doesn't.
//
// On PostgreSQL an Update is one transaction that locks the row of its key; other keys aren't affected. The lock is held, and with
// it one connection, while the vendor is asked, but no longer than the context of the Update permits: the server is told to end the
// transaction by itself ten seconds after that, in case this machine has lost its network or this process has been stopped. The
// commit is always synchronous. A connection that was cut (by a restart, a fail-over, a time-out) before the vendor was asked does
// no harm: for some seconds others are tried, until the server is there again. One that is cut later doesn't lose the token: the
// store finds out whether the commit took effect, and writes the record once more if it didn't. A replica, which can't be written
// to, isn't read either: for some seconds other connections are tried, as after a fail-over, and then the error says so. A fail-over
// to a replica that hadn't received the last renewal yet loses it, as an old backup does: where that matters, let the server commit to
// a replica as well (synchronous_standby_names).
//
// SQLite has one lock for the whole database file. Renewals of different accounts wait for each other, for as long as a vendor takes
// to respond, and so does everything else that writes to the file: give the logins a file of their own, on a local disk. Any journal
// mode works. While the store uses a connection it sets "busy_timeout" to zero, since it waits by itself, and "synchronous" to FULL
// at least while it writes, and then restores both.
//
// A wait for a lock ends when its context ends.
type SQLStore struct {
	db      *sql.DB
	dialect SQLDialect
	table   string
}

// NewSQLStore returns the store in a database. It doesn't access the database; CreateSchema creates the table.
func NewSQLStore(cfg SQLConfig) (*SQLStore, error) {
	if cfg.Table == "" {
		cfg.Table = sqlTable
	}
	switch {
	case cfg.DB == nil:
		return nil, configError("", "NewSQLStore needs a database")
	case cfg.Dialect.d.Name == "":
		return nil, configError("", "NewSQLStore needs a dialect: PostgreSQL() or SQLite()")
	case !sqltx.PlainName(cfg.Table):
		return nil, configError("", "the table's name may have letters, digits and underscores, and one dot")
	}
	return &SQLStore{cfg.DB, cfg.Dialect, cfg.Table}, nil
}

// Schema returns the statement that creates the table, for projects that keep their schema in migrations.
func (s *SQLStore) Schema() string {
	return "CREATE TABLE IF NOT EXISTS " + s.table + ` (
	vendor  text   NOT NULL,
	account text   NOT NULL,
	version bigint NOT NULL,
	record  text   NOT NULL,
	PRIMARY KEY (vendor, account)
)`
}

// CreateSchema creates the table unless it exists. A table of that name with other columns, or without the primary key, is an error.
// Any number of processes may call it at once.
func (s *SQLStore) CreateSchema(ctx context.Context) error {
	table := sqltx.Table{Name: s.table, Columns: "vendor, account, version, record", Key: "vendor, account", Schema: s.Schema()}
	if err := table.Make(ctx, s.db, s.dialect.d, sqlHold); err != nil {
		return s.failure(ctx, "", "the table can't be made", err)
	}
	return nil
}

// Load implements Store.
func (s *SQLStore) Load(ctx context.Context, key Key) (r Record, err error) {
	if err := key.Check(); err != nil {
		return Record{}, err
	}
	var damaged error
	err = sqltx.Do(ctx, s.db, s.dialect.d, sqltx.Single, sqlHold, func(tx *sqltx.Tx) error {
		text, _, err := s.read(ctx, tx, key, "")
		if err == nil {
			r, damaged = s.decode(ctx, key, text)
		}
		return err
	})
	if err != nil {
		return Record{}, s.failure(ctx, key.Vendor, "the record can't be read", err)
	}
	return r, damaged
}

// Update implements Store.
func (s *SQLStore) Update(ctx context.Context, key Key, change func(ctx context.Context, now Record) (Record, error)) (Record, error) {
	if err := key.Check(); err != nil {
		return Record{}, err
	}
	hold := sqlHold
	if until, ok := ctx.Deadline(); ok {
		hold = min(time.Until(until), sqlHoldMost)
	}
	tx, now, there, err := s.lock(ctx, key, hold)
	if err != nil {
		return Record{}, err
	}
	defer func() { tx.End() }()
	step.At(ctx, step.Change)
	next, err := within(ctx, hold, now.Clone(), change)
	if err != nil || next.Equal(now) {
		return now, err
	}
	// From here on ctx counts no more: what change brought may be the one copy of a token.
	saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), sqlSaveTime)
	defer cancel()
	if next.IsZero() {
		next = Record{}
	} else {
		next = next.Clone()
		next.Version = now.Version + 1
	}
	err = s.save(saving, tx, key, there, next)
	if err != nil && sqltx.Broken(err) {
		tx.End() // before another connection is asked for: there may be one only
		err = s.saveAgain(saving, key, now, next, err)
	}
	if err != nil {
		known := secrets{}.with(now.AccessToken, now.RefreshToken, next.AccessToken, next.RefreshToken)
		return now, s.failure(saving, key.Vendor, "the record can't be written", newCause(err, known)) // drivers quote what they were given
	}
	step.At(ctx, step.Settle)
	return next, nil
}

// within calls change under the time limit of a lock.
func within(ctx context.Context, hold time.Duration, now Record, change func(ctx context.Context, now Record) (Record, error)) (Record, error) {
	ctx, cancel := context.WithTimeout(ctx, hold)
	defer cancel()
	return change(ctx, now)
}

// lock begins a transaction, locks the row of key and reads it. The row is made, empty, when there is none: there must be
// something to lock. That is part of the transaction, so that nobody sees it if the change comes to nothing.
func (s *SQLStore) lock(ctx context.Context, key Key, hold time.Duration) (tx *sqltx.Tx, now Record, there bool, err error) {
	var text string
	tx, err = sqltx.Begin(ctx, s.db, s.dialect.d, sqltx.Lock, hold, func(tx *sqltx.Tx) error {
		for {
			text, there, err = s.read(ctx, tx, key, s.dialect.d.LockRow)
			if err != nil || there || s.dialect.d.LockRow == "" {
				return err
			}
			// Another may make the row first, and another remove it again before it is read.
			insert := "INSERT INTO " + s.table + " (vendor, account, version, record) VALUES ($1, $2, 0, '') ON CONFLICT (vendor, account) DO NOTHING"
			if _, err := tx.Exec(ctx, insert, key.Vendor, key.Account); err != nil {
				return err
			}
		}
	})
	if err != nil {
		return nil, Record{}, false, s.failure(ctx, key.Vendor, "the record can't be locked and read", err)
	}
	step.At(ctx, step.Lock)
	if now, err = s.decode(ctx, key, text); err != nil {
		tx.End()
		return nil, Record{}, false, err
	}
	return tx, now, there, nil
}

// read reads the string of key's record, and reports whether there is a row for it.
func (s *SQLStore) read(ctx context.Context, tx *sqltx.Tx, key Key, suffix string) (text string, there bool, err error) {
	query := "SELECT COALESCE(record, '') FROM " + s.table + " WHERE vendor = $1 AND account = $2" + suffix
	err = tx.Row(ctx, query, []any{key.Vendor, key.Account}, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return text, err == nil, err
}

// decode reads a record's text, which is empty for a row that was made to be locked.
func (s *SQLStore) decode(ctx context.Context, key Key, text string) (Record, error) {
	if text == "" {
		return Record{}, nil
	}
	r, err := DecodeRecord(key, []byte(text))
	switch {
	case errors.Is(err, ErrLaterVersion):
		e := s.failure(ctx, key.Vendor, "the record of account "+quoted(key.Account)+" in "+s.table+" can't be read", err)
		e.Hint = laterHint
		return Record{}, e
	case err != nil:
		e := s.failure(ctx, key.Vendor, "the record of account "+quoted(key.Account)+" in "+s.table+" is damaged", err)
		e.Hint = "It was left as it is. Restore it from a backup, or delete the row and log in again"
		return Record{}, e
	}
	return r, nil
}

// save writes next and commits.
func (s *SQLStore) save(ctx context.Context, tx *sqltx.Tx, key Key, there bool, next Record) error {
	if err := step.At(ctx, step.Write); err != nil {
		return err
	}
	if err := s.write(ctx, tx, key, there, next); err != nil {
		return err
	}
	if err := step.At(ctx, step.Commit); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// saveAgain finds out what became of a save whose connection was cut: it locks the row, which waits until the server has
// ended that transaction either way, and looks. What isn't there yet is written once more, unless another holder has
// written meanwhile. Cut is the error so far.
func (s *SQLStore) saveAgain(ctx context.Context, key Key, now, next Record, cut error) error {
	for {
		tx, stored, there, err := s.lock(ctx, key, sqlSaveTime)
		switch {
		case err != nil:
			return fmt.Errorf("%w; it may or may not have been written: reading it back failed: %w", cut, err)
		case stored.Version == next.Version && stored.Equal(next):
			tx.End()
			return nil
		case stored.Version != now.Version || !stored.Equal(now):
			tx.End()
			return fmt.Errorf("%w; another holder has written the record since", cut)
		}
		err = s.save(ctx, tx, key, there, next)
		tx.End()
		if err == nil || !sqltx.Broken(err) {
			return err
		}
		cut = err
	}
}

func (s *SQLStore) write(ctx context.Context, tx *sqltx.Tx, key Key, there bool, next Record) error {
	if next.IsZero() {
		return oneRow(tx.Exec(ctx, "DELETE FROM "+s.table+" WHERE vendor = $1 AND account = $2", key.Vendor, key.Account))
	}
	text, err := EncodeRecord(key, next)
	if err != nil {
		return err
	}
	if there {
		return oneRow(tx.Exec(ctx, "UPDATE "+s.table+" SET version = $1, record = $2 WHERE vendor = $3 AND account = $4",
			next.Version, string(text), key.Vendor, key.Account))
	}
	return oneRow(tx.Exec(ctx, "INSERT INTO "+s.table+" (vendor, account, version, record) VALUES ($1, $2, $3, $4)",
		key.Vendor, key.Account, next.Version, string(text)))
}

func oneRow(n int64, err error) error {
	if err == nil && n != 1 {
		return fmt.Errorf("%d rows were written instead of one", n)
	}
	return err
}

// Keys lists the keys of the records in the store, in order.
func (s *SQLStore) Keys(ctx context.Context) ([]Key, error) {
	var keys []Key
	err := sqltx.Do(ctx, s.db, s.dialect.d, sqltx.Single, sqlHold, func(tx *sqltx.Tx) error {
		keys = nil
		return tx.Query(ctx, "SELECT vendor, account FROM "+s.table+" WHERE record <> ''", nil, func(scan func(...any) error) error {
			var key Key
			err := scan(&key.Vendor, &key.Account)
			keys = append(keys, key)
			return err
		})
	})
	if err != nil {
		return nil, s.failure(ctx, "", "the records can't be listed", err)
	}
	slices.SortFunc(keys, Key.compare)
	return slices.Compact(keys), nil // a query that another was in the way of was begun again
}

// failure makes the error of a database operation. When ctx has ended, that is the reason, whatever the driver calls it.
func (s *SQLStore) failure(ctx context.Context, vendor, description string, err error) *TokenError {
	e := &TokenError{Provider: vendor, Code: CodeStore, Description: description,
		Hint: cmp.Or(sqltx.Hint(err), "Check that the database can be reached and written to, and that CreateSchema was run on it once")}
	if ctxErr := ctx.Err(); ctxErr != nil {
		e.Description += " in time: another holder has the lock, or the database doesn't respond"
		if !errors.Is(err, ctxErr) {
			err = fmt.Errorf("%w (%v)", ctxErr, newCause(err, nil))
		}
	}
	e.cause = newCause(err, nil)
	return e
}

// String says which table the store is.
func (s *SQLStore) String() string { return "auth.SQLStore(" + s.dialect.d.Name + ", " + s.table + ")" }

// Format prints String for every verb.
func (s *SQLStore) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }
