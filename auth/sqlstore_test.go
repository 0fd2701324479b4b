package auth

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
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

func (c *fakeConn) Prepare(text string) (driver.Stmt, error) { return fakeStatement{c, text}, nil }
func (c *fakeConn) Begin() (driver.Tx, error)                { return nil, errors.New("not here") }
func (c *fakeConn) Close() error                             { return nil }

type fakeStatement struct {
	conn *fakeConn
	text string
}

func (s fakeStatement) Close() error  { return nil }
func (s fakeStatement) NumInput() int { return -1 }
func (s fakeStatement) Exec([]driver.Value) (driver.Result, error) {
	return nil, errors.New("not here")
}
func (s fakeStatement) Query([]driver.Value) (driver.Rows, error) { return nil, errors.New("not here") }

func (s fakeStatement) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.conn.ExecContext(ctx, s.text, args)
}

func (s fakeStatement) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.conn.QueryContext(ctx, s.text, args)
}

func (c *fakeConn) ExecContext(_ context.Context, statement string, args []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(1), c.carryOut(statement, func() {
		switch word, _, _ := strings.Cut(statement, " "); word {
		case "UPDATE", "INSERT":
			c.pending = new("")
			for _, arg := range args {
				if record, ok := arg.Value.(string); ok && strings.HasPrefix(record, "{") {
					c.pending = &record
				}
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
	if want := []string{"BEGIN", "SELECT", "INSERT", "SELECT", "UPDATE", "COMMIT"}; !slices.Equal(words, want) {
		t.Errorf("statements %q, want %q", words, want)
	}
	if settings := f.log()[0]; !strings.Contains(settings, "idle_in_transaction_session_timeout") || !strings.Contains(settings, "synchronous_commit") {
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

// broken are the forms in which drivers say that a connection is gone.
var broken = map[string]error{
	"the pool's own word":     driver.ErrBadConn,
	"the server ended it":     sqlState("57P01"),
	"the server crashed":      sqlState("57P02"),
	"idle for too long":       sqlState("57P05"),
	"the pooler's word":       sqlState("08P01"),
	"the network's word":      &net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)},
	"the end of the stream":   fmt.Errorf("driver: %w", io.ErrUnexpectedEOF),
	"a pipe":                  syscall.EPIPE,
	"words of a driver's own": errors.New("conn closed"),
}

type sqlState string

func (s sqlState) SQLState() string { return string(s) }
func (s sqlState) Error() string    { return "FATAL: (SQLSTATE " + string(s) + ")" }

// A pool keeps connections that a server or a firewall has closed meanwhile, and no driver notices that of each before it
// uses it. Before the change is called nothing is at risk, so whatever fails for that is done again.
func TestDeadConnectionsArePassedOver(t *testing.T) {
	t.Parallel()
	for name, err := range broken {
		synctest.Test(t, func(t *testing.T) {
			for _, word := range []string{"BEGIN", "SELECT", "INSERT"} {
				f, called := &fakeSQL{fail: at(word, 5, err)}, 0
				_, err := f.store(t, PostgreSQL()).Update(t.Context(), fileKey, func(context.Context, Record) (Record, error) {
					called++
					return Record{AccessToken: NewSecret("a")}, nil
				})
				if err != nil || called != 1 || f.record == "" {
					t.Errorf("%s at %s: %v; change was called %d times", name, word, err, called)
				}
				for _, word := range []string{"BEGIN", "SELECT", "COMMIT"} {
					f.fail = at(word, 5, broken[name])
					if r, err := f.store(t, PostgreSQL()).Load(t.Context(), fileKey); err != nil || r.AccessToken.Reveal() != "a" {
						t.Errorf("%s at %s of a Load: %v", name, word, err)
					}
				}
			}
		})
	}
}

// A server that restarts is there again in a moment; one that isn't within some seconds is reported.
func TestDatabaseThatIsAway(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"starting": sqlState("57P03"), "full": sqlState("53300"), "refusing": syscall.ECONNREFUSED, "cutting": driver.ErrBadConn} {
		synctest.Test(t, func(t *testing.T) {
			f := &fakeSQL{fail: at("BEGIN", 8, err)}
			s := f.store(t, PostgreSQL())
			put(t, s, Record{AccessToken: NewSecret("a")})
			f.fail = at("BEGIN", 100000, err)
			start := time.Now()
			_, err := s.Update(t.Context(), fileKey, set(Record{AccessToken: NewSecret("b")}))
			if !errors.Is(err, ErrStore) || time.Since(start) > 15*time.Second {
				t.Errorf("%s: %v after %v", name, err, time.Since(start))
			}
			if n := len(f.log()); n > 100 {
				t.Errorf("%s: %d statements", name, n)
			}
		})
	}
}

// What says no for good isn't asked again.
func TestRefusalOfADatabaseIsNotRepeated(t *testing.T) {
	t.Parallel()
	for _, state := range []sqlState{"42P01", "28P01", "42501", "26000"} {
		f := &fakeSQL{fail: at("SELECT", 1000, state)}
		_, err := f.store(t, PostgreSQL()).Update(t.Context(), fileKey, set(Record{AccessToken: NewSecret("a")}))
		if !errors.Is(err, ErrStore) || len(f.log()) != 3 {
			t.Errorf("%s: %v; statements %q", state, err, f.log())
		}
		if hinted := strings.Contains(fmt.Sprint(err), "default_query_exec_mode=exec"); hinted != (state == "26000") {
			t.Errorf("%s: %v", state, err)
		}
	}
}

// A commit whose response is lost may have been made. The store looks, and reports neither a save that wasn't made nor the
// loss of one that was.
func TestCommitWithoutAnResponse(t *testing.T) {
	t.Parallel()
	for how, err := range broken {
		for name, made := range map[string]bool{"made": true, "not made": false} {
			f := &fakeSQL{}
			s := f.store(t, PostgreSQL())
			put(t, s, Record{AccessToken: NewSecret("old")})
			f.statements = nil
			called := 0
			r, err := s.Update(t.Context(), fileKey, func(context.Context, Record) (Record, error) {
				f.mu.Lock()
				defer f.mu.Unlock()
				called++
				if made {
					f.after = at("COMMIT", 1, err)
				} else {
					f.fail = at("COMMIT", 1, err)
				}
				return Record{AccessToken: NewSecret("new")}, nil
			})
			stored, loadErr := s.Load(t.Context(), fileKey)
			if err != nil || loadErr != nil || called != 1 || r.AccessToken.Reveal() != "new" || r.Version != 2 || !stored.Equal(r) {
				t.Errorf("%s, %s: got %+v, %v (change called %d times); the store holds %+v, %v", how, name, r, err, called, stored, loadErr)
			}
			updates := 0
			for _, statement := range f.log() {
				if strings.HasPrefix(statement, "UPDATE") {
					updates++
				}
			}
			if want := map[bool]int{true: 1, false: 2}[made]; updates != want {
				t.Errorf("%s, %s: written %d times, want %d", how, name, updates, want)
			}
		}
	}
}

// Whoever wrote while a commit's response was lost is not overwritten.
func TestCommitWithoutAnResponseAndAnotherHolder(t *testing.T) {
	t.Parallel()
	f := &fakeSQL{}
	s := f.store(t, PostgreSQL())
	put(t, s, Record{AccessToken: NewSecret("old")})
	_, err := s.Update(t.Context(), fileKey, func(context.Context, Record) (Record, error) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.fail = func(statement string) error {
			if !strings.HasPrefix(statement, "COMMIT") {
				return nil
			}
			f.fail = nil
			text, err := EncodeRecord(fileKey, Record{Version: 2, AccessToken: NewSecret("another's")})
			f.record = string(text)
			return errors.Join(err, io.ErrUnexpectedEOF)
		}
		return Record{AccessToken: NewSecret("new")}, nil
	})
	if r, loadErr := s.Load(t.Context(), fileKey); !errors.Is(err, ErrStore) || loadErr != nil || r.AccessToken.Reveal() != "another's" {
		t.Errorf("got %v; the store holds %+v, %v", err, r, loadErr)
	}
}

// A database that stays away after a commit without a response: the record may be there or not, and the error says so.
func TestCommitThatNobodyCanTellOf(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fakeSQL{}
		s := f.store(t, PostgreSQL())
		_, err := s.Update(t.Context(), fileKey, func(context.Context, Record) (Record, error) {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.fail = func(statement string) error {
				if strings.HasPrefix(statement, "COMMIT") || strings.HasPrefix(statement, "BEGIN") {
					return driver.ErrBadConn
				}
				return nil
			}
			return Record{AccessToken: NewSecret("new")}, nil
		})
		wantStoreError(t, "Update", err, "it may or may not have been written")
	})
}

// Drivers quote what they were given.
func TestSQLErrorsShowNoSecret(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"UPDATE", "COMMIT"} {
		f, db := newFake(t, false), &fakeSQL{}
		f.respond(func(w http.ResponseWriter, _ *http.Request) bool {
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
	for record, words := range map[string]string{"x": "log in again", `{"vendorkit":1}`: "log in again", strings.Repeat("x", recordLimit+1): "log in again",
		`{"vendorkit":2}`: "Update this program"} {
		f := &fakeSQL{record: record}
		s := f.store(t, SQLite())
		called := false
		_, err := s.Update(t.Context(), fileKey, func(context.Context, Record) (Record, error) { called = true; return Record{}, nil })
		wantStoreError(t, "Update", err, words)
		_, err = s.Load(t.Context(), fileKey)
		wantStoreError(t, "Load", err, words)
		if called || f.record != record {
			t.Errorf("change called: %t, the row holds %.20q", called, f.record)
		}
	}
}
