package auth

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestFullDisk fills a disk, where the one who runs the test may mount one.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k,mode=0700"); err != nil {
		t.Skipf("no disk of our own: %v", err)
	}
	defer syscall.Unmount(dir, 0)
	s, err := NewFileStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, Record{AccessToken: NewSecret("old")})
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 64<<10), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk isn't full: %v", err)
	}
	_, err = s.Update(t.Context(), fileKey, set(Record{AccessToken: NewSecret("new")}))
	wantStoreError(t, "a full disk", err, "no space left on device")
	if r, err := s.Load(t.Context(), fileKey); err != nil || r.AccessToken.Reveal() != "old" {
		t.Errorf("the store holds %+v, %v", r, err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	put(t, s, Record{AccessToken: NewSecret("new")})

	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	_, err = s.Update(t.Context(), fileKey, set(Record{AccessToken: NewSecret("newer")}))
	wantStoreError(t, "a read-only disk", err, "read-only file system")
	if r, err := s.Load(t.Context(), fileKey); err != nil || r.AccessToken.Reveal() != "new" {
		t.Errorf("the store holds %+v, %v", r, err)
	}
}
