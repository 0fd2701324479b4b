//go:build !unix

package storetest

import (
	"errors"
	"os/exec"
)

// killed reports whether a process ended otherwise than well.
func killed(err error) bool {
	_, ok := errors.AsType[*exec.ExitError](err)
	return ok
}
