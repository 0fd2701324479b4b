//go:build unix

package auth

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestFileStoreModes(t *testing.T) {
	t.Parallel()
	s := newFileStore(t)
	put(t, s, Record{AccessToken: NewSecret("a")})
	for path, want := range map[string]os.FileMode{s.dir: os.ModeDir | 0o700, s.path(fileKey, recordSuffix): 0o600, s.path(fileKey, lockSuffix): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v, want %v", path, info.Mode(), err, want)
		}
	}
}

// TestUnsafeFilesAreRefused: the store neither reads nor replaces what others could have put there.
func TestUnsafeFilesAreRefused(t *testing.T) {
	t.Parallel()
	exchange := func(make func(path string) error) func(*FileStore) error {
		return func(s *FileStore) error {
			path := s.path(fileKey, recordSuffix)
			if err := os.Rename(path, path+".bak"); err != nil {
				return err
			}
			return make(path)
		}
	}
	chown := func(path string) error { return os.Chown(path, 12345, -1) }
	for name, test := range map[string]struct {
		spoil func(*FileStore) error
		words string
		root  bool
	}{
		"readable by the group":    {func(s *FileStore) error { return os.Chmod(s.path(fileKey, recordSuffix), 0o640) }, "other users may read it", false},
		"writable by all":          {func(s *FileStore) error { return os.Chmod(s.path(fileKey, recordSuffix), 0o602) }, "write to it", false},
		"a symbolic link":          {exchange(func(path string) error { return os.Symlink(path+".bak", path) }), "symbolic link", false},
		"a dangling link":          {exchange(func(path string) error { return os.Symlink("nowhere", path) }), "symbolic link", false},
		"a folder":                 {exchange(func(path string) error { return os.Mkdir(path, 0o700) }), "no plain file", false},
		"a pipe":                   {exchange(func(path string) error { return syscall.Mkfifo(path, 0o600) }), "no plain file", false},
		"another user's":           {func(s *FileStore) error { return chown(s.path(fileKey, recordSuffix)) }, "belongs to another user", true},
		"unreadable":               {func(s *FileStore) error { return os.Chmod(s.path(fileKey, recordSuffix), 0) }, "permission denied", false},
		"a folder open to all":     {func(s *FileStore) error { return os.Chmod(s.dir, 0o777) }, "may write into it", false},
		"a folder open to a group": {func(s *FileStore) error { return os.Chmod(s.dir, 0o720) }, "may write into it", false},
		"another user's folder":    {func(s *FileStore) error { return chown(s.dir) }, "belongs to another user", true},
		"a file where the folder is": {func(s *FileStore) error {
			if err := os.Rename(s.dir, s.dir+".bak"); err != nil {
				return err
			}
			return os.WriteFile(s.dir, nil, 0o600)
		}, "no folder", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if root := os.Geteuid() == 0; test.root && !root || root && name == "unreadable" {
				t.Skip("who runs this test may do too much or too little")
			}
			s := newFileStore(t)
			put(t, s, Record{AccessToken: NewSecret("a")})
			if err := test.spoil(s); err != nil {
				t.Fatal(err)
			}
			_, err := s.Load(t.Context(), fileKey)
			wantStoreError(t, "Load", err, test.words)
			_, err = s.Update(t.Context(), fileKey, set(Record{AccessToken: NewSecret("b")}))
			wantStoreError(t, "Update", err, test.words)
		})
	}
}

