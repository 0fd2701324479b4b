package sqltx

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Table is a table that a client keeps its rows in.
type Table struct {
	Name    string // see PlainName
	Columns string // with commas between
	Key     string // those of its primary key
	Schema  string // the statement that makes it unless it is there
}

// PlainName reports whether a name may stand in a statement as it is: letters, digits and underscores, of ASCII, and one dot
// after the name of a schema. Such a name needs no quotes, and PostgreSQL makes it lower case.
func PlainName(name string) bool {
	parts := strings.Split(name, ".")
	return len(parts) <= 2 && !slices.ContainsFunc(parts, func(part string) bool {
		return part == "" || len(part) > 60 || part[0] >= '0' && part[0] <= '9' || strings.ContainsFunc(part, func(r rune) bool {
			return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		})
	})
}

// Make makes a table unless it is there, and checks that it has the columns and the key: one of that name may have been there
// before. Any number of processes may do that at once.
func (t Table) Make(ctx context.Context, db *sql.DB, d Dialect, hold time.Duration) error {
	return Do(ctx, db, d, Lock, hold, func(tx *Tx) error {
		if err := tx.CreateAlone(ctx); err != nil {
			return err
		}
		if err := tx.Run(ctx, t.Schema); err != nil {
			return err
		}
		// It writes no row, but a database must understand it first.
		check := "INSERT INTO " + t.Name + " (" + t.Columns + ") SELECT " + t.Columns + " FROM " + t.Name + " WHERE 1 = 0 ON CONFLICT (" + t.Key + ") DO NOTHING"
		if err := tx.Run(ctx, check); err != nil {
			return fmt.Errorf("the table %s isn't as Schema says (columns %s; primary key %s): %w", t.Name, t.Columns, t.Key, err)
		}
		return nil
	})
}
