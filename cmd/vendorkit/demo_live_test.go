package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// A live demonstration calls what it says that it will, in that order, and nothing else; all of it is GET.
func TestLiveDemoCallsWhatItSays(t *testing.T) {
	t.Parallel()
	for _, vendor := range vendortest.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			server := c.loggedIn(vendor)
			before := len(server.Requests())
			out := c.must("demo", "--live", vendor)
			announced, shown, _ := strings.Cut(out, "Anything but a GET is refused")
			var told, made []string
			for line := range strings.Lines(announced) {
				if strings.HasPrefix(line, "  ") {
					told = append(told, strings.TrimSpace(line))
				}
			}
			for _, request := range server.Requests()[before:] {
				if request.Operation == "token" { // a renewal, which is announced too
					continue
				}
				made = append(made, request.Method+" "+request.Operation)
				if request.Method != http.MethodGet {
					t.Errorf("%s %s was called", request.Method, request.Operation)
				}
			}
			if len(told) != len(made) || len(told) == 0 {
				t.Errorf("calls (-told +made):\n%s", cmp.Diff(told, made))
			}
			if !strings.Contains(shown, "differences  ") || !strings.Contains(announced, "a real account: "+vendor+", account default, at "+hostOf(server.URL)) {
				t.Errorf("printed:\n%s", out)
			}
			given := server.Credentials()
			for _, secret := range []string{given.ClientSecret, given.Password, given.AccessToken, given.RefreshToken, given.APIToken} {
				if secret != "" && strings.Contains(out, secret) {
					t.Errorf("a secret is printed:\n%s", out)
				}
			}
			if seen := slices.DeleteFunc(server.Violations(), func(v vendortest.Violation) bool { return v.Ignored }); len(seen) > 0 {
				t.Error(seen)
			}
			if changes := server.Changes(); len(changes) > 0 {
				t.Error(changes)
			}
		})
	}
}

func TestLiveDemoLetsNothingButReadsThrough(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, "get", ""} {
		if onlyGET(t.Context(), &http.Request{Method: method}) == nil {
			t.Errorf("%q passes", method)
		}
	}
	if err := onlyGET(t.Context(), &http.Request{Method: http.MethodGet}); err != nil {
		t.Error(err)
	}
}

func TestLiveDemoWithoutALogin(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.fails(1, "Run 'vendorkit login humanity --store "+c.folder+"'", "demo", "--live", "humanity")
}

// A response that differs from the document is told, and leads to the report that can be sent.
func TestLiveDemoTellsOfDifferences(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("spiro")
	server.Fail(vendortest.Fault{Operation: "listCompanies", Edit: func(_ string, body any) any {
		body.(map[string]any)["a_new_field"] = 1
		return body
	}})
	if out := c.must("demo", "--live", "spiro"); !strings.Contains(out, "'vendorkit drift spiro'") {
		t.Error(fmt.Sprint("printed:\n", out))
	}
}
