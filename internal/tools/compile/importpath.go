package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// importPath returns the path by which the package in a folder is imported: that of its module and the folder's place in that.
func importPath(folder string) (string, error) {
	at, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	for below := ""; ; {
		data, err := os.ReadFile(filepath.Join(at, "go.mod"))
		switch {
		case errors.Is(err, fs.ErrNotExist) && filepath.Dir(at) != at:
			at, below = filepath.Dir(at), path.Join(filepath.Base(at), below)
			continue
		case err != nil:
			return "", fmt.Errorf("%s is in no module: %w", folder, err)
		}
		for line := range strings.Lines(string(data)) {
			if fields := strings.Fields(line); len(fields) == 2 && fields[0] == "module" {
				return path.Join(fields[1], below), nil
			}
		}
		return "", fmt.Errorf("%s names no module", filepath.Join(at, "go.mod"))
	}
}
