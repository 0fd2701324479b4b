package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// replaceFile writes a file whole or not at all: what was there stays until everything is on the disk. A file that was there keeps
// its mode, and a new one has what the umask leaves of 0666; behind a link it is the file that the link leads to.
func replaceFile(name string, data []byte) error {
	_, err := replaceFileFrom(name, bytes.NewReader(data))
	return err
}

// replaceFileFrom does so with what a reader has, and counts it.
func replaceFileFrom(name string, from io.Reader) (n int64, err error) {
	name = behindLinks(name)
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return 0, err
	case info.IsDir():
		return 0, errors.New(name + " is a folder; give a file")
	case !info.Mode().IsRegular(): // a pipe or a device: there is nothing to keep
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0o666)
		if err != nil {
			return 0, err
		}
		n, err = io.Copy(file, from)
		return n, errors.Join(err, file.Close())
	}
	file, err := createBeside(name)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	if info != nil {
		err = file.Chmod(info.Mode().Perm())
	}
	if err == nil {
		n, err = io.Copy(file, from)
	}
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return n, err
	}
	return n, os.Rename(file.Name(), name)
}

// behindLinks returns the file that a link leads to, also where there is none yet; any other name as it is. Of links in a circle it returns
// one, with which nothing can be done.
func behindLinks(name string) string {
	const most = 40 // as Linux follows
	for range most {
		if target, err := filepath.EvalSymlinks(name); err == nil {
			return target
		}
		target, err := os.Readlink(name)
		if err != nil {
			return name
		}
		if !filepath.IsAbs(target) {
			folder, err := filepath.EvalSymlinks(filepath.Dir(name)) // a .. in target goes up from where the link is in truth
			if err != nil {
				return name
			}
			target = filepath.Join(folder, target)
		}
		name = target
	}
	return name
}

// createBeside makes a new file in the folder of another. os.CreateTemp would give it a mode that no umask opens.
func createBeside(name string) (*os.File, error) {
	for {
		file, err := os.OpenFile(fmt.Sprintf("%s.%08x.tmp", name, rand.Uint32()), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}
