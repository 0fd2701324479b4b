package sqltest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/sqlpace"
)

// sqlitePace opens a new database, whose table it makes unless told not to.
func sqlitePace(t *testing.T, create bool) (pace *sqlpace.Pace, exchanges func() int) {
	t.Helper()
	pace, db, err := openPace(sqliteSpec(t, "modernc", "WAL"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if create {
		if err := pace.CreateSchema(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return pace, func() (n int) {
		if err := db.QueryRow("SELECT coalesce(max(version), 0) FROM vendorkit_paces").Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
}

func limiter(t *testing.T, pace *sqlpace.Pace, window rest.Window) rest.Limiter {
	t.Helper()
	l, err := pace.Limiter("acme", "the account", window)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// through counts how many requests a limiter lets through at once.
func through(t *testing.T, l rest.Limiter, most int) int {
	t.Helper()
	for n := range most {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		err := l.Wait(ctx)
		cancel()
		if err != nil {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
			return n
		}
		l.Observe(200, nil)
	}
	return most
}

func TestCallDoesNotCostAQuery(t *testing.T) {
	t.Parallel()
	pace, exchanges := sqlitePace(t, true)
	l := limiter(t, pace, rest.Window{Requests: 400, Span: time.Minute})
	if n := through(t, l, 300); n != 300 {
		t.Fatalf("%d requests went through", n)
	}
	if n := exchanges(); n > 300/10 {
		t.Errorf("%d exchanges with the database for 300 calls", n)
	}
}

func TestWhatIsNotUsedIsGivenBack(t *testing.T) {
	t.Parallel()
	pace, _ := sqlitePace(t, true)
	window := rest.Window{Requests: 100, Span: 20 * time.Second} // places are good for 400 ms
	a, b := limiter(t, pace, window), limiter(t, pace, window)
	if n := through(t, a, 10); n != 10 { // it reserves more than that
		t.Fatalf("%d requests went through", n)
	}
	time.Sleep(time.Second)
	if n := through(t, b, 100); n != 90 {
		t.Errorf("%d places were left of 100 after 10", n)
	}
	start := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := b.Wait(ctx); !errors.Is(err, rest.ErrRateLimited) || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 2*time.Second {
		t.Errorf("with a full window: %v after %v", err, time.Since(start))
	}
}

func TestAccountsAreApart(t *testing.T) {
	t.Parallel()
	pace, _ := sqlitePace(t, true)
	window := rest.Window{Requests: 5, Span: time.Minute}
	for _, account := range []string{"one", "two"} {
		l, err := pace.Limiter("acme", account, window)
		if err != nil {
			t.Fatal(err)
		}
		if n := through(t, l, 10); n != 5 {
			t.Errorf("account %s: %d requests went through", account, n)
		}
	}
}

func TestCancelledWaitersGiveTheirPlacesBack(t *testing.T) {
	t.Parallel()
	pace, _ := sqlitePace(t, true)
	l := limiter(t, pace, rest.Window{Requests: 50, Span: time.Minute})
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*50*time.Microsecond)
			defer cancel()
			if l.Wait(ctx) == nil {
				l.Observe(rest.Unsent, nil)
			}
		})
	}
	wg.Wait()
	if n := through(t, l, 100); n != 50 {
		t.Errorf("%d places were left of 50", n)
	}
}

func TestPaceWithoutItsTable(t *testing.T) {
	t.Parallel()
	pace, _ := sqlitePace(t, false)
	client, err := rest.NewClient(rest.Vendor{Name: "acme", Window: shared}, "http://127.0.0.1:1", pace.Share("the account"), rest.WithoutRetries())
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.Do(t.Context(), call.New("getThing", http.MethodGet, "/thing"), nil, nil)
	if _, ok := errors.AsType[*rest.Error](err); !ok || !strings.Contains(err.Error(), "was CreateSchema run?") {
		t.Errorf("got %v", err)
	}
}

// TestSchemaIsMadeByMany has many make the same table at once.
func TestSchemaIsMadeByMany(t *testing.T) {
	t.Parallel()
	specs := map[string]func(*testing.T) string{}
	for _, driver := range sqliteDrivers {
		specs[driver] = func(t *testing.T) string { return sqliteSpec(t, driver, "none") }
	}
	if !testing.Short() {
		for _, driver := range drivers {
			specs[driver] = func(t *testing.T) string { return postgresSpec(t, driver, byPooler) }
		}
	}
	for name, newSpec := range specs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := newSpec(t)
			var wg sync.WaitGroup
			for range 20 {
				wg.Go(func() {
					pace, db, err := openPace(spec)
					if err != nil {
						t.Error(err)
						return
					}
					defer db.Close()
					if err := pace.CreateSchema(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		})
	}
}
