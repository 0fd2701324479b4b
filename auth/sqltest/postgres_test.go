package sqltest

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/lib/pq"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/auth/internal/storetest"
)

// drivers of PostgreSQL. A SQLStore must do with either.
var drivers = []string{"pgx", "postgres"}

// ways to a PostgreSQL, by the variable that has the connection string.
const (
	bySocket  = "VENDORKIT_POSTGRES"
	byTCP     = "VENDORKIT_POSTGRES_TCP"
	byPooler  = "VENDORKIT_PGBOUNCER"         // in transaction mode
	bySession = "VENDORKIT_PGBOUNCER_SESSION" // in session mode
	noSuchWay = "no PostgreSQL there; run this by with-postgres"
)

var ways = []string{bySocket, byTCP, byPooler, bySession}

// openPostgres opens the table that a specification, "driver way table", names.
func openPostgres(ctx context.Context, spec string) (auth.Store, func() error, error) {
	words := strings.Fields(spec)
	db, err := sql.Open(words[0], os.Getenv(words[1]))
	if err != nil {
		return nil, nil, err
	}
	store, err := newStore(ctx, db, auth.PostgreSQL(), words[2])
	return store, db.Close, err
}

var tables atomic.Int64

// postgresSpec names a new table, which goes when the test ends.
func postgresSpec(t *testing.T, driver, way string) string {
	t.Helper()
	server := os.Getenv(bySocket)
	if server == "" || os.Getenv(way) == "" {
		t.Skip(noSuchWay)
	}
	table := fmt.Sprintf("drill_%d_%d", time.Now().UnixNano(), tables.Add(1))
	t.Cleanup(func() {
		db, err := sql.Open(driver, server)
		if err == nil {
			_, err = db.Exec("DROP TABLE IF EXISTS " + table)
			db.Close()
		}
		if err != nil {
			t.Error(err)
		}
	})
	return driver + " " + way + " " + table
}

// eachPostgres runs a test with every driver, by every way to the server.
func eachPostgres(t *testing.T, test func(t *testing.T, driver, way string)) {
	for _, driver := range drivers {
		for _, way := range ways {
			t.Run(driver+" "+strings.TrimPrefix(way, "VENDORKIT_"), func(t *testing.T) { test(t, driver, way) })
		}
	}
}

func TestPostgresKeepsTheStoresPromises(t *testing.T) {
	t.Parallel()
	eachPostgres(t, func(t *testing.T, driver, way string) {
		t.Parallel()
		storetest.Contract(t, storetest.Kind{Open: func(t *testing.T) func() auth.Store {
			spec := postgresSpec(t, driver, way)
			return func() auth.Store { return opened(t, spec) }
		}})
	})
}

func TestCrowdOnOnePostgres(t *testing.T) {
	for _, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) { storetest.Crowd(t, vendor, drill(postgresSpec(t, "pgx", bySocket))) })
	}
}

// TestCrowdBehindPgBouncer has more processes than the pooler has connections, with no settings of either driver's.
func TestCrowdBehindPgBouncer(t *testing.T) {
	for _, driver := range drivers {
		for _, vendor := range storetest.Vendors() {
			if vendor != "holaspirit" && os.Getenv("VENDORKIT_DRILL") != "long" {
				continue
			}
			for _, way := range []string{byPooler, bySession} {
				t.Run(driver+" "+strings.TrimPrefix(way, "VENDORKIT_")+" "+vendor, func(t *testing.T) { storetest.Crowd(t, vendor, drill(postgresSpec(t, driver, way))) })
			}
		}
	}
}

// TestCrowdWhileConnectionsAreCut has the server end every connection to the table's database again and again, as a
// restart or a fail-over does, in the middle of whatever they do.
func TestCrowdWhileConnectionsAreCut(t *testing.T) {
	for _, driver := range drivers {
		for _, way := range []string{byTCP, byPooler, bySession} {
			t.Run(driver+" "+strings.TrimPrefix(way, "VENDORKIT_"), func(t *testing.T) {
				spec := postgresSpec(t, driver, way)
				trouble, err := sql.Open(driver, os.Getenv(bySocket))
				if err != nil {
					t.Fatal(err)
				}
				defer trouble.Close()
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan int)
				go func() {
					cuts := 0
					for ctx.Err() == nil {
						time.Sleep(50*time.Millisecond + rand.N(300*time.Millisecond))
						// All of them: no other test runs at this time.
						result, err := trouble.ExecContext(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")
						if err == nil {
							n, _ := result.RowsAffected()
							cuts += int(n)
						}
					}
					done <- cuts
				}()
				storetest.Crowd(t, "holaspirit", drill(spec))
				cancel()
				cuts := <-done
				t.Logf("%d connections were cut", cuts)
				if cuts == 0 {
					t.Error("no connection was cut")
				}
			})
		}
	}
}

func TestKilledOnPostgres(t *testing.T) {
	for _, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) { storetest.Kill(t, vendor, drill(postgresSpec(t, "pgx", bySocket))) })
	}
}
