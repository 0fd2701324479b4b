//go:build !unix && !windows

package auth

import (
	"io/fs"
	"os"
)

// These systems have no file locks, so that a FileStore only reads there.

func openToRead(path string) (*os.File, error)   { return os.Open(path) }
func replaceFile(from, to string) error          { return os.Rename(from, to) }
func syncFolder(string) error                    { return nil }
func checkFolder(_ fs.FileInfo, err error) error { return err }
func checkFile(_ fs.FileInfo, err error) error   { return err }
func diskFull(error) bool                        { return false }
func inTheWay(error) bool                        { return false }
func readOnly(error) bool                        { return false }
