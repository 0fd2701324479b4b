package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// cli runs command lines on a machine of its own, with a store of its own.
type cli struct {
	t       *testing.T
	machine machine
	folder  string
	env     map[string]string
	answers map[string]string // by a word of the question
	asked   []string          // questions that were put
	shown   bytes.Buffer      // all that was ever printed, but the output of token
}

func newCLI(t *testing.T) *cli {
	c := &cli{t: t, folder: filepath.Join(t.TempDir(), "store"), env: map[string]string{}, answers: map[string]string{}}
	c.machine = machine{
		in:        strings.NewReader(""),
		env:       func(name string) string { return c.env[name] },
		browse:    func(string) error { return io.EOF },
		configDir: func() (string, error) { return filepath.Dir(c.folder), nil },
		ask: func(ctx context.Context, question string, hidden bool) (string, error) {
			for word, answer := range c.answers {
				if strings.Contains(question, word) {
					if hidden {
						question += " (hidden)"
					}
					c.asked = append(c.asked, question)
					return answer, nil
				}
			}
			return "", errNobody
		},
	}
	return c
}

func (c *cli) run(args ...string) (code int, stdout, stderr string) {
	return c.runUnder(c.t.Context(), args...)
}

func (c *cli) runUnder(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	if c.folder != "" {
		args = append(args, "--store", c.folder)
	}
	code = runOn(ctx, c.machine, args, &out, &errs)
	if args[0] != "token" {
		c.shown.Write(out.Bytes())
	}
	c.shown.Write(errs.Bytes())
	return code, out.String(), errs.String()
}

// must runs a command line that has to succeed, and returns what it printed to standard output.
func (c *cli) must(args ...string) string {
	c.t.Helper()
	code, out, errs := c.run(args...)
	if code != 0 {
		c.t.Fatalf("%v: exit %d: %s", args, code, errs)
	}
	return out
}

// fails runs a command line that has to end with an exit code and say what is wrong.
func (c *cli) fails(code int, want string, args ...string) {
	c.t.Helper()
	got, out, errs := c.run(args...)
	if got != code || !strings.Contains(errs, want) {
		c.t.Errorf("%v: exit %d, want %d with %q; printed:\n%s%s", args, got, code, want, out, errs)
	}
}

func (c *cli) files() *auth.FileStore {
	c.t.Helper()
	store, err := auth.NewFileStore(c.folder)
	if err != nil {
		c.t.Fatal(err)
	}
	return store
}

// left lists the files in the store's folder. On Windows lock files aren't listed, which stay there.
func (c *cli) left() (names []string) {
	c.t.Helper()
	entries, err := os.ReadDir(c.folder)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, entry := range entries {
		if runtime.GOOS != "windows" || filepath.Ext(entry.Name()) != ".lock" {
			names = append(names, entry.Name())
		}
	}
	return names
}

func (c *cli) record(vendor, account string) auth.Record {
	c.t.Helper()
	record, err := c.files().Load(c.t.Context(), auth.Key{Vendor: vendor, Account: account})
	if err != nil {
		c.t.Fatal(err)
	}
	return record
}

// change edits a record in the store.
func (c *cli) change(vendor, account string, edit func(*auth.Record)) {
	c.t.Helper()
	_, err := c.files().Update(c.t.Context(), auth.Key{Vendor: vendor, Account: account}, func(_ context.Context, now auth.Record) (auth.Record, error) {
		edit(&now)
		return now, nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// expire makes a stored access token look old.
func (c *cli) expire(vendor, account string) {
	c.t.Helper()
	c.change(vendor, account, func(r *auth.Record) {
		r.ObtainedAt, r.Expiry = time.Now().Add(-2*time.Hour), time.Now().Add(-time.Hour)
	})
}

// spiroSite is a Spiro at which every redirect URL is registered. Edit may change what the page sends back.
func spiroSite(t *testing.T, server *vendortest.Server, edit func(url.Values)) string {
	registered := server.Credentials().RedirectURL
	var mux http.ServeMux
	mux.HandleFunc("GET /oauth/authorize", func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		back, err := url.Parse(query.Get("redirect_uri"))
		query.Set("redirect_uri", registered)
		page, getErr := noRedirects().Get(server.OAuthURL + "/oauth/authorize?" + query.Encode())
		if err != nil || getErr != nil {
			http.Error(w, "broken", http.StatusInternalServerError)
			return
		}
		defer page.Body.Close()
		target, err := url.Parse(page.Header.Get("Location"))
		if err != nil || target.Host == "" {
			w.WriteHeader(page.StatusCode)
			io.Copy(w, page.Body)
			return
		}
		response := target.Query()
		if edit != nil {
			edit(response)
		}
		back.RawQuery = response.Encode()
		http.Redirect(w, r, back.String(), http.StatusFound)
	})
	mux.HandleFunc("POST /oauth/token", func(w http.ResponseWriter, r *http.Request) {
		var fields map[string]string
		json.NewDecoder(r.Body).Decode(&fields)
		if fields["redirect_uri"] != "" {
			fields["redirect_uri"] = registered
		}
		body, _ := json.Marshal(fields)
		response, err := http.Post(server.TokenURL, "application/json", bytes.NewReader(body))
		if err != nil {
			http.Error(w, "broken", http.StatusInternalServerError)
			return
		}
		defer response.Body.Close()
		w.Header().Set("Content-Type", response.Header.Get("Content-Type"))
		w.WriteHeader(response.StatusCode)
		io.Copy(w, response.Body)
	})
	site := httptest.NewServer(&mux)
	t.Cleanup(site.Close)
	return site.URL
}

func noRedirects() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// screen is somebody who reads what is printed, and follows the address that begins with prefix.
type screen struct {
	prefix string
	follow func(address string)

	mu      sync.Mutex
	printed strings.Builder
	line    string
}

func (s *screen) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.printed.Write(text)
	s.line += string(text)
	for {
		line, rest, whole := strings.Cut(s.line, "\n")
		if !whole {
			return len(text), nil
		}
		s.line = rest
		if line = strings.TrimSpace(line); strings.HasPrefix(line, s.prefix) {
			s.follow(line)
		}
	}
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.printed.String()
}

// browser is a person with a browser: it opens what it is given, and follows wherever it is sent.
type browser struct {
	wait  sync.WaitGroup
	mu    sync.Mutex
	pages []string // status and text of where it ended
}

func (b *browser) open(address string) error {
	b.wait.Go(func() {
		ended := "nowhere"
		if response, err := http.Get(address); err == nil {
			text, _ := io.ReadAll(response.Body)
			response.Body.Close()
			ended = response.Status + " " + string(text)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.pages = append(b.pages, ended)
	})
	return nil
}

// ended returns the pages on which the browser stopped.
func (b *browser) ended() string {
	b.wait.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.pages, "\n")
}
