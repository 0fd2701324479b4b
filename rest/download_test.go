package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// slowly is a body whose bytes come one by one, each after a pause; silent, one that goes on without an end behind them.
type slowly struct {
	ctx    context.Context
	left   int
	text   string // its last bytes; x where it has none
	pause  time.Duration
	silent bool
}

func (s *slowly) Read(p []byte) (int, error) {
	switch {
	case s.left == 0 && s.silent:
		<-s.ctx.Done()
		return 0, s.ctx.Err()
	case s.left == 0:
		return 0, io.EOF
	}
	time.Sleep(s.pause)
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	if p[0] = 'x'; len(s.text) >= s.left {
		p[0] = s.text[len(s.text)-s.left]
	}
	s.left--
	return 1, nil
}

func (s *slowly) Close() error { return nil }

// TestDownloadsStallAndGoOn: the time-out bounds the silence of a body, not the whole of it.
func TestDownloadsStallAndGoOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, silent := range []bool{false, true} {
			v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
				response, err := reply(200, "")
				response.Header.Set("Content-Type", "application/octet-stream") // of which nothing is looked at before it is read
				response.ContentLength = -1
				response.Body = &slowly{ctx: r.Context(), left: 10, pause: 900 * time.Millisecond, silent: silent}
				return response, err
			})
			file, err := v.client(t, rest.Vendor{}, rest.WithTimeout(time.Second)).Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			data, err := io.ReadAll(file)
			failure, _ := errors.AsType[*rest.Error](err)
			if string(data) != "xxxxxxxxxx" || silent == (err == nil) {
				t.Errorf("silent at the end: %t: %q, %v", silent, data, err)
			}
			if silent && (failure == nil || !errors.Is(err, rest.ErrConnection) || !errors.Is(err, context.DeadlineExceeded) || failure.Operation != "getFile" || time.Since(start) != 10*time.Second) {
				t.Errorf("a silent body ended with %v after %v", err, time.Since(start))
			}
			file.Close()
		}
	})
}

// TestDownloadsAwaitTheirReader: a caller may take longer over what came than the vendor may over what comes.
func TestDownloadsAwaitTheirReader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
			response, err := reply(200, "")
			response.ContentLength = -1
			response.Body = &slowly{ctx: r.Context(), left: 3, pause: 900 * time.Millisecond}
			return response, err
		})
		file, err := v.client(t, rest.Vendor{}, rest.WithTimeout(time.Second)).Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		var data []byte
		for range 3 {
			time.Sleep(time.Hour)
			var next [1]byte
			if _, err := io.ReadFull(file, next[:]); err != nil {
				t.Fatalf("after %q: %v", data, err)
			}
			data = append(data, next[0])
		}
		if n, err := file.Read(make([]byte, 1)); string(data) != "xxx" || n != 0 || err != io.EOF {
			t.Errorf("%q, and then %d bytes, %v", data, n, err)
		}
	})
}

func TestDownloadsThatFail(t *testing.T) {
	t.Parallel()
	open := func(client *rest.Client) (*rest.Download, error) {
		return client.Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
	}
	var failure *rest.Error
	file, err := open(newClient(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "10")
		io.WriteString(w, "x")
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := io.ReadAll(file); !errors.As(err, &failure) || !errors.Is(err, rest.ErrConnection) || !errors.Is(err, io.ErrUnexpectedEOF) || failure.Status != 200 {
		t.Errorf("a cut body ended with %v", err)
	}
	if file, err := open(newClient(t, respond(200, "text/html; charset=utf-8", "<html>Sign in"))); !errors.As(err, &failure) || !errors.Is(err, rest.ErrDecode) || string(failure.Body()) != "<html>Sign in" {
		t.Errorf("a login page is a file: %v, %v", file, err)
	}
	if file, err = open(newClient(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Disposition", "attachment; filename=page.html")
		io.WriteString(w, "<html>")
	})); err != nil || file.Name != "page.html" {
		t.Fatalf("a file of HTML: %v", err)
	}
	file.Close()
	page, err := newClient(t, respond(200, "text/html", "<html>Minutes")).Open(t.Context(), call.New("file", "GET", "/file"), []rest.CallOption{rest.AllowHTML()})
	if err != nil {
		t.Fatalf("a page that is allowed: %v", err)
	}
	if content, err := io.ReadAll(page); string(content) != "<html>Minutes" || err != nil {
		t.Errorf("a page that is allowed: %q, %v", content, err)
	}
	page.Close()
	if _, err := open(newClient(t, respond(404, "application/json", `{"error":"gone"}`))); !errors.Is(err, rest.ErrNotFound) {
		t.Errorf("a failure: %v", err)
	}
}

