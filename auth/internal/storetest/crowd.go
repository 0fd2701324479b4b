package storetest

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

const (
	crowdProcesses  = 8
	crowdGoroutines = 16
	crowdLife       = time.Second   // of a token
	crowdMargin     = crowdLife / 5 // tokens are handed out until so long before their end
	crowdLooks      = 20            // how often a goroutine asks for the token between two calls
)

type crowdOrders struct {
	Until      time.Time
	Goroutines int
}

type crowdResult struct {
	Asked         int // for a token
	Calls, Failed int
	Late          int      // calls whose token ended on the way, because the machine took longer than crowdMargin
	First         string   // the first failure
	Tokens        []string // of the simulator, that were handed out
}

// Crowd lets many processes, with many goroutines each, call one vendor with one login in one store, while tokens live a
// second. Each token must be renewed once; none twice, none with a refresh token that is spent; no call may fail.
func Crowd(t *testing.T, vendorName string, d Drill) {
	skipUnlessAsked(t)
	length := 5 * time.Second
	if long() {
		length = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(t.Context(), length+time.Minute)
	defer cancel()
	server, v, err := start(vendorName, vendortest.WithAccessTokenLife(crowdLife), vendortest.WithoutRateLimit(), vendortest.AllowViolations())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	store, closeStore, err := d.Open(ctx, d.Spec)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore()
	account := "crowd of " + vendorName
	if err := v.logIn(ctx, store, account); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	var mu sync.Mutex
	var all crowdResult
	used := map[string]bool{}
	var group sync.WaitGroup
	for range crowdProcesses {
		cmd, err := d.command(ctx, orders{Account: account, Vendor: v, Crowd: &crowdOrders{begun.Add(length), crowdGoroutines}})
		if err != nil {
			t.Fatal(err)
		}
		group.Go(func() {
			output, err := cmd.CombinedOutput()
			var r crowdResult
			if err == nil {
				err = readResult(output, &r)
			}
			if err != nil {
				t.Errorf("a process failed: %v\n%s", err, output)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			all.Asked += r.Asked
			all.Calls += r.Calls
			all.Failed += r.Failed
			all.Late += r.Late
			if all.First == "" {
				all.First = r.First
			}
			for _, token := range r.Tokens {
				used[token] = true
			}
		})
	}
	group.Wait()
	took := time.Since(begun)
	stats := server.Tokens()
	renewals := v.renewals(stats)
	t.Logf("%s: %d processes of %d goroutines, %v: asked %d times for a token; %d calls, %d failed, %d stuck on a slow machine; %d tokens were handed out, %d renewals, %d requests to the token endpoint refused, %d spent refresh tokens sent",
		vendorName, crowdProcesses, crowdGoroutines, took.Round(time.Millisecond), all.Asked, all.Calls, all.Failed, all.Late, len(used), renewals, stats.Refused, stats.Reused)
	if all.Failed != 0 {
		t.Errorf("%d of %d calls failed, the first: %s", all.Failed, all.Calls, all.First)
	}
	if stats.Refused != 0 || stats.Reused != 0 || stats.Issued != 1 && !v.ByItself {
		t.Errorf("the vendor counted %+v, want one login and nothing refused", stats)
	}
	if all.Late > all.Calls/20 && !t.Failed() {
		t.Skipf("%d of %d calls were stuck: this machine is too slow or too busy for the drill to say how often tokens are renewed", all.Late, all.Calls)
	}
	// Every token that came to its end while calls were made was renewed, once: so all tokens that were issued were
	// handed out too, but for the first, which the processes may have missed while they started, and the last.
	if renewals < len(used)-1 || renewals > len(used)+1 && all.Late == 0 {
		t.Errorf("%d renewals for %d tokens that were handed out", renewals, len(used))
	}
	// Tokens are renewed after 0.6 to 1 s.
	if least := int(length/crowdLife) / 2; renewals < least || renewals > int(took/(6*crowdLife/10))+2 {
		t.Errorf("%d renewals in %v", renewals, took)
	}
}

// crowd is one process of the crowd.
func (o orders) crowd(t *testing.T, store auth.Store) {
	src, err := o.Vendor.source(store, o.Account, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var result crowdResult
	used := map[string]bool{}
	var group sync.WaitGroup
	for range o.Crowd.Goroutines {
		group.Go(func() {
			var token string
			call, err := o.Vendor.caller(src, func(sent string) { token = sent })
			if err != nil {
				t.Error(err)
				return
			}
			for time.Now().Before(o.Crowd.Until) {
				start := time.Now()
				err := call(t.Context())
				mu.Lock()
				result.Calls++
				if errors.Is(err, rest.ErrUnauthorized) && time.Since(start) > crowdMargin {
					result.Late++
				} else if err != nil {
					result.Failed++
					if result.First == "" {
						result.First = err.Error()
					}
				} else {
					used[token] = true
				}
				mu.Unlock()
				for range crowdLooks { // the simulator has only so much time for calls
					time.Sleep(10*time.Millisecond + rand.N(20*time.Millisecond))
					got, err := src.Token(t.Context())
					mu.Lock()
					result.Asked++
					if err == nil {
						used[got.AccessToken] = true
					} else {
						result.Failed++
						result.First = err.Error()
					}
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	for token := range used {
		result.Tokens = append(result.Tokens, token)
	}
	printResult(result)
}
