package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// output is what is made of the documents, by file. It is kept until all of it is there: clients that are made of one document in part
// and of another for the rest don't fit together, and nobody sees which is which.
type output struct {
	mu    sync.Mutex
	files map[string][]byte
}

func newOutput() *output { return &output{files: map[string][]byte{}} }

func (o *output) add(file string, data []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.files[filepath.Clean(file)] = data
}

// generatedIn returns the generated Go of a folder, by file.
func (o *output) generatedIn(folder string) map[string][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	found := map[string][]byte{}
	for file, data := range o.files {
		if filepath.Dir(file) == filepath.Clean(folder) && strings.HasSuffix(file, ".gen.go") {
			found[file] = data
		}
	}
	return found
}

// leftOver refuses files of these patterns that none of the documents makes: of a vendor that is gone, or has another name now. They would
// be compiled and shown for ever.
func (o *output) leftOver(patterns ...string) error {
	var faults []error
	for _, pattern := range patterns {
		found, err := filepath.Glob(pattern)
		if err != nil {
			return err
		}
		for _, file := range found {
			if _, made := o.files[filepath.Clean(file)]; !made {
				faults = append(faults, fmt.Errorf("%s: no document makes it any more: delete it", file))
			}
		}
	}
	return errors.Join(faults...)
}

// write writes the files that are new or differ: all beside where they belong, and when that is done each into its place. What can't be
// written leaves every file as it was, and no file is ever there in part.
func (o *output) write() (err error) {
	written := map[string]string{} // by file, where it waits
	defer func() {
		for _, at := range written {
			err = errors.Join(err, os.Remove(at))
		}
	}()
	var names []string
	for name, data := range o.files {
		if was, readErr := os.ReadFile(name); readErr == nil && bytes.Equal(was, data) {
			continue
		}
		at, err := writeBeside(name, data)
		if at != "" {
			written[name] = at
		}
		if err != nil {
			return err
		}
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := os.Rename(written[name], name); err != nil {
			return err
		}
		delete(written, name)
	}
	return nil
}

// writeBeside writes a file under a name beside its own, hidden from the go command, and returns that.
func writeBeside(name string, data []byte) (string, error) {
	folder := filepath.Dir(name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	file, err := os.CreateTemp(folder, "."+filepath.Base(name)+".*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(data)
	return file.Name(), errors.Join(err, file.Close(), os.Chmod(file.Name(), 0o644))
}
