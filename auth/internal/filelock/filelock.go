// Package filelock locks files across processes. A lock ends with the process that holds it, however that ends.
package filelock

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/pause"
)

const (
	waitFirst = time.Millisecond // between two tries
	waitLast  = 16 * time.Millisecond
)

// ErrUnsupported says that this system, or this file system, has no such locks.
var ErrUnsupported = errors.New("no file locks here")

// ErrNotPlain says that something other than a plain file stands where the lock should be.
var ErrNotPlain = errors.New("it is no plain file")

// A Lock is a lock that is held.
type Lock struct{ file *os.File }

// Acquire locks the file at path, which is made when it is missing and stays when the lock is given back, unless that is by Remove. It excludes other processes and other callers in this
// one. It waits by trying again, because a wait inside the system can't be ended by ctx.
func Acquire(ctx context.Context, path string) (*Lock, error) {
	for wait := waitFirst; ; wait = min(wait*3/2, waitLast) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		lock, err := try(path)
		if err != nil || lock != nil {
			return lock, err
		}
		pause.For(ctx, wait/2+rand.N(wait))
	}
}

// Unlock gives the lock back.
func (l *Lock) Unlock() error { return l.file.Close() }

// Remove gives the lock back and removes its file, if the system lets it: Windows keeps a file that is open. The lock is held until the
// file is gone, and nobody takes a lock for held whose file isn't the one at its path (same): so no two hold locks on two files of one name.
func (l *Lock) Remove() error {
	if mine, err := same(l.file, l.file.Name()); err == nil && mine {
		os.Remove(l.file.Name())
	}
	return l.file.Close()
}

// try returns nil, nil when somebody else holds the lock.
func try(path string) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	if held, err := hold(file, path); err != nil || !held {
		file.Close()
		return nil, err
	}
	return &Lock{file}, nil
}

// hold locks a file that was opened at path, and reports whether that is a lock on what is there now.
func hold(file *os.File, path string) (bool, error) {
	held, err := lockFile(file)
	if err != nil || !held {
		return false, err
	}
	return same(file, path)
}

// same reports whether file is still the one at path: whoever held the lock before may have removed it, and so may who cleared the folder.
func same(file *os.File, path string) (bool, error) {
	mine, err := file.Stat()
	if err != nil {
		return false, err
	}
	if !mine.Mode().IsRegular() {
		return false, fmt.Errorf("%s: %w", path, ErrNotPlain)
	}
	there, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && os.SameFile(mine, there), err
}
