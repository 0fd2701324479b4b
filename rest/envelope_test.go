package rest_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

var envelope = &rest.Envelope{
	Status: "status", OK: "1", Message: "error", Secret: "token",
	Codes: []call.Code{
		{Value: "3", Name: "bad token", Kind: rest.ErrUnauthorized},
		{Value: "91", Name: "throttled", Kind: rest.ErrRateLimited},
		{Value: "13", Name: "update failed"},
	},
}

func enveloped(t *testing.T, handler http.HandlerFunc, opts ...rest.ClientOption) *rest.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := rest.NewClient(rest.Vendor{Name: "acme", Envelope: envelope}, server.URL, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestResponsesThatCarryTheirOwnVerdict(t *testing.T) {
	t.Parallel()
	const secret = "echoed-secret-0123"
	for _, test := range []struct {
		name, body string
		status     int
		want       error // nil: the call goes well
		code       string
	}{
		{"good", `{"status":1,"name":"a","token":"` + secret + `"}`, 200, nil, ""},
		{"good, as text", `{"name":"a","token":"` + secret + `","status":"1"}`, 200, nil, ""},
		{"no verdict", `{"name":"a"}`, 200, nil, ""},
		{"throttled", `{"status":91,"error":"slow down","token":"` + secret + `"}`, 200, rest.ErrRateLimited, "91 throttled"},
		{"update failed", `{"token":"` + secret + `","data":{"status":1},"status":13,"error":"no"}`, 200, nil, "13 update failed"},
		{"unknown verdict", `{"status":-77,"error":null}`, 200, nil, "-77"},
		{"with an HTTP status of its own", `{"status":91,"error":"slow","token":"` + secret + `"}`, 400, rest.ErrRateLimited, "91 throttled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var raw rest.Response
			got, err := get(t.Context(), enveloped(t, respond(test.status, "application/json", test.body)), rest.WithResponse(&raw))
			if test.code == "" {
				if err != nil || got.Name != "a" {
					t.Fatalf("got %v, %v", got, err)
				}
			} else {
				failure, ok := errors.AsType[*rest.Error](err)
				if !ok || strings.TrimSpace(failure.Code+" "+failure.CodeName) != test.code || failure.Status != test.status || test.want != nil && !errors.Is(err, test.want) {
					t.Fatalf("got %v", err)
				}
				if strings.Contains(string(failure.Body()), secret) {
					t.Errorf("the error's raw body shows the echoed token: %s", failure.Body())
				}
			}
			if strings.Contains(string(raw.Body), secret) {
				t.Errorf("the raw response shows the echoed token: %s", raw.Body)
			}
			if len(raw.Body) != len(test.body) && test.status == 200 {
				t.Errorf("the raw response was changed in length: %s", raw.Body)
			}
		})
	}
}

func TestAVerdictCanRefuseTheCredential(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	c := &credential{}
	client := enveloped(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		w.Header().Set("Content-Type", "application/json")
		if r.Header.Get("Authorization") != "Bearer token-1" {
			io.WriteString(w, `{"status":3,"error":"bad token"}`)
			return
		}
		fmt.Fprint(w, `{"status":1,"name":"a"}`)
	}, rest.WithRequestEditorFn(c.edit))
	got, err := get(t.Context(), client)
	if err != nil || got.Name != "a" || calls.Load() != 2 || c.told.Load() != 1 {
		t.Errorf("got %v, %v after %d calls, told %d times", got, err, calls.Load(), c.told.Load())
	}
}
