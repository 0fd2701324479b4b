package vendortest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	whole := func(t *testing.T, s *Server) string { return do(t, s, get("/tickets/1")).body }
	tests := []struct {
		name  string
		fault Fault
		check func(t *testing.T, s *Server, got reply, err error)
	}{
		{"status", Fault{Status: 503, RetryAfter: 1500 * time.Millisecond, Header: http.Header{"X-Why": {"down"}}, Body: "gone fishing"},
			func(t *testing.T, s *Server, got reply, err error) {
				if got.status != 503 || got.header.Get("Retry-After") != "2" || got.header.Get("X-Why") != "down" || got.body != "gone fishing" {
					t.Errorf("%+v, %v", got, err)
				}
			}},
		{"reset", Fault{ResetBeforeResponse: true}, func(t *testing.T, s *Server, got reply, err error) {
			if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"reset halfway", Fault{ResetAfterBody: true}, func(t *testing.T, s *Server, got reply, err error) {
			if got.status != 200 || err == nil || len(got.body) >= len(whole(t, s)) {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"reset before the body", Fault{ResetBeforeBody: true}, func(t *testing.T, s *Server, got reply, err error) {
			if err == nil || got.body != "" || got.status != 0 && got.status != 200 {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"no content", Fault{Status: 204, Processed: true}, func(t *testing.T, s *Server, got reply, err error) {
			if err != nil || got.status != 204 || got.body != "" || !s.Requests()[0].Processed {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"gzip bomb", Fault{GzipBomb: 2*bombPiece + 3}, func(t *testing.T, s *Server, got reply, err error) {
			if err != nil || got.status != 200 || got.body != strings.Repeat("0", 2*bombPiece+3) || got.header.Get("Content-Type") != "application/json" {
				t.Errorf("%d, %d bytes, %v", got.status, len(got.body), err)
			}
		}},
		{"gzip bomb in an error", Fault{Status: 500, GzipBomb: 3}, func(t *testing.T, s *Server, got reply, err error) {
			if err != nil || got.status != 500 || got.body != "000" || s.Requests()[0].Processed {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"values", Fault{Values: map[string]string{"id": "1e400", "name": `"x"`}}, func(t *testing.T, s *Server, got reply, err error) {
			was := object(t, whole(t, s))
			spoilt := object(t, strings.ReplaceAll(got.body, "1e400", "77"))
			if err != nil || !strings.Contains(got.body, `"id":1e400`) || len(spoilt) != len(was) || spoilt["summary"] != was["summary"] {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"repeated", Fault{Repeated: map[string]string{"id": "77"}}, func(t *testing.T, s *Server, got reply, err error) {
			if err != nil || !strings.Contains(got.body, `"id":1,"id":77`) || object(t, got.body)["id"] != 77.0 {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"truncated", Fault{TruncateJSON: true}, func(t *testing.T, s *Server, got reply, err error) {
			if want := whole(t, s); err != nil || got.status != 200 || got.body != want[:len(want)/2] || got.header.Get("Content-Type") != "application/json" {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"login page", Fault{HTML200: true}, func(t *testing.T, s *Server, got reply, err error) {
			if got.status != 200 || !strings.HasPrefix(got.body, "<!DOCTYPE html>") || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"content type", Fault{WrongContentType: "text/plain"}, func(t *testing.T, s *Server, got reply, err error) {
			if got.status != 200 || got.body != whole(t, s) || got.header.Get("Content-Type") != "text/plain" {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"redirect", Fault{Redirect: "http://127.0.0.2/elsewhere"}, func(t *testing.T, s *Server, got reply, err error) {
			if got.status != 307 || got.header.Get("Location") != "http://127.0.0.2/elsewhere" {
				t.Errorf("%+v, %v", got, err)
			}
		}},
		{"odd body", Fault{Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"id":1,"id":1e400}`},
			func(t *testing.T, s *Server, got reply, err error) {
				if got.status != 200 || got.body != `{"id":1,"id":1e400}` || got.header.Get("Content-Type") != "application/json" {
					t.Errorf("%+v, %v", got, err)
				}
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := startLab(t)
			s.Fail(tt.fault)
			got, err := try(s, get("/tickets/1"))
			tt.check(t, s, got, err)
			if first := s.Requests()[0]; !first.Fault {
				t.Errorf("the log doesn't show the fault: %+v", first)
			}
			if got := do(t, s, get("/tickets/1")); got.status != 200 {
				t.Errorf("the fault hit twice: %d", got.status)
			}
		})
	}
}

// TestFaultHeader: a fault's header is set on whatever response there is.
func TestFaultHeader(t *testing.T) {
	t.Parallel()
	header := http.Header{"x-why": {"because"}, "Content-Type": {"application/problem+json"}}
	for name, f := range map[string]Fault{
		"the vendor's own": {}, "edited": {Edit: func(_ string, body any) any { return body }}, "a page": {HTML200: true},
		"a redirect": {Redirect: "http://127.0.0.2/"}, "a status": {Status: 500}, "slowly": {SlowBody: time.Millisecond},
	} {
		s := NewHalo(t)
		f.Header = header
		s.Fail(f)
		got := do(t, s, get("/tickets/1"))
		if got.header.Get("X-Why") != "because" || got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %v", name, got.header)
		}
	}
}

// TestFaultsThatCannotShow: a test whose fault does nothing, or less than it says, would pass without having tested anything.
func TestFaultsThatCannotShow(t *testing.T) {
	t.Parallel()
	s, err := Start("halo")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	edit := func(_ string, body any) any { return body }
	for want, f := range map[string]Fault{
		"doesn't say what goes wrong": {Operation: "listTickets", After: 1, Times: 2, Processed: true},
		"Status is 42":                {Status: 42},
		"Status is 100":               {Status: 100},
		"Body and Redirect":           {Body: "x", Redirect: "http://127.0.0.1"},
		"HTML200 and Status":          {HTML200: true, Status: 500},
		"Fields would change the vendor's own response, which its Status replaces": {Status: 400, Fields: map[string]any{"a": 1}},
		"Values would change the vendor's own response, which its Body replaces":   {Body: "{}", Values: map[string]string{"a": "1"}},
		"Edit would change the vendor's own response, which its HTML200 replaces":  {HTML200: true, Edit: edit},
		"SlowBody and TruncateJSON":        {TruncateJSON: true, SlowBody: time.Second},
		"ResetBeforeResponse and Status":   {ResetBeforeResponse: true, Status: 500},
		"ResetBeforeResponse and SlowBody": {ResetBeforeResponse: true, SlowBody: time.Second},
	} {
		if said := panicOf(func() { s.Fail(f) }); !strings.Contains(said, want) {
			t.Errorf("%q, want %q", said, want)
		}
	}
	for _, f := range []Fault{{Status: 206, Edit: edit}, {Status: 503, Body: "down", Drip: time.Hour}, {RetryAfter: time.Second}, {Delay: 1}} {
		if said := panicOf(func() { s.Fail(f) }); said != "" {
			t.Error(said)
		}
	}
}

// TestFaultEditsTokenResponses: what a login server sends can be edited as what the API sends.
func TestFaultEditsTokenResponses(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	s.Fail(Fault{Operation: "token", Edit: func(operation string, body any) any {
		if operation != "token" {
			t.Errorf("the operation is %q", operation)
		}
		body.(map[string]any)["expires_in"] = "soon"
		return body
	}})
	login := s.Credentials()
	res, err := http.PostForm(s.TokenURL, url.Values{"grant_type": {"password"}, "client_id": {login.ClientID}, "client_secret": {login.ClientSecret},
		"username": {login.Username}, "password": {login.Password}})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || !strings.Contains(string(body), `"expires_in":"soon"`) {
		t.Errorf("%s, %v", body, err)
	}
}

func TestFaultsHitWhatTheyShould(t *testing.T) {
	t.Parallel()
	s := startLab(t)
	s.Fail(Fault{Operation: "getTicket", After: 2, Times: 2, Status: 500})
	var got []int
	for _, path := range []string{"/tickets/1", "/statuses", "/tickets/3", "/tickets/1", "/statuses", "/tickets/2", "/tickets/1"} {
		got = append(got, do(t, s, get(path)).status)
	}
	want := []int{200, 200, 200, 500, 200, 500, 200}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("statuses %v, want %v", got, want)
		}
	}
	s.Fail(Fault{Times: -1, Status: 502})
	for range 3 {
		if got := do(t, s, get("/statuses")).status; got != 502 {
			t.Errorf("status %d", got)
		}
	}
	s.Heal()
	if got := do(t, s, get("/statuses")).status; got != 200 {
		t.Errorf("status %d after Heal", got)
	}
	tb := &fakeTB{}
	NewSpiro(tb).Fail(Fault{Operation: "listCompany"})
	if len(tb.said) != 1 || !strings.Contains(tb.said[0], `"listCompany"`) {
		t.Errorf("a fault for an operation that isn't there: %q", tb.said)
	}
	for _, run := range tb.cleanups {
		run()
	}
}

func TestFaultsSpareTheTokenEndpointUnlessNamed(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	s.Fail(Fault{Times: -1, Status: 500})
	if got := do(t, s, passwordGrant(s)).status; got != 200 {
		t.Errorf("token endpoint: %d", got)
	}
	s.Heal()
	s.Fail(Fault{Operation: "token", Status: 503})
	if got := do(t, s, passwordGrant(s)).status; got != 503 {
		t.Errorf("token endpoint: %d", got)
	}
	if issued := s.Tokens().Issued; issued != 1 {
		t.Errorf("%d issued, want 1: the second request wasn't carried out", issued)
	}
}

func TestFaultBeforeAndAfterTheWork(t *testing.T) {
	t.Parallel()
	for _, processed := range []bool{false, true} {
		s := startLab(t)
		s.Fail(Fault{Operation: "createTicket", ResetBeforeResponse: true, Processed: processed})
		if _, err := try(s, request{method: "POST", path: "/tickets", body: `{"summary":"x"}`}); err == nil {
			t.Error("no error")
		}
		want := 57
		if processed {
			want++
		}
		if n := s.Records("tickets").Len(); n != want {
			t.Errorf("processed %v: %d tickets, want %d", processed, n, want)
		}
		if r := s.Requests()[0]; r.Processed != processed || r.Status != 0 {
			t.Errorf("log %+v", r)
		}
	}
}

func TestSlowAndDelayedResponsesEndWithTheServer(t *testing.T) {
	t.Parallel()
	for _, f := range []Fault{{SlowBody: time.Hour}, {Delay: time.Hour}, {Drip: time.Millisecond}, {Status: 500, Drip: time.Hour}} {
		s, err := lab.start(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		s.Fail(f)
		done := make(chan error, 1)
		go func() {
			_, err := try(s, get("/tickets/1"))
			done <- err
		}()
		for len(s.Requests()) == 0 || !s.Requests()[0].Fault {
			time.Sleep(time.Millisecond)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := <-done; err == nil {
			t.Errorf("%+v: the call succeeded", f)
		}
	}
}

func TestADripEndsWithTheCaller(t *testing.T) {
	t.Parallel()
	s := startLab(t)
	s.Fail(Fault{Drip: time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/tickets/1", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range s.model.doc.Headers {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	whole := do(t, s, get("/tickets/1")).body
	got := make([]byte, len(whole)+20)
	if _, err := io.ReadFull(res.Body, got); err != nil || string(got) != whole[:len(whole)-1]+strings.Repeat(" ", 21) {
		t.Errorf("%q, %v", got, err)
	}
	cancel()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
