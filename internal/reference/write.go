package reference

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// listName is the file by which a folder is known to be a reference that was written before: it lists the files.
const listName = ".vendorkit-docs"

// Write writes the files into a folder, which is made, replaced if it is a reference that Write made before, or left alone: then the
// error says what is in it. All files are there in the end, or the folder is as it was.
func (s *Site) Write(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if target, err := filepath.EvalSymlinks(dir); err == nil {
		dir = target
	}
	there, err := replaceable(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		return err
	}
	made, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(made)
	// Under a name of its own, so that the folder has what the umask leaves: a temporary one is for its owner alone.
	files := filepath.Join(made, "new")
	if err := s.writeFiles(files); err != nil {
		return err
	}
	if !there {
		return os.Rename(files, dir)
	}
	old := filepath.Join(made, "old")
	if err := os.Rename(dir, old); err != nil {
		return fmt.Errorf("%s can't be replaced, give a folder within it: %w", dir, err)
	}
	if err := os.Rename(files, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return nil
}

func (s *Site) writeFiles(dir string) error {
	for _, name := range s.names {
		data, err := s.ReadFile(name)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o666); err != nil {
			return err
		}
	}
	list := "Made by vendorkit docs, which replaces these files and no others:\n" + strings.Join(s.names, "\n") + "\n"
	return os.WriteFile(filepath.Join(dir, listName), []byte(list), 0o666)
}

// replaceable reports whether a folder is there; the error is of one that has files which Write didn't make.
func replaceable(dir string) (there bool, err error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.IsDir():
		return false, fmt.Errorf("%s is a file; give a folder", dir)
	}
	list, err := os.ReadFile(filepath.Join(dir, listName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	ours := map[string]bool{}
	if len(list) > 0 {
		ours[listName] = true
	}
	for line := range strings.Lines(string(list)) {
		ours[strings.TrimSuffix(line, "\n")] = true
	}
	return true, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if !ours[filepath.ToSlash(name)] {
			return fmt.Errorf("%s holds %s, which isn't of a reference written before: give an empty or a new folder", dir, name)
		}
		return nil
	})
}