// TestARefusedDownloadLeavesNothingBehind: what Open makes an error of, nobody closes, so its context ends by then.
func TestARefusedDownloadLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	for contentType, body := range map[string]string{"text/html": "<html>", "application/json": `{"error":"no such file"}`} {
		var request context.Context
		v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
			request = r.Context()
			return reply(200, body, "Content-Type", contentType)
		})
		file, err := v.client(t, rest.Vendor{}).Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
		if file != nil || !errors.Is(err, rest.ErrDecode) || request.Err() == nil {
			t.Errorf("%s: %v, %v, and the request's context: %v", body, file, err, request.Err())
		}
	}
}

// TestWhatIsLookedAtFirstMayComeSlowly: each wait for it is a wait of its own, and what ends a download ends it when that is read.
func TestWhatIsLookedAtFirstMayComeSlowly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const body = `{"error":"the job is not done"}`
		for _, silent := range []bool{false, true} {
			v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
				response, err := reply(200, "")
				response.ContentLength = -1
				response.Body = &slowly{ctx: r.Context(), left: len(body), text: body, pause: 900 * time.Millisecond, silent: silent}
				return response, err
			})
			file, err := v.client(t, rest.Vendor{}, rest.WithTimeout(time.Second)).Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
			if !silent {
				if failure, ok := errors.AsType[*rest.Error](err); !ok || failure.Message != "the job is not done" {
					t.Errorf("a failure is a file: %v, %v", file, err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(file)
			if string(data) != body || !errors.Is(err, rest.ErrConnection) || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("without an end: %q, %v", data, err)
			}
			file.Close()
		}
	})
}

// TestDownloadsThatAreFailures: a failure under status 200 isn't saved as the file, and a file of JSON comes whole.
func TestDownloadsThatAreFailures(t *testing.T) {
	t.Parallel()
	long := `{"error":"` + strings.Repeat("x", 100<<10) + `"}`
	for _, chunked := range []bool{false, true} {
		for body, header := range map[string]struct{ contentType, disposition string }{
			`{"error":"the job is not done"}`:    {"application/json; charset=utf-8", ""},
			`{"error":"a file's own"}`:           {"application/json", "attachment; filename=a.json"},
			`{"error":"not said to be JSON"}`:    {"application/octet-stream", ""},
			`{"id":5,"error":"within a record"}`: {"application/json", ""},
			`[1,2]`:                              {"application/json", ""},
			``:                                   {"application/json", ""},
			long:                                 {"application/json", ""},
		} {
			client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", header.contentType)
				if header.disposition != "" {
					w.Header().Set("Content-Disposition", header.disposition)
				}
				if chunked { // as most servers send JSON: its length isn't said
					w.(http.Flusher).Flush()
				}
				io.WriteString(w, body)
			})
			file, err := client.Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
			if strings.Contains(body, "not done") {
				if failure, ok := errors.AsType[*rest.Error](err); !ok || !errors.Is(err, rest.ErrDecode) || failure.Message != "the job is not done" || string(failure.Body()) != body {
					t.Errorf("a failure is a file, chunked %t: %v, %v", chunked, file, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%.40s, chunked %t: %v", body, chunked, err)
				continue
			}
			if data, err := io.ReadAll(file); string(data) != body || err != nil {
				t.Errorf("%.40s, chunked %t: %d bytes, %v", body, chunked, len(data), err)
			}
			file.Close()
		}
	}
	cut := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "10")
		io.WriteString(w, "[1")
	})
	file, err := cut.Open(t.Context(), call.New("getFile", "GET", "/file"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if data, err := io.ReadAll(file); string(data) != "[1" || !errors.Is(err, rest.ErrConnection) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a file of JSON that is cut: %q, %v", data, err)
	}
}
