package filelock

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

const (
	noFollow = 0

	lockExclusive      = 0x2
	failAtOnce         = 0x1
	errorLockViolation = syscall.Errno(33) // somebody holds it
)

func lockFile(file *os.File) (bool, error) {
	lockFileEx := syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")
	var overlapped syscall.Overlapped
	ok, _, err := lockFileEx.Call(file.Fd(), lockExclusive|failAtOnce, 0, 1, 0, uintptr(unsafe.Pointer(&overlapped)))
	switch {
	case ok != 0:
		return true, nil
	case errors.Is(err, errorLockViolation) || errors.Is(err, syscall.ERROR_IO_PENDING):
		return false, nil
	}
	return false, fmt.Errorf("locking %s: %w", file.Name(), err)
}
