package auth

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The stores' promises are tested on real databases, in the module sqltest. Here is what no real database does at will.

// fakeSQL is a database of one row, without locks, that may fail at any statement.
type fakeSQL struct {
	mu         sync.Mutex
	record     string // committed
	statements []string
	fail       func(statement string) error // before a statement is carried out; nil: never
	after      func(statement string) error // after it; nil: never
}

func (f *fakeSQL) open(t *testing.T) *sql.DB {
	db := sql.OpenDB(f)
	t.Cleanup(func() { db.Close() })
	return db
}

func (f *fakeSQL) store(t *testing.T, dialect SQLDialect) *SQLStore {
	t.Helper()
	s, err := NewSQLStore(SQLConfig{DB: f.open(t), Dialect: dialect})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (f *fakeSQL) log() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.statements)
}

func (f *fakeSQL) Connect(context.Context) (driver.Conn, error) { return &fakeConn{f: f}, nil }
func (f *fakeSQL) Driver() driver.Driver                        { return nil }

type fakeConn struct {
	f       *fakeSQL
	pending *string // written in the transaction
}

func (c *fakeConn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("not here") }
func (c *fakeConn) Begin() (driver.Tx, error)           { return nil, errors.New("not here") }
func (c *fakeConn) Close() error                        { return nil }

func (c *fakeConn) ExecContext(_ context.Context, statement string, args []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(1), c.carryOut(statement, func() {
		switch word, _, _ := strings.Cut(statement, " "); word {
		case "UPDATE", "INSERT":
			c.pending = new("")
			if record, ok := args[len(args)-1].Value.(string); ok && len(args) == 4 {
				c.pending = &record
			}
		case "DELETE":
			c.pending = new("")
		case "COMMIT":
			if c.pending != nil {
				c.f.record = *c.pending
			}
			c.pending = nil
		case "BEGIN", "ROLLBACK":
			c.pending = nil
		}
	})
}

func (c *fakeConn) QueryContext(_ context.Context, statement string, _ []driver.NamedValue) (driver.Rows, error) {
	rows := &fakeRows{}
	err := c.carryOut(statement, func() {
		switch {
		case strings.HasPrefix(statement, "PRAGMA"):
			rows.values = []driver.Value{int64(1)}
		case c.pending != nil:
			rows.values = []driver.Value{*c.pending}
		case c.f.record != "":
			rows.values = []driver.Value{c.f.record}
		}
	})
	return rows, err
}

func (c *fakeConn) carryOut(statement string, do func()) error {
	c.f.mu.Lock()
	defer c.f.mu.Unlock()
	c.f.statements = append(c.f.statements, strings.Join(strings.Fields(statement), " "))
	if c.f.fail != nil {
		if err := c.f.fail(statement); err != nil {
			return err
		}
	}
	do()
	if c.f.after != nil {
		return c.f.after(statement)
	}
	return nil
}

type fakeRows struct{ values []driver.Value }

func (r *fakeRows) Columns() []string { return []string{"x"} }
func (r *fakeRows) Close() error      { return nil }
func (r *fakeRows) Next(dest []driver.Value) error {
	if r.values == nil {
		return io.EOF
	}
	copy(dest, r.values)
	r.values = nil
	return nil
}

// at fails the first n statements that begin with word.
func at(word string, n int, err error) func(string) error {
	return func(statement string) error {
		if n > 0 && strings.HasPrefix(statement, word) {
			n--
			return err
		}
		return nil
	}
}

