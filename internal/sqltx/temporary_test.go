package sqltx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
)

// serverError is an error of PostgreSQL's as drivers hand it on: pgx with SQLSTATE at its end, lib/pq with the code in brackets.
type serverError struct{ text, state string }

func (e *serverError) Error() string    { return e.text }
func (e *serverError) SQLState() string { return e.state }

func pgx(severity, message, state string) error {
	return &serverError{severity + ": " + message + " (SQLSTATE " + state + ")", state}
}

func pq(message, state string) error {
	return &serverError{"pq: " + message + " (" + state + ")", state}
}

// network is an error of the network's as a driver passes it on.
func network(op string, err error) error {
	return fmt.Errorf("failed to receive message: %w", &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(op, err)})
}

func TestWhatAnErrorSays(t *testing.T) {
	t.Parallel()
	const gone, passes, lasting = "the connection is gone", "it passes", "it lasts"
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"nothing":                              {nil, lasting},
		"pgx: ended by an order":               {pgx("FATAL", "terminating connection due to administrator command", "57P01"), gone},
		"pgx: ended by a crash":                {pgx("WARNING", "terminating connection because of crash of another server process", "57P02"), gone},
		"pgx: idle for too long":               {pgx("FATAL", "terminating connection due to idle-session timeout", "57P05"), gone},
		"pgx: still for too long":              {pgx("FATAL", "terminating connection due to idle-in-transaction timeout", "25P03"), gone},
		"pgx: open for too long":               {pgx("FATAL", "terminating connection due to transaction timeout", "25P04"), gone},
		"pgx: the stream ends":                 {fmt.Errorf("failed to receive message: %w", io.ErrUnexpectedEOF), gone},
		"pgx: reset":                           {network("read", syscall.ECONNRESET), gone},
		"pgx: a pipe":                          {network("write", syscall.EPIPE), gone},
		"pgx: no route any more":               {network("read", syscall.EHOSTUNREACH), gone},
		"pgx: closed before":                   {errors.New("conn closed"), gone},
		"pgx: locked, closed":                  {fmt.Errorf("failed to deallocate cached statement(s): %w", errors.New("conn closed")), gone},
		"lib/pq: ended by an order":            {pq("terminating connection due to administrator command", "57P01"), gone},
		"lib/pq: reset":                        {network("read", syscall.ECONNRESET), gone},
		"lib/pq: the pool's own word":          {driver.ErrBadConn, gone},
		"lib/pq: a close unanswered":           {errors.Join(errors.New("x"), fmt.Errorf("%w (%w)", driver.ErrBadConn, errors.New("pq: unexpected close response: 'E'"))), gone},
		"a pooler: the server's connection":    {pgx("FATAL", "server conn crashed?", "08P01"), gone},
		"a pooler: no more connections":        {pq("no more connections allowed (max_client_conn)", "08P01"), gone},
		"a pooler: waited for too long":        {pgx("FATAL", "query_wait_timeout", "08P01"), gone},
		"a connection exception":               {pgx("FATAL", "connection failure", "08006"), gone},
		"database/sql: given back":             {sql.ErrConnDone, gone},
		"a driver without states: words":       {errors.New("ERROR: Server closed the connection unexpectedly"), gone},
		"a driver without states: terminating": {errors.New("FATAL #57P01 terminating connection due to administrator command"), gone},
		"a file that is closed":                {net.ErrClosed, gone},

		"the server starts":              {pgx("FATAL", "the database system is starting up", "57P03"), passes},
		"the server ends":                {pq("the database system is shutting down", "57P03"), passes},
		"no room":                        {pq("sorry, too many clients already", "53300"), passes},
		"two in each other's way":        {pgx("ERROR", "deadlock detected", "40P01"), passes},
		"a change beside":                {pgx("ERROR", "could not serialize access due to concurrent update", "40001"), passes},
		"a replica: a statement":         {pgx("ERROR", "cannot execute SELECT FOR UPDATE in a read-only transaction", "25006"), passes},
		"nobody listens there":           {fmt.Errorf("failed to connect: dial error: %w", syscall.ECONNREFUSED), passes},
		"a table that isn't there":       {pgx("ERROR", `relation "vendorkit_logins" does not exist`, "42P01"), lasting},
		"a password that is wrong":       {pq(`password authentication failed for user "ann"`, "28P01"), lasting},
		"a rule of the table's":          {pq("new row violates check constraint", "23514"), lasting},
		"a lock that wasn't to be had":   {pgx("ERROR", "canceling statement due to lock timeout", "55P03"), lasting},
		"a statement that took too long": {pgx("ERROR", "canceling statement due to statement timeout", "57014"), lasting},
		"a statement that is unknown":    {pgx("ERROR", `prepared statement "stmtcache_1" does not exist`, "26000"), lasting},
		"a transaction that failed":      {pq("current transaction is aborted, commands ignored until end of transaction block", "25P02"), lasting},
		"words within a statement":       {pgx("ERROR", `value "broken pipe, bad connection" is too long`, "22001"), lasting},
		"no row":                         {sql.ErrNoRows, lasting},
		"the caller's end":               {context.Canceled, lasting},
		"the caller's time":              {&net.OpError{Op: "read", Err: context.DeadlineExceeded}, lasting},
		"modernc: the lock":              {errors.New("database is locked (5) (SQLITE_BUSY)"), lasting},
		"SQLite: no space":               {errors.New("database or disk is full"), lasting},
		"SQLite: read only":              {errors.New("attempt to write a readonly database (8)"), lasting},
	} {
		broken := Broken(test.err)
		over := test.err != nil && Temporary(test.err)
		if broken != (test.want == gone) || over != (test.want != lasting) {
			t.Errorf("%s: connection gone: %t, passes: %t; want: %s (%v)", name, broken, over, test.want, test.err)
		}
	}
}

func TestHints(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"prepared twice":   {pgx("ERROR", `prepared statement "stmtcache_1" already exists`, "42P05"), "default_query_exec_mode"},
		"prepared nowhere": {pq("unnamed prepared statement does not exist", "26000"), "binary_parameters"},
		"a replica":        {fmt.Errorf("x: %w", pq("cannot execute UPDATE in a read-only transaction", "25006")), "target_session_attrs"},
		"no table":         {pgx("ERROR", "relation does not exist", "42P01"), ""},
		"no SQLSTATE":      {errors.New("database is locked"), ""},
	} {
		if got := Hint(test.err); (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q in it", name, got, test.want)
		}
	}
}

// The words are those of the three drivers that auth/sqltest has, as they were seen.
func TestLocksOfSQLite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"database is locked":                                 true, // mattn
		"database is locked (5) (SQLITE_BUSY)":               true, // modernc
		"database is locked (517)":                           true,
		"sqlite3: database is locked":                        true, // ncruces
		"sqlite3: database table is locked":                  true,
		"database table is locked: vendorkit_logins":         true,
		"database schema is locked: main":                    true,
		"locking protocol":                                   true,
		"database or disk is full":                           false,
		"attempt to write a readonly database":               false,
		"unable to open database file: no such file":         false,
		"no such table: vendorkit_logins":                    false,
		"disk I/O error":                                     false,
		"UNIQUE constraint failed: vendorkit_logins.account": false,
		"sqlite3: interrupted":                               false,
	} {
		if busy(errors.New(text)) != want {
			t.Errorf("%s: %t", text, !want)
		}
	}
}
