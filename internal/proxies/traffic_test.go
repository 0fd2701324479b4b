package proxies

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// backend is the vendor behind a proxy. It counts how often each call was processed.
type backend struct {
	*httptest.Server
	mu   sync.Mutex
	seen map[string]int
}

func newBackend(t *testing.T, secure bool) *backend {
	t.Helper()
	b := &backend{seen: map[string]int{}}
	b.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return // cut off: nothing is done
		}
		b.mu.Lock()
		b.seen[r.URL.Query().Get("call")]++
		b.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"id":%q}`, r.URL.Query().Get("call"))
	}))
	if secure {
		b.TLS = serverTLS(t)
		b.StartTLS()
	} else {
		b.Start()
	}
	t.Cleanup(b.Close)
	return b
}

// kind is a way of making a call.
type kind struct {
	name       string
	repeatable bool // the vendor may see it more than once
	call       func(t *testing.T, client *rest.Client, query url.Values) error
}

func kinds() []kind {
	plain := func(method string, in any, opts ...rest.CallOption) func(t *testing.T, client *rest.Client, query url.Values) error {
		return func(t *testing.T, client *rest.Client, query url.Values) error {
			var out struct{ ID string }
			err := client.Call(t.Context(), method, "/things", query, in, &out, opts...)
			if err == nil && out.ID != query.Get("call") {
				return fmt.Errorf("the response is that of %q", out.ID)
			}
			return err
		}
	}
	record := map[string]string{"name": strings.Repeat("Printer ", 20)}
	return []kind{
		{"GET", true, plain("GET", nil)},
		{"GET that may not be repeated", false, plain("GET", nil, rest.Repeatable(false))},
		{"POST", false, plain("POST", record)},
		{"DELETE", true, plain("DELETE", nil)},
		{"POST of a stream", false, func(t *testing.T, client *rest.Client, query url.Values) error {
			c := call.New("upload", "POST", "/files")
			c.Stream("application/octet-stream", strings.NewReader("bytes"))
			id := query.Get("call")
			c.String("call", &id)
			_, err := client.Do(t.Context(), c, nil, nil)
			return err
		}},
	}
}

// traffic is how many calls of each kind are made, and how.
type traffic struct {
	at         string // the proxy's address, as a base URL
	goroutines int
	calls      int // of each goroutine and kind
	pause      time.Duration
	own        bool // a client, and so connections, for each goroutine
	opts       []rest.ClientOption
}

// tally is what became of the calls of one kind.
type tally struct {
	calls, failed, resent int
	outcomes              map[rest.Outcome]int
	errs                  map[string]int
}

// run makes the calls and checks each against what the backend saw of it: none was processed twice that must not be, and what
// an error says of it is true.
func (tr traffic) run(t *testing.T, b *backend) map[string]*tally {
	t.Helper()
	client := func() *rest.Client {
		c, err := rest.NewClient(rest.Vendor{Name: "acme"}, tr.at, tr.opts...)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	shared := client()
	result := map[string]*tally{}
	var mu sync.Mutex
	for _, k := range kinds() {
		sum := &tally{outcomes: map[rest.Outcome]int{}, errs: map[string]int{}}
		result[k.name] = sum
		var group sync.WaitGroup
		for g := range tr.goroutines {
			c := shared
			if tr.own {
				c = client()
			}
			group.Go(func() {
				for i := range tr.calls {
					id := fmt.Sprintf("%s %d %d", k.name, g, i)
					err := k.call(t, c, url.Values{"call": {id}})
					mu.Lock()
					sum.calls++
					tr.judge(t, k, sum, b.count(id), err)
					mu.Unlock()
					time.Sleep(tr.pause)
				}
			})
		}
		group.Wait()
		t.Logf("%s: %d calls, %d failed (%v), %d seen more than once; %v", k.name, sum.calls, sum.failed, sum.outcomes, sum.resent, sum.errs)
	}
	return result
}

func (tr traffic) judge(t *testing.T, k kind, sum *tally, seen int, err error) {
	if seen > 1 {
		sum.resent++
		if !k.repeatable {
			t.Errorf("a %s was processed %d times", k.name, seen)
		}
	}
	if err == nil {
		if seen == 0 {
			t.Errorf("a %s is a success and was never processed", k.name)
		}
		return
	}
	sum.failed++
	e, ok := errors.AsType[*rest.Error](err)
	if !ok {
		t.Errorf("%s: %T, want *rest.Error: %v", k.name, err, err)
		return
	}
	sum.outcomes[e.Outcome()]++
	sum.errs[e.Error()]++
	switch e.Outcome() {
	case rest.NotProcessed:
		if seen != 0 {
			t.Errorf("a %s was processed although its error says that it wasn't: %v", k.name, err)
		}
	case rest.Processed:
		if seen == 0 {
			t.Errorf("a %s wasn't processed although its error says so: %v", k.name, err)
		}
	}
}

func (b *backend) count(id string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.seen[id]
}

// noneFails reports every kind of call of which one failed.
func noneFails(t *testing.T, result map[string]*tally) {
	t.Helper()
	for name, sum := range result {
		if sum.failed > 0 {
			t.Errorf("%d of %d %s failed: %v", sum.failed, sum.calls, name, sum.errs)
		}
	}
}

// noneThatRepeatsFails is for proxies that end connections without a word, as some do: what may be repeated is, and the rest
// fails where nobody can tell whether it was processed.
func noneThatRepeatsFails(t *testing.T, result map[string]*tally) {
	t.Helper()
	repeatable := map[string]*tally{}
	for _, k := range kinds() {
		if k.repeatable {
			repeatable[k.name] = result[k.name]
		}
	}
	noneFails(t, repeatable)
}
