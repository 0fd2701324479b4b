package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// childVariable hands a child process its orders.
const childVariable = "VENDORKIT_AUTH_DRILL_CHILD"

// Vendors lists those that the drills know.
func Vendors() []string { return []string{"holaspirit", "spiro"} }

// Long reports whether the drills run in full length.
func Long() bool { return os.Getenv("VENDORKIT_DRILL") == "long" }

// A Drill is what the drills need to know of a store.
type Drill struct {
	// Test is the name of the test that calls Child.
	Test string
	// Spec says where the store is, for a process of its own.
	Spec string
	// Open opens the store at a spec.
	Open func(ctx context.Context, spec string) (auth.Store, error)
	// Safe is the first step at which a process may be killed without costing what it has just got.
	Safe string
}

// orders are what a child process is to do.
type orders struct {
	Spec, Account string
	Vendor        vendor
	Crowd         *crowdOrders
	Kill          *killOrders
}

// vendor is a simulated vendor, as a process needs it that doesn't run it.
type vendor struct {
	Name, URL, OAuthURL                                          string
	ClientID, ClientSecret, RedirectURL, Username, Password, Ask string
}

func vendorOf(name string, s *vendortest.Server) vendor {
	given := s.Credentials()
	v := vendor{Name: name, URL: s.URL, OAuthURL: s.OAuthURL, ClientID: given.ClientID, ClientSecret: given.ClientSecret,
		RedirectURL: given.RedirectURL, Username: given.Username, Password: given.Password}
	v.Ask = map[string]string{"holaspirit": "/api/me", "spiro": "/pipelines"}[name]
	return v
}

// source makes the vendor's token source; with the password as a fallback, where there is one, if that is wanted.
func (v vendor) source(store auth.Store, account string, fallback bool, onError func(error)) (*auth.Source, error) {
	if v.Name == "spiro" {
		return auth.SpiroRefresh(v.spiro(store, account))
	}
	cfg := auth.HolaspiritConfig{BaseURL: v.OAuthURL, ClientID: v.ClientID, ClientSecret: auth.NewSecret(v.ClientSecret), Store: store, Account: account,
		OnError: onError}
	if fallback {
		cfg.Username, cfg.Password = v.Username, auth.NewSecret(v.Password)
	}
	return auth.HolaspiritRefresh(cfg)
}

func (v vendor) spiro(store auth.Store, account string) auth.SpiroConfig {
	return auth.SpiroConfig{OAuthURL: v.OAuthURL, APIURL: v.URL, ClientID: v.ClientID, ClientSecret: auth.NewSecret(v.ClientSecret),
		RedirectURL: v.RedirectURL, Store: store, Account: account}
}

// logIn puts a new login into the store.
func (v vendor) logIn(ctx context.Context, store auth.Store, account string) error {
	if v.Name == "holaspirit" {
		src, err := v.source(store, account, true, nil)
		if err == nil {
			_, err = src.Token(ctx)
		}
		return err
	}
	page, err := auth.SpiroAuthorizeURL(v.spiro(store, account), "")
	if err != nil {
		return err
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(page)
	if err != nil {
		return err
	}
	response.Body.Close()
	where, err := response.Location()
	if err != nil {
		return err
	}
	_, err = auth.SpiroAuthorizationCode(ctx, v.spiro(store, account), where.Query().Get("code"))
	return err
}

// client makes a client of the vendor's API whose credential is src. Sent is told of every token that was sent.
func (v vendor) client(src auth.TokenSource, sent func(token string)) (*rest.Client, error) {
	edit := auth.Holaspirit(src)
	if v.Name == "spiro" {
		edit = auth.Spiro(src)
	}
	watched := func(ctx context.Context, req *http.Request) error {
		err := edit(ctx, req)
		if err == nil && sent != nil {
			sent(strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer "))
		}
		return err
	}
	return rest.NewClient(rest.Vendor{Name: v.Name, Headers: [][2]string{{"X-Api-Version", "1"}}}, v.URL, rest.WithRequestEditorFn(watched))
}

// ask makes one call.
func (v vendor) ask(ctx context.Context, client *rest.Client) error {
	return client.Call(ctx, http.MethodGet, v.Ask, nil, nil, nil)
}

// Child is the whole of a test that does something only in a process that a drill has started.
func Child(t *testing.T, open func(ctx context.Context, spec string) (auth.Store, error)) {
	text := os.Getenv(childVariable)
	if text == "" {
		t.Skip("runs only as a part of the drills")
	}
	var o orders
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	store, err := open(t.Context(), o.Spec)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case o.Crowd != nil:
		o.crowd(t, store)
	case o.Kill != nil:
		o.die(t, store)
	}
}

// command is a child process with its orders. It ends when ctx does.
func (d Drill) command(ctx context.Context, o orders) (*exec.Cmd, error) {
	o.Spec = d.Spec
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^"+d.Test+"$", "-test.count=1")
	cmd.Env = append(os.Environ(), childVariable+"="+string(text))
	cmd.WaitDelay = 10 * time.Second
	return cmd, nil
}

// results are the lines of a child's output that are meant for its parent.
const resultPrefix = "drill: "

func printResult(v any) {
	text, err := json.Marshal(v)
	if err == nil {
		fmt.Println(resultPrefix + string(text))
	}
}

func readResult(output []byte, v any) error {
	for line := range strings.SplitSeq(string(output), "\n") {
		if text, ok := strings.CutPrefix(line, resultPrefix); ok {
			return json.Unmarshal([]byte(text), v)
		}
	}
	return errors.New("no result in the output")
}
