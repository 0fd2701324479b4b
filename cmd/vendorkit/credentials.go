package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
)

const (
	usualAccount = auth.DefaultAccount

	// lockLimit is how long to wait for another program that holds an account. A renewal takes seconds.
	lockLimit = 45 * time.Second
)

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
		next.Notes.Programs[logins.Note] = n.settings
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
	return logins.Folder(config), nil
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
	store, err = logins.OpenStore(folder)
	return store, folder, err
}

// storedLogin is an account's login in the store.
type storedLogin struct {
	logins.Login
	vendor loginVendor
}

// findLogin returns the login of the named account or, when none is named, of the one called default or the only one.
func (m machine) findLogin(ctx context.Context, given string, vendor loginVendor, account string, named bool) (storedLogin, error) {
	folder, err := m.storeFolder(given)
	if err != nil {
		return storedLogin{}, err
	}
	login, err := logins.Find(ctx, logins.Place{Folder: folder, Named: given != ""}, vendor.Vendor, account, named)
	if _, which := errors.AsType[*logins.AccountError](err); which {
		err = usageError{err}
	}
	return storedLogin{login, vendor}, err
}

// server is the host that issued the login; empty when that isn't known.
func (l storedLogin) server() string {
	if s, ours := logins.SettingsOf(l.Record); ours {
		return hostOf(l.vendor.tokenServer(s))
	}
	return hostOf(l.Record.Issuer)
}

// until says how long an access token is good.
func until(expiry time.Time) string {
	if expiry.IsZero() {
		return "has no end"
	}
	return expiry.Local().Format("2006-01-02 15:04:05 MST")
}
