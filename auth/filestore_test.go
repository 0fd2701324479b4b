package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
	"github.com/seed-8da6be54/vendorkit/rest"
)

var fileKey = Key{Vendor: "holaspirit", Account: "ann@example.com"}

func newFileStore(t *testing.T) *FileStore {
	t.Helper()
	s, err := NewFileStore(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s Store, r Record) {
	t.Helper()
	if _, err := s.Update(t.Context(), fileKey, set(r)); err != nil {
		t.Fatal(err)
	}
}

// wantStoreError checks that an error is one of the store's and says what to do.
func wantStoreError(t *testing.T, what string, err error, words string) {
	t.Helper()
	e, ok := errors.AsType[*TokenError](err)
	if !ok || !errors.Is(err, ErrStore) || e.Hint == "" || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: %v, want ErrStore with a hint and the words %q", what, err, words)
	}
}

// files lists the folder, with the size of each file.
func files(t *testing.T, s *FileStore) map[string]int64 {
	t.Helper()
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Ext(entry.Name())] += info.Size()
	}
	return out
}

// withoutRecord is what a store's folder has of a login that isn't there, or not any more.
func withoutRecord() map[string]int64 {
	if runtime.GOOS == "windows" {
		return map[string]int64{".lock": 0}
	}
	return map[string]int64{}
}

func TestFileStoreOnTheDisk(t *testing.T) {
	t.Parallel()
	s := newFileStore(t)
	put(t, s, Record{AccessToken: NewSecret("a"), RefreshToken: NewSecret("r")})
	name := filepath.Base(s.path(fileKey, recordSuffix))
	if !strings.HasPrefix(name, "holaspirit-ann@example.com-") || !strings.HasSuffix(name, ".json") {
		t.Errorf("the file's name is %s", name)
	}
	data, err := os.ReadFile(s.path(fileKey, recordSuffix))
	if err != nil || !json.Valid(data) || bytes.Count(data, []byte("\n")) != 1 {
		t.Errorf("the file holds %s, %v", data, err)
	}
	got := files(t, s)
	if diff := cmp.Diff(map[string]int64{".json": int64(len(data)), ".lock": 0}, got); diff != "" {
		t.Errorf("the folder, want -, got +:\n%s", diff)
	}
	put(t, s, Record{})
	if diff := cmp.Diff(withoutRecord(), files(t, s)); diff != "" {
		t.Errorf("the folder after a removal, want -, got +:\n%s", diff)
	}
	if _, err := s.Update(t.Context(), fileKey, func(context.Context, Record) (Record, error) { return Record{}, errors.New("the login failed") }); err == nil {
		t.Error("a login that failed was stored")
	}
	if diff := cmp.Diff(withoutRecord(), files(t, s)); diff != "" {
		t.Errorf("the folder after a login that failed, want -, got +:\n%s", diff)
	}
	if got, want := fmt.Sprintf("%v %+v %s", s, s, s), "auth.FileStore("+s.dir+")"; got != want+" "+want+" "+want {
		t.Errorf("it prints as %s", got)
	}
	put(t, s, Record{AccessToken: NewSecret("a")})
	for _, bad := range []string{"", filepath.Join(s.path(fileKey, recordSuffix), "below a file")} {
		if _, err := NewFileStore(bad); err == nil {
			t.Errorf("a store in %q", bad)
		}
	}
}