func TestSQLConfig(t *testing.T) {
	t.Parallel()
	db := (&fakeSQL{}).open(t)
	for name, cfg := range map[string]SQLConfig{
		"no database": {Dialect: SQLite()}, "no dialect": {DB: db}, "an injection": {DB: db, Dialect: SQLite(), Table: "x; DROP TABLE y"},
		"a quote": {DB: db, Dialect: SQLite(), Table: `"x"`}, "two dots": {DB: db, Dialect: SQLite(), Table: "a.b.c"}, "a digit": {DB: db, Dialect: SQLite(), Table: "1x"},
		"nothing after the dot": {DB: db, Dialect: SQLite(), Table: "a."},
	} {
		if s, err := NewSQLStore(cfg); !errors.Is(err, ErrBadConfig) || s != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	s, err := NewSQLStore(SQLConfig{DB: db, Dialect: PostgreSQL(), Table: "app.logins"})
	if err != nil || !strings.Contains(s.Schema(), "TABLE IF NOT EXISTS app.logins (") || fmt.Sprintf("%v", s) != "auth.SQLStore(PostgreSQL, app.logins)" {
		t.Errorf("%v, %v: %s", s, err, s.Schema())
	}
}

// TestSQLUpdateIsBoundInTime: the server is told how long the transaction may stand still.
func TestSQLUpdateIsBoundInTime(t *testing.T) {
	t.Parallel()
	f := &fakeSQL{}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := f.store(t, PostgreSQL()).Update(ctx, fileKey, func(ctx context.Context, _ Record) (Record, error) {
		if until, ok := ctx.Deadline(); !ok || time.Until(until) > 20*time.Second {
			t.Errorf("the change may take %v", time.Until(until))
		}
		return Record{AccessToken: NewSecret("a")}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, statement := range f.log() {
		word, _, _ := strings.Cut(statement, " ")
		words = append(words, word)
	}
	if want := []string{"BEGIN", "SELECT", "SELECT", "INSERT", "SELECT", "UPDATE", "COMMIT"}; !slices.Equal(words, want) {
		t.Errorf("statements %q, want %q", words, want)
	}
	if settings := f.log()[1]; !strings.Contains(settings, "idle_in_transaction_session_timeout") || !strings.Contains(settings, "synchronous_commit") {
		t.Errorf("the settings are %s", settings)
	}
}

func TestSQLFailures(t *testing.T) {
	t.Parallel()
	broken := errors.New("it broke")
	old, err := EncodeRecord(fileKey, Record{Version: 4, AccessToken: NewSecret("old")})
	if err != nil {
		t.Fatal(err)
	}
	for name, dialect := range map[string]SQLDialect{"PostgreSQL": PostgreSQL(), "SQLite": SQLite()} {
		for _, word := range []string{"BEGIN", "SELECT", "UPDATE", "COMMIT"} {
			f := &fakeSQL{record: string(old), fail: at(word, 1, broken)}
			s := f.store(t, dialect)
			called := false
			_, err := s.Update(t.Context(), fileKey, func(context.Context, Record) (Record, error) {
				called = true
				return Record{AccessToken: NewSecret("new")}, nil
			})
			if !errors.Is(err, ErrStore) || !errors.Is(err, broken) || called != (word == "UPDATE" || word == "COMMIT") {
				t.Errorf("%s, %s fails: %v, change called: %t", name, word, err, called)
			}
			r, err := s.Load(t.Context(), fileKey)
			if err != nil || r.AccessToken.Reveal() != "old" || r.Version != 4 {
				t.Errorf("%s, %s fails: the store holds %+v, %v", name, word, r, err)
			}
			if log := f.log(); (word == "UPDATE" || word == "COMMIT") && !slices.Contains(log, "ROLLBACK") {
				t.Errorf("%s, %s fails: not rolled back: %q", name, word, log)
			}
			put(t, s, Record{AccessToken: NewSecret("new")})
		}
	}
}

// A pool keeps connections that a server or a firewall has closed meanwhile.
func TestDeadConnectionsArePassedOver(t *testing.T) {
	t.Parallel()
	f := &fakeSQL{fail: at("BEGIN", 5, driver.ErrBadConn)}
	put(t, f.store(t, PostgreSQL()), Record{AccessToken: NewSecret("a")})
	f = &fakeSQL{fail: at("BEGIN", 1000, driver.ErrBadConn)}
	if _, err := f.store(t, PostgreSQL()).Update(t.Context(), fileKey, set(Record{AccessToken: NewSecret("a")})); !errors.Is(err, ErrStore) {
		t.Errorf("got %v", err)
	}
}

// A commit whose answer is lost may have been made. The source looks again before it does anything, and finds its token.
func TestCommitWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	for name, made := range map[string]bool{"made": true, "not made": false} {
		t.Run(name, func(t *testing.T) {
			f, db := newFake(t, false), &fakeSQL{}
			store := db.store(t, PostgreSQL())
			s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, Secret{} })
			f.live("live")
			stale(t, store, s, "live")
			f.answer(func(http.ResponseWriter, *http.Request) bool {
				db.mu.Lock()
				defer db.mu.Unlock()
				if made {
					db.after = at("COMMIT", 1, driver.ErrBadConn)
				} else {
					db.fail = at("COMMIT", 1, driver.ErrBadConn)
				}
				return false
			})
			if got := get(t, s); got != "access-1" {
				t.Errorf("got %s", got)
			}
			if r := stored(t, store, s); r.RefreshToken.Reveal() != "refresh-1" {
				t.Errorf("the store holds %+v", r)
			}
			wantGrants(t, f, "refresh_token")
		})
	}
}

// Drivers quote what they were given.
func TestSQLErrorsShowNoSecret(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"UPDATE", "COMMIT"} {
		f, db := newFake(t, false), &fakeSQL{}
		f.answer(func(w http.ResponseWriter, _ *http.Request) bool {
			respond(w, 200, map[string]any{"access_token": plantedAccess, "refresh_token": plantedNext})
			return true
		})
		store := db.store(t, PostgreSQL())
		s := f.source(func(c *HolaspiritConfig) { c.Store, c.Password = store, NewSecret(plantedPassword) })
		db.fail = func(statement string) error {
			if strings.HasPrefix(statement, word) {
				text, _ := EncodeRecord(s.plan.key, Record{AccessToken: NewSecret(plantedAccess), RefreshToken: NewSecret(plantedNext)})
				return fmt.Errorf("failing row contains (%s, %s, %s)", text, plantedAccess, plantedNext)
			}
			return nil
		}
		_, err := s.Token(t.Context())
		renderError(t, word, err)
		if !errors.Is(err, ErrStore) || !strings.Contains(err.Error(), "failing row") {
			t.Errorf("got %v", err)
		}
	}
}

func TestDamagedRowIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, record := range []string{"x", `{"vendorkit":1}`, strings.Repeat("x", recordLimit+1)} {
		f := &fakeSQL{record: record}
		s := f.store(t, SQLite())
		called := false
		_, err := s.Update(t.Context(), fileKey, func(context.Context, Record) (Record, error) { called = true; return Record{}, nil })
		wantStoreError(t, "Update", err, "damaged")
		_, err = s.Load(t.Context(), fileKey)
		wantStoreError(t, "Load", err, "damaged")
		if called || f.record != record {
			t.Errorf("change called: %t, the row holds %.20q", called, f.record)
		}
	}
}
