package logins

import (
	"context"
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
	"github.com/seed-8da6be54/vendorkit/rest"
)

// margin is how long a token that can't be renewed must still be good.
const margin = 30 * time.Second

// Login is an account's login in the store.
type Login struct {
	Vendor Vendor
	Key    auth.Key
	Record auth.Record
	Store  *auth.FileStore
	Place  Place
}

// Place is where logins are kept.
type Place struct {
	Folder string
	// Named says that the user named the folder, and has to name it again in the next command: it isn't the usual one.
	Named bool
}

// AccountError says that a login can't be told by the account that was named, or wasn't.
type AccountError struct{ Err error }

func (e *AccountError) Error() string { return "--account: " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *AccountError) Unwrap() error { return e.Err }

// Folder is the usual folder of the store, below that for configurations.
func Folder(configDir string) string { return filepath.Join(configDir, "vendorkit") }

// OpenStore opens the store in a folder if there is one, else it returns nil: who only looks makes none.
func OpenStore(folder string) (*auth.FileStore, error) {
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return auth.NewFileStore(folder)
}

// Find returns the login of the named account in a place or, when none is named, of the one called default or the only one.
func Find(ctx context.Context, place Place, vendor Vendor, account string, named bool) (Login, error) {
	if account == "" {
		return Login{}, &AccountError{errors.New("the name is empty")}
	}
	store, err := OpenStore(place.Folder)
	if err != nil {
		return Login{}, err
	}
	if store == nil {
		return Login{}, noLogin(vendor.Name, account, place)
	}
	if !named {
		if account, err = soleAccount(ctx, store, vendor.Name); err != nil {
			return Login{}, err
		}
	}
	key := auth.Key{Vendor: vendor.Name, Account: account}
	record, err := store.Load(ctx, key)
	if err == nil && record.IsZero() {
		err = noLogin(vendor.Name, account, place)
	}
	return Login{vendor, key, record, store, place}, err
}

func noLogin(vendor, account string, place Place) error {
	return fmt.Errorf("%s has no login for account %s in %s. Run '%s'", vendor, ShownName(account), place.Folder, again(vendor, account, place))
}

// Again is the command that logs the account in, where its login is kept.
func (l Login) Again() string { return again(l.Key.Vendor, l.Key.Account, l.Place) }

func again(vendor, account string, place Place) string {
	line := "vendorkit login " + vendor
	if account != auth.DefaultAccount {
		line += " --account " + ShownName(account)
	}
	if place.Named {
		line += " --store " + ShownName(place.Folder)
	}
	return line
}

func soleAccount(ctx context.Context, store *auth.FileStore, vendor string) (string, error) {
	keys, unreadable := store.Keys(ctx)
	var accounts, shown []string
	for _, key := range keys {
		if key.Vendor == vendor {
			accounts, shown = append(accounts, key.Account), append(shown, ShownName(key.Account))
		}
	}
	switch {
	case slices.Contains(accounts, auth.DefaultAccount):
		return auth.DefaultAccount, nil
	case unreadable != nil: // one of them may be the vendor's too
		return "", fmt.Errorf("can't tell which account is meant; name one with --account: %w", unreadable)
	case len(accounts) == 1:
		return accounts[0], nil
	case len(accounts) == 0:
		return auth.DefaultAccount, nil
	}
	return "", &AccountError{fmt.Errorf("%s has several, give one of %s", vendor, strings.Join(shown, ", "))}
}

// Source returns what gives the login's tokens and renews them.
func (l Login) Source() (auth.TokenSource, error) {
	s, ours := SettingsOf(l.Record)
	switch {
	case ours && s.Flow == FlowToken && l.Vendor.Static != nil:
		return l.Vendor.Static(s, l.Record.AccessToken), nil
	case ours && l.Vendor.Resume != nil:
		return l.Vendor.Resume(s, l.Store, l.Key.Account)
	case !ours && (l.Record.Expiry.IsZero() || time.Until(l.Record.Expiry) > margin) && !l.Record.AccessToken.IsZero():
		token := &oauth2.Token{AccessToken: l.Record.AccessToken.Reveal(), TokenType: l.Record.TokenType, Expiry: l.Record.Expiry}
		return auth.FromOAuth2(oauth2.StaticTokenSource(token)), nil
	}
	return nil, fmt.Errorf("the login of %s, account %s, was made by another program, and what it takes to renew or end it isn't in the store. Let that program do it, or run '%s'",
		l.Vendor.Name, ShownName(l.Key.Account), l.Again())
}

// Client makes the vendor's client, which carries the login's tokens. Editors among the options come after the credential.
func (l Login) Client(opts ...rest.ClientOption) (Client, error) {
	source, err := l.Source()
	if err != nil {
		return nil, err
	}
	s, _ := SettingsOf(l.Record)
	return l.Vendor.Client(s, source, opts...)
}

// ShownName writes an account's name so that it can stand in a line: as it is, or quoted.
func ShownName(name string) string {
	if quoted := strconv.Quote(name); quoted != `"`+name+`"` || strings.ContainsAny(name, " '*?$&;|<>()[]{}~#!,") {
		return quoted
	}
	return name
}