// TestDamagedFileIsLeftAlone: whatever happened to a file, it is reported and not touched, and no change is asked for.
func TestDamagedFileIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := newFileStore(t)
	put(t, s, Record{AccessToken: NewSecret("access-token"), RefreshToken: NewSecret("refresh-token")})
	path := s.path(fileKey, recordSuffix)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	others, err := EncodeRecord(Key{Vendor: "spiro", Account: "bob"}, Record{AccessToken: NewSecret("x")})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		data  []byte
		words string
	}{
		"empty":                       {nil, "empty"},
		"of blanks":                   {[]byte(" \n"), "empty"},
		"zeroed":                      {make([]byte, len(good)), "cut short"},
		"cut short":                   {good[:len(good)/2], "cut short"},
		"without its last brace":      {bytes.TrimRight(good, "\n}"), "cut short"},
		"of another kind":             {[]byte(`{"token":"x"}`), "isn't a record"},
		"with a wrong character":      {bytes.Replace(good, []byte("refresh-token"), []byte("refresh-tokem"), 1), "checksum"},
		"with a field of another":     {bytes.Replace(good, []byte(`"version":1`), []byte(`"version":"1"`), 1), "checksum"},
		"of another account":          {others, `"spiro", account "bob"`},
		"of a later program":          {bytes.Replace(good, []byte(`{"vendorkit":1`), []byte(`{"vendorkit":2`), 1), "later version"},
		"longer than any record":      {bytes.Repeat([]byte("x"), recordLimit+1), "longer than"},
		"with a sum and wrong fields": {sealed(`{"vendor":1}`), "isn't a record"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, test.data, 0o600); err != nil {
				t.Fatal(err)
			}
			words := test.words
			if name == "of another account" {
				words = "it belongs to" // quotes are dropped from causes
			}
			called := false
			_, err := s.Update(t.Context(), fileKey, func(context.Context, Record) (Record, error) { called = true; return Record{}, nil })
			wantStoreError(t, "Update", err, words)
			_, err = s.Load(t.Context(), fileKey)
			wantStoreError(t, "Load", err, words)
			later := test.words == "later version"
			if errors.Is(err, ErrLaterVersion) != later || strings.Contains(err.Error(), "log in again") == later {
				t.Errorf("what to do: %v", err)
			}
			if left, _ := os.ReadFile(path); called || !bytes.Equal(left, test.data) {
				t.Errorf("change called: %t; the file holds %q", called, left)
			}
			if strings.Contains(err.Error(), "refresh-") || !strings.Contains(err.Error(), path) {
				t.Errorf("the error: %v", err)
			}
			keys, err := s.Keys(t.Context())
			if later { // by which it can be told whose it is
				if err != nil || len(keys) != 1 {
					t.Errorf("Keys: %v, %v", keys, err)
				}
				return
			}
			wantStoreError(t, "Keys", err, "is damaged")
			if len(keys) != 0 || !strings.Contains(err.Error(), path) {
				t.Errorf("Keys: %v, %v", keys, err)
			}
		})
	}
	if err := os.WriteFile(path, good, 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Load(t.Context(), fileKey); err != nil || r.RefreshToken.Reveal() != "refresh-token" {
		t.Errorf("the good file again: %+v, %v", r, err)
	}
}

// The files that can't be read are named, and the others listed all the same. What isn't the store's doesn't count.
func TestKeysNamesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	s := newFileStore(t)
	record := Record{AccessToken: NewSecret("access-token")}
	good, cut, moved := Key{"v", "good"}, Key{"v", "cut"}, Key{"v", "moved"}
	for _, key := range []Key{good, cut, moved} {
		if _, err := s.Update(t.Context(), key, set(record)); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(s.path(moved, recordSuffix))
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := s.path(Key{"v", "elsewhere"}, recordSuffix)
	for path, data := range map[string][]byte{s.path(cut, recordSuffix): data[:20], elsewhere: data, filepath.Join(s.dir, "notes.json"): []byte("{}"),
		filepath.Join(s.dir, "a-b-0123456789.json"): nil, filepath.Join(s.dir, "backup-of-v-good-0123456789ab.json"): nil} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := s.Keys(t.Context())
	if diff := cmp.Diff([]Key{good, moved}, keys); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if !errors.Is(err, ErrStore) || strings.Contains(err.Error(), "access-token") {
		t.Fatalf("got %v", err)
	}
	for _, path := range []string{s.path(cut, recordSuffix), elsewhere} {
		if !strings.Contains(err.Error(), path) {
			t.Errorf("%s isn't named in %v", path, err)
		}
	}
	if lines := strings.Count(err.Error(), "\n") + 1; lines != 2 {
		t.Errorf("%d files are named: %v", lines, err)
	}
}

