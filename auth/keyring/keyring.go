// Package keyring keeps logins in the keyring of the operating system: the Keychain of macOS, the Credential Manager of
// Windows, the Secret Service (GNOME Keyring, KWallet) of Linux and the BSDs.
//
// It is a module of its own, so that the libraries behind it reach only those who use it. It is meant for programs that
// run as a person's own; a service has no keyring that is open, and does better with an auth.FileStore or auth.SQLStore.
//
//	store, err := keyring.New(keyring.Config{})
//	src, err := auth.HolaspiritRefresh(auth.HolaspiritConfig{Store: store, Account: "ann@example.com"})
package keyring

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/auth/internal/filelock"
	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
)

const (
	defaultService = "vendorkit"
	defaultLimit   = 3 * time.Second
)

var (
	// ErrTooBig: the record is larger than what the keyring takes for one item.
	ErrTooBig = errors.New("the record is too big for this keyring; use a file or a database as the store")
	// ErrSlow: the keyring didn't respond in time. It may be locked and waiting for somebody to unlock it.
	ErrSlow = errors.New("the keyring didn't respond in time; unlock it, or use another store where nobody is there to unlock it")
)

// Config says how the keyring is used. The zero value is usable.
type Config struct {
	Service string // the service name of the items; default "vendorkit"

	// LockDir is a folder, of the user's own, for the lock files that keep processes apart, which no keyring does;
	// default one in the user's folder for caches. All who share the logins must share it.
	LockDir string
}

// Store keeps records in the keyring of the operating system, one item for each login. Since a keyring has no locks, an Update holds
// a file lock. Every request to the keyring has a limit of three seconds; one that takes longer fails the Update, which releases its
// lock only when the request is over, so that a late write can't undo a later one.
//
// Windows accepts 2,560 bytes per item, macOS about 2,900: enough for opaque tokens, not always for signed ones. A record that
// doesn't fit is refused. How durable a write is depends on the keyring; what was written is read back.
type Store struct {
	ring    ring
	service string
	locks   string
	limit   time.Duration // of one request
	size    int           // of one record; 0: no bound
}

// ring is a keyring.
type ring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// system is the keyring of the operating system.
type system struct{}

func (system) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (system) Set(service, user, secret string) error   { return keyring.Set(service, user, secret) }
func (system) Delete(service, user string) error        { return keyring.Delete(service, user) }

// New returns the store in the keyring of the user who runs the process.
func New(cfg Config) (*Store, error) {
	s := &Store{ring: system{}, service: cfg.Service, locks: cfg.LockDir, limit: defaultLimit}
	if s.service == "" {
		s.service = defaultService
	}
	if s.locks == "" {
		caches, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("keyring: no folder for the locks; name one in LockDir: %w", err)
		}
		s.locks = filepath.Join(caches, "vendorkit", "keyring")
	}
	if err := os.MkdirAll(s.locks, 0o700); err != nil {
		return nil, fmt.Errorf("keyring: the folder for the locks can't be made: %w", err)
	}
	switch runtime.GOOS {
	case "windows":
		s.size = 2560
	case "darwin":
		s.size = 2900 - len(s.service)
	}
	return s, nil
}

// Load implements auth.Store.
func (s *Store) Load(ctx context.Context, key auth.Key) (auth.Record, error) {
	if err := key.Check(); err != nil {
		return auth.Record{}, err
	}
	var requests requests
	return s.read(ctx, &requests, key)
}

// Update implements auth.Store.
func (s *Store) Update(ctx context.Context, key auth.Key, change func(ctx context.Context, now auth.Record) (auth.Record, error)) (auth.Record, error) {
	if err := key.Check(); err != nil {
		return auth.Record{}, err
	}
	lock, err := filelock.Acquire(ctx, s.lockPath(key))
	if err != nil {
		return auth.Record{}, fmt.Errorf("keyring: the login can't be locked: %w", err)
	}
	var requests requests
	defer func() { requests.afterwards(func() { lock.Unlock() }) }()
	step.At(ctx, step.Lock)
	now, err := s.read(ctx, &requests, key)
	if err != nil {
		return auth.Record{}, err
	}
	step.At(ctx, step.Change)
	next, err := change(ctx, now.Clone())
	if err != nil || next.Equal(now) {
		return now, err
	}
	if next.IsZero() {
		next = auth.Record{}
		err = s.remove(&requests, key)
	} else {
		next = next.Clone()
		next.Version = now.Version + 1
		err = s.write(ctx, &requests, key, next)
	}
	if err != nil {
		return now, err
	}
	return next, nil
}

func (s *Store) read(ctx context.Context, requests *requests, key auth.Key) (auth.Record, error) {
	text, err := requests.get(ctx, s, key)
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return auth.Record{}, nil
	case err != nil:
		return auth.Record{}, fmt.Errorf("keyring: the login can't be read: %w", hinted(err))
	}
	r, err := auth.DecodeRecord(key, []byte(text))
	switch {
	case errors.Is(err, auth.ErrLaterVersion):
		return auth.Record{}, fmt.Errorf("keyring: the item of service %s, user %s was left as it is: %w", s.service, user(key), err)
	case err != nil:
		return auth.Record{}, fmt.Errorf("keyring: the item of service %s, user %s is damaged and was left as it is; remove it and log in again: %w",
			s.service, user(key), err)
	}
	return r, nil
}

// write doesn't heed ctx's end: what it saves may be the one copy of a token.
func (s *Store) write(ctx context.Context, requests *requests, key auth.Key, r auth.Record) error {
	data, err := auth.EncodeRecord(key, r)
	if err != nil {
		return fmt.Errorf("keyring: the login can't be saved: %w", err)
	}
	if s.size > 0 && len(data)+len(user(key)) > s.size {
		return fmt.Errorf("keyring: the login can't be saved: %w (%d bytes, of %d)", ErrTooBig, len(data)+len(user(key)), s.size)
	}
	step.At(ctx, step.Write)
	err = requests.do(context.Background(), s.limit, func() error { return s.ring.Set(s.service, user(key), string(data)) })
	step.At(ctx, step.Settle)
	var back string
	if err == nil {
		back, err = requests.get(context.Background(), s, key)
	}
	switch {
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return fmt.Errorf("keyring: the login can't be saved: %w", ErrTooBig)
	case err != nil:
		return fmt.Errorf("keyring: the login can't be saved: %w", hinted(err))
	case back != string(data):
		return errors.New("keyring: the login can't be saved: the keyring returned something other than what was saved; keep the logins in a file or a database")
	}
	return nil
}

func (s *Store) remove(requests *requests, key auth.Key) error {
	err := requests.do(context.Background(), s.limit, func() error { return s.ring.Delete(s.service, user(key)) })
	if err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return fmt.Errorf("keyring: the login can't be removed: %w", hinted(err))
	}
	return nil
}

// user names the item of a key. That another key has the same name is found out when the record is read.
func user(key auth.Key) string { return key.Vendor + ":" + key.Account }

// String says where the store is.
func (s *Store) String() string { return "keyring.Store(" + s.service + ")" }

// Format prints String for every verb.
func (s *Store) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }
