package sqltest

import (
	"database/sql"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/sqlpace"
)

// eachDatabase runs a test on every database, driver and way to it, with a new table's name.
func eachDatabase(t *testing.T, test func(t *testing.T, db *sql.DB, store *auth.SQLStore, pace *sqlpace.Pace, table string)) {
	run := func(t *testing.T, db *sql.DB, err error, dialect auth.SQLDialect, paces sqlpace.Dialect, table string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		store, err := auth.NewSQLStore(auth.SQLConfig{DB: db, Dialect: dialect, Table: table})
		if err != nil {
			t.Fatal(err)
		}
		pace, err := sqlpace.New(sqlpace.Config{DB: db, Dialect: paces, Table: table + "_paces"})
		if err != nil {
			t.Fatal(err)
		}
		test(t, db, store, pace, table)
	}
	for _, driver := range sqliteDrivers {
		t.Run("SQLite "+driver, func(t *testing.T) {
			t.Parallel()
			db, err := sqliteDB(sqliteSpec(t, driver, "none"))
			run(t, db, err, auth.SQLite(), sqlpace.SQLite(), "logins")
		})
	}
	t.Run("PostgreSQL", func(t *testing.T) {
		eachPostgres(t, func(t *testing.T, driver, way string) {
			t.Parallel()
			table := strings.Fields(postgresSpec(t, driver, way))[2]
			db, err := sql.Open(driver, os.Getenv(way))
			t.Cleanup(func() {
				if trouble, err := sql.Open(driver, os.Getenv(bySocket)); err == nil {
					exec(t, trouble, "DROP TABLE IF EXISTS "+table+"_paces")
					trouble.Close()
				}
			})
			run(t, db, err, auth.PostgreSQL(), sqlpace.PostgreSQL(), table)
		})
	})
}

// TestTableOfAnotherMaking: CREATE TABLE IF NOT EXISTS says nothing of a table that is there with other columns, or without the key
// by which rows are made once. CreateSchema does, and changes nothing.
func TestTableOfAnotherMaking(t *testing.T) {
	t.Parallel()
	eachDatabase(t, func(t *testing.T, db *sql.DB, store *auth.SQLStore, pace *sqlpace.Pace, table string) {
		for columns, fits := range map[string]bool{
			"vendor text, account text, PRIMARY KEY (vendor, account)":                                                false,
			"vendor text, account text, version bigint, token text, PRIMARY KEY (vendor, account)":                    false,
			"vendor text, account text, version bigint, record text, state text":                                      false,
			"vendor text, account text, version bigint, record text, state text, PRIMARY KEY (account)":               false,
			"vendor text, account text, version bigint, record text, state text, more text, UNIQUE (account, vendor)": true,
		} {
			for _, name := range []string{table, table + "_paces"} {
				exec(t, db, "CREATE TABLE "+name+" ("+columns+")")
			}
			err, paceErr := store.CreateSchema(t.Context()), pace.CreateSchema(t.Context())
			if fits {
				if err != nil || paceErr != nil {
					t.Errorf("%s: %v, %v", columns, err, paceErr)
				}
				if _, err := store.Update(t.Context(), key, to(token("new"))); err != nil {
					t.Errorf("%s: %v", columns, err)
				}
			} else {
				if !errors.Is(err, auth.ErrStore) || !strings.Contains(err.Error(), table+" isn't as Schema says (columns vendor, account, version, record;") {
					t.Errorf("%s: %v", columns, err)
				}
				if paceErr == nil || !strings.Contains(paceErr.Error(), "_paces isn't as Schema says (columns vendor, account, version, state;") {
					t.Errorf("%s: %v", columns, paceErr)
				}
			}
			for _, name := range []string{table, table + "_paces"} {
				exec(t, db, "DROP TABLE "+name)
			}
		}
	})
}