func sealed(login string) []byte {
	return fmt.Appendf(nil, `{"vendorkit":1,"login":%s,"sum":%q}`, login, sumOf([]byte(login)))
}

// TestFailingDisk makes each step of a save fail in the ways in which disks fail. The old record stays, nothing is left
// lying about, and the next save goes well.
func TestFailingDisk(t *testing.T) {
	t.Parallel()
	for _, at := range []string{step.Write, step.Sync, step.Commit} {
		for _, why := range []error{syscall.ENOSPC, syscall.EROFS, syscall.EIO, fs.ErrPermission} {
			t.Run(at+" "+why.Error(), func(t *testing.T) {
				t.Parallel()
				s := newFileStore(t)
				put(t, s, Record{AccessToken: NewSecret("old"), RefreshToken: NewSecret("old")})
				ctx := step.With(t.Context(), func(name string) error {
					if name == at {
						return &fs.PathError{Op: "write", Path: "there", Err: why}
					}
					return nil
				})
				_, err := s.Update(ctx, fileKey, set(Record{AccessToken: NewSecret("new")}))
				if !errors.Is(err, ErrStore) || !errors.Is(err, why) || !strings.Contains(err.Error(), "the old one is still there") {
					t.Errorf("got %v", err)
				}
				if why != syscall.EIO {
					wantStoreError(t, "Update", err, why.Error())
				}
				if r, err := s.Load(t.Context(), fileKey); err != nil || r.AccessToken.Reveal() != "old" {
					t.Errorf("the store holds %+v, %v", r, err)
				}
				if _, left := files(t, s)[tempSuffix]; left {
					t.Error("the half-written file is still there")
				}
				put(t, s, Record{AccessToken: NewSecret("new")})
			})
		}
	}
}

// When the folder can't be made durable after the rename, the new record is there, but Update can't promise it. The next
// Update makes good for it even if it changes nothing.
func TestUnsettledFolderIsSettledLater(t *testing.T) {
	t.Parallel()
	s := newFileStore(t)
	put(t, s, Record{AccessToken: NewSecret("old")})
	settled, failing := 0, true
	ctx := step.With(t.Context(), func(name string) error {
		if name != step.Settle {
			return nil
		}
		if failing {
			return syscall.EIO
		}
		settled++
		return nil
	})
	for range 2 {
		if _, err := s.Update(ctx, fileKey, set(Record{AccessToken: NewSecret("new")})); !errors.Is(err, ErrStore) || !strings.Contains(err.Error(), "isn't sure") {
			t.Errorf("got %v", err)
		}
	}
	failing = false
	for range 2 {
		got, err := s.Update(ctx, fileKey, func(_ context.Context, now Record) (Record, error) { return now, nil })
		if err != nil || got.AccessToken.Reveal() != "new" || settled != 1 {
			t.Errorf("%+v, %v, settled %d times", got, err, settled)
		}
	}
}

