package sqltest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/auth/internal/storetest"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/lib/pq"
)

// drivers of PostgreSQL. A SQLStore must do with either.
var drivers = []string{"pgx", "postgres"}

// openPostgres opens the table that a specification, "driver table", names.
func openPostgres(ctx context.Context, spec string) (auth.Store, func() error, error) {
	driver, table, _ := strings.Cut(spec, " ")
	db, err := sql.Open(driver, os.Getenv("VENDORKIT_POSTGRES"))
	if err != nil {
		return nil, nil, err
	}
	store, err := newStore(ctx, db, auth.PostgreSQL(), table)
	return store, db.Close, err
}

var tables atomic.Int64

// postgresSpec names a new table, which goes when the test ends.
func postgresSpec(t *testing.T, driver string) string {
	t.Helper()
	server := os.Getenv("VENDORKIT_POSTGRES")
	if server == "" {
		t.Skip("no PostgreSQL; run this by with-postgres")
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
	return driver + " " + table
}

func TestPostgresKeepsTheStoresPromises(t *testing.T) {
	t.Parallel()
	for _, driver := range drivers {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			storetest.Contract(t, storetest.Kind{Open: func(t *testing.T) func() auth.Store {
				spec := postgresSpec(t, driver)
				return func() auth.Store { return opened(t, spec) }
			}})
		})
	}
}

func TestCrowdOnOnePostgres(t *testing.T) {
	for _, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) { storetest.Crowd(t, vendor, drill(postgresSpec(t, "pgx"))) })
	}
}

func TestKilledOnPostgres(t *testing.T) {
	for _, vendor := range storetest.Vendors() {
		t.Run(vendor, func(t *testing.T) { storetest.Kill(t, vendor, drill(postgresSpec(t, "pgx"))) })
	}
}
