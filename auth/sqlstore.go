package auth

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
)

const (
	sqlTable    = "vendorkit_logins"
	sqlHold     = time.Minute      // a lock is held no longer when the context has no end
	sqlHoldMost = 10 * time.Minute // and no longer than this whatever its end
	sqlSaveTime = 10 * time.Second // to save a record and to end a transaction
	sqlBadConns = 16               // dead connections of the pool that are passed over
)

// SQLConfig is a database for a SQLStore.
type SQLConfig struct {
	DB      *sql.DB // opened with a driver of your choice
	Dialect SQLDialect
	Table   string // default "vendorkit_logins"; a schema may stand before it, with a dot
}

// SQLStore keeps records in a database, for any number of processes on any number of machines. It needs no particular
// driver. The tokens stand in the table in clear, and a server that logs statements with their parameters logs them: see to
// it that nobody reads either who needn't.
//
// On PostgreSQL an Update is one transaction that locks the row of its key; other keys aren't held up. The lock is held
// while the vendor is asked, which takes one connection, but no longer than the context of the Update allows for: the
// server is told to end the transaction ten seconds after that by itself, should this machine have lost its network or
// this process have been stopped. The commit is always synchronous.
//
// SQLite has one lock for the whole database file. Renewals of different accounts wait for each other, for as long as a
// vendor takes to answer, and so does everything else that writes to the file: give the logins a file of their own. A
// record is written with "synchronous" at FULL at least.
//
// Who waits for a lock waits until the context ends.
type SQLStore struct {
	db      *sql.DB
	dialect SQLDialect
	table   string
}

// NewSQLStore returns the store in a database. It doesn't touch it; CreateSchema makes the table.
func NewSQLStore(cfg SQLConfig) (*SQLStore, error) {
	if cfg.Table == "" {
		cfg.Table = sqlTable
	}
	switch {
	case cfg.DB == nil:
		return nil, configError("", "NewSQLStore needs a database")
	case cfg.Dialect.name == "":
		return nil, configError("", "NewSQLStore needs a dialect: PostgreSQL() or SQLite()")
	case !sqlName(cfg.Table):
		return nil, configError("", "the table's name may have letters, digits and underscores, and one dot")
	}
	return &SQLStore{cfg.DB, cfg.Dialect, cfg.Table}, nil
}

func sqlName(name string) bool {
	parts := strings.Split(name, ".")
	return len(parts) <= 2 && !slices.ContainsFunc(parts, func(part string) bool {
		return part == "" || len(part) > 60 || part[0] >= '0' && part[0] <= '9' || strings.ContainsFunc(part, func(r rune) bool {
			return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		})
	})
}

// Schema returns the statement that makes the table, for those who keep their schema in migrations.
func (s *SQLStore) Schema() string {
	return "CREATE TABLE IF NOT EXISTS " + s.table + ` (
	vendor  text   NOT NULL,
	account text   NOT NULL,
	version bigint NOT NULL,
	record  text   NOT NULL,
	PRIMARY KEY (vendor, account)
)`
}

// CreateSchema makes the table unless it is there. Any number of processes may do that at once.
func (s *SQLStore) CreateSchema(ctx context.Context) error {
	conn, err := s.connect(ctx)
	if err != nil {
		return s.failure(ctx, "", "the database can't be reached", err)
	}
	defer conn.Close()
	if err := s.dialect.insist(ctx, func() error { return s.dialect.create(ctx, conn, s.Schema()) }); err != nil {
		return s.failure(ctx, "", "the table can't be made", err)
	}
	return nil
}

// Load implements Store.
func (s *SQLStore) Load(ctx context.Context, key Key) (Record, error) {
	if err := key.Check(); err != nil {
		return Record{}, err
	}
	r, _, err := s.read(ctx, s.db, key, "")
	return r, err
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
	tx, err := s.begin(ctx, hold)
	if err != nil {
		return Record{}, s.failure(ctx, key.Vendor, "no transaction could be begun", err)
	}
	defer tx.end()
	now, there, err := s.lock(ctx, tx, key)
	if err != nil {
		return Record{}, err
	}
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
	if err := s.save(saving, tx, key, there, now, next); err != nil {
		return now, err
	}
	step.At(ctx, step.Settle)
	return next, nil
}

// begin begins a transaction. A connection that has died in the pool is exchanged for another.
func (s *SQLStore) begin(ctx context.Context, hold time.Duration) (*sqlTx, error) {
	for tries := 0; ; tries++ {
		conn, err := s.connect(ctx)
		if err != nil {
			return nil, err
		}
		tx, err := s.dialect.begin(ctx, conn, hold)
		if err == nil {
			return tx, nil
		}
		conn.Close()
		if !errors.Is(err, driver.ErrBadConn) || tries >= sqlBadConns {
			return nil, err
		}
	}
}

// connect takes a connection. A new one may have statements to run first, which SQLite may refuse for the moment.
func (s *SQLStore) connect(ctx context.Context) (conn *sql.Conn, err error) {
	err = s.dialect.insist(ctx, func() error { conn, err = s.db.Conn(ctx); return err })
	return conn, err
}

// within calls change under the time limit of a lock.
func within(ctx context.Context, hold time.Duration, now Record, change func(ctx context.Context, now Record) (Record, error)) (Record, error) {
	ctx, cancel := context.WithTimeout(ctx, hold)
	defer cancel()
	return change(ctx, now)
}

