package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/printed"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// TestNoSecretShows plants secrets wherever a call can carry one, makes the vendor echo them, breaks the call in every
// way, and looks at every way of printing what comes back.
func TestNoSecretShows(t *testing.T) {
	t.Parallel()
	const secret = "planted-secret-0123456789"
	echo := func(status int, contentType, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Echo", secret)
			w.Header().Set("X-Request-Id", secret)
			respond(status, contentType, body)(w, r)
		}
	}
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	deadURL := "http://" + dead.Addr().String()
	dead.Close()
	cut := func(w http.ResponseWriter, r *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"name\":\"%s", secret)
		conn.Close()
	}
	garbage := func(w http.ResponseWriter, r *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		fmt.Fprintf(conn, "%s\r\n\r\n", secret)
		conn.Close()
	}
	cases := map[string]http.HandlerFunc{
		"echoed in an OAuth error":     echo(401, "application/json", `{"error":"bad `+secret+`","error_description":"token `+secret+` is bad"}`),
		"echoed in a list of errors":   echo(400, "application/json", `{"errors":[{"code":"`+secret+`","detail":"`+secret+`","path":"`+secret+`"}]}`),
		"echoed in plain text":         echo(500, "text/plain", "failed for "+secret),
		"echoed in a page":             echo(200, "text/html", "<a href='?access_token="+secret+"'>"),
		"echoed where the type breaks": echo(200, "application/json", `{"name":["`+secret+`"]}`),
		"echoed in broken JSON":        echo(200, "application/json", `{"token":"`+secret+``),
		"a redirect elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://x.invalid/?t="+secret, http.StatusFound)
		},
		"a cut response":     cut,
		"a garbled response": garbage,
		"nobody there":       nil,
	}
	edit := func(ctx context.Context, req *http.Request) error {
		req.Header.Set("Authorization", "Bearer "+secret)
		req.Header.Set("X-Halo-Api-Key", secret)
		query := req.URL.Query()
		query.Set("access_token", secret)
		req.URL.RawQuery = query.Encode()
		return nil
	}
	for name, handler := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := deadURL
			if handler != nil {
				server := httptest.NewServer(handler)
				defer server.Close()
				base = server.URL
			}
			client := newClientAt(t, base, rest.WithRequestEditorFn(edit))
			call := call.New("getThing", "POST", "/things/{id}")
			call.Path("id", secret)
			call.String("note", new(secret))
			call.JSON(map[string]string{"password": secret})
			_, err := client.Do(t.Context(), call, nil, new(thing))
			if err == nil {
				t.Fatal("the call went well")
			}
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok {
				t.Fatalf("got %T", err)
			}
			if shown := printed.EveryWay(*failure); strings.Contains(shown, secret) {
				t.Errorf("the secret shows when the error is printed by value: %s", shown)
			}
			if shown := printed.EveryWay(err); strings.Contains(shown, secret) {
				t.Errorf("the secret shows: %s", shown)
			}
		})
	}
	if shown := printed.EveryWay(value.NewSecret(secret)); strings.Contains(shown, secret) || !strings.Contains(shown, "[secret]") {
		t.Errorf("the secret type: %s", shown)
	}
	type config struct {
		Token  value.Secret
		Nested struct{ Keys []value.Secret }
		hidden value.Secret
	}
	c := config{Token: value.NewSecret(secret), hidden: value.NewSecret(secret)}
	c.Nested.Keys = []value.Secret{value.NewSecret(secret)}
	if shown := printed.EveryWay(c) + printed.EveryWay(&c); strings.Contains(shown, secret) {
		t.Errorf("a struct with a secret: %s", shown)
	}
}
