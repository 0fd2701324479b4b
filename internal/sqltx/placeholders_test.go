package sqltx

import (
	"strings"
	"testing"
	"time"
)

// TestPlaceholdersInOrder: a statement that only some drivers bind rightly is sent by none.
func TestPlaceholdersInOrder(t *testing.T) {
	t.Parallel()
	twelve := "INSERT INTO x VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
	for statement, args := range map[string]int{"SELECT 1": 0, "SELECT $1": 1, "UPDATE x SET a = $1 WHERE b=$2": 2, twelve: 12} {
		if err := inOrder(statement, args); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	for statement, args := range map[string]int{
		"UPDATE x SET a = $2 WHERE b = $1": 2, "SELECT $2": 1, "SELECT $1, $1": 2, "SELECT $1, $3": 2, "SELECT $01": 1, "SELECT $": 1, "SELECT $a": 1,
		"SELECT $1": 2, "SELECT $1, $2": 1, "SELECT 2": 1, "SELECT $0": 1, strings.Replace(twelve, "$12", "$1", 1): 12,
	} {
		if inOrder(statement, args) == nil {
			t.Errorf("%s with %d arguments is let through", statement, args)
		}
	}
	for _, dialect := range []Dialect{PostgreSQL(), SQLite()} {
		f := &fakeDB{}
		err := Do(t.Context(), f.open(t), dialect, Single, time.Minute, func(tx *Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE x SET a = $2 WHERE b = $1", 1, 2)
			var value string
			if readErr := tx.Row(t.Context(), "SELECT $2, $1", []any{1, 2}, &value); readErr == nil {
				t.Errorf("%s: read", dialect.Name)
			}
			return err
		})
		if err == nil || f.sent("UPDATE") || f.sent("SELECT $") {
			t.Errorf("%s: %v, sent %q", dialect.Name, err, f.statements())
		}
	}
}
