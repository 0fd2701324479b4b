package sqltest

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
	"github.com/seed-8da6be54/vendorkit/auth/internal/storetest"
)

// sqliteDrivers are the drivers of SQLite that this build has, by whose they are.
var sqliteDrivers = []string{"modernc", sqlite3}

// journalModes are those that a test asks for in the connection string. None is what most people write: a file's name and
// nothing else.
var journalModes = []string{"none", "DELETE", "WAL"}

// sqliteDB opens the file that a specification, "sqlite driver journal-mode path", names.
func sqliteDB(spec string) (*sql.DB, error) {
	words := strings.SplitN(spec, " ", 4)
	name := words[1]
	switch name {
	case "modernc":
		name = "sqlite"
	case "mattn", "ncruces":
		name = "sqlite3"
	}
	dsn := "file:" + words[3]
	switch mode := words[2]; {
	case mode == "none":
	case words[1] == "mattn":
		dsn += "?_synchronous=NORMAL&_journal_mode=" + mode
	default:
		dsn += fmt.Sprintf("?_pragma=journal_mode(%s)&_pragma=synchronous(NORMAL)", mode)
	}
	return sql.Open(name, dsn)
}

func openSQLite(ctx context.Context, spec string) (auth.Store, func() error, error) {
	db, err := sqliteDB(spec)
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

// eachSQLite runs a test with every driver and journal mode.
func eachSQLite(t *testing.T, test func(t *testing.T, driver, mode string)) {
	for _, driver := range sqliteDrivers {
		for _, mode := range journalModes {
			t.Run(driver+" "+mode, func(t *testing.T) { test(t, driver, mode) })
		}
	}
}

func sqliteSpec(t *testing.T, driver, mode string) string {
	return "sqlite " + driver + " " + mode + " " + filepath.Join(t.TempDir(), "logins.db")
}

func TestSQLiteKeepsTheStoresPromises(t *testing.T) {
	t.Parallel()
	eachSQLite(t, func(t *testing.T, driver, mode string) {
		t.Parallel()
		storetest.Contract(t, storetest.Kind{OneLock: true, Open: func(t *testing.T) func() auth.Store {
			spec := sqliteSpec(t, driver, mode)
			return func() auth.Store { return opened(t, spec) }
		}})
	})
}

// TestSQLiteConnectionIsGivenBackAsItWas: the pool belongs to the caller.
func TestSQLiteConnectionIsGivenBackAsItWas(t *testing.T) {
	t.Parallel()
	eachSQLite(t, func(t *testing.T, driver, mode string) {
		t.Parallel()
		db, err := sqliteDB(sqliteSpec(t, driver, mode))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		pragmas := func() (text string) {
			for _, name := range []string{"busy_timeout", "synchronous"} {
				var value int
				if err := db.QueryRow("PRAGMA " + name).Scan(&value); err != nil {
					t.Fatal(err)
				}
				text += fmt.Sprintf("%s = %d ", name, value)
			}
			return text
		}
		if _, err := db.Exec("PRAGMA busy_timeout = 1234"); err != nil {
			t.Fatal(err)
		}
		before := pragmas()
		store, err := newStore(t.Context(), db, auth.SQLite(), "")
		if err != nil {
			t.Fatal(err)
		}
		for name, use := range map[string]func() error{
			"Update": func() error { _, err := store.Update(t.Context(), key, to(token("a"))); return err },
			"Update without a change": func() error {
				_, err := store.Update(t.Context(), key, func(_ context.Context, now auth.Record) (auth.Record, error) { return now, nil })
				return err
			},
			"Load": func() error { _, err := store.Load(t.Context(), key); return err },
			"Keys": func() error { _, err := store.Keys(t.Context()); return err },
		} {
			if err := use(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if after := pragmas(); after != before {
				t.Errorf("after %s: %s, want %s", name, after, before)
			}
		}
	})
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

// TestCrowdOnOneSQLite takes every vendor's flow with one driver, and one vendor's with the others.
func TestCrowdOnOneSQLite(t *testing.T) {
	for i, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			driver := sqliteDrivers[i%len(sqliteDrivers)]
			storetest.Crowd(t, vendor, drill(sqliteSpec(t, driver, journalModes[i%len(journalModes)])))
		})
	}
	for _, driver := range sqliteDrivers {
		t.Run(driver+" with no settings", func(t *testing.T) {
			storetest.Crowd(t, "holaspirit", drill(sqliteSpec(t, driver, "none")))
		})
	}
}

func TestKilledOnSQLite(t *testing.T) {
	for i, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			storetest.Kill(t, vendor, drill(sqliteSpec(t, sqliteDrivers[i%len(sqliteDrivers)], "DELETE")))
		})
	}
}