// TestWhatStandsInTheWayIsSaid: something else in the place of a lock, of a new record or of the folder is named, with what to do.
func TestWhatStandsInTheWayIsSaid(t *testing.T) {
	t.Parallel()
	folder := func(path string) error { return os.MkdirAll(filepath.Join(path, "full"), 0o700) }
	link := func(path string) error { return os.Symlink("nowhere", path) }
	pipe := func(path string) error { return syscall.Mkfifo(path, 0o600) }
	for name, test := range map[string]struct {
		suffix string
		make   func(path string) error
		hint   string
	}{
		"a folder as the lock":       {lockSuffix, folder, "move it away"},
		"a link as the lock":         {lockSuffix, link, "move it away"},
		"a pipe as the lock":         {lockSuffix, pipe, "move it away"},
		"a folder as the new record": {tempSuffix, folder, "move it away"},
		"no folder":                  {"", nil, "bring it back"},
		"a file as the folder":       {"", func(path string) error { return os.WriteFile(path, nil, 0o600) }, "Name a folder"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFileStore(t)
			path := s.dir
			if test.suffix != "" {
				path = s.path(fileKey, test.suffix)
			} else if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			if test.make != nil {
				if err := test.make(path); err != nil {
					t.Fatal(err)
				}
			}
			_, err := s.Update(t.Context(), fileKey, set(Record{AccessToken: NewSecret("b")}))
			wantStoreError(t, "Update", err, test.hint)
			if err == nil || !strings.Contains(err.Error(), path) {
				t.Errorf("the error doesn't name %s: %v", path, err)
			}
		})
	}
	for _, dir := range []string{"/dev/null", "/dev/null/store"} {
		_, err := NewFileStore(dir)
		wantStoreError(t, dir, err, "move it away")
	}
}

func TestLockFileIsNoWayIn(t *testing.T) {
	t.Parallel()
	s := newFileStore(t)
	target := filepath.Join(t.TempDir(), "precious")
	if err := os.Symlink(target, s.path(fileKey, lockSuffix)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Update(t.Context(), fileKey, set(Record{AccessToken: NewSecret("a")})); !errors.Is(err, ErrStore) {
		t.Errorf("a link in the lock's place: %v", err)
	}
	if _, err := os.Lstat(target); err == nil {
		t.Error("the lock was made where the link points to")
	}
}

// A lock file that was cleared away, while somebody holds it, doesn't let two in.
func TestLockFileMayBeRemoved(t *testing.T) {
	t.Parallel()
	s := newFileStore(t)
	put(t, s, Record{AccessToken: NewSecret("a")})
	if err := os.Remove(s.path(fileKey, lockSuffix)); err != nil {
		t.Fatal(err)
	}
	put(t, s, Record{AccessToken: NewSecret("b")})
}

const limitedVariable = "VENDORKIT_AUTH_TEST_LIMITED"

// TestDiskLimits does what it does in a process of its own, which may not write, or not much.
func TestDiskLimits(t *testing.T) {
	t.Parallel()
	if text := os.Getenv(limitedVariable); text != "" {
		mode, dir, _ := strings.Cut(text, " ")
		limited(t, mode, dir)
		return
	}
	for _, mode := range []string{"quota", "read-only"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			s := newFileStore(t)
			put(t, s, Record{AccessToken: NewSecret("old")})
			cmd := exec.Command(os.Args[0], "-test.run=^TestDiskLimits$", "-test.v")
			cmd.Env = append(os.Environ(), limitedVariable+"="+mode+" "+s.dir)
			if mode == "read-only" {
				if err := os.Chmod(s.dir, 0o500); err != nil {
					t.Fatal(err)
				}
				defer os.Chmod(s.dir, 0o700)
				if os.Geteuid() == 0 {
					t.Skip("nothing is read-only to root")
				}
			}
			if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("seen through")) {
				t.Errorf("%v\n%s", err, out)
			}
			if r, err := s.Load(t.Context(), fileKey); err != nil || r.AccessToken.Reveal() != "old" {
				t.Errorf("the store holds %+v, %v", r, err)
			}
		})
	}
}

func limited(t *testing.T, mode, dir string) {
	s, err := NewFileStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	words := "permission denied"
	if mode == "quota" {
		// What a file may hold counts as a full disk here.
		signal.Ignore(syscall.SIGXFSZ)
		words = "file too large"
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 64, Max: 64}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.Update(t.Context(), fileKey, set(Record{AccessToken: NewSecret("new")}))
	wantStoreError(t, mode, err, words)
	if r, err := s.Load(t.Context(), fileKey); err != nil || r.AccessToken.Reveal() != "old" {
		t.Errorf("the store holds %+v, %v", r, err)
	}
	if _, left := files(t, s)[tempSuffix]; left {
		t.Error("the half-written file is still there")
	}
	fmt.Println("seen through")
}
