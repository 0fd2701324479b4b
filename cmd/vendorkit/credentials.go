package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
)

const (
	usualAccount = auth.DefaultAccount

	// lockLimit is how long to wait for another program that holds an account. A renewal takes seconds.
	lockLimit = 45 * time.Second

	// margin is how long a token that can't be renewed must still be good.
	margin = 30 * time.Second

	// noteSettings is the name of this program's note on a record: the settings of the login.
	noteSettings = "vendorkit"
)

// settings is what a login needs beside its tokens to be renewed later: the servers and the application, secret included.
//
// They are kept in the record of the tokens itself, as a note beside what the vendor sent. So they are saved, locked, checked and
// forgotten together with the tokens; a renewal by any program that shares the store hands them on; and there is no
// second file with a secret. A password is never kept.
type settings struct {
	flow         string // how the login was made
	baseURL      string // empty: the vendor's usual server
	oauthURL     string
	clientID     string
	clientSecret auth.Secret
	redirectURL  string
	username     string
	tenant       string
	scopes       string // separated by spaces; empty: the usual ones
}

// writtenSettings is settings as they are written down.
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

func (s settings) text() auth.Secret {
	text, _ := json.Marshal(writtenSettings{s.flow, s.baseURL, s.oauthURL, s.clientID, s.clientSecret.Reveal(), s.redirectURL, s.username,
		s.tenant, s.scopes})
	return auth.NewSecret(string(text)) // a struct of strings always encodes
}

// settingsOf reads the settings in a record. It reports false for a login that another program made.
func settingsOf(record auth.Record) (settings, bool) {
	var w writtenSettings
	if json.Unmarshal([]byte(record.Notes.Programs[noteSettings].Reveal()), &w) != nil || w.Flow == "" {
		return settings{}, false
	}
	return settings{w.Flow, w.BaseURL, w.OAuthURL, w.ClientID, auth.NewSecret(w.ClientSecret), w.RedirectURL, w.Username, w.Tenant, w.Scopes}, true
}

// newLogin is a store as a login sees it: what it holds of the account doesn't count, and stays whole until the new
// tokens take its place, together with their settings.
type newLogin struct {
	auth.Store
	settings auth.Secret
}

// Update implements auth.Store.
func (n newLogin) Update(ctx context.Context, key auth.Key, change func(context.Context, auth.Record) (auth.Record, error)) (auth.Record, error) {
	return n.Store.Update(ctx, key, func(ctx context.Context, now auth.Record) (auth.Record, error) {
		next, err := change(ctx, auth.Record{Version: now.Version})
		if err != nil || next.IsZero() {
			return now, err
		}
		next = next.Clone()
		if next.Notes.Programs == nil {
			next.Notes.Programs = map[string]auth.Secret{}
		}
		next.Notes.Programs[noteSettings] = n.settings
		return next, nil
	})
}

// update changes the record of key, unless somebody else holds it for too long.
func update(ctx context.Context, store auth.Store, key auth.Key, change func(context.Context, auth.Record) (auth.Record, error)) (auth.Record, error) {
	waiting, cancel := context.WithTimeout(ctx, lockLimit)
	defer cancel()
	record, err := store.Update(waiting, key, change)
	switch {
	case err == nil || waiting.Err() == nil:
		return record, err
	case ctx.Err() != nil:
		return record, errors.New("interrupted while another program held the account")
	}
	return record, fmt.Errorf("another program has held the account for %v; end it or try again: %w", lockLimit, err)
}

// storeFolder returns the folder that a command was given, or the usual one.
func (m machine) storeFolder(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	config, err := m.configDir()
	if err != nil {
		return "", usageError{fmt.Errorf("there is no usual folder for the store (%w); give one by --store", err)}
	}
	return filepath.Join(config, "vendorkit"), nil
}

// newStore opens the store, which is made when it is missing.
func (m machine) newStore(given string) (*auth.FileStore, error) {
	folder, err := m.storeFolder(given)
	if err != nil {
		return nil, err
	}
	return auth.NewFileStore(folder)
}

// oldStore opens the store if there is one: a command that only looks makes none.
func (m machine) oldStore(given string) (store *auth.FileStore, folder string, err error) {
	if folder, err = m.storeFolder(given); err != nil {
		return nil, "", err
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return nil, folder, nil
	}
	store, err = auth.NewFileStore(folder)
	return store, folder, err
}

