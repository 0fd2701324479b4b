//go:build unix

package auth

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// openToRead opens a file, and fails on a symbolic link.
func openToRead(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}

func replaceFile(from, to string) error { return os.Rename(from, to) }

// syncFolder makes the names in a folder durable.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}

func checkFolder(info fs.FileInfo, err error) error {
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return &unsafeFileError{"it is no folder", "Name a folder for the store"}
	case !ownedByUs(info):
		return &unsafeFileError{"it belongs to another user", "Use a folder of the user that the process runs as"}
	case info.Mode().Perm()&0o022 != 0:
		return &unsafeFileError{"other users may write into it", "Take the right to write from group and others (chmod go-w), or use another folder"}
	}
	return nil
}

func checkFile(info fs.FileInfo, err error) error {
	switch {
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return &unsafeFileError{"it is a symbolic link", "Put the file itself there: what the link points to could be exchanged"}
	case !info.Mode().IsRegular():
		return &unsafeFileError{"it is no plain file", "Move it away"}
	case !ownedByUs(info):
		return &unsafeFileError{"it belongs to another user", "Give it to the user that the process runs as (chown)"}
	case info.Mode().Perm()&0o077 != 0:
		return &unsafeFileError{"other users may read it or write to it", "Its tokens may be known to others: log in again if that matters, and close it (chmod 600)"}
	}
	return nil
}

func ownedByUs(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int64(stat.Uid) == int64(os.Geteuid())
}

func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// inTheWay reports whether something else stands where a file or a folder should be.
func inTheWay(err error) bool {
	for _, known := range []error{syscall.ENOTDIR, syscall.EISDIR, syscall.ELOOP, syscall.ENOTEMPTY, syscall.EEXIST} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

func readOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
