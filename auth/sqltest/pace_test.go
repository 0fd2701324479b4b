package sqltest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	process "os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/sqlpace"
)

// shared is the window that the processes of a test share.
var shared = rest.Window{Requests: 200, Span: 3 * time.Second}

const spans = 4

// vendor counts requests in a window that rolls, and refuses what is too much.
type vendor struct {
	mu      sync.Mutex
	first   time.Time
	times   []time.Time
	passed  int
	refused int
	clients map[string]int
}

func (v *vendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := time.Now()
	if v.first.IsZero() {
		v.first = now
	}
	for len(v.times) > 0 && now.Sub(v.times[0]) >= shared.Span {
		v.times = v.times[1:]
	}
	if len(v.times) >= shared.Requests {
		v.refused++
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	v.times = append(v.times, now)
	if now.Sub(v.first) < spans*shared.Span {
		v.passed++
		v.clients[r.UserAgent()]++
	}
}

// openPace opens the table that a specification names, as openPostgres and openSQLite have it.
func openPace(spec string) (*sqlpace.Pace, *sql.DB, error) {
	cfg := sqlpace.Config{}
	var err error
	if strings.HasPrefix(spec, "sqlite ") {
		cfg.Dialect = sqlpace.SQLite()
		cfg.DB, err = sqliteDB(spec)
	} else {
		words := strings.Fields(spec)
		cfg.Dialect, cfg.Table = sqlpace.PostgreSQL(), words[2]
		cfg.DB, err = sql.Open(words[0], os.Getenv(words[1]))
	}
	if err != nil {
		return nil, nil, err
	}
	pace, err := sqlpace.New(cfg)
	return pace, cfg.DB, err
}

// TestPaceChild is one process of TestProcessesShareAWindow: eager, as long as the test lasts.
func TestPaceChild(t *testing.T) {
	spec, url := os.Getenv("VENDORKIT_PACE"), os.Getenv("VENDORKIT_PACE_VENDOR")
	if spec == "" {
		t.Skip("started by TestProcessesShareAWindow")
	}
	pace, db, err := openPace(spec)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := pace.CreateSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	client, err := rest.NewClient(rest.Vendor{Name: "acme", Window: shared}, url, pace.Share("the account"),
		rest.WithoutRetries(), rest.WithUserAgent(strconv.Itoa(os.Getpid())))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), (spans+1)*shared.Span)
	defer cancel()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for ctx.Err() == nil {
				_, err := client.Do(ctx, call.New("getThing", "GET", "/thing"), nil, nil)
				if err != nil && ctx.Err() == nil && !errors.Is(err, context.DeadlineExceeded) {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestProcessesShareAWindow starts four eager processes on one database. Together they must never exceed the vendor's
// window, and use nine tenths of it at least.
func TestProcessesShareAWindow(t *testing.T) {
	t.Parallel()
	specs := map[string]func(*testing.T) string{}
	for _, driver := range sqliteDrivers {
		for _, mode := range journalModes {
			specs["SQLite "+driver+" "+mode] = func(t *testing.T) string { return sqliteSpec(t, driver, mode) }
		}
	}
	for _, driver := range drivers {
		for _, way := range []string{bySocket, byPooler, bySession} {
			specs["PostgreSQL "+driver+" "+way] = func(t *testing.T) string { return postgresSpec(t, driver, way) }
		}
	}
	for name, newSpec := range specs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := newSpec(t)
			v := &vendor{clients: map[string]int{}}
			server := httptest.NewServer(v)
			defer server.Close()
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					child := process.CommandContext(t.Context(), os.Args[0], "-test.run=^TestPaceChild$")
					child.Env = append(os.Environ(), "VENDORKIT_PACE="+spec, "VENDORKIT_PACE_VENDOR="+server.URL)
					var out bytes.Buffer
					child.Stdout, child.Stderr = &out, &out
					if err := child.Run(); err != nil {
						t.Errorf("%v: %s", err, out.String())
					}
				})
			}
			wg.Wait()
			most := spans * shared.Requests
			t.Logf("%d of %d places used, %d refused, by client %v", v.passed, most, v.refused, v.clients)
			if v.refused > 0 {
				t.Errorf("the vendor refused %d requests", v.refused)
			}
			if v.passed < most*9/10 {
				t.Errorf("%d of %d places were used", v.passed, most)
			}
		})
	}
}
