package sqltx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var errBroke = errors.New("it broke")

// TestStatementsOfATransaction is what goes over the wire: with PostgreSQL whatever has arguments is prepared and closed within
// the transaction, by which a pooler can change the server's connection afterwards; SQLite gets statements as they are.
func TestStatementsOfATransaction(t *testing.T) {
	t.Parallel()
	use := func(tx *Tx) error {
		var value string
		if err := tx.Row(t.Context(), "SELECT $1", []any{"x"}, &value); err != nil || value != "1" {
			t.Errorf("read %q, %v", value, err)
		}
		n, err := tx.Exec(t.Context(), "UPDATE $1", "x")
		if n != 1 {
			t.Errorf("%d rows were changed", n)
		}
		return err
	}
	for name, test := range map[string]struct {
		dialect Dialect
		kind    Kind
		want    string
	}{
		"PostgreSQL":          {PostgreSQL(), Lock, "connect BEGIN prepare SELECT close prepare UPDATE close COMMIT"},
		"PostgreSQL, to read": {PostgreSQL(), Single, "connect BEGIN prepare SELECT close prepare UPDATE close COMMIT"},
		"SQLite":              {SQLite(), Lock, "connect BEGIN SELECT UPDATE COMMIT"},
		"SQLite, to read":     {SQLite(), Single, "connect SELECT UPDATE"},
	} {
		f := &fakeDB{}
		if err := Do(t.Context(), f.open(t), test.dialect, test.kind, time.Minute, use); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := strings.ReplaceAll(strings.Join(f.statements(), " "), "1 ", ""); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestRowThatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, dialect := range []Dialect{PostgreSQL(), SQLite()} {
		f := &fakeDB{respond: func(_ int, statement string) ([]string, error) {
			if strings.HasPrefix(statement, "SELECT") {
				return nil, nil
			}
			return []string{"1"}, nil
		}}
		err := Do(t.Context(), f.open(t), dialect, Single, time.Minute, func(tx *Tx) error {
			var value string
			return tx.Row(t.Context(), "SELECT $1", []any{1}, &value)
		})
		if !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("%s: %v", dialect.Name, err)
		}
	}
}

// TestConnectionsThatAreGone: none of what lies in a pool may be alive. Each dead connection is passed over, and closed.
func TestConnectionsThatAreGone(t *testing.T) {
	t.Parallel()
	const many = 30
	for _, dead := range []string{"BEGIN", "prepare", "SELECT", "close", "COMMIT"} {
		cuts := []error{driver.ErrBadConn, pgx("FATAL", "terminating connection due to administrator command", "57P01"), errors.New("conn closed")}
		if dead == "close" { // which nothing but a dead connection refuses, in whatever words
			cuts = append(cuts, errors.New("pq: unexpected close response: 'E'"))
		}
		for _, cut := range cuts {
			synctest.Test(t, func(t *testing.T) {
				f := &fakeDB{}
				db := sql.OpenDB(f)
				defer db.Close()
				db.SetMaxIdleConns(many)
				db.SetMaxOpenConns(many)
				var held []*sql.Conn
				for range many {
					conn, err := db.Conn(t.Context())
					if err != nil {
						t.Fatal(err)
					}
					held = append(held, conn)
				}
				for _, conn := range held {
					conn.Close()
				}
				f.respond = func(conn int, statement string) ([]string, error) {
					if conn <= many && strings.HasPrefix(statement, dead) {
						return nil, cut
					}
					return []string{"1"}, nil
				}
				start := time.Now()
				err := Do(t.Context(), db, PostgreSQL(), Lock, time.Minute, func(tx *Tx) error {
					var value string
					return tx.Row(t.Context(), "SELECT $1", []any{1}, &value)
				})
				if err != nil || time.Since(start) > time.Second {
					t.Errorf("%s, %v: %v after %v", dead, cut, err, time.Since(start))
				}
				for _, statement := range f.statements() {
					if strings.HasSuffix(statement, " ROLLBACK") {
						t.Errorf("%s, %v: %s on a connection that is gone", dead, cut, statement)
					}
				}
				if open := db.Stats().OpenConnections; open != 1 {
					t.Errorf("%s, %v: %d connections are in the pool afterwards", dead, cut, open)
				}
			})
		}
	}
}

// TestServerThatIsAway: for some seconds it is tried again, and then the error is the server's.
func TestServerThatIsAway(t *testing.T) {
	t.Parallel()
	starting := pgx("FATAL", "the database system is starting up", "57P03")
	for away, want := range map[time.Duration]bool{time.Second: true, 8 * time.Second: true, time.Minute: false} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			f := &fakeDB{respond: func(_ int, statement string) ([]string, error) {
				if statement == "connect" && time.Since(start) < away {
					return nil, starting
				}
				return []string{"1"}, nil
			}}
			db := sql.OpenDB(f)
			defer db.Close()
			err := Do(t.Context(), db, PostgreSQL(), Lock, time.Minute, func(*Tx) error { return nil })
			if (err == nil) != want || err != nil && !errors.Is(err, starting) || time.Since(start) > 15*time.Second {
				t.Errorf("away for %v: %v after %v", away, err, time.Since(start))
			}
		})
	}
}

