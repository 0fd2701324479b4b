package rest_test

import (
	"errors"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

func TestResponsesThatAreNotWhatWasPromised(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, contentType, body string
		status                  int
		fine                    bool
	}{
		{"JSON", "application/json", `{"name":"a"}`, 200, true},
		{"JSON with parameters", "application/JSON; charset=UTF-8", `{"name":"a"}`, 200, true},
		{"JSON:API", "application/vnd.api+json", `{"name":"a"}`, 200, true},
		{"no content type", "", `{"name":"a"}`, 200, true},
		{"plain text", "text/plain", `{"name":"a"}`, 200, true},
		{"another 2xx", "application/json", `{"name":"a"}`, 202, true},
		{"a login page", "text/html", "<html>", 200, false},
		{"XML", "application/xml", "<a/>", 200, false},
		{"nothing", "application/json", "", 204, false},
		{"truncated", "application/json", `{"name":"a`, 200, false},
		{"a lie", "application/json", `<html>`, 200, false},
		{"another structure", "application/json", `[1]`, 200, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := get(t.Context(), newClient(t, respond(test.status, test.contentType, test.body)))
			if test.fine {
				if err != nil || got == nil || got.Name != "a" {
					t.Fatalf("got %+v, %v", got, err)
				}
				return
			}
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok || !errors.Is(err, rest.ErrDecode) || failure.Status != test.status || string(failure.Body()) != test.body {
				t.Fatalf("got %+v, %v, want an unexpected response with status and body", got, err)
			}
		})
	}
}

func TestCallsThatReadNothingTakeNoPage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		contentType, body string
		fine              bool
	}{
		{"text/html", "<html>Sign in", false},
		{"text/html; charset=utf-8", "\r\n <!DOCTYPE html>", false},
		{"text/html", "", true}, // what PHP says of nothing
		{"text/html", "1", true},
		{"application/json", `{"id":1}`, true},
		{"", "", true},
	} {
		client := newClient(t, respond(200, test.contentType, test.body))
		err := only(client.Do(t.Context(), call.New("deleteThing", "DELETE", "/things"), nil, nil))
		if test.fine && err != nil || !test.fine && !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%s %q: %v", test.contentType, test.body, err)
		}
	}
}
