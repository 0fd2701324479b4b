package main

import (
	"io/fs"
	"path/filepath"
	"strings"
)

// moduleFolders lists the folders below root that hold a go.mod: "/" and "/internal/bench".
func moduleFolders(root string) ([]string, error) {
	var folders []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && path != root {
			return filepath.SkipDir
		}
		if entry.Name() == "go.mod" {
			below, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil {
				return err
			}
			folders = append(folders, "/"+strings.TrimPrefix(filepath.ToSlash(below), "."))
		}
		return nil
	})
	return folders, err
}