// TestReplica: after a fail-over the connections of a pool may lead to what isn't the primary any more; they are passed over. If
// there is no other, the error says what the server is.
func TestReplica(t *testing.T) {
	t.Parallel()
	demoted := pgx("ERROR", "cannot set transaction read-write mode during recovery", "0A000")
	for _, primary := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			f := &fakeDB{respond: func(conn int, statement string) ([]string, error) {
				if (conn == 1 || !primary) && strings.HasPrefix(statement, "BEGIN") {
					return nil, demoted
				}
				return []string{"1"}, nil
			}}
			db := sql.OpenDB(f)
			defer db.Close()
			err := Do(t.Context(), db, PostgreSQL(), Single, time.Minute, func(*Tx) error { return nil })
			if primary != (err == nil) {
				t.Errorf("a primary beside it: %t: %v", primary, err)
			}
			if err != nil && (!errors.Is(err, demoted) || !strings.Contains(Hint(err), "replica")) {
				t.Errorf("%v (%s)", err, Hint(err))
			}
		})
	}
}

// TestUnknownCommit: whether a commit without a response was carried out isn't known. Do does all again; Commit tells.
func TestUnknownCommit(t *testing.T) {
	t.Parallel()
	for _, cut := range []error{driver.ErrBadConn, pgx("FATAL", "server conn crashed?", "08P01")} {
		f := &fakeDB{respond: failing("COMMIT", 1, cut)}
		times := 0
		if err := Do(t.Context(), f.open(t), PostgreSQL(), Lock, time.Minute, func(*Tx) error { times++; return nil }); err != nil || times != 2 {
			t.Errorf("%v: done %d times, %v", cut, times, err)
		}
		want := []string{"1 connect", "1 BEGIN", "1 COMMIT", "1 disconnect", "2 connect", "2 BEGIN", "2 COMMIT"}
		if got := f.statements(); !slices.Equal(got, want) {
			t.Errorf("%v: %q, want %q", cut, got, want)
		}
		f = &fakeDB{respond: failing("COMMIT", 1, cut)}
		tx, err := Begin(t.Context(), f.open(t), PostgreSQL(), Lock, time.Minute, func(*Tx) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(t.Context()); !errors.Is(err, cut) || !Broken(err) {
			t.Errorf("%v: Commit says %v", cut, err)
		}
		tx.End()
		tx.End()
		if f.sent("ROLLBACK") {
			t.Errorf("%v: rolled back on a connection that is gone", cut)
		}
	}
}

// TestRefusals: what the database refuses for good is tried once, and rolled back; the connection is used on.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, dialect := range []Dialect{PostgreSQL(), SQLite()} {
		for _, word := range []string{"SELECT", "COMMIT"} {
			f := &fakeDB{respond: failing(word, 1, errBroke)}
			db := f.open(t)
			times := 0
			read := func(tx *Tx) error {
				times++
				var value string
				return tx.Row(t.Context(), "SELECT $1", []any{1}, &value)
			}
			if err := Do(t.Context(), db, dialect, Lock, time.Minute, read); !errors.Is(err, errBroke) || times != 1 {
				t.Errorf("%s, %s: done %d times, %v", dialect.Name, word, times, err)
			}
			if log := f.statements(); log[len(log)-1] != "1 ROLLBACK" {
				t.Errorf("%s, %s: not rolled back: %q", dialect.Name, word, log)
			}
			if err := Do(t.Context(), db, dialect, Lock, time.Minute, read); err != nil || f.opened != 1 {
				t.Errorf("%s, %s: the next time: %v, %d connections", dialect.Name, word, err, f.opened)
			}
		}
	}
}

// TestNobodyGetsAnOpenTransaction: a connection on which not even ROLLBACK works is closed.
func TestNobodyGetsAnOpenTransaction(t *testing.T) {
	t.Parallel()
	for _, dialect := range []Dialect{PostgreSQL(), SQLite()} {
		f := &fakeDB{respond: failing("ROLLBACK", 1, errBroke)}
		db := f.open(t)
		tx, err := Begin(t.Context(), db, dialect, Lock, time.Minute, func(*Tx) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		tx.End()
		if !f.sent("1 disconnect") || db.Stats().OpenConnections != 0 {
			t.Errorf("%s: %q", dialect.Name, f.statements())
		}
	}
}

// TestSQLiteWaitsForALock: until the context ends, and no longer; the error is the database's.
func TestSQLiteWaitsForALock(t *testing.T) {
	t.Parallel()
	locked := errors.New("database is locked (5) (SQLITE_BUSY)")
	for _, word := range []string{"connect", "PRAGMA busy_timeout", "BEGIN IMMEDIATE", "UPDATE", "COMMIT"} {
		for taken, want := range map[time.Duration]bool{5 * time.Second: true, time.Minute: false} {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				f := &fakeDB{respond: func(_ int, statement string) ([]string, error) {
					if strings.HasPrefix(statement, word) && time.Since(start) < taken {
						return nil, locked
					}
					return []string{"1"}, nil
				}}
				db := sql.OpenDB(f)
				defer db.Close()
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				err := Do(ctx, db, SQLite(), Lock, time.Minute, func(tx *Tx) error {
					_, err := tx.Exec(ctx, "UPDATE $1", 1)
					return err
				})
				if (err == nil) != want || err != nil && !errors.Is(err, locked) && !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s, for %v: %v after %v", word, taken, err, time.Since(start))
				}
				if took := time.Since(start); took > 20*time.Second+2*EndTime {
					t.Errorf("%s, for %v: it took %v", word, taken, took)
				}
			})
		}
	}
}

func TestPlainNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"logins": true, "app.logins": true, "_x9": true, "Logins": true, strings.Repeat("x", 60): true,
		"": false, ".": false, "a.": false, ".a": false, "a.b.c": false, "9x": false, "a.9": false, `"logins"`: false, "log'ins": false, "a b": false, "a;b": false,
		"a-b": false, "`a`": false, "[a]": false, "l\u00f6gins": false, "a\x00": false, "a\n": false, strings.Repeat("x", 61): false,
	} {
		if PlainName(name) != want {
			t.Errorf("%q: %t", name, !want)
		}
	}
}
