package auth

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// openToRead opens a file. Windows refuses that temporarily in which another process exchanges it.
func openToRead(path string) (file *os.File, err error) {
	err = insist(func() error { file, err = os.Open(path); return err })
	return file, err
}

// replaceFile renames a file over another. Windows refuses that while somebody has the other one open.
func replaceFile(from, to string) error {
	return insist(func() error { return os.Rename(from, to) })
}

func insist(try func() error) error {
	for wait := time.Millisecond; ; wait *= 2 {
		err := try()
		if err == nil || !inUse(err) || wait > time.Second {
			return err
		}
		time.Sleep(wait)
	}
}

// inUse reports whether an error goes away by itself: access denied, sharing violation.
func inUse(err error) bool {
	code, ok := errors.AsType[syscall.Errno](err)
	return ok && (code == 5 || code == 32)
}

// syncFolder does nothing: Windows keeps names without being asked, and can't be asked.
func syncFolder(string) error { return nil }

func checkFolder(info fs.FileInfo, err error) error {
	if err == nil && !info.IsDir() {
		return &unsafeFileError{"it is no folder", "Name a folder for the store"}
	}
	return err
}

func checkFile(info fs.FileInfo, err error) error {
	if err == nil && !info.Mode().IsRegular() {
		return &unsafeFileError{"it is no plain file", "Move it away"}
	}
	return err
}

// diskFull knows ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
func diskFull(err error) bool {
	code, ok := errors.AsType[syscall.Errno](err)
	return ok && (code == 39 || code == 112)
}

// inTheWay knows what Windows says of a folder in a file's place and of a file in a folder's: ERROR_DIRECTORY, ERROR_DIR_NOT_EMPTY,
// ERROR_ALREADY_EXISTS, ERROR_FILE_EXISTS. Opening a folder as a file is refused like what one has no right to.
func inTheWay(err error) bool {
	code, ok := errors.AsType[syscall.Errno](err)
	return ok && (code == 267 || code == 145 || code == 183 || code == 80)
}

// readOnly knows ERROR_WRITE_PROTECT.
func readOnly(err error) bool {
	code, ok := errors.AsType[syscall.Errno](err)
	return ok && code == 19
}
