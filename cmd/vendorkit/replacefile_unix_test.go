//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestReportsKeepTheirMode: a file that somebody closed to others stays closed when a report replaces it, and a new one is as open
// as the umask lets it be.
func TestReportsKeepTheirMode(t *testing.T) { // not beside other tests: the umask is the process's
	old := syscall.Umask(0o027)
	defer syscall.Umask(old)
	folder := t.TempDir()
	name := filepath.Join(folder, "report.md")
	mode := func(name string) os.FileMode {
		t.Helper()
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	if err := replaceFile(name, []byte("new")); err != nil || mode(name) != 0o640 {
		t.Errorf("a new file under umask 027: %v, %v", err, mode(name))
	}
	for _, want := range []os.FileMode{0o600, 0o664, 0o644} {
		if err := os.Chmod(name, want); err != nil {
			t.Fatal(err)
		}
		if err := replaceFile(name, []byte("again")); err != nil || mode(name) != want {
			t.Errorf("a file of %v: %v, %v", want, err, mode(name))
		}
	}
	link := filepath.Join(folder, "latest.md")
	if err := os.Symlink("report.md", link); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(link, []byte("through the link")); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if info, _ := os.Lstat(link); err != nil || string(data) != "through the link" || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("behind a link: %q, %v, the link is %v", data, err, info.Mode())
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*.tmp")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestALinkThatLeadsNowhereYetIsFollowed: what a shell's redirection makes behind it, a report makes too, and the link stays.
func TestALinkThatLeadsNowhereYetIsFollowed(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "reports", "links"), 0o777); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"first": "../today", "second": filepath.Join(folder, "reports", "links", "first"), "circle": "circle", "lost": "none/today"} {
		if err := os.Symlink(target, filepath.Join(folder, "reports", "links", link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join("reports", "links"), filepath.Join(folder, "shortcut")); err != nil {
		t.Fatal(err)
	}
	today := filepath.Join(folder, "reports", "today")
	for _, link := range []string{"reports/links/first", "reports/links/second", "shortcut/first"} {
		os.Remove(today)
		name := filepath.Join(folder, link)
		err := replaceFile(name, []byte(link))
		data, _ := os.ReadFile(today)
		if info, _ := os.Lstat(name); err != nil || string(data) != link || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s: %v, %q, the link is %v", link, err, data, info.Mode())
		}
	}
	for _, link := range []string{"circle", "lost"} {
		name := filepath.Join(folder, "reports", "links", link)
		if err := replaceFile(name, []byte("x")); err == nil {
			t.Errorf("%s was written", link)
		}
		if info, err := os.Lstat(name); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v", link, err)
		}
	}
}