// A process that dies between writing a record and putting it in its place leaves it to the next one.
func TestUnfinishedSaveIsFinished(t *testing.T) {
	t.Parallel()
	encoded := func(version int64) []byte {
		data, err := EncodeRecord(fileKey, Record{Version: version, AccessToken: NewSecret("new")})
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for name, test := range map[string]struct {
		left []byte
		want string
	}{
		"whole":     {encoded(2), "new"},
		"cut short": {encoded(2)[:50], "old"},
		"outdated":  {encoded(1), "old"},
		"not next":  {encoded(3), "old"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newFileStore(t)
			put(t, s, Record{AccessToken: NewSecret("old")})
			if err := os.WriteFile(s.path(fileKey, tempSuffix), test.left, 0o600); err != nil {
				t.Fatal(err)
			}
			var saw string
			if _, err := s.Update(t.Context(), fileKey, func(_ context.Context, now Record) (Record, error) { saw = now.AccessToken.Reveal(); return now, nil }); err != nil {
				t.Fatal(err)
			}
			if r, err := s.Load(t.Context(), fileKey); err != nil || saw != test.want || r.AccessToken.Reveal() != test.want {
				t.Errorf("change saw %s, the store holds %+v, %v; want %s", saw, r, err, test.want)
			}
			put(t, s, Record{AccessToken: NewSecret("third")})
			if _, left := files(t, s)[tempSuffix]; left {
				t.Error("the left-over is still there")
			}
		})
	}
}

// TestRenewalOnAFailingDisk: a source on a store that fails loses nothing and says what is wrong.
func TestRenewalOnAFailingDisk(t *testing.T) {
	t.Parallel()
	f, files := newFake(t, false), newFileStore(t)
	start := func() *Source {
		return f.source(func(c *HolaspiritConfig) { c.Store, c.Password, c.Account = files, Secret{}, fileKey.Account })
	}
	s := start()
	f.live("live")
	stale(t, files, s, "live")

	// The disk is full before anything was asked for.
	full := func(name string) error {
		if name == step.Write {
			return syscall.ENOSPC
		}
		return nil
	}
	_, err := s.Token(step.With(t.Context(), full))
	wantStoreError(t, "a full disk", err, "no space left")
	wantGrants(t, f)

	// It fills up between the question and the response.
	s, asked := start(), false
	_, err = s.Token(step.With(t.Context(), func(name string) error {
		if name == step.Ask {
			asked = true
		}
		if asked {
			return full(name)
		}
		return nil
	}))
	wantStoreError(t, "a disk that fills up", err, "It is kept in memory")
	if !strings.Contains(err.Error(), "make room") {
		t.Errorf("the hint doesn't say what to do: %v", err)
	}
	wantGrants(t, f, "refresh_token")
	s.mu.Lock()
	s.failure = failure{} // what some seconds would do
	s.mu.Unlock()
	if got := get(t, s); got != "access-1" {
		t.Errorf("got %s", got)
	}
	if r := stored(t, files, s); r.RefreshToken.Reveal() != "refresh-1" {
		t.Errorf("the store holds %+v", r)
	}
	wantGrants(t, f, "refresh_token")
}

// TestClockJumps: a clock that was wrong by hours when a token was stored costs a renewal at most.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	for name, jump := range map[string]time.Duration{"it was ahead": 5 * time.Hour, "it was behind": -5 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			f, files := newFake(t, false), newFileStore(t)
			srv := f.serve()
			s, err := HolaspiritRefresh(HolaspiritConfig{BaseURL: srv.URL, Store: files})
			if err != nil {
				t.Fatal(err)
			}
			f.live("live")
			now := time.Now()
			_, err = files.Update(t.Context(), s.plan.key, set(Record{Issuer: s.plan.issuer(), AccessToken: NewSecret("dead-by-now"), RefreshToken: NewSecret("live"),
				ObtainedAt: now.Add(jump - time.Hour), Expiry: now.Add(jump)}))
			if err != nil {
				t.Fatal(err)
			}
			client, err := rest.NewClient(rest.Vendor{Name: "holaspirit"}, srv.URL, rest.WithRequestEditorFn(Holaspirit(s)))
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if err := client.Call(t.Context(), "GET", "/api/x", nil, nil, nil); err != nil {
					t.Errorf("a call failed: %v", err)
				}
			}
			wantGrants(t, f, "refresh_token")
			if issued, refused := f.counts(); issued != 1 || refused != 0 {
				t.Errorf("%d tokens issued, %d grants refused", issued, refused)
			}
		})
	}
}
