package logins_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/rest"
)

func keep(t *testing.T, folder string, key auth.Key, record auth.Record) {
	t.Helper()
	store, err := auth.NewFileStore(folder)
	if err == nil {
		_, err = store.Update(t.Context(), key, func(context.Context, auth.Record) (auth.Record, error) { return record, nil })
	}
	if err != nil {
		t.Fatal(err)
	}
}

func kept(s logins.Settings, token string) auth.Record {
	return auth.Record{
		AccessToken: auth.NewSecret(token), TokenType: "Bearer", RefreshToken: auth.NewSecret("renews"), Expiry: time.Now().Add(time.Hour),
		Notes: auth.Notes{Programs: map[string]auth.Secret{logins.Note: s.Note()}},
	}
}

func TestSettingsComeBackAsTheyWereKept(t *testing.T) {
	t.Parallel()
	want := logins.Settings{
		Flow: logins.FlowCode, BaseURL: "https://a.example.com", OAuthURL: "https://b.example.com", ClientID: "id", ClientSecret: auth.NewSecret("s"),
		RedirectURL: "http://127.0.0.1:1", Username: "u", Tenant: "t", Scopes: "x y",
	}
	got, ours := logins.SettingsOf(kept(want, "token"))
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b auth.Secret) bool { return a.Reveal() == b.Reveal() })); !ours || diff != "" {
		t.Errorf("ours %v (-want +got):\n%s", ours, diff)
	}
	if _, ours := logins.SettingsOf(auth.Record{AccessToken: auth.NewSecret("of another program")}); ours {
		t.Error("a record without the note counts as one of ours")
	}
}

// TestAClientCarriesTheLoginToItsServerAlone checks of every vendor where a call arrives and with which credential, and that an editor
// among the options sees that.
func TestAClientCarriesTheLoginToItsServerAlone(t *testing.T) {
	t.Parallel()
	bases := map[string]string{"halo": "/api", "holaspirit": "", "humanity": "/api/v2", "spiro": "/api/v1"}
	for _, vendor := range logins.Vendors() {
		t.Run(vendor.Name, func(t *testing.T) {
			t.Parallel()
			token := "tok-" + vendor.Name
			var path string
			var authorised bool
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				path = r.URL.Path
				for _, values := range r.Header {
					authorised = authorised || strings.Contains(values[0], token)
				}
				authorised = authorised || strings.Contains(r.URL.RawQuery, token)
				w.Header().Set("Content-Type", "application/json")
				w.Write([]byte(`{"status":1}`))
			}))
			defer server.Close()
			folder := t.TempDir()
			s := logins.Settings{Flow: logins.FlowPassword, BaseURL: server.URL, OAuthURL: server.URL, ClientID: "id", ClientSecret: auth.NewSecret("secret")}
			keep(t, folder, auth.Key{Vendor: vendor.Name, Account: "only"}, kept(s, token))
			login, err := logins.Find(t.Context(), logins.Place{Folder: folder, Named: true}, vendor, auth.DefaultAccount, false)
			if err != nil {
				t.Fatal(err)
			}
			seen := false
			client, err := login.Client(rest.WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
				seen = strings.Contains(req.Header.Get("Authorization")+req.URL.RawQuery, token)
				return nil
			}))
			if err != nil {
				t.Fatal(err)
			}
			if err := client.Call(t.Context(), http.MethodGet, "/things", nil, nil, nil); err != nil {
				t.Fatal(err)
			}
			if path != bases[vendor.Name]+"/things" || !authorised || !seen {
				t.Errorf("the call arrived at %s, with the credential: %v, seen by the editor: %v", path, authorised, seen)
			}
		})
	}
}

func TestWhichLoginIsMeant(t *testing.T) {
	t.Parallel()
	vendor, _ := logins.VendorOf("holaspirit")
	folder := t.TempDir()
	if _, err := logins.Find(t.Context(), logins.Place{Folder: folder + "/none"}, vendor, auth.DefaultAccount, false); err == nil || !strings.Contains(err.Error(), "Run 'vendorkit login holaspirit'") { // the usual folder needn't be named
		t.Errorf("without a store: %v", err)
	}
	s := logins.Settings{Flow: logins.FlowPassword, ClientID: "id"}
	keep(t, folder, auth.Key{Vendor: "holaspirit", Account: "one"}, kept(s, "1"))
	keep(t, folder, auth.Key{Vendor: "holaspirit", Account: "two words"}, kept(s, "2"))
	_, err := logins.Find(t.Context(), logins.Place{Folder: folder, Named: true}, vendor, auth.DefaultAccount, false)
	if _, which := errors.AsType[*logins.AccountError](err); !which || !strings.Contains(err.Error(), `--account: holaspirit has several, give one of one, "two words"`) {
		t.Errorf("of two: %v", err)
	}
	if _, err := logins.Find(t.Context(), logins.Place{Folder: folder, Named: true}, vendor, "three", true); err == nil || !strings.Contains(err.Error(), "Run 'vendorkit login holaspirit --account three --store "+folder+"'") {
		t.Errorf("an account that has none: %v", err)
	}
	if login, err := logins.Find(t.Context(), logins.Place{Folder: folder, Named: true}, vendor, "two words", true); err != nil || login.Record.AccessToken.Reveal() != "2" {
		t.Errorf("the named one: %v", err)
	}
}
