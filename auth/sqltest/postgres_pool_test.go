package sqltest

import (
	"context"
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

// TestPoolThatDied: every connection of a large pool was cut while it lay there, and each of these is the first to find out.
func TestPoolThatDied(t *testing.T) {
	eachPostgres(t, func(t *testing.T, driver, way string) {
		const many = 12
		_, trouble, table := postgres(t, driver, way)
		db, err := sql.Open(driver, os.Getenv(way)+" application_name="+table)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxIdleConns(many)
		db.SetMaxOpenConns(many)
		store, err := newStore(t.Context(), db, auth.PostgreSQL(), table)
		if err != nil {
			t.Fatal(err)
		}
		pace, err := sqlpace.New(sqlpace.Config{DB: db, Dialect: sqlpace.PostgreSQL(), Table: table + "_paces"})
		if err == nil {
			err = pace.CreateSchema(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { exec(t, trouble, "DROP TABLE "+table+"_paces") })
		if _, err := store.Update(t.Context(), key, to(token("old"))); err != nil {
			t.Fatal(err)
		}
		for name, use := range map[string]func() error{
			"Update": func() error { _, err := store.Update(t.Context(), key, to(token("new"))); return err },
			"Load":   func() error { _, err := store.Load(t.Context(), key); return err },
			"Keys":   func() error { _, err := store.Keys(t.Context()); return err },
			"Schema": func() error { return store.CreateSchema(t.Context()) },
			"a pace": func() error {
				l, err := pace.Limiter("acme", "the account", rest.Window{Requests: 100, Span: time.Second})
				if err == nil {
					err = l.Wait(t.Context())
				}
				return err
			},
		} {
			var held []*sql.Conn
			for tries := 0; len(held) < many && tries < 3*many; tries++ {
				conn, err := db.Conn(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if conn.PingContext(t.Context()) != nil { // one that was cut before
					conn.Close()
					continue
				}
				held = append(held, conn)
			}
			if len(held) < many {
				t.Fatalf("%d connections of %d", len(held), many)
			}
			for _, conn := range held {
				conn.Close()
			}
			cut(t, trouble, table)
			if err := use(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestSettingsOfTheConnection: what a role or a connection string sets for every transaction doesn't shorten the wait for a lock,
// nor keep the store from writing.
func TestSettingsOfTheConnection(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			_, _, table := postgres(t, driver, bySocket)
			db, err := sql.Open(driver, os.Getenv(bySocket)+" lock_timeout=50 statement_timeout=200 idle_in_transaction_session_timeout=50 default_transaction_read_only=on default_transaction_isolation=serializable")
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			store, err := newStore(t.Context(), db, auth.PostgreSQL(), table)
			if err != nil {
				t.Fatal(err)
			}
			inside, leave, done := make(chan bool), make(chan bool), make(chan error, 1)
			go func() {
				_, err := store.Update(t.Context(), key, func(context.Context, auth.Record) (auth.Record, error) {
					close(inside)
					<-leave
					return token("first"), nil
				})
				done <- err
			}()
			<-inside
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err = store.Update(ctx, key, to(token("second")))
			if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, auth.ErrStore) || !strings.Contains(err.Error(), "another holder has the lock") {
				t.Errorf("a lock that isn't given back in time: %v", err)
			}
			close(leave)
			if err := <-done; err != nil {
				t.Errorf("the holder: %v", err)
			}
			if r, err := store.Load(t.Context(), key); err != nil || r.AccessToken.Reveal() != "first" {
				t.Errorf("the store holds %q, %v", r.AccessToken.Reveal(), err)
			}
		})
	}
}
