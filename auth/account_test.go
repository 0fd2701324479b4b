package auth_test

import (
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// One rule names the account of every vendor: what is configured, who logs in, which application does, DefaultAccount.
func TestAccountIsNamedByOneRule(t *testing.T) {
	t.Parallel()
	type config struct{ account, username, clientID string }
	secret, store := auth.NewSecret("s"), auth.NewMemoryStore()
	sources := map[string]func(config) (*auth.Source, error){
		"halo": func(c config) (*auth.Source, error) {
			return auth.HaloRefresh(auth.HaloConfig{BaseURL: "https://acme.halopsa.com", ClientID: c.clientID, Username: c.username, Store: store, Account: c.account})
		},
		"holaspirit": func(c config) (*auth.Source, error) {
			return auth.HolaspiritRefresh(auth.HolaspiritConfig{ClientID: c.clientID, Username: c.username, Store: store, Account: c.account})
		},
		"humanity": func(c config) (*auth.Source, error) {
			return auth.HumanityRefresh(auth.HumanityConfig{ClientID: c.clientID, ClientSecret: secret, Username: c.username, Store: store, Account: c.account})
		},
		"spiro": func(c config) (*auth.Source, error) {
			return auth.SpiroRefresh(auth.SpiroConfig{ClientID: c.clientID, ClientSecret: secret, Store: store, Account: c.account})
		},
	}
	for vendor, source := range sources {
		for _, test := range []struct {
			config
			want string
		}{
			{config{"crm", "ann", "id"}, "crm"},
			{config{"", "ann", "id"}, "ann"},
			{config{"", "", "id"}, "id"},
			{config{"", "", ""}, auth.DefaultAccount},
		} {
			if vendor == "spiro" && test.username != "" && test.account == "" || vendor != "holaspirit" && test.clientID == "" {
				continue // Spiro logs nobody in by name, and the others can't do without a client id
			}
			got, err := source(test.config)
			if err != nil {
				t.Errorf("%s, %+v: %v", vendor, test.config, err)
				continue
			}
			if want := `auth.Source(` + vendor + `, account "` + test.want + `")`; got.String() != want {
				t.Errorf("%s, %+v: %s, want %s", vendor, test.config, got, want)
			}
		}
	}
}

// An application that acts by itself is nobody's login, even where its configuration names a person.
func TestAnApplicationByItselfHasItsOwnAccount(t *testing.T) {
	t.Parallel()
	source, err := auth.HaloClientCredentials(auth.HaloConfig{
		BaseURL: "https://acme.halopsa.com", ClientID: "id", ClientSecret: auth.NewSecret("s"), Username: "ann", Password: auth.NewSecret("p"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := `auth.Source(halo, account "id")`; source.String() != want {
		t.Errorf("%s, want %s", source, want)
	}
}
