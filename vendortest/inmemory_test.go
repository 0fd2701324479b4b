package vendortest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// inMemory logs in to a simulator in memory and gives a call of it, by the vendor.
var inMemory = map[string]func(t *testing.T) (srv *vendortest.Server, operation string, call func(ctx context.Context, opts ...rest.CallOption) error){
	"halo": func(t *testing.T) (*vendortest.Server, string, func(context.Context, ...rest.CallOption) error) {
		srv := vendortest.NewHalo(t, vendortest.InMemory())
		source, err := auth.HaloClientCredentials(srv.Credentials().Halo())
		must(t, err)
		client, err := halo.NewClient(srv.URL, halo.WithRequestEditorFn(auth.Halo(source)), rest.WithHTTPClient(srv.Client()))
		must(t, err)
		return srv, "listTeams", func(ctx context.Context, opts ...rest.CallOption) error {
			_, err := client.Teams.List(ctx, nil, opts...)
			return err
		}
	},
	"holaspirit": func(t *testing.T) (*vendortest.Server, string, func(context.Context, ...rest.CallOption) error) {
		srv := vendortest.NewHolaspirit(t, vendortest.InMemory())
		source, err := auth.HolaspiritPassword(srv.Credentials().Holaspirit())
		must(t, err)
		client, err := holaspirit.NewClient(srv.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)), rest.WithHTTPClient(srv.Client()))
		must(t, err)
		return srv, "getMe", func(ctx context.Context, opts ...rest.CallOption) error {
			_, err := client.Me.Get(ctx, opts...)
			return err
		}
	},
	"humanity": func(t *testing.T) (*vendortest.Server, string, func(context.Context, ...rest.CallOption) error) {
		srv := vendortest.NewHumanity(t, vendortest.InMemory())
		source, err := auth.HumanityPassword(srv.Credentials().Humanity())
		must(t, err)
		client, err := humanity.NewClient(srv.URL, humanity.WithRequestEditorFn(auth.Humanity(source)), rest.WithHTTPClient(srv.Client()))
		must(t, err)
		return srv, "listPositions", func(ctx context.Context, opts ...rest.CallOption) error {
			_, err := client.Positions.List(ctx, nil, opts...)
			return err
		}
	},
	"spiro": func(t *testing.T) (*vendortest.Server, string, func(context.Context, ...rest.CallOption) error) {
		srv := vendortest.NewSpiro(t, vendortest.InMemory())
		source, err := auth.SpiroRefresh(srv.Credentials().Spiro())
		must(t, err)
		client, err := spiro.NewClient(srv.URL, spiro.WithRequestEditorFn(auth.Spiro(source)), rest.WithHTTPClient(srv.Client()))
		must(t, err)
		return srv, "listPipelines", func(ctx context.Context, opts ...rest.CallOption) error {
			_, err := client.Pipelines.List(ctx, nil, opts...)
			return err
		}
	},
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestInMemoryWaitsTakeNoTime: within a bubble a refusal is waited out, a token expires and a response comes late, all on the bubble's
// clock. A simulator with a port would hang there.
func TestInMemoryWaitsTakeNoTime(t *testing.T) {
	for vendor, login := range inMemory {
		t.Run(vendor, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv, operation, call := login(t)
				start := time.Now()
				srv.Fail(vendortest.Fault{Operation: operation, Status: 429, RetryAfter: 40 * time.Second})
				must(t, call(t.Context()))
				if took := time.Since(start); took < 40*time.Second || took > time.Minute {
					t.Errorf("a refusal for 40 s was waited out in %v", took)
				}
				time.Sleep(25 * time.Hour)
				must(t, call(t.Context()))
				if got := srv.Tokens(); got.Issued+got.Refreshed < 2 {
					t.Errorf("a day later the token is the same: %+v", got)
				}
				srv.Fail(vendortest.Fault{Operation: operation, Times: -1, Delay: time.Hour})
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				if err := call(ctx, rest.Retries(0)); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("a response that comes late: %v", err)
				}
				if got := len(srv.Violations()); got != 0 {
					t.Errorf("%d violations", got)
				}
			})
		})
	}
}

// TestInMemoryFaults: what is cut is cut, and what is slow is slow, without a socket too.
func TestInMemoryFaults(t *testing.T) {
	for name, test := range map[string]struct {
		fault vendortest.Fault
		want  error
		took  time.Duration // at least
	}{
		"before the response": {vendortest.Fault{ResetBeforeResponse: true}, io.EOF, 0},
		"before the body":     {vendortest.Fault{ResetBeforeBody: true}, io.ErrUnexpectedEOF, 0},
		"within the body":     {vendortest.Fault{ResetAfterBody: true}, io.ErrUnexpectedEOF, 0},
		"in drips":            {vendortest.Fault{Drip: time.Hour}, context.DeadlineExceeded, 100 * time.Hour},
		"slowly":              {vendortest.Fault{SlowBody: 50 * time.Hour}, nil, 50 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := vendortest.NewHalo(t, vendortest.InMemory())
				srv.Fail(test.fault)
				ctx, cancel := context.WithTimeout(t.Context(), 100*time.Hour)
				defer cancel()
				start := time.Now()
				req, err := http.NewRequestWithContext(ctx, "GET", srv.URL+"/Teams", nil)
				must(t, err)
				req.Header.Set("Authorization", "Bearer "+srv.Credentials().AccessToken)
				res, err := srv.Client().Do(req)
				if err == nil {
					defer res.Body.Close()
					_, err = io.ReadAll(res.Body)
				}
				if !errors.Is(err, test.want) {
					t.Errorf("%v, want %v", err, test.want)
				}
				if took := time.Since(start); took < test.took {
					t.Errorf("it took %v, want %v", took, test.took)
				}
			})
		})
	}
}

// TestInMemorySimulatorsAreApart: simulators in one process have the same address, and each its own client.
func TestInMemorySimulatorsAreApart(t *testing.T) {
	t.Parallel()
	first, second := vendortest.NewHalo(t, vendortest.InMemory()), vendortest.NewHalo(t, vendortest.InMemory())
	for range 3 {
		res, err := first.Client().Get(first.URL + "/Teams")
		must(t, err)
		res.Body.Close()
	}
	if a, b := len(first.Requests()), len(second.Requests()); a != 3 || b != 0 {
		t.Errorf("%d and %d requests", a, b)
	}
	must(t, first.Close())
	if _, err := first.Client().Get(first.URL); err == nil {
		t.Error("it still responds after Close")
	}
	if _, err := http.Get(second.URL); err == nil {
		t.Error("a client that isn't the simulator's reaches it")
	}
	if s, err := vendortest.Start("halo", vendortest.InMemory(), vendortest.WithAddr("127.0.0.1:8099")); err == nil {
		s.Close()
		t.Error("it has an address")
	}
}

// TestClientOfASimulatorWithAPort: Client is for both kinds.
func TestClientOfASimulatorWithAPort(t *testing.T) {
	t.Parallel()
	srv := vendortest.NewSpiro(t)
	res, err := srv.Client().Get(srv.URL + "/companies")
	must(t, err)
	res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized || len(srv.Requests()) != 1 {
		t.Errorf("%s", res.Status)
	}
}
