package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

const (
	killsLong = 200

	pointFlight = "in flight" // somewhere between the request and its response
)

type killOrders struct {
	At    string // the step and which one of that name, as "sync#2"; empty: run to the end
	After time.Duration
}

type killResult struct{ Steps []string }

// Kill ends processes in the middle of a renewal, at each of its steps, and looks at what the next process finds. A vendor
// whose refresh token stays good until its successor is used must lose no login, nor must an application by itself. One whose refresh token works once may
// lose it only between the request and the moment in which the new one is durable, and whoever comes next must be told
// exactly that.
func Kill(t *testing.T, vendorName string, d Drill) {
	skipUnlessAsked(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	server, v, err := start(vendorName, vendortest.WithoutRateLimit(), vendortest.AllowViolations())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	k := killDrill{Drill: d, server: server, vendor: v, lost: map[string]int{}, kept: map[string]int{}}
	store, closeStore, err := d.Open(ctx, d.Spec)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore()
	k.store = store
	points := k.trace(ctx, t)
	if t.Failed() {
		return
	}
	var window []string
	if !k.vendor.recoverable() {
		window = d.lossWindow(points)
	}
	kills := len(points)
	if long() {
		kills = max(killsLong, kills)
	}
	for i := range kills {
		k.kill(ctx, t, fmt.Sprintf("%s %d", vendorName, i), points[i%len(points)], window)
		if t.Failed() {
			return
		}
	}
	for _, point := range points {
		t.Logf("%s: killed at %-10s %3d times: %3d kept, %3d lost and reported", vendorName, point, k.kept[point]+k.lost[point], k.kept[point], k.lost[point])
	}
	for _, point := range window {
		// The request was responded to: were nothing lost, the drill would not be looking where it should.
		if point != pointFlight && k.lost[point] == 0 {
			t.Errorf("nothing was lost at %s, so the process wasn't killed there", point)
		}
	}
}

// lossWindow lists the points at which a single-use refresh token's successor is lost with the process: from the response
// until the store has it.
func (d Drill) lossWindow(points []string) []string {
	safe := 0
	for i, point := range points {
		if strings.HasPrefix(point, d.Safe+"#") {
			safe = i
		}
	}
	return points[slices.Index(points, pointFlight):safe]
}

type killDrill struct {
	Drill
	server     *vendortest.Server
	vendor     vendor
	store      auth.Store
	lost, kept map[string]int
	waits      int
}

// prepare makes a login whose access token has just expired.
func (k *killDrill) prepare(ctx context.Context, t *testing.T, account string) {
	t.Helper()
	err := k.vendor.logIn(ctx, k.store, account)
	if err == nil {
		_, err = k.store.Update(ctx, auth.Key{Vendor: k.vendor.Name, Account: account}, func(_ context.Context, now auth.Record) (auth.Record, error) {
			now.Expiry = time.Now().Add(-time.Minute)
			return now, nil
		})
	}
	if err != nil {
		t.Fatalf("preparing %s: %v", account, err)
	}
}

// trace runs one renewal to its end and lists its steps.
func (k *killDrill) trace(ctx context.Context, t *testing.T) []string {
	t.Helper()
	const account = "trace"
	k.prepare(ctx, t, account)
	cmd, err := k.command(ctx, orders{Account: account, Vendor: k.vendor, Kill: &killOrders{}})
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.CombinedOutput()
	var result killResult
	if err == nil {
		err = readResult(output, &result)
	}
	if err != nil {
		t.Fatalf("the renewal that nobody interrupted failed: %v\n%s", err, output)
	}
	asked := slices.Index(result.Steps, step.Ask+"#1")
	if asked < 0 {
		t.Fatalf("nothing was asked: %q", result.Steps)
	}
	return slices.Insert(result.Steps, asked+1, pointFlight)
}

// kill ends one process at a point and lets another go on.
func (k *killDrill) kill(ctx context.Context, t *testing.T, account, point string, window []string) {
	t.Helper()
	k.prepare(ctx, t, account)
	cmd, err := k.command(ctx, orders{Account: account, Vendor: k.vendor, Kill: &killOrders{At: point, After: rand.N(4 * time.Millisecond)}})
	if err != nil {
		t.Fatal(err)
	}
	if output, err := cmd.CombinedOutput(); !killed(err) {
		t.Errorf("the process that was to be killed at %s ended by %v\n%s", point, err, output)
		return
	}
	store, closeStore, err := k.Open(ctx, k.Spec)
	if err != nil {
		t.Errorf("killed at %s: the store can't be opened: %v", point, err)
		return
	}
	defer closeStore()
	if err := k.outwait(ctx, store, account); err != nil {
		t.Errorf("killed at %s: %v", point, err)
		return
	}
	err = k.goOn(ctx, store, account, false, nil)
	switch {
	case err == nil:
		k.kept[point]++
	case errors.Is(err, auth.ErrLost) && slices.Contains(window, point):
		k.lost[point]++
		k.fallBack(ctx, t, store, account, point)
	default:
		t.Errorf("killed at %s, the next process got %v", point, err)
	}
}

// outwait looks whether a next process that comes at once leaves the token alone, where the record says that a renewal is
// under way, and lets the time pass that the dead one had given itself.
func (k *killDrill) outwait(ctx context.Context, store auth.Store, account string) error {
	key := auth.Key{Vendor: k.vendor.Name, Account: account}
	now, err := store.Update(ctx, key, func(_ context.Context, now auth.Record) (auth.Record, error) { return now, nil })
	if err != nil || now.Notes.Intent.IsZero() {
		return err
	}
	if k.waits++; k.waits <= 2 {
		src, err := k.vendor.source(store, account, false, nil)
		if err != nil {
			return err
		}
		before := k.server.Tokens()
		soon, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		defer cancel()
		if _, err := src.Token(soon); !errors.Is(err, context.DeadlineExceeded) || k.server.Tokens() != before {
			return fmt.Errorf("while a renewal may be under way, the next process got %v; the token endpoint counted %+v, before %+v", err, k.server.Tokens(), before)
		}
		// It goes on waiting by itself, and is one more holder of the store below.
	}
	_, err = store.Update(ctx, key, func(_ context.Context, now auth.Record) (auth.Record, error) {
		now.Notes.Intent.Until = now.Notes.Intent.Begun
		return now, nil
	})
	return err
}

// goOn is the next process: it takes the login from the store and makes two calls with it.
func (k *killDrill) goOn(ctx context.Context, store auth.Store, account string, fallback bool, told func(error)) error {
	src, err := k.vendor.source(store, account, fallback, told)
	if err != nil {
		return err
	}
	call, err := k.vendor.caller(src, nil)
	if err != nil {
		return err
	}
	if err := call(ctx); err != nil {
		return err
	}
	return call(ctx)
}

// fallBack looks whether the password helps after a loss, and whether the loss is reported all the same.
func (k *killDrill) fallBack(ctx context.Context, t *testing.T, store auth.Store, account, point string) {
	t.Helper()
	told := make(chan error, 1)
	if err := k.goOn(ctx, store, account, true, func(err error) { told <- err }); err != nil {
		t.Errorf("killed at %s, the password didn't help: %v", point, err)
		return
	}
	select {
	case err := <-told:
		if !errors.Is(err, auth.ErrLost) {
			t.Errorf("killed at %s, and told of %v", point, err)
		}
	case <-time.After(10 * time.Second):
		t.Errorf("killed at %s, the loss wasn't told of", point)
	}
}

// die is the process that renews and is killed.
func (o orders) die(t *testing.T, store auth.Store) {
	var steps []string
	seen := map[string]int{}
	at := func(name string) error { // a renewal takes one step at a time
		seen[name]++
		point := fmt.Sprintf("%s#%d", name, seen[name])
		steps = append(steps, point)
		switch {
		case point == o.Kill.At:
			killMyself()
		case name == step.Ask && o.Kill.At == pointFlight:
			go func() {
				time.Sleep(o.Kill.After)
				killMyself()
			}()
		}
		return nil
	}
	ctx := step.With(t.Context(), at)
	src, err := o.Vendor.source(store, o.Account, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := src.Token(ctx); err != nil {
		t.Fatal(err)
	}
	call, err := o.Vendor.caller(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	at("use")
	if err := call(t.Context()); err != nil {
		t.Fatal(err)
	}
	at("used")
	if o.Kill.At != "" { // late, but never too late
		time.Sleep(o.Kill.After)
		killMyself()
	}
	printResult(killResult{steps})
}

// killMyself ends the process as a power cut would, as far as the process is concerned.
func killMyself() {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		self.Kill()
	}
	select {}
}
