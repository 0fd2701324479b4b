package logins

import (
	"encoding/json"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// Note is the name of the command line's note on a record: the settings of the login.
const Note = "vendorkit"

// How a login is made.
const (
	FlowCode     = "code"     // on the vendor's page, which sends the browser back with a code
	FlowPassword = "password" // by user name and password
	FlowClient   = "client"   // by the application's id and secret alone
	FlowToken    = "token"    // by a token that the vendor's administrator made
)

// Settings is what a login needs beside its tokens to be renewed later: the servers and the application, secret included.
//
// They are kept in the record of the tokens itself, as a note beside what the vendor sent. So they are saved, locked, checked and
// forgotten together with the tokens; a renewal by any program that shares the store hands them on; and there is no
// second file with a secret. A password is never kept.
type Settings struct {
	Flow         string // how the login was made
	BaseURL      string // empty: the vendor's usual server
	OAuthURL     string
	ClientID     string
	ClientSecret auth.Secret
	RedirectURL  string
	Username     string
	Tenant       string
	Scopes       string // separated by spaces; empty: the usual ones
}

// writtenSettings is Settings as they are written down.
type writtenSettings struct {
	Flow         string `json:"flow"`
	BaseURL      string `json:"base_url,omitzero"`
	OAuthURL     string `json:"oauth_url,omitzero"`
	ClientID     string `json:"client_id,omitzero"`
	ClientSecret string `json:"client_secret,omitzero"`
	RedirectURL  string `json:"redirect_url,omitzero"`
	Username     string `json:"username,omitzero"`
	Tenant       string `json:"tenant,omitzero"`
	Scopes       string `json:"scopes,omitzero"`
}

// Note is the settings as the note that is kept.
func (s Settings) Note() auth.Secret {
	text, _ := json.Marshal(writtenSettings{s.Flow, s.BaseURL, s.OAuthURL, s.ClientID, s.ClientSecret.Reveal(), s.RedirectURL, s.Username,
		s.Tenant, s.Scopes})
	return auth.NewSecret(string(text)) // a struct of strings always encodes
}

// SettingsOf reads the settings in a record. It reports false for a login that another program made.
func SettingsOf(record auth.Record) (Settings, bool) {
	var w writtenSettings
	if json.Unmarshal([]byte(record.Notes.Programs[Note].Reveal()), &w) != nil || w.Flow == "" {
		return Settings{}, false
	}
	return Settings{w.Flow, w.BaseURL, w.OAuthURL, w.ClientID, auth.NewSecret(w.ClientSecret), w.RedirectURL, w.Username, w.Tenant, w.Scopes}, true
}