// TestRowsWithNothingInThem: a row that somebody made by hand, with NULL for what isn't the key, is a login to come.
func TestRowsWithNothingInThem(t *testing.T) {
	t.Parallel()
	eachDatabase(t, func(t *testing.T, db *sql.DB, store *auth.SQLStore, pace *sqlpace.Pace, table string) {
		for name, rest := range map[string]string{table: "record", table + "_paces": "state"} {
			exec(t, db, "CREATE TABLE "+name+" (vendor text, account text, version bigint, "+rest+" text, PRIMARY KEY (vendor, account))")
			exec(t, db, "INSERT INTO "+name+" (vendor, account) VALUES ('holaspirit', 'ann@example.com')")
		}
		if r, err := store.Load(t.Context(), key); err != nil || !r.IsZero() {
			t.Errorf("read %v, %v", r, err)
		}
		if keys, err := store.Keys(t.Context()); err != nil || len(keys) != 0 {
			t.Errorf("keys %v, %v", keys, err)
		}
		if _, err := store.Update(t.Context(), key, to(token("new"))); err != nil {
			t.Error(err)
		}
		if r, err := store.Load(t.Context(), key); err != nil || r.AccessToken.Reveal() != "new" {
			t.Errorf("read %q, %v", r.AccessToken.Reveal(), err)
		}
		l, err := pace.Limiter(key.Vendor, key.Account, rest.Window{Requests: 5, Span: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		if n := through(t, l, 10); n != 5 {
			t.Errorf("%d requests of 5 went through", n)
		}
	})
}

// TestNamesThatLookLikeStatements: what names a login is never a part of a statement.
func TestNamesThatLookLikeStatements(t *testing.T) {
	t.Parallel()
	names := []string{`o'brien`, `"ann"`, `a"; DROP TABLE logins; --`, `$1`, `?`, `:a @b`, `100%_`, `back\slash`, `\'`, "löß 日本 😀", `{a,"b"}`, `NULL`, `''`}
	eachDatabase(t, func(t *testing.T, _ *sql.DB, store *auth.SQLStore, pace *sqlpace.Pace, _ string) {
		if err := errors.Join(store.CreateSchema(t.Context()), pace.CreateSchema(t.Context())); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			key := auth.Key{Vendor: "holaspirit", Account: name}
			if _, err := store.Update(t.Context(), key, to(token("token of "+name))); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			l, err := pace.Limiter("holaspirit", name, rest.Window{Requests: 2, Span: time.Minute})
			if err != nil {
				t.Fatal(err)
			}
			if err := l.Wait(t.Context()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			l.Observe(200, nil)
		}
		for _, name := range names {
			r, err := store.Load(t.Context(), auth.Key{Vendor: "holaspirit", Account: name})
			if err != nil || r.AccessToken.Reveal() != "token of "+name {
				t.Errorf("%s: read %q, %v", name, r.AccessToken.Reveal(), err)
			}
		}
		keys, err := store.Keys(t.Context())
		if err != nil || len(keys) != len(names) {
			t.Errorf("%d keys, want %d: %v", len(keys), len(names), err)
		}
	})
}

// TestSQLiteFileThatCannotBeWrittenTo says so before the vendor is asked.
func TestSQLiteFileThatCannotBeWrittenTo(t *testing.T) {
	t.Parallel()
	for _, driver := range sqliteDrivers {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			spec := sqliteSpec(t, driver, "none")
			if _, err := opened(t, spec).Update(t.Context(), key, to(token("old"))); err != nil {
				t.Fatal(err)
			}
			db, err := sqliteDB(spec + "?mode=ro")
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			store, err := auth.NewSQLStore(auth.SQLConfig{DB: db, Dialect: auth.SQLite()})
			if err != nil {
				t.Fatal(err)
			}
			if r, err := store.Load(t.Context(), key); err != nil || r.AccessToken.Reveal() != "old" {
				t.Errorf("read %q, %v", r.AccessToken.Reveal(), err)
			}
			_, err = store.Update(t.Context(), key, to(token("new")))
			if !errors.Is(err, auth.ErrStore) || !strings.Contains(err.Error(), "readonly") {
				t.Errorf("written: %v", err)
			}
		})
	}
}