// storedLogin is an account's login in the store.
type storedLogin struct {
	vendor loginVendor
	key    auth.Key
	record auth.Record
	store  *auth.FileStore
}

// findLogin returns the login of the named account or, when none is named, of the one called default or the only one.
func (m machine) findLogin(ctx context.Context, folder string, vendor loginVendor, account string, named bool) (storedLogin, error) {
	if account == "" {
		return storedLogin{}, usageError{errors.New("--account: the name is empty")}
	}
	store, folder, err := m.oldStore(folder)
	if err != nil {
		return storedLogin{}, err
	}
	if store == nil {
		return storedLogin{}, noLogin(vendor, account, folder)
	}
	if !named {
		if account, err = soleAccount(ctx, store, vendor.name); err != nil {
			return storedLogin{}, err
		}
	}
	key := auth.Key{Vendor: vendor.name, Account: account}
	record, err := store.Load(ctx, key)
	if err == nil && record.IsZero() {
		err = noLogin(vendor, account, folder)
	}
	return storedLogin{vendor, key, record, store}, err
}

func noLogin(vendor loginVendor, account, folder string) error {
	return fmt.Errorf("%s has no login for account %s in %s. Run '%s'", vendor.name, shownName(account), folder, loginLine(vendor.name, account))
}

// loginLine is the command that logs an account in.
func loginLine(vendor, account string) string {
	line := "vendorkit login " + vendor
	if account != usualAccount {
		line += " --account " + shownName(account)
	}
	return line
}

func soleAccount(ctx context.Context, store *auth.FileStore, vendor string) (string, error) {
	keys, unreadable := store.Keys(ctx)
	var accounts, shown []string
	for _, key := range keys {
		if key.Vendor == vendor {
			accounts, shown = append(accounts, key.Account), append(shown, shownName(key.Account))
		}
	}
	switch {
	case slices.Contains(accounts, usualAccount):
		return usualAccount, nil
	case unreadable != nil: // one of them may be the vendor's too
		return "", fmt.Errorf("can't tell which account is meant; name one with --account: %w", unreadable)
	case len(accounts) == 1:
		return accounts[0], nil
	case len(accounts) == 0:
		return usualAccount, nil
	}
	return "", usageError{fmt.Errorf("--account: %s has several, give one of %s", vendor, strings.Join(shown, ", "))}
}

// source returns what gives the login's tokens and renews them.
func (l storedLogin) source() (auth.TokenSource, error) {
	s, ours := settingsOf(l.record)
	switch {
	case ours && s.flow == flowToken && l.vendor.token != nil:
		return l.vendor.token(s, l.record.AccessToken), nil
	case ours && l.vendor.resume != nil:
		return l.vendor.resume(s, l.store, l.key.Account)
	case !ours && (l.record.Expiry.IsZero() || time.Until(l.record.Expiry) > margin) && !l.record.AccessToken.IsZero():
		token := &oauth2.Token{AccessToken: l.record.AccessToken.Reveal(), TokenType: l.record.TokenType, Expiry: l.record.Expiry}
		return auth.FromOAuth2(oauth2.StaticTokenSource(token)), nil
	}
	return nil, fmt.Errorf("the login of %s, account %s, was made by another program, and what it takes to renew or end it isn't in the store. Let that program do it, or run '%s'",
		l.vendor.name, shownName(l.key.Account), loginLine(l.vendor.name, l.key.Account))
}

// server is the host that issued the login; empty when that isn't known.
func (l storedLogin) server() string {
	if s, ours := settingsOf(l.record); ours {
		return hostOf(l.vendor.tokenServer(s))
	}
	return hostOf(l.record.Issuer)
}

// until says how long an access token is good.
func until(expiry time.Time) string {
	if expiry.IsZero() {
		return "has no end"
	}
	return expiry.Local().Format("2006-01-02 15:04:05 MST")
}

// shownName writes an account's name so that it can stand in a line: as it is, or quoted.
func shownName(name string) string {
	if quoted := strconv.Quote(name); quoted != `"`+name+`"` || strings.ContainsAny(name, " '*?$&;|<>()[]{}~#!,") {
		return quoted
	}
	return name
}
