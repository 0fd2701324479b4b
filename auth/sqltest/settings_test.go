package sqltest

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/sqlpace"
)

// The store and the pace need no settings in a connection string. Neither do they mind those that a program has for its own sake.

// together has several goroutines change one record through a pool, and share a window; no change may be lost, and no place in the
// window be given twice.
func together(t *testing.T, db *sql.DB, dialect auth.SQLDialect, paces sqlpace.Dialect, table string) {
	t.Helper()
	const workers, times = 4, 5
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	store, err := newStore(ctx, db, dialect, table)
	if err != nil {
		t.Fatal(err)
	}
	pace, err := sqlpace.New(sqlpace.Config{DB: db, Dialect: paces, Table: table + "_paces"})
	if err == nil {
		err = pace.CreateSchema(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for range times {
				_, err := store.Update(ctx, key, func(_ context.Context, now auth.Record) (auth.Record, error) {
					return token(now.AccessToken.Reveal() + "x"), nil
				})
				if err == nil {
					_, err = store.Load(ctx, key)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	if r, err := store.Load(ctx, key); err != nil || len(r.AccessToken.Reveal()) != workers*times {
		t.Errorf("%d changes of %d were kept, %v", len(r.AccessToken.Reveal()), workers*times, err)
	}
	if keys, err := store.Keys(ctx); err != nil || len(keys) != 1 || keys[0] != key {
		t.Errorf("keys %v, %v", keys, err)
	}
	passed := 0
	for range 2 { // two clients of one window
		l, err := pace.Limiter("acme", "the account", rest.Window{Requests: 6, Span: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		passed += through(t, l, 10)
	}
	if passed > 6 || passed == 0 {
		t.Errorf("%d requests went through a window of 6", passed)
	}
}

func TestSettingsOfPostgresDrivers(t *testing.T) {
	t.Parallel()
	for _, way := range []string{byTCP, byPooler, bySession} {
		for _, test := range []struct{ driver, settings string }{
			{"pgx", "default_query_exec_mode=cache_describe"},
			{"pgx", "default_query_exec_mode=describe_exec"},
			{"pgx", "default_query_exec_mode=exec"},
			{"pgx", "default_query_exec_mode=simple_protocol"},
			{"pgx", "statement_cache_capacity=0 description_cache_capacity=0"},
			{"postgres", "binary_parameters=yes"},
		} {
			t.Run(strings.TrimPrefix(way, "VENDORKIT_")+" "+test.driver+" "+test.settings, func(t *testing.T) {
				t.Parallel()
				_, trouble, table := postgres(t, test.driver, way)
				t.Cleanup(func() { exec(t, trouble, "DROP TABLE IF EXISTS "+table+"_paces") })
				db, err := sql.Open(test.driver, os.Getenv(way)+" "+test.settings)
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				db.SetMaxOpenConns(4)
				together(t, db, auth.PostgreSQL(), sqlpace.PostgreSQL(), table)
			})
		}
	}
}

func TestSettingsOfSQLiteDrivers(t *testing.T) {
	t.Parallel()
	for _, driver := range sqliteDrivers {
		name, pragmas := "sqlite3", []string{"_pragma=busy_timeout(1)", "_pragma=locking_mode(EXCLUSIVE)", "_pragma=foreign_keys(1)", "_pragma=journal_mode(TRUNCATE)"}
		switch driver {
		case "modernc":
			name = "sqlite"
		case "mattn":
			pragmas = []string{"_busy_timeout=1", "_locking_mode=EXCLUSIVE", "_foreign_keys=1", "_journal_mode=TRUNCATE"}
		}
		for _, settings := range append(pragmas, "_txlock=immediate", "_txlock=exclusive", "cache=shared", "mode=memory") {
			t.Run(driver+" "+settings, func(t *testing.T) {
				t.Parallel()
				db, err := sql.Open(name, "file:"+filepath.Join(t.TempDir(), "logins.db")+"?"+settings)
				if err != nil {
					t.Fatal(err)
				}
				defer db.Close()
				if strings.Contains(settings, "EXCLUSIVE") || settings == "mode=memory" { // no second connection can be there
					db.SetMaxOpenConns(1)
				}
				together(t, db, auth.SQLite(), sqlpace.SQLite(), "logins")
			})
		}
	}
}
