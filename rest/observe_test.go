package rest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/printed"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/calllog"
)

// seen is what a test compares of an attempt.
type seen struct {
	Vendor, Operation, Method, Path string
	Number, Status                  int
	Paced, Duration, Wait           time.Duration
	Again                           bool
	Err                             string
}

func view(a rest.AttemptInfo) seen {
	s := seen{Vendor: a.Vendor, Operation: a.Operation, Method: a.Method, Path: a.Path, Number: a.Number, Status: a.Status,
		Paced: a.Paced, Duration: a.Duration, Wait: a.Wait, Again: a.Again}
	if a.Err != nil {
		s.Err = a.Err.Error()
	}
	return s
}

func TestObserver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(func(number int, r *http.Request) (*http.Response, error) {
			time.Sleep(2 * time.Second)
			if info, ok := rest.AttemptOf(r.Context()); !ok || info.Operation != "getThing" || info.Number != number || info.Path != "/things/{id}" || info.Vendor != "acme" || info.Method != "GET" {
				t.Errorf("AttemptOf: %+v, %t", info, ok)
			}
			switch number {
			case 1:
				return nil, errReset
			case 2:
				return reply(503, `{"message":"down"}`)
			}
			return reply(200, thingBody)
		})
		var all []seen
		order := ""
		client := v.client(t, rest.Vendor{}, rest.WithLimiter(slot()), rest.WithRetrier(patient{}),
			rest.WithObserver(func(_ context.Context, a rest.AttemptInfo) { all = append(all, view(a)); order += "a" }),
			rest.WithObserver(func(context.Context, rest.AttemptInfo) { order += "b" }))
		if _, err := get(t.Context(), client); err != nil {
			t.Fatal(err)
		}
		if _, err := get(t.Context(), client, rest.WithEditor(func(context.Context, *http.Request) error { return fmt.Errorf("no token") }), rest.Retries(0)); err == nil {
			t.Fatal("the call went well")
		}
		at := seen{Vendor: "acme", Operation: "getThing", Method: "GET", Path: "/things/{id}", Duration: 2 * time.Second}
		one, two, three, four := at, at, at, at
		one.Number, one.Again, one.Wait, one.Err = 1, true, time.Second, "acme: getThing: GET /things/{id}: no response: read tcp: connection reset by peer"
		two.Number, two.Again, two.Wait, two.Status, two.Err = 2, true, time.Second, 503, "acme: getThing: GET /things/{id}: HTTP 503: down; attempt 2"
		three.Number, three.Status = 3, 200
		four.Number, four.Duration, four.Paced, four.Err = 1, 0, time.Second, "acme: getThing: GET /things/{id}: failed: no token"
		if diff := cmp.Diff([]seen{one, two, three, four}, all); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if order != "abababab" {
			t.Errorf("the observers were called in the order %s", order)
		}
	})
	if _, ok := rest.AttemptOf(t.Context()); ok {
		t.Error("there is an attempt where no call runs")
	}
}

func TestLogger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(func(number int, r *http.Request) (*http.Response, error) {
			switch number {
			case 1:
				return reply(503, `{}`, "Retry-After", "3")
			case 3:
				return reply(404, `{}`)
			}
			return reply(200, thingBody)
		})
		var out bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			switch a.Key {
			case slog.TimeKey:
				return slog.Attr{}
			case "wait":
				return slog.Bool("wait", a.Value.Duration() >= 3*time.Second) // it has jitter
			}
			return a
		}}))
		client := v.client(t, rest.Vendor{}, calllog.To(logger))
		get(t.Context(), client)
		get(t.Context(), client)
		const call = ` vendor=acme operation=getThing method=GET path=/things/{id} `
		want := `level=WARN msg="call is tried again"` + call + `attempt=1 duration=0s status=503 wait=true error="acme: getThing: GET /things/{id}: HTTP 503; retry after 3s"` + "\n" +
			`level=DEBUG msg="call completed"` + call + "attempt=2 duration=0s status=200\n" +
			`level=DEBUG msg="call failed"` + call + `attempt=1 duration=0s status=404 error="acme: getThing: GET /things/{id}: HTTP 404"` + "\n"
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// TestObserverSeesNoSecret plants secrets wherever a call can carry one, has the vendor echo them, and looks at all that
// an observer, a logger and AttemptOf show.
func TestObserverSeesNoSecret(t *testing.T) {
	t.Parallel()
	const secret = "planted-secret-0123456789"
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		w.Header().Set("X-Request-Id", secret)
		w.Header().Set("Retry-After", "0")
		switch requests {
		case 1:
			respond(503, "application/json", `{"error":"`+secret+`","error_description":"`+secret+`"}`)(w, r)
		case 2:
			reset(w, secret+"\r\n\r\n")
		case 3:
			reset(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"+secret)
		case 4:
			http.Redirect(w, r, "https://x.invalid/?token="+secret, http.StatusFound)
		}
	}))
	defer server.Close()
	var logs bytes.Buffer
	debug := &slog.HandlerOptions{Level: slog.LevelDebug}
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL,
		rest.WithRetrier(hasty{rest.NewRetrier(rest.Window{})}),
		calllog.To(slog.New(slog.NewTextHandler(&logs, debug))), calllog.To(slog.New(slog.NewJSONHandler(&logs, debug))),
		rest.WithObserver(func(_ context.Context, a rest.AttemptInfo) {
			io.WriteString(&logs, printed.EveryWay(a)+printed.EveryWay(&a))
		}),
		rest.WithRequestEditorFn(func(ctx context.Context, r *http.Request) error {
			r.Header.Set("Authorization", "Bearer "+secret)
			r.URL.RawQuery += "&access_token=" + secret
			info, ok := rest.AttemptOf(ctx)
			fmt.Fprint(&logs, ok, printed.EveryWay(info))
			return nil
		}))
	if err != nil {
		t.Fatal(err)
	}
	c := call.New("putThing", "PUT", "/things/{id}")
	c.Path("id", secret)
	call.QueryString(c, "note", new(secret))
	c.JSON(map[string]string{"password": secret})
	if err := only(client.Do(t.Context(), c, nil, new(thing))); err == nil || requests != 4 {
		t.Errorf("%d requests, %v", requests, err)
	}
	if shown := logs.String(); strings.Contains(shown, secret) || strings.Count(shown, "putThing") < 12 {
		t.Errorf("the secret shows, or too little: %s", shown)
	}
}
