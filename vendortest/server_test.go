package vendortest

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestManyGoroutines(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t, WithoutRateLimit())
	s.Fail(Fault{Operation: "listCircles", Times: 3, ResetBeforeResponse: true})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for j := range 6 {
				r := request{method: "POST", path: organization(s) + "/tensions", body: `{"name":"x"}`}
				switch j % 3 {
				case 1:
					r = get(organization(s) + "/tensions?count=5")
				case 2:
					r = get(organization(s) + "/circles?count=2")
				}
				if got, err := try(s, r); err == nil && got.status/100 != 2 {
					t.Errorf("%d: %s %s: %d %s", i, r.method, r.path, got.status, got.body)
				}
				s.Requests()
				s.Tokens()
				s.Records("tensions").Len()
			}
		})
	}
	wg.Wait()
	if n := s.Count("createTension"); n != 32 {
		t.Errorf("%d created", n)
	}
	if n := s.Records("tensions").Len(); n != 120+32 {
		t.Errorf("%d tensions", n)
	}
	for i, r := range s.Requests() {
		if r.N != i+1 {
			t.Fatalf("request %d has number %d", i+1, r.N)
		}
	}
}

func TestCloseLeavesNothingBehind(t *testing.T) {
	client := &http.Client{Transport: &http.Transport{}}
	before := runtime.NumGoroutine()
	for range 5 {
		s, err := Start("spiro")
		if err != nil {
			t.Fatal(err)
		}
		s.Fail(Fault{Operation: "listQuotes", ResetAfterBody: true})
		for _, path := range []string{"/companies", "/quotes", "/pipelines"} {
			req, _ := http.NewRequest("GET", s.URL+path, nil)
			req.Header.Set("Authorization", "Bearer "+s.Credentials().AccessToken)
			req.Header.Set("X-Api-Version", "1")
			if res, err := client.Do(req); err == nil {
				res.Body.Close()
			}
		}
		idle, err := net.Dial("tcp", strings.TrimPrefix(s.OAuthURL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer idle.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("closing again: %v", err)
		}
		if _, err := client.Get(s.URL); err == nil {
			t.Error("it still responds")
		}
	}
	client.CloseIdleConnections()
	var after int
	for range 100 {
		if after = runtime.NumGoroutine(); after <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	stacks := make([]byte, 1<<20)
	t.Errorf("%d goroutines before, %d after:\n%s", before, after, stacks[:runtime.Stack(stacks, true)])
}

func TestStart(t *testing.T) {
	t.Parallel()
	if _, err := Start("nobody"); err == nil || !strings.Contains(err.Error(), "holaspirit, humanity, spiro") {
		t.Errorf("error %v doesn't say which vendors there are", err)
	}
	s, err := Start("spiro")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if s.URL != s.OAuthURL+"/api/v1" || s.TokenURL != s.OAuthURL+"/oauth/token" {
		t.Errorf("URLs %s %s %s", s.URL, s.OAuthURL, s.TokenURL)
	}
	addr := strings.TrimPrefix(s.OAuthURL, "http://")
	if _, err := Start("spiro", WithAddr(addr)); err == nil {
		t.Error("two simulators on one address")
	}
	s.Close()
	again, err := Start("spiro", WithAddr(addr))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.OAuthURL != s.OAuthURL {
		t.Errorf("address %s, want %s", again.OAuthURL, s.OAuthURL)
	}
}

// fakeTB records what a simulator does to its test.
type fakeTB struct {
	cleanups []func()
	said     []string
}

func (f *fakeTB) Helper()            {}
func (f *fakeTB) Cleanup(run func()) { f.cleanups = append(f.cleanups, run) }
func (f *fakeTB) Errorf(format string, args ...any) {
	f.said = append(f.said, "error "+fmt.Sprintf(format, args...))
}
func (f *fakeTB) Logf(format string, args ...any) {
	f.said = append(f.said, "log "+fmt.Sprintf(format, args...))
}
func (f *fakeTB) Fatalf(format string, args ...any) {
	f.said = append(f.said, "fatal "+fmt.Sprintf(format, args...))
}

func TestUnderATest(t *testing.T) {
	t.Parallel()
	tb := &fakeTB{}
	s := NewSpiro(tb)
	do(t, s, get("/companies?bogus=1"))
	if len(tb.said) != 1 || !strings.HasPrefix(tb.said[0], "log ") || !strings.Contains(tb.said[0], "bogus") {
		t.Errorf("said %q", tb.said)
	}
	for _, run := range tb.cleanups {
		run()
	}
	if _, err := try(s, get("/companies")); err == nil {
		t.Error("it still responds after the test's end")
	}
	NewHolaspirit(tb, WithAddr("256.0.0.1:0"))
	if !strings.HasPrefix(tb.said[len(tb.said)-1], "fatal ") {
		t.Errorf("said %q", tb.said)
	}
}

// TestOptionsThatMakeNoSense are refused; that of a limit of no calls was once as good as none.
func TestOptionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for want, option := range map[string]Option{
		"WithRecords: -3 records":               WithRecords(-3, "Tickets"),
		"WithRateLimit: 0 calls in 1m0s":        WithRateLimit(0, time.Minute),
		"WithRateLimit: 3 calls in 0s":          WithRateLimit(3, 0),
		"WithMaxPageSize: a page":               WithMaxPageSize(0),
		"WithAccessTokenLife: -1ns":             WithAccessTokenLife(-1),
		"WithLatency: -1ns":                     WithLatency(-1),
		"HumanityThrottleStatus: 500":           HumanityThrottleStatus(500),
		`"0.0.0.0:0" is not a loopback address`: WithAddr("0.0.0.0:0"),
	} {
		s, err := Start("humanity", option)
		if err == nil {
			s.Close()
			t.Errorf("%s: no error", want)
		} else if !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for want, option := range map[string]Option{
		"HaloEnvelopes": HaloEnvelopes(), "HaloKeepsRefreshTokens": HaloKeepsRefreshTokens(),
		"HumanityStaffFlag": HumanityStaffFlag(), "HumanityThrottleStatus": HumanityThrottleStatus(429),
	} {
		s, err := Start("spiro", option)
		if err == nil {
			s.Close()
			t.Errorf("%s of another vendor: no error", want)
		} else if !strings.HasPrefix(err.Error(), want+": there is no such thing at spiro") {
			t.Errorf("%s of another vendor: %v", want, err)
		}
	}
	if s, err := Start("halo", WithRecords(0, "Tickets")); err != nil || s.Records("Tickets").Len() != 0 {
		t.Errorf("no tickets: %v", err)
	} else {
		s.Close()
	}
}

// TestRefusedRequestsAreNotProcessed: what the vendor itself refuses was not carried out, whatever the status says.
func TestRefusedRequestsAreNotProcessed(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	at := "/shifts?access_token=" + s.Credentials().AccessToken
	for body, want := range map[string]bool{
		"schedule=220000&start_date=2026-12-01&end_date=2026-12-01&start_time=5:00pm&end_time=9:00pm": true,
		"schedule=1&start_date=2026-12-01&end_date=2026-12-01&start_time=5:00pm&end_time=9:00pm":      false, // there is no such position
	} {
		got := do(t, s, request{method: "POST", path: at, media: formMedia, body: body})
		if requests := s.Requests("createShift"); got.status != 200 || requests[len(requests)-1].Processed != want {
			t.Errorf("%s: %+v, %+v", body, got, requests[len(requests)-1])
		}
	}
	res, err := http.PostForm(s.TokenURL, url.Values{"grant_type": {"password"}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if r := s.Requests("token"); len(r) != 1 || r[0].Processed {
		t.Errorf("%+v", r)
	}
}

func TestRequestsAreKept(t *testing.T) {
	t.Parallel()
	s := startLab(t, WithRequestBodies())
	do(t, s, request{method: "POST", path: "/tickets", body: `{"summary":"x"}`, header: map[string]string{"X-Tenant": "a"}})
	do(t, s, get("/tickets?page_no=2"))
	do(t, s, get("/nowhere"))
	log := s.Requests()
	if r := log[0]; r.Operation != "createTicket" || r.Status != 201 || !r.Processed || string(r.Body) != `{"summary":"x"}` || r.Header.Get("X-Tenant") != "a" {
		t.Errorf("%+v", r)
	}
	if r := log[1]; r.Operation != "listTickets" || r.Path != "/tickets" || r.Query != "page_no=2" {
		t.Errorf("%+v", r)
	}
	if r := log[2]; r.Operation != "" || r.Status != 404 || r.Processed {
		t.Errorf("%+v", r)
	}
	for _, of := range []struct {
		operations []string
		want       []int
	}{{[]string{"listTickets"}, []int{2}}, {[]string{"listTickets", "createTicket"}, []int{1, 2}}, {[]string{""}, []int{3}}, {[]string{"getTicket"}, nil}} {
		var got []int
		for _, r := range s.Requests(of.operations...) {
			got = append(got, r.N)
		}
		if !slices.Equal(got, of.want) {
			t.Errorf("requests of %q: %v, want %v", of.operations, got, of.want)
		}
	}
	if s.Count("listTickets") != 1 || s.Count("") != 1 || s.Count("getTicket") != 0 {
		t.Error("counts are wrong")
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	s := startLab(t, WithLatency(30*time.Millisecond))
	start := time.Now()
	do(t, s, get("/statuses"))
	if took := time.Since(start); took < 30*time.Millisecond {
		t.Errorf("a response after %v", took)
	}
}

func TestViolationsAreReportedBeforeTheResponseAndMasked(t *testing.T) {
	t.Parallel()
	var s *Server
	var mu sync.Mutex
	var reported []Violation
	s = startLab(t, WithViolations(func(v Violation) {
		if len(s.Requests()) < v.Request || len(s.Violations()) == 0 { // the simulator can be looked at
			t.Errorf("%v is ahead of its request", v)
		}
		mu.Lock()
		defer mu.Unlock()
		reported = append(reported, v)
	}))
	do(t, s, get("/nothing?client_secret=hush%20hush&plain=1"))
	mu.Lock()
	defer mu.Unlock()
	if len(reported) != 1 || reported[0].Query != "client_secret=…&plain=1" || reported[0].Path != "/nothing" && !strings.HasSuffix(reported[0].Path, "/nothing") {
		t.Fatalf("%+v", reported)
	}
	if text := reported[0].String(); strings.Contains(text, "hush") || !strings.Contains(text, "/nothing?client_secret=…&plain=1: ") {
		t.Errorf("%q", text)
	}
	for text, want := range map[string]string{"a\x1b[31mb\nc": "a?[31mb?c", "\u202egnp": "?gnp", "ok é": "ok é", "\xff": "?"} {
		if got := printable(text); got != want {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}
