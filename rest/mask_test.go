package rest_test

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// What a server echoes of a credential is masked wherever the credential travelled and however it is spelled.
func TestEchoedCredentialsAreMasked(t *testing.T) {
	t.Parallel()
	const secret = "mAde+up/tok3n=="
	carriers := map[string]func(r *http.Request){
		"bearer":               func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret) },
		"a token of a kind":    func(r *http.Request) { r.Header.Set("Authorization", "Bearer api:"+secret) },
		"a header of its own":  func(r *http.Request) { r.Header.Set("X-Acme-Key", secret) },
		"Basic":                func(r *http.Request) { r.SetBasicAuth("ada", secret) },
		"a cookie in quotes":   func(r *http.Request) { r.Header.Set("Cookie", `session="`+secret+`"; theme=dark`) },
		"a cookie":             func(r *http.Request) { r.Header.Set("Cookie", "theme=dark; session="+secret) },
		"a parameter":          func(r *http.Request) { r.URL.RawQuery = url.Values{"access_token": {secret}}.Encode() },
		"an unusual parameter": func(r *http.Request) { r.URL.RawQuery = url.Values{"sid": {secret}}.Encode() },
		"a random value": func(r *http.Request) {
			r.URL.RawQuery = url.Values{"z": {"q7" + secret + "Q9x8"}}.Encode()
		},
		"a parameter of a header": func(r *http.Request) { r.Header.Set("Authorization", `Token token="`+secret+`", client="web"`) },
		"a digest": func(r *http.Request) {
			r.Header.Set("Authorization", `Digest username="ada", uri="/thing", response="`+secret+`"`)
		},
		"behind a semicolon": func(r *http.Request) { r.URL.RawQuery = "page=1;access_token=" + url.QueryEscape(secret) },
		"a query that breaks the rules": func(r *http.Request) {
			r.URL.RawQuery = "page=5%;key=" + secret
		},
		"a user's password": func(r *http.Request) { r.URL.User = url.UserPassword("ada", secret) },
	}
	echoes := map[string]string{
		"as it is":     secret,
		"URL":          url.QueryEscape(secret),
		"a part":       "mAde+up%2ftok3n==",
		"JSON":         `mAde\u002bup\/tok3n\u003d=`,
		"HTML":         "mAde&#43;up&#x2f;tok3n&equals;=",
		"hidden marks": "mAde+up/\u200btok3n\u202e==",
	}
	for carrier, put := range carriers {
		for spelling, echo := range echoes {
			if carrier == "a random value" {
				echo = "q7" + echo + "Q9x8"
			}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusBadRequest)
				io.WriteString(w, "can't read <"+echo+"> here")
			}))
			client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, rest.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
				put(r)
				return nil
			}))
			if err != nil {
				t.Fatal(err)
			}
			err = only(client.Do(t.Context(), call.New("getThing", http.MethodGet, "/thing"), nil, nil))
			if err == nil || !strings.Contains(err.Error(), "can't read <[secret]> here") {
				t.Errorf("%s, echoed as %s: %v", carrier, spelling, err)
			}
			server.Close()
		}
	}
	// The whole of a Basic credential, decoded and encoded.
	plain := "ada:" + secret
	for _, echo := range []string{plain, base64.StdEncoding.EncodeToString([]byte(plain))} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			io.WriteString(w, "user <"+echo+">")
		}))
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, rest.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			r.SetBasicAuth("ada", secret)
			return nil
		}))
		if err != nil {
			t.Fatal(err)
		}
		if err := only(client.Do(t.Context(), call.New("getThing", http.MethodGet, "/thing"), nil, nil)); err == nil || strings.Contains(err.Error(), echo) {
			t.Errorf("%v", err)
		}
		server.Close()
	}
}

// What certainly is a credential is masked although it is as short as a PIN; another header's short value isn't.
func TestShortCredentialsAreMasked(t *testing.T) {
	t.Parallel()
	for carrier, put := range map[string]func(r *http.Request){
		"Basic":           func(r *http.Request) { r.SetBasicAuth("ada", "7+=4") },
		"bearer":          func(r *http.Request) { r.Header.Set("Authorization", "Bearer 7+=4") },
		"user's password": func(r *http.Request) { r.URL.User = url.UserPassword("ada", "7+=4") },
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			io.WriteString(w, "EMEA: 7%2b%3d4, 7&#43;=4, 7+=4")
		}))
		client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL, rest.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			put(r)
			r.Header.Set("X-Region", "EMEA")
			return nil
		}))
		if err != nil {
			t.Fatal(err)
		}
		err = only(client.Do(t.Context(), call.New("getThing", http.MethodGet, "/thing"), nil, nil))
		if err == nil || !strings.Contains(err.Error(), "EMEA: [secret], [secret], [secret]") {
			t.Errorf("%s: %v", carrier, err)
		}
		server.Close()
	}
}

// Filters of a list are no credentials: a message may name them.
func TestPlainParametersAreShown(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, "unknown: "+r.URL.Query().Get("author")+", "+r.URL.Query().Get("id")+", "+r.URL.Query().Get("status"))
	}))
	defer server.Close()
	client, err := rest.NewClient(rest.Vendor{Name: "acme"}, server.URL)
	if err != nil {
		t.Fatal(err)
	}
	err = client.Call(t.Context(), http.MethodGet, "/things", url.Values{"author": {"Lovelace"}, "status": {"waiting_for_the_customer_to_respond"}, "id": {"6f9619ff-8b86-d011-b42d-00c04fc964ff"}}, nil, nil)
	if err == nil || !strings.Contains(err.Error(), "unknown: Lovelace, 6f9619ff-8b86-d011-b42d-00c04fc964ff, waiting_for_the_customer_to_respond") {
		t.Error(err)
	}
}

// What the client itself puts into a header is no credential, whoever gave it: a response that names it is shown as it is.
func TestHeadersOfTheClientAreNoCredentials(t *testing.T) {
	t.Parallel()
	const version, agent, secret = "2026-11-01-preview", "acme-sync/14.2 (contact ada@acme.example)", "t0ken-of-the-call"
	client := newVendor(func(int, *http.Request) (*http.Response, error) {
		return reply(http.StatusBadRequest, `{"message":"`+version+` is old, `+agent+`, and `+secret+` is dead"}`)
	}).client(t, rest.Vendor{Headers: [][2]string{{"X-Api-Version", "2025-01-01"}}}, rest.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("X-Api-Version", version)
		r.Header.Set("User-Agent", agent)
		r.Header.Set("Authorization", "Bearer "+secret)
		return nil
	}))
	err := makeCall(t.Context(), client, http.MethodGet)
	if want := version + " is old, " + agent + ", and [secret] is dead"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %q", err, want)
	}
}
