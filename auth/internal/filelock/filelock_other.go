//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package filelock

import "os"

const noFollow = 0

func lockFile(*os.File) (bool, error) { return false, ErrUnsupported }
