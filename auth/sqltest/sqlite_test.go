package sqltest

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
	"github.com/seed-8da6be54/vendorkit/auth/internal/storetest"

	_ "modernc.org/sqlite"
)

// openSQLite opens the file that a specification, "sqlite journal-mode path", names.
func openSQLite(ctx context.Context, spec string) (auth.Store, func() error, error) {
	words := strings.SplitN(spec, " ", 3)
	db, err := sql.Open("sqlite", fmt.Sprintf("file:%s?_pragma=journal_mode(%s)&_pragma=synchronous(NORMAL)", words[2], words[1]))
	if err != nil {
		return nil, nil, err
	}
	store, err := newStore(ctx, db, auth.SQLite(), "")
	return store, db.Close, err
}

func newStore(ctx context.Context, db *sql.DB, dialect auth.SQLDialect, table string) (*auth.SQLStore, error) {
	store, err := auth.NewSQLStore(auth.SQLConfig{DB: db, Dialect: dialect, Table: table})
	if err != nil {
		return nil, err
	}
	return store, store.CreateSchema(ctx)
}

var journalModes = []string{"DELETE", "WAL"}

func sqliteSpec(t *testing.T, mode string) string {
	return "sqlite " + mode + " " + filepath.Join(t.TempDir(), "logins.db")
}

func TestSQLiteKeepsTheStoresPromises(t *testing.T) {
	t.Parallel()
	for _, mode := range journalModes {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			storetest.Contract(t, storetest.Kind{OneLock: true, Open: func(t *testing.T) func() auth.Store {
				spec := sqliteSpec(t, mode)
				return func() auth.Store { return opened(t, spec) }
			}})
		})
	}
}

// opened opens a store as one more process would: with a pool of its own.
func opened(t *testing.T, spec string) *auth.SQLStore {
	t.Helper()
	store, closeStore, err := open(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := closeStore(); err != nil {
			t.Error(err)
		}
	})
	return store.(*auth.SQLStore)
}

// open opens the store that a specification names, of either database.
func open(ctx context.Context, spec string) (auth.Store, func() error, error) {
	if strings.HasPrefix(spec, "sqlite ") {
		return openSQLite(ctx, spec)
	}
	return openPostgres(ctx, spec)
}

func TestDrillChild(t *testing.T) { storetest.Child(t, open) }

func drill(spec string) storetest.Drill {
	return storetest.Drill{Test: "TestDrillChild", Spec: spec, Open: open, Safe: step.Settle}
}

func TestCrowdOnOneSQLite(t *testing.T) {
	for _, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) { storetest.Crowd(t, vendor, drill(sqliteSpec(t, "WAL"))) })
	}
}

func TestKilledOnSQLite(t *testing.T) {
	for _, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) { storetest.Kill(t, vendor, drill(sqliteSpec(t, "DELETE"))) })
	}
}
