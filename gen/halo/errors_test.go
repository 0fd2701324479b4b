package halo_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// TestFailuresInEveryForm: servers tell of a failure in half a dozen forms, all seen by clients.
func TestFailuresInEveryForm(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status        int
		media, body   string
		kind          error
		code, message string
	}{
		"an exception of .NET":   {500, "application/json", `{"ClassName":"System.Exception","Message":"Invalid column name 'x'.","Data":null}`, rest.ErrServer, "System.Exception", "Invalid column name 'x'."},
		"a message":              {400, "application/json", `{"Message":"An error has occurred."}`, rest.ErrInvalid, "", "An error has occurred."},
		"OAuth's form":           {401, "application/json", `{"error":"invalid_token","error_description":"The token has expired."}`, rest.ErrUnauthorized, "invalid_token", "The token has expired."},
		"a code with a message":  {400, "application/json", `{"resultCode":17,"errorMessage":"No ticket type."}`, rest.ErrInvalid, "17", "No ticket type."},
		"a JSON text":            {400, "application/json", `"Please select an outcome"`, rest.ErrInvalid, "", "Please select an outcome"},
		"a plain text":           {429, "text/plain", "Rate Limit Reached - 300 Requests per rolling 5 minute window", rest.ErrRateLimited, "", "Rate Limit Reached - 300 Requests per rolling 5 minute window"},
		"a text that says JSON":  {429, "application/json", "Rate Limit Reached - 300 Requests per rolling 5 minute window", rest.ErrRateLimited, "", "Rate Limit Reached - 300 Requests per rolling 5 minute window"},
		"nothing, no permission": {403, "", "", rest.ErrForbidden, "", ""},
		"nothing, not there":     {404, "", "", rest.ErrNotFound, "", ""},
		"a page of a proxy":      {502, "text/html", "<html><body>Bad gateway</body></html>", rest.ErrServer, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if test.media != "" {
					w.Header().Set("Content-Type", test.media)
				}
				if test.status == 429 {
					w.Header().Set("Retry-After", "7")
				}
				w.WriteHeader(test.status)
				io.WriteString(w, test.body)
			}))
			defer srv.Close()
			client, err := halo.NewClient(srv.URL+"/api", halo.WithRequestEditorFn(token), rest.WithoutRetries())
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.Actions.Create(t.Context(), []halo.ActionCreate{{TicketID: new(int64(1))}})
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok || !errors.Is(err, test.kind) || failure.Status != test.status {
				t.Fatalf("error is %v", err)
			}
			if failure.Code != test.code || failure.Message != test.message {
				t.Errorf("code %q, message %q; want %q, %q", failure.Code, failure.Message, test.code, test.message)
			}
			if test.status == 429 && failure.RetryAfter != 7*time.Second {
				t.Errorf("retry after %v", failure.RetryAfter)
			}
			if strings.Contains(err.Error(), "access-1") {
				t.Errorf("the token shows: %v", err)
			}
		})
	}
}

// TestLoginPageInsteadOfJSON: a 200 that is a page of HTML is an error, and not an empty list.
func TestLoginPageInsteadOfJSON(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, "<html><title>Log in</title></html>")
	}))
	defer srv.Close()
	client, err := halo.NewClient(srv.URL + "/api")
	if err != nil {
		t.Fatal(err)
	}
	list, err := client.Tickets.List(t.Context(), nil)
	if !errors.Is(err, rest.ErrDecode) || list != nil {
		t.Errorf("a list: %v, %v", list != nil, err)
	}
}

// TestWarningsInASuccess: what the server says beside a success is there to read.
func TestWarningsInASuccess(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{"POST /api/Tickets": `{"id": 5, "_warning": "The user is inactive.", "_warning_is_error": false, "something_new": {"a": 1}}`}}
	saved, err := f.start(t).Tickets.Update(t.Context(), []halo.TicketUpdate{{ID: 5}})
	if err != nil || len(saved) != 1 {
		t.Fatalf("%d saved, %v", len(saved), err)
	}
	if saved[0].WarningIsError != "false" {
		t.Errorf("whether the warning is an error is %q", saved[0].WarningIsError)
	}
	if saved[0].Warning != "The user is inactive." {
		t.Errorf("warning is %q", saved[0].Warning)
	}
	if a, ok := saved[0].Raw.Field("something_new").Field("a").Int(); a != 1 || !ok {
		t.Errorf("a member that no document has is lost: %s", saved[0].Raw)
	}
}

// TestIdsAsFractions: some servers send ids with a point.
func TestIdsAsFractions(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{
		"GET /api/Site":   `{"record_count": 1, "sites": [{"id": 18.0, "client_id": 12.0, "name": "Main"}]}`,
		"GET /api/Site/1": `{"id": 1, "client_id": 12.0}`,
	}}
	client := f.start(t)
	list, err := client.Sites.List(t.Context(), nil)
	if err != nil || list.Sites[0].ID != 18 || int64(list.Sites[0].ClientID) != 12 {
		t.Errorf("list: %v", err)
	}
	site, err := client.Sites.Get(t.Context(), 1, nil)
	if err != nil || int64(site.ClientID) != 12 {
		t.Errorf("site: %v", err)
	}
}
