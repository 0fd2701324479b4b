package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
)

var key = auth.Key{Vendor: "holaspirit", Account: "ann@example.com"}

func token(text string) auth.Record { return auth.Record{AccessToken: auth.NewSecret(text)} }

func to(r auth.Record) func(context.Context, auth.Record) (auth.Record, error) {
	return func(context.Context, auth.Record) (auth.Record, error) { return r, nil }
}

// postgres opens a new table and, beside the store, the database, to make trouble with.
func postgres(t *testing.T, driver, way string) (*auth.SQLStore, *sql.DB, string) {
	t.Helper()
	spec := postgresSpec(t, driver, way)
	table := strings.Fields(spec)[2]
	db, err := sql.Open(driver, os.Getenv(way)+" application_name="+table)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	store, err := newStore(t.Context(), db, auth.PostgreSQL(), table)
	if err != nil {
		t.Fatal(err)
	}
	trouble, err := sql.Open(driver, os.Getenv(bySocket))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { trouble.Close() })
	return store, trouble, table
}

func exec(t *testing.T, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}

// cut ends every connection of a store.
func cut(t *testing.T, trouble *sql.DB, table string) {
	t.Helper()
	exec(t, trouble, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", table)
}

func TestConnectionsThatDied(t *testing.T) {
	t.Parallel()
	eachPostgres(t, func(t *testing.T, driver, way string) {
		t.Parallel()
		store, trouble, table := postgres(t, driver, way)
		var group sync.WaitGroup
		for range 8 { // so that there are several in the pool
			group.Go(func() { store.Update(t.Context(), key, to(token("old"))) })
		}
		group.Wait()
		cut(t, trouble, table)
		time.Sleep(100 * time.Millisecond)
		if _, err := store.Update(t.Context(), key, to(token("new"))); err != nil {
			t.Errorf("after the server closed all connections: %v", err)
		}
	})
}

// TestConnectionCutAfterTheResponse: the transaction is lost, the token isn't.
func TestConnectionCutAfterTheResponse(t *testing.T) {
	t.Parallel()
	eachPostgres(t, func(t *testing.T, driver, way string) {
		t.Parallel()
		store, trouble, table := postgres(t, driver, way)
		var mu sync.Mutex
		asked := 0
		vendor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			if asked++; r.FormValue("refresh_token") != "first" {
				t.Errorf("refreshed with %q", r.FormValue("refresh_token"))
			}
			cut(t, trouble, table)
			w.Write([]byte(`{"access_token":"new","refresh_token":"second","expires_in":3600}`))
		}))
		defer vendor.Close()
		src, err := auth.HolaspiritRefresh(auth.HolaspiritConfig{BaseURL: vendor.URL, Store: store, RefreshToken: auth.NewSecret("first"), Account: key.Account})
		if err != nil {
			t.Fatal(err)
		}
		got, err := src.Token(t.Context())
		if err != nil || got.AccessToken != "new" {
			t.Fatalf("got %v", err)
		}
		r, err := store.Load(t.Context(), key)
		if err != nil || r.RefreshToken.Reveal() != "second" || asked != 1 {
			t.Errorf("the store holds %+v, %v; %d requests", r, err, asked)
		}
	})
}

// TestHolderThatStandsStill: a holder of a lock that neither goes on nor ends (a stopped process, a machine without its
// network) is put out by the server; what it brings too late changes nothing.
func TestHolderThatStandsStill(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			store, _, _ := postgres(t, driver, bySocket)
			if _, err := store.Update(t.Context(), key, to(token("old"))); err != nil {
				t.Fatal(err)
			}
			inside, leave, done := make(chan bool), make(chan bool), make(chan error)
			go func() {
				ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), time.Second)
				defer cancel()
				_, err := store.Update(ctx, key, func(context.Context, auth.Record) (auth.Record, error) {
					close(inside)
					<-leave // whatever its context says
					return token("too late"), nil
				})
				done <- err
			}()
			<-inside
			start := time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
			defer cancel()
			if _, err := store.Update(ctx, key, to(token("new"))); err != nil {
				t.Errorf("the next holder: %v", err)
			}
			if took := time.Since(start); took < 8*time.Second || took > 30*time.Second {
				t.Errorf("the lock was free after %v, want eleven seconds", took)
			}
			close(leave)
			if err := <-done; !errors.Is(err, auth.ErrStore) {
				t.Errorf("the holder that stood still: %v", err)
			}
			if r, err := store.Load(t.Context(), key); err != nil || r.AccessToken.Reveal() != "new" {
				t.Errorf("the store holds %q, %v", r.AccessToken.Reveal(), err)
			}
		})
	}
}