// lock locks the row of key, which is made, empty, when there is none: there must be something to lock. It is part of the
// transaction, so that nobody sees it if the change comes to nothing.
func (s *SQLStore) lock(ctx context.Context, tx *sqlTx, key Key) (now Record, there bool, err error) {
	for {
		now, there, err = s.read(ctx, tx.conn, key, s.dialect.lockRow)
		if err != nil || there || s.dialect.lockRow == "" {
			step.At(ctx, step.Lock)
			return now, there, err
		}
		// Another may make the row first, and another remove it again before it is read.
		insert := "INSERT INTO " + s.table + " (vendor, account, version, record) VALUES ($1, $2, 0, '') ON CONFLICT (vendor, account) DO NOTHING"
		if _, err := tx.conn.ExecContext(ctx, insert, key.Vendor, key.Account); err != nil {
			return now, false, s.failure(ctx, key.Vendor, "the record can't be locked", err)
		}
	}
}

type sqlQueryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// read reads the record of key, and reports whether there is a row for it.
func (s *SQLStore) read(ctx context.Context, db sqlQueryer, key Key, suffix string) (r Record, there bool, err error) {
	var text string
	query := "SELECT record FROM " + s.table + " WHERE vendor = $1 AND account = $2" + suffix
	err = s.dialect.insist(ctx, func() error { return db.QueryRowContext(ctx, query, key.Vendor, key.Account).Scan(&text) })
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Record{}, false, nil
	case err != nil:
		return Record{}, false, s.failure(ctx, key.Vendor, "the record can't be read", err)
	case text == "": // a row that was made to be locked
		return Record{}, true, nil
	}
	if r, err = DecodeRecord(key, []byte(text)); err != nil {
		e := s.failure(ctx, key.Vendor, "the record of account "+quoted(key.Account)+" in "+s.table+" is damaged", err)
		e.Hint = "It was left as it is. Restore it from a backup, or delete the row and log in again"
		return Record{}, true, e
	}
	return r, true, nil
}

// save writes next and commits.
func (s *SQLStore) save(ctx context.Context, tx *sqlTx, key Key, there bool, now, next Record) error {
	err := step.At(ctx, step.Write)
	if err == nil {
		err = s.write(ctx, tx, key, there, next)
	}
	if err == nil {
		if err = step.At(ctx, step.Commit); err == nil {
			err = s.dialect.insist(ctx, func() error { return tx.commit(ctx) })
		}
	}
	if err == nil {
		return nil
	}
	known := secrets{}.with(now.AccessToken, now.RefreshToken, next.AccessToken, next.RefreshToken)
	return s.failure(ctx, key.Vendor, "the record can't be written", newCause(err, known)) // drivers quote what they were given
}

func (s *SQLStore) write(ctx context.Context, tx *sqlTx, key Key, there bool, next Record) error {
	args := []any{key.Vendor, key.Account}
	statement := "DELETE FROM " + s.table + " WHERE vendor = $1 AND account = $2"
	if !next.IsZero() {
		text, err := EncodeRecord(key, next)
		if err != nil {
			return err
		}
		args = append(args, next.Version, string(text))
		statement = "INSERT INTO " + s.table + " (vendor, account, version, record) VALUES ($1, $2, $3, $4)"
		if there {
			statement = "UPDATE " + s.table + " SET version = $3, record = $4 WHERE vendor = $1 AND account = $2"
		}
	}
	var result sql.Result
	err := s.dialect.insist(ctx, func() (err error) {
		result, err = tx.conn.ExecContext(ctx, statement, args...)
		return err
	})
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err == nil && n != 1 {
		return fmt.Errorf("%d rows were written instead of one", n)
	}
	return nil
}

// Keys lists whose records the store holds, in order.
func (s *SQLStore) Keys(ctx context.Context) ([]Key, error) {
	var keys []Key
	err := s.dialect.insist(ctx, func() error {
		keys = nil
		rows, err := s.db.QueryContext(ctx, "SELECT vendor, account FROM "+s.table+" WHERE record <> ''")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var key Key
			if err := rows.Scan(&key.Vendor, &key.Account); err != nil {
				return err
			}
			keys = append(keys, key)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, s.failure(ctx, "", "the records can't be listed", err)
	}
	slices.SortFunc(keys, Key.compare)
	return keys, nil
}

// failure makes the error of a database operation. When ctx has ended, that is the reason, whatever the driver calls it.
func (s *SQLStore) failure(ctx context.Context, vendor, description string, err error) *TokenError {
	e := &TokenError{Provider: vendor, Code: CodeStore, Description: description,
		Hint: "Check that the database can be reached and written to, and that CreateSchema was run on it once"}
	if ctxErr := ctx.Err(); ctxErr != nil {
		e.Description += " in time: another holder has the lock, or the database doesn't answer"
		if !errors.Is(err, ctxErr) {
			err = fmt.Errorf("%w (%v)", ctxErr, newCause(err, nil))
		}
	}
	e.cause = newCause(err, nil)
	return e
}

// String says which table the store is.
func (s *SQLStore) String() string { return "auth.SQLStore(" + s.dialect.name + ", " + s.table + ")" }

// Format prints String for every verb.
func (s *SQLStore) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }
