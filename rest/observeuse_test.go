package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// watching notes every attempt that an observer sees.
type watching struct {
	mu   sync.Mutex
	seen []rest.AttemptInfo
}

func (w *watching) option() rest.ClientOption {
	return rest.WithObserver(func(_ context.Context, a rest.AttemptInfo) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.seen = append(w.seen, a)
	})
}

// check checks that the attempts so far are want, each of them with status 200, and that the last failed with err, the caller's.
func (w *watching) check(t *testing.T, want int, err error) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.seen) != want {
		t.Errorf("%d attempts were seen, want %d: %v", len(w.seen), want, err)
		return
	}
	failed := 0
	for _, a := range w.seen {
		if a.Status != 200 || a.Again {
			t.Errorf("an attempt has status %d, again %t", a.Status, a.Again)
		}
		if a.Err != nil {
			failed++
			if err == nil || !errors.Is(err, a.Err) {
				t.Errorf("an attempt failed with %v, the caller got %v", a.Err, err)
			}
		}
	}
	if got := map[bool]int{true: 1}[err != nil]; failed != got {
		t.Errorf("%d attempts failed where the caller got %v", failed, err)
	}
}

// An attempt whose response is of no use to the caller is none that went well.
func TestObserverSeesWhatIsOfNoUse(t *testing.T) {
	t.Parallel()
	guess := func() *call.Call {
		c := call.New("op", "PUT", "/lamps")
		c.Guess()
		return c
	}
	plain := func(method string) func() *call.Call {
		return func() *call.Call { return call.New("op", method, "/lamps") }
	}
	for name, test := range map[string]struct {
		body    string
		call    func() *call.Call
		out     any
		lenient bool
		good    bool
		usable  bool
	}{
		"what was promised":          {body: `{"id":1}`, call: plain("GET"), out: new(lamp), good: true, usable: true},
		"a page":                     {body: "<html>Log in</html>", call: plain("GET"), out: new(lamp)},
		"nothing":                    {body: "", call: plain("GET"), out: new(lamp)},
		"half of it":                 {body: `{"id":1`, call: plain("GET"), out: new(lamp)},
		"another type":               {body: `{"id":[],"shade":"red"}`, call: plain("GET"), out: new(lamp), usable: true},
		"another type, leniently":    {body: `{"id":[],"shade":"red"}`, call: plain("GET"), out: new(lamp), lenient: true, good: true, usable: true},
		"another type than guessed":  {body: `"Saved"`, call: guess, out: new(lamp), good: true, usable: true},
		"something else":             {body: `{"error":"timeout"}`, call: plain("GET"), out: new(lamp)},
		"no record":                  {body: `{"data":null}`, call: plain("GET"), out: new(lampItem)},
		"a deletion":                 {body: `{"message":"Deleted"}`, call: plain("DELETE"), good: true},
		"a deletion that failed":     {body: `{"error":"held"}`, call: plain("DELETE")},
		"a deletion that got a page": {body: "<html>Log in</html>", call: plain("DELETE")},
		"rows too many for memory":   {body: `[` + strings.Repeat("{},", 99_999) + `{}]`, call: plain("GET"), out: new([][4 << 10]int64)},
	} {
		v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(http.StatusOK, test.body) })
		var seen watching
		opts := []rest.ClientOption{seen.option()}
		if test.lenient {
			opts = append(opts, rest.WithLenientDecoding(func(*rest.Error) {}))
		}
		usable, err := v.client(t, rest.Vendor{Data: "data"}, opts...).Do(t.Context(), test.call(), nil, test.out)
		if (err == nil) != test.good || usable != test.usable {
			t.Errorf("%s: usable %t, %v", name, usable, err)
		}
		if failure, ok := errors.AsType[*rest.Error](err); err != nil && (!ok || failure.Attempts != 1) {
			t.Errorf("%s: %#v", name, err)
		}
		seen.check(t, 1, err)
	}
}

// A page of a list is a call as any other, in whatever way it is fetched.
func TestObserverSeesAPageOfNoUse(t *testing.T) {
	t.Parallel()
	var own []struct {
		ID int64 `json:"id"`
	}
	for name, opts := range map[string][]rest.CallOption{
		"in turn": nil, "ahead": {rest.WithPrefetch()}, "own rows": {rest.WithRows(&own)},
	} {
		for _, second := range []string{"<html>Log in</html>", `{"error":"timeout"}`, `{"lamps":[{"id":"x"}]}`} {
			v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
				if r.URL.Query().Get("page") == "2" {
					return reply(http.StatusOK, second)
				}
				return reply(http.StatusOK, `{"lamps":[{"id":1}]}`)
			})
			var seen watching
			list := call.New("listLamps", "GET", "/lamps").List(call.Listing{Style: call.ByNumber, Page: "page", Items: "lamps"})
			var failed error
			for _, err := range rest.Pages[*lampList](t.Context(), v.client(t, rest.Vendor{}, seen.option()), list, opts) {
				failed = err
			}
			if failed == nil {
				t.Errorf("%s, %s: the list ended", name, second)
			}
			seen.check(t, 2, failed)
		}
	}
}

