package reference_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/reference"
)

func small(t *testing.T) *reference.Site {
	t.Helper()
	s, err := reference.New("spiro")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// holds checks that a folder has the files of a reference, and nothing beside it is left over.
func holds(t *testing.T, dir string, s *reference.Site) {
	t.Helper()
	for _, name := range s.Names() {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != read(t, s, name) {
			t.Errorf("%s differs", name)
		}
	}
	beside, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range beside {
		if strings.HasPrefix(entry.Name(), ".") {
			t.Errorf("%s is left over", entry.Name())
		}
	}
}

func TestWriteMakesAFolderOrReplacesItsOwn(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	dir := filepath.Join(root, "made", "reference")
	if err := small(t).Write(dir); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, small(t))

	other, err := reference.New("humanity")
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Write(dir); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, other)
	if _, err := os.Stat(filepath.Join(dir, "spiro")); err == nil {
		t.Error("what only the earlier one had is still there")
	}

	empty := filepath.Join(root, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := small(t).Write(empty); err != nil {
		t.Fatal(err)
	}
	holds(t, empty, small(t))
}

func TestWriteLeavesForeignFilesAlone(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(dir string) error{
		"a file":            func(dir string) error { return os.WriteFile(dir, []byte("mine"), 0o644) },
		"another's folder":  func(dir string) error { return write(filepath.Join(dir, "index.html")) },
		"a file within":     func(dir string) error { return addTo(t, dir, "notes.txt") },
		"a file far within": func(dir string) error { return addTo(t, dir, "spiro/deep/notes.txt") },
		"a hidden file":     func(dir string) error { return addTo(t, dir, ".git/config") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "reference")
			if err := prepare(dir); err != nil {
				t.Fatal(err)
			}
			before := contents(t, dir)
			err := small(t).Write(dir)
			if err == nil || !strings.Contains(err.Error(), "give a") {
				t.Fatalf("got %v", err)
			}
			if after := contents(t, dir); after != before {
				t.Errorf("the folder was changed:\n%s\nit had been:\n%s", after, before)
			}
		})
	}
}

func TestWriteThatFailsLeavesTheFolderAsItWas(t *testing.T) {
	t.Parallel()
	if os.Getuid() == 0 {
		t.Skip("nothing is forbidden to root")
	}
	root := t.TempDir()
	dir := filepath.Join(root, "reference")
	if err := small(t).Write(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(root, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(root, 0o755)
	if err := small(t).Write(dir); err == nil {
		t.Fatal("it was written where nothing may be")
	}
	holds(t, dir, small(t))
}

func TestWriteFollowsALink(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	dir, link := filepath.Join(root, "reference"), filepath.Join(root, "link")
	if err := small(t).Write(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	if err := small(t).Write(link); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, small(t))
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced")
	}
}

func write(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte("mine"), 0o644)
}

func addTo(t *testing.T, dir, name string) error {
	if err := small(t).Write(dir); err != nil {
		return err
	}
	return write(filepath.Join(dir, filepath.FromSlash(name)))
}

// contents lists what stands in a folder, with what is in each file.
func contents(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all.WriteString(path + ": " + string(data) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
