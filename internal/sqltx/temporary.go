package sqltx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"
)

// Broken reports whether err says that the connection to a server is gone, in whatever form a driver says so. What had been
// sent on it may have been carried out.
func Broken(err error) bool {
	if err == nil {
		return false
	}
	for _, known := range []error{driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed,
		syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE, syscall.ETIMEDOUT} {
		if errors.Is(err, known) {
			return true
		}
	}
	// A context's end also looks like a time-out of the network.
	if _, ok := errors.AsType[*net.OpError](err); ok && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	switch state := State(err); {
	case strings.HasPrefix(state, "08"): // a connection's; also most of what PgBouncer says for itself
		return true
	case state == "57P01" || state == "57P02" || state == "57P05": // the server ended it: by an order, in a crash, as idle too long
		return true
	case state == "25P03" || state == "25P04": // it stood still in a transaction for too long
		return true
	case state != "":
		return false
	}
	text := strings.ToLower(err.Error())
	return slices.ContainsFunc([]string{"conn closed", "connection reset", "broken pipe", "bad connection", "connection is already closed",
		"server closed the connection", "terminating connection", "unexpected eof"}, func(words string) bool { return strings.Contains(text, words) })
}

// Temporary reports whether err may be over with another try of the whole transaction: a connection that is gone, a server
// that starts or temporarily has no room, another transaction in the way, a connection to what has become a replica.
func Temporary(err error) bool {
	switch State(err) {
	case "57P03", "53300", "40001", "40P01":
		return true
	}
	return replica(err) || Broken(err) || errors.Is(err, syscall.ECONNREFUSED)
}

// replicaError says that a server lets nobody write.
type replicaError struct{ error }

func (e replicaError) Unwrap() error { return e.error }

// replica reports whether a server lets nobody write, as a replica does. After a fail-over a pool may have connections to what
// was the primary.
func replica(err error) bool {
	_, known := errors.AsType[replicaError](err)
	return known || State(err) == "25006"
}

// State is the SQLSTATE of an error of PostgreSQL's; "" of any other.
func State(err error) string {
	var known interface {
		error
		SQLState() string
	}
	if errors.As(err, &known) {
		return known.SQLState()
	}
	return ""
}

// Hint says what to do about an error that comes of the way in which a driver and a pooler work together, or of a replica; "" for
// others.
func Hint(err error) string {
	if replica(err) {
		return "The server is a replica, which can't be written to. Name the primary, or put target_session_attrs=read-write into a connection string with all servers"
	}
	switch State(err) {
	case "42P05", "26000":
		return "Another client prepares statements on connections that a pooler shares: with pgx, put default_query_exec_mode=exec into the connection string of every program behind the pooler, with lib/pq binary_parameters=yes; or use the pooler's session mode"
	}
	return ""
}
