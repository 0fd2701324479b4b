package sqltx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Real databases are in the module auth/sqltest. Here is what no real one does at will.

// fakeDB is a database whose every response is the test's.
type fakeDB struct {
	mu      sync.Mutex
	opened  int
	log     []string                                                    // "1 BEGIN ...", with the number of the connection
	respond func(conn int, statement string) (rows []string, err error) // to a statement; nil: one row, "1"
}

func (f *fakeDB) open(t *testing.T) *sql.DB {
	t.Helper()
	db := sql.OpenDB(f)
	t.Cleanup(func() { db.Close() })
	return db
}

func (f *fakeDB) Driver() driver.Driver { return nil }

func (f *fakeDB) Connect(context.Context) (driver.Conn, error) {
	f.mu.Lock()
	f.opened++
	conn := &fakeConn{f, f.opened}
	f.mu.Unlock()
	_, err := conn.carryOut("connect")
	return conn, err
}

// statements returns the first words of what was sent, the settings of SQLite and the reads of them aside.
func (f *fakeDB) statements() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, line := range f.log {
		conn, statement, _ := strings.Cut(line, " ")
		word, _, _ := strings.Cut(statement, " ")
		if word != "PRAGMA" {
			out = append(out, conn+" "+strings.TrimSuffix(word, ";"))
		}
	}
	return out
}

func (f *fakeDB) sent(text string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.log, func(line string) bool { return strings.Contains(line, text) })
}

type fakeConn struct {
	f      *fakeDB
	number int
}

func (c *fakeConn) carryOut(statement string) ([]string, error) {
	c.f.mu.Lock()
	c.f.log = append(c.f.log, fmt.Sprint(c.number, " ", statement))
	respond := c.f.respond
	c.f.mu.Unlock()
	if respond != nil {
		return respond(c.number, statement)
	}
	return []string{"1"}, nil
}

func (c *fakeConn) Close() error              { c.carryOut("disconnect"); return nil }
func (c *fakeConn) Begin() (driver.Tx, error) { return nil, errors.New("sql.Tx isn't used") }
func (c *fakeConn) Prepare(text string) (driver.Stmt, error) {
	_, err := c.carryOut("prepare " + text)
	return &fakeStatement{c, text}, err
}

func (c *fakeConn) ExecContext(_ context.Context, text string, _ []driver.NamedValue) (driver.Result, error) {
	rows, err := c.carryOut(text)
	return driver.RowsAffected(len(rows)), err
}

func (c *fakeConn) QueryContext(_ context.Context, text string, _ []driver.NamedValue) (driver.Rows, error) {
	rows, err := c.carryOut(text)
	return &fakeRows{rows}, err
}

type fakeStatement struct {
	conn *fakeConn
	text string
}

func (s *fakeStatement) Close() error  { _, err := s.conn.carryOut("close"); return err }
func (s *fakeStatement) NumInput() int { return -1 }
func (s *fakeStatement) Exec([]driver.Value) (driver.Result, error) {
	return s.conn.ExecContext(context.Background(), s.text, nil)
}
func (s *fakeStatement) Query([]driver.Value) (driver.Rows, error) {
	return s.conn.QueryContext(context.Background(), s.text, nil)
}

type fakeRows struct{ values []string }

func (r *fakeRows) Columns() []string { return []string{"value"} }
func (r *fakeRows) Close() error      { return nil }
func (r *fakeRows) Next(dest []driver.Value) error {
	if len(r.values) == 0 {
		return io.EOF
	}
	dest[0], r.values = r.values[0], r.values[1:]
	return nil
}

// failing fails the first n statements that begin with word; the others give one row.
func failing(word string, n int, err error) func(int, string) ([]string, error) {
	var mu sync.Mutex
	return func(_ int, statement string) ([]string, error) {
		mu.Lock()
		defer mu.Unlock()
		if n > 0 && strings.HasPrefix(statement, word) {
			n--
			return nil, err
		}
		return []string{"1"}, nil
	}
}
