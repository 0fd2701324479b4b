package main

import (
	"errors"
	"os"
	"path/filepath"
)

// replaceFile writes a file whole or not at all: what was there stays until everything is on the disk.
func replaceFile(name string, data []byte) (err error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return errors.New(name + " is a folder; give a file")
	}
	file, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	_, err = file.Write(data)
	err = errors.Join(err, file.Sync(), file.Chmod(0o644), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
