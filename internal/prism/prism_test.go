// Package prism tests the clients against Prism, which mocks a vendor from nothing but its document and refuses requests that
// break it. make test-prism runs it; elsewhere it is skipped.
package prism

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// token is one that never changes: Prism wants one to be there, whatever it says.
func token() auth.TokenSource {
	return auth.FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "prism"}))
}

// mock starts Prism for a vendor's document and returns its address. It ends with the test.
func mock(t *testing.T, vendor string) string {
	prism := os.Getenv("VENDORKIT_PRISM")
	if prism == "" {
		t.Skip("VENDORKIT_PRISM doesn't say where Prism is: make test-prism does")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	document := filepath.Join(os.Getenv("VENDORKIT_PRISM_DOCUMENTS"), vendor+".json")
	// --errors: a request that breaks the document is refused with 422 instead of told in a header.
	command := exec.CommandContext(ctx, prism, "mock", "--errors", "--multiprocess", "false", "--host", "127.0.0.1", "--port", port, document)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = command.Stdout
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = command.Wait() // killed
	})
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "Prism is listening") {
			go io.Copy(io.Discard, out) // so that it never waits to be read
			return "http://127.0.0.1:" + port
		}
	}
	t.Fatalf("Prism ended before it listened:\n%s", said.String())
	return ""
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
		return value
	}
}

func TestSpiroAgainstPrism(t *testing.T) {
	t.Parallel()
	address := mock(t, "spiro")
	client, err := spiro.NewClient(address, spiro.WithRequestEditorFn(auth.Bearer(token(), address)), rest.WithoutRetries())
	if err != nil {
		t.Fatal(err)
	}
	list := must[*spiro.CompanyList](t)(client.Companies.List(t.Context(), &spiro.ListCompaniesParams{Page: new(int64(1))}))
	if list == nil || len(list.Data) == 0 || list.Data[0].Attributes.CreatedAt.IsZero() {
		t.Errorf("companies: %+v, want one made from the document, with its time", list)
	}
	if one := must[*spiro.CompanyItem](t)(client.Companies.Get(t.Context(), "12")); one == nil || one.Data.ID == "" {
		t.Errorf("company: %+v, want its id", one)
	}
	must[value.JSON](t)(client.Opportunities.Update(t.Context(), "34", spiro.OpportunityUpdate{}))
}

func TestHumanityAgainstPrism(t *testing.T) {
	t.Parallel()
	address := mock(t, "humanity")
	client, err := humanity.NewClient(address, humanity.WithRequestEditorFn(auth.QueryToken(token(), "access_token", address)), rest.WithoutRetries())
	if err != nil {
		t.Fatal(err)
	}
	if list := must[*humanity.EmployeeList](t)(client.Employees.List(t.Context(), nil)); list == nil || len(list.Data) == 0 {
		t.Errorf("employees: %+v, want one made from the document", list)
	}
	must[*humanity.EmployeeItem](t)(client.Employees.Get(t.Context(), 7))
	must[*humanity.EmployeeItem](t)(client.Employees.Create(t.Context(), humanity.EmployeeCreate{Name: new("Ann")}))
}

func TestHolaspiritAgainstPrism(t *testing.T) {
	t.Parallel()
	address := mock(t, "holaspirit")
	client, err := holaspirit.NewClient(address, holaspirit.WithRequestEditorFn(auth.Bearer(token(), address)), rest.WithoutRetries())
	if err != nil {
		t.Fatal(err)
	}
	if list := must[*holaspirit.MemberList](t)(client.Members.List(t.Context(), "acme", nil)); list == nil || len(list.Data) == 0 {
		t.Errorf("members: %+v, want one made from the document", list)
	}
	must[*holaspirit.MemberItem](t)(client.Members.Get(t.Context(), "acme", "7"))
	must[*holaspirit.MemberItem](t)(client.Members.Create(t.Context(), "acme", holaspirit.MemberCreate{}))
}

// TestPrismRefuses is the proof that the tests above can fail: without a token, and with a parameter that has the wrong type.
func TestPrismRefuses(t *testing.T) {
	t.Parallel()
	address := mock(t, "humanity")
	for status, test := range map[string]struct {
		query   url.Values
		options []humanity.ClientOption
	}{
		"401": {},
		"422": {url.Values{"location": {"first"}}, []humanity.ClientOption{humanity.WithRequestEditorFn(auth.QueryToken(token(), "access_token", address))}},
	} {
		client, err := humanity.NewClient(address, append(test.options, rest.WithoutRetries())...)
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Call(t.Context(), "GET", "/employees", test.query, nil, nil); err == nil || !strings.Contains(err.Error(), status) {
			t.Errorf("%v: %v, want a %s", test.query, err, status)
		}
	}
}
