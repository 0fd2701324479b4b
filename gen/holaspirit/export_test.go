package holaspirit_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// script is a vendor that responds from memory, so that waiting can be tested in synthetic time.
type script struct {
	jobs  []string // one response for each poll; the last repeats
	polls []time.Time
	start string
	query string
	body  string
}

func (s *script) Do(req *http.Request) (*http.Response, error) {
	status, contentType, body := 200, "application/json", ""
	switch path := req.URL.Path; {
	case strings.HasSuffix(path, "/spreadsheet"):
		sent, _ := io.ReadAll(req.Body)
		s.query, s.body = req.URL.RawQuery, string(sent)
		body = s.start
	case strings.HasSuffix(path, "/download"):
		contentType, body = "application/vnd.ms-excel", "workbook"
	default:
		body = s.jobs[min(len(s.polls), len(s.jobs)-1)]
		s.polls = append(s.polls, time.Now())
		if body == "503" {
			status, body = 503, ""
		}
		if body == "404" {
			status, body = 404, `{"errors":[{"status":"404","code":"not_found"}]}`
		}
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body)),
		ContentLength: int64(len(body)), Request: req,
	}, nil
}

const (
	started = `{"data":{"id":"j1","status":"current"}}`
	running = `{"data":{"id":"j1","status":"current"}}`
	done    = `{"data":{"id":"j1","status":"done"}}`
)

func export(t *testing.T, ctx context.Context, s *script) (string, error) {
	t.Helper()
	client, err := holaspirit.NewClient("", holaspirit.WithHTTPClient(s))
	if err != nil {
		t.Fatal(err)
	}
	file, err := client.Exports.Spreadsheet(ctx, "o1", []holaspirit.ExportTab{holaspirit.ExportTabMember, holaspirit.ExportTabRole})
	if err != nil {
		return "", err
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), nil
}

func TestSpreadsheet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{start: started, jobs: []string{running, "503", running, done}}
		began := time.Now()
		got, err := export(t, t.Context(), s)
		if err != nil || got != "workbook" {
			t.Fatalf("got %q, %v", got, err)
		}
		if s.query != "tabs=member%2Crole" || s.body != `{"tabs":"member,role"}` {
			t.Errorf("started with %q and %q", s.query, s.body)
		}
		if took := time.Since(began); took < 3*time.Second || took > 10*time.Second {
			t.Errorf("four looks took %v: neither a tight loop nor a nap", took)
		}
	})
}

func TestSpreadsheetLongJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		s := &script{start: started, jobs: []string{running}}
		_, err := export(t, ctx, s)
		failure, ok := errors.AsType[*holaspirit.ExportError](err)
		if !ok || failure.JobID != "j1" || failure.Status != holaspirit.JobStatusCurrent || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
		// 250 requests in five minutes is all the vendor gives: waiting must leave most of them.
		if n := len(s.polls); n < 30 || n > 60 {
			t.Errorf("%d looks in ten minutes", n)
		}
	})
}

// TestSpreadsheetGivenUp: whoever ends the context finds that in the error, and their own reason.
func TestSpreadsheetGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reason := errors.New("the worker is shut down")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(90*time.Second, func() { cancel(reason) })
		_, err := export(t, ctx, &script{start: started, jobs: []string{running}})
		if failure, ok := errors.AsType[*holaspirit.ExportError](err); !ok || failure.JobID != "j1" || !errors.Is(err, context.Canceled) || !errors.Is(err, reason) {
			t.Errorf("got %v", err)
		}
	})
}

func TestSpreadsheetFailures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		script script
		want   error
		job    string
	}{
		"unknown end":     {script{start: started, jobs: []string{`{"data":{"id":"j1","status":"broken"}}`}}, holaspirit.ErrExportFailed, "j1"},
		"job vanished":    {script{start: started, jobs: []string{"404"}}, rest.ErrNotFound, "j1"},
		"vendor is down":  {script{start: started, jobs: []string{"503"}}, rest.ErrServer, "j1"},
		"start is no job": {script{start: `{"data":{}}`}, nil, ""},
		"start is broken": {script{start: `<html>`}, rest.ErrDecode, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, err := export(t, t.Context(), &test.script)
				failure, ok := errors.AsType[*holaspirit.ExportError](err)
				if !ok || failure.JobID != test.job || failure.OrganizationID != "o1" {
					t.Fatalf("got %v", err)
				}
				if test.want != nil && !errors.Is(err, test.want) {
					t.Errorf("got %v, want %v", err, test.want)
				}
			})
		})
	}
}
