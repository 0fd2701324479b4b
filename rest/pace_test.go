package rest_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

func TestPacingCanBeSwitchedOffAndShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		window := rest.Window{Requests: 10, Span: time.Minute}
		v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(200, thingBody) })
		took := func(clients ...*rest.Client) time.Duration {
			start := time.Now()
			for i := range 20 {
				if err := makeCall(t.Context(), clients[i%len(clients)], "GET"); err != nil {
					t.Fatal(err)
				}
			}
			return time.Since(start)
		}
		about := rest.Vendor{Window: window}
		if d := took(v.client(t, about, rest.WithoutPacing())); d != 0 {
			t.Errorf("without pacing: %v", d)
		}
		if d := took(v.client(t, about), v.client(t, about)); d != 0 {
			t.Errorf("two clients that know nothing of each other: %v", d)
		}
		limiter := rest.NewLimiter(window)
		a, b := v.client(t, about, rest.WithLimiter(limiter)), v.client(t, about, rest.WithLimiter(limiter))
		if d := took(a, b); d != time.Minute {
			t.Errorf("two clients that share a limiter: %v", d)
		}
		if a.Window() != window {
			t.Errorf("the client's window is %v", a.Window())
		}
		if d := took(v.client(t, rest.Vendor{})); d != 0 {
			t.Errorf("a vendor without a known limit: %v", d)
		}
	})
}

func TestWhatALimiterIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(func(number int, _ *http.Request) (*http.Response, error) {
			switch number {
			case 1:
				return nil, errDial
			case 2:
				return nil, errReset
			case 3:
				return reply(503, `{}`, "X-Left", "2")
			case 4:
				return reply(200, `{"status":91}`, "X-Left", "1")
			}
			return reply(200, thingBody)
		})
		n := new(notes)
		throttled := &rest.Envelope{Status: "status", OK: "1", Codes: []call.Code{{Value: "91", Kind: rest.ErrRateLimited}}}
		if err := makeCall(t.Context(), v.client(t, rest.Vendor{Envelope: throttled}, rest.WithLimiter(n)), "GET"); err != nil {
			t.Fatal(err)
		}
		want := []string{"wait", "-1 ", "wait", "0 ", "wait", "503 2", "wait", "429 1", "wait", "200 "}
		if diff := cmp.Diff(want, n.lines); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