func TestOneConnectionIsEnough(t *testing.T) {
	t.Parallel()
	eachPostgres(t, func(t *testing.T, driver, way string) {
		t.Parallel()
		_, _, table := postgres(t, driver, way)
		db, err := sql.Open(driver, os.Getenv(way))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		store, err := newStore(t.Context(), db, auth.PostgreSQL(), table)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for range 10 {
					_, err := store.Update(t.Context(), key, func(_ context.Context, now auth.Record) (auth.Record, error) {
						return token(now.AccessToken.Reveal() + "x"), nil
					})
					if err == nil {
						_, err = store.Load(t.Context(), key)
					}
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		group.Wait()
		if r, err := store.Load(t.Context(), key); err != nil || len(r.AccessToken.Reveal()) != 80 {
			t.Errorf("%d updates, %v", len(r.AccessToken.Reveal()), err)
		}
	})
}

// TestTransactionsAreDurableAndBound looks at the settings from inside the transaction.
func TestTransactionsAreDurableAndBound(t *testing.T) {
	t.Parallel()
	_, trouble, table := postgres(t, "pgx", bySocket)
	exec(t, trouble, `CREATE TABLE `+table+`_seen (sync text, idle text, isolation text)`)
	t.Cleanup(func() { exec(t, trouble, "DROP TABLE "+table+"_seen") })
	exec(t, trouble, `CREATE FUNCTION `+table+`_look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		INSERT INTO `+table+`_seen VALUES (current_setting('synchronous_commit'), current_setting('idle_in_transaction_session_timeout'), current_setting('transaction_isolation'));
		RETURN NEW; END $$`)
	t.Cleanup(func() { exec(t, trouble, "DROP FUNCTION "+table+"_look() CASCADE") })
	exec(t, trouble, `CREATE TRIGGER look BEFORE UPDATE ON `+table+` FOR EACH ROW EXECUTE FUNCTION `+table+`_look()`)
	db, err := sql.Open("pgx", os.Getenv(bySocket)+" synchronous_commit=off default_transaction_isolation=serializable statement_timeout=60000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	store, err := newStore(t.Context(), db, auth.PostgreSQL(), table)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := store.Update(ctx, key, to(token("a"))); err != nil {
		t.Fatal(err)
	}
	var sync, idle, isolation string
	if err := trouble.QueryRow("SELECT sync, idle, isolation FROM "+table+"_seen").Scan(&sync, &idle, &isolation); err != nil {
		t.Fatal(err)
	}
	bound, err := time.ParseDuration(strings.Replace(idle, "min", "m", 1))
	if sync != "on" || isolation != "read committed" || err != nil || bound < 28*time.Second || bound > 30*time.Second {
		t.Errorf("synchronous_commit %s, idle transactions %s (%v), isolation %s", sync, idle, err, isolation)
	}
	// What was set is over with the transaction.
	if err := db.QueryRow("SELECT current_setting('synchronous_commit'), current_setting('idle_in_transaction_session_timeout')").Scan(&sync, &idle); err != nil || sync != "off" || idle != "0" {
		t.Errorf("afterwards synchronous_commit %s, idle transactions %s, %v", sync, idle, err)
	}
}

func TestTableThatIsMissingOrFullOfRules(t *testing.T) {
	t.Parallel()
	eachPostgres(t, func(t *testing.T, driver, way string) {
		t.Parallel()
		store, trouble, table := postgres(t, driver, way)
		if _, err := store.Update(t.Context(), key, to(token("old"))); err != nil {
			t.Fatal(err)
		}
		exec(t, trouble, "ALTER TABLE "+table+" ADD CHECK (length(record) < 300)")
		_, err := store.Update(t.Context(), key, to(token("new"+strings.Repeat("x", 300))))
		if !errors.Is(err, auth.ErrStore) || !strings.Contains(err.Error(), "check constraint") || strings.Contains(err.Error(), "xxx") {
			t.Errorf("a row that the table doesn't take: %v", err)
		}
		if r, err := store.Load(t.Context(), key); err != nil || r.AccessToken.Reveal() != "old" {
			t.Errorf("the store holds %q, %v", r.AccessToken.Reveal(), err)
		}
		exec(t, trouble, "DROP TABLE "+table)
		called := false
		_, err = store.Update(t.Context(), key, func(context.Context, auth.Record) (auth.Record, error) { called = true; return token("x"), nil })
		if !errors.Is(err, auth.ErrStore) || called || !strings.Contains(err.Error(), "does not exist") || !strings.Contains(err.Error(), "CreateSchema") {
			t.Errorf("without the table: %v, change called: %t", err, called)
		}
		if _, err := store.Keys(t.Context()); !errors.Is(err, auth.ErrStore) {
			t.Errorf("Keys without the table: %v", err)
		}
		var group sync.WaitGroup
		for range 16 {
			group.Go(func() {
				if err := store.CreateSchema(t.Context()); err != nil {
					t.Errorf("making the table beside others: %v", err)
				}
			})
		}
		group.Wait()
		if _, err := store.Update(t.Context(), key, to(token("new"))); err != nil {
			t.Error(err)
		}
	})
}