// A download is over when nothing more comes of it, and then it is seen, once.
func TestObserverSeesADownloadWhenItIsOver(t *testing.T) {
	t.Parallel()
	open := func(t *testing.T, seen *watching, respond func(r *http.Request) (*http.Response, error)) (*rest.Download, error) {
		v := newVendor(func(_ int, r *http.Request) (*http.Response, error) { return respond(r) })
		return v.client(t, rest.Vendor{}, seen.option()).Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
	}
	file := func(body io.Reader) func(*http.Request) (*http.Response, error) {
		return func(*http.Request) (*http.Response, error) {
			response, err := reply(http.StatusOK, "", "Content-Type", "image/png")
			response.Body, response.ContentLength = io.NopCloser(body), -1
			return response, err
		}
	}
	for name, respond := range map[string]func(*http.Request) (*http.Response, error){
		"a page":    func(*http.Request) (*http.Response, error) { return reply(200, "<html>", "Content-Type", "text/html") },
		"a failure": func(*http.Request) (*http.Response, error) { return reply(200, `{"error":"no such file"}`) },
		"not asked for": func(*http.Request) (*http.Response, error) {
			return reply(200, "x", "Content-Type", "image/png", "Content-Encoding", "br")
		},
	} {
		var seen watching
		_, err := open(t, &seen, respond)
		if !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%s: %v", name, err)
		}
		seen.check(t, 1, err)
	}
	for name, test := range map[string]struct {
		body io.Reader
		read int64 // bytes; -1: all
		bad  bool
	}{
		"to its end":   {body: strings.NewReader("abc"), read: -1},
		"in part":      {body: strings.NewReader("abc"), read: 2},
		"not at all":   {body: strings.NewReader("abc")},
		"as it breaks": {body: io.MultiReader(strings.NewReader("abc"), broken{}), read: -1, bad: true},
	} {
		var seen watching
		got, err := open(t, &seen, file(test.body))
		if err != nil {
			t.Fatal(err)
		}
		seen.check(t, 0, nil)
		if test.read < 0 {
			_, err = io.Copy(io.Discard, got)
		} else {
			_, err = io.CopyN(io.Discard, got, test.read)
			seen.check(t, 0, nil)
		}
		if (err != nil) != test.bad {
			t.Errorf("%s: %v", name, err)
		}
		got.Read(make([]byte, 1))
		got.Close()
		got.Close()
		seen.check(t, 1, err)
	}
}

// A download that is closed while another goroutine reads it hasn't failed.
func TestObserverSeesADownloadThatIsClosedAsItIsRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
			response, err := reply(http.StatusOK, "", "Content-Type", "image/png")
			response.Body, response.ContentLength = &endless{r.Context(), make(chan struct{})}, -1
			return response, err
		})
		var seen watching
		file, err := v.client(t, rest.Vendor{}, seen.option()).Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
		if err != nil {
			t.Fatal(err)
		}
		read := make(chan error)
		go func() {
			_, err := file.Read(make([]byte, 1))
			read <- err
		}()
		synctest.Wait()
		go file.Close()
		if err := <-read; !errors.Is(err, context.Canceled) {
			t.Errorf("the reader got %v", err)
		}
		synctest.Wait()
		seen.check(t, 1, nil)
	})
}

// endless is a body of which nothing comes until its request is cancelled, and that is closed only when it has been read.
type endless struct {
	requested context.Context
	read      chan struct{}
}

func (e *endless) Read([]byte) (int, error) {
	<-e.requested.Done()
	close(e.read)
	return 0, e.requested.Err()
}

func (e *endless) Close() error {
	<-e.read
	return nil
}

// broken is a body that breaks off.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// slowLamp takes its time to be decoded.
type slowLamp struct {
	ID int64 `json:"id"`
}

func (l *slowLamp) UnmarshalJSON(data []byte) error {
	time.Sleep(time.Minute)
	type plain slowLamp
	return value.Decode(data, (*plain)(l))
}

// How long an attempt took is the vendor's time, not that of what is done with the response.
func TestObserverLeavesOutWhatComesBehindTheResponse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var seen watching
		v := newVendor(func(int, *http.Request) (*http.Response, error) {
			time.Sleep(2 * time.Second)
			return reply(http.StatusOK, `{"id":1}`)
		})
		client := v.client(t, rest.Vendor{}, seen.option())
		if _, err := client.Do(t.Context(), call.New("op", "GET", "/lamps"), nil, new(slowLamp)); err != nil {
			t.Fatal(err)
		}
		file, err := client.Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		if _, err := io.Copy(io.Discard, file); err != nil {
			t.Fatal(err)
		}
		seen.check(t, 2, nil)
		for _, a := range seen.seen {
			if a.Duration != 2*time.Second {
				t.Errorf("%s took %v", a.Operation, a.Duration)
			}
		}
	})
}
