package sqltx

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestSQLiteIsAskedNotToWaitAndToKeep: SQLite's own waiting is off, what is committed is on the disk, and the pool's connection is
// afterwards as it was; whether the transaction came to an end or not.
func TestSQLiteIsAskedNotToWaitAndToKeep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fails string
		kind  Kind
		was   string // of both settings
		want  []string
	}{
		"to write":               {"", Lock, "1", []string{"busy_timeout", "busy_timeout = 0", "synchronous", "synchronous = 2", "busy_timeout = 1", "synchronous = 1"}},
		"to write, safer":        {"", Lock, "3", []string{"busy_timeout", "busy_timeout = 0", "synchronous", "busy_timeout = 3"}},
		"to write, as it should": {"", Lock, "2", []string{"busy_timeout", "busy_timeout = 0", "synchronous", "busy_timeout = 2"}},
		"to write, without them": {"", Lock, "0", []string{"busy_timeout", "synchronous", "synchronous = 2", "synchronous = 0"}},
		"to read":                {"", Single, "5000", []string{"busy_timeout", "busy_timeout = 0", "busy_timeout = 5000"}},
		"not begun":              {"BEGIN", Lock, "1", []string{"busy_timeout", "busy_timeout = 0", "synchronous", "synchronous = 2", "busy_timeout = 1", "synchronous = 1"}},
		"refused":                {"UPDATE", Lock, "1", []string{"busy_timeout", "busy_timeout = 0", "synchronous", "synchronous = 2", "busy_timeout = 1", "synchronous = 1"}},
		"not committed":          {"COMMIT", Lock, "1", []string{"busy_timeout", "busy_timeout = 0", "synchronous", "synchronous = 2", "busy_timeout = 1", "synchronous = 1"}},
	} {
		f := &fakeDB{respond: func(_ int, statement string) ([]string, error) {
			if test.fails != "" && strings.HasPrefix(statement, test.fails) {
				return nil, errBroke
			}
			return []string{test.was}, nil
		}}
		db := f.open(t)
		err := Do(t.Context(), db, SQLite(), test.kind, time.Minute, func(tx *Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE x SET a = $1", 1)
			return err
		})
		if (err != nil) != (test.fails != "") {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for _, line := range f.log {
			if _, setting, ok := strings.Cut(line, "PRAGMA "); ok {
				got = append(got, setting)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// TestSQLiteConnectionThatStaysSet: one whose settings can't be put back isn't given to anybody.
func TestSQLiteConnectionThatStaysSet(t *testing.T) {
	t.Parallel()
	f := &fakeDB{respond: failing("PRAGMA busy_timeout = 1", 1, errBroke)}
	db := f.open(t)
	if err := Do(t.Context(), db, SQLite(), Single, time.Minute, func(*Tx) error { return nil }); err != nil {
		t.Error(err)
	}
	if !f.sent("1 disconnect") || db.Stats().OpenConnections != 0 {
		t.Errorf("the connection is in the pool: %q", f.log)
	}
}
