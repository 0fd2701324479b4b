package keyring

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrLocked: the keyring is locked, and nobody unlocked it.
var ErrLocked = errors.New("the keyring is locked; unlock it, by logging in to the desktop for instance, or use a file or a database as the store where nobody can")

// ErrMissing: there is no keyring to ask, as in a container, in a service or over ssh.
var ErrMissing = errors.New("there is no keyring here: on Linux it takes a desktop session with a secret service; use a file or a database as the store")

// hinted says what to do about an error of the keyring's. The systems have no types for these; the words are theirs.
func hinted(err error) error {
	text := strings.ToLower(err.Error())
	says := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
	}
	switch {
	case errors.Is(err, ErrSlow):
		return err
	case says("islocked", "is locked", "failed to unlock", "prompt was dismissed", "prompt dismissed",
		"interaction is not allowed", "exit status 36", "exit status 51"): // the latter are what macOS's security ends with
		return fmt.Errorf("%w (%w)", ErrLocked, err)
	case says("org.freedesktop.secrets was not provided", "serviceunknown", "dbus_session_bus_address", "dbus-launch", "couldn't determine address of session bus",
		"no such interface", "executable file not found"):
		return fmt.Errorf("%w (%w)", ErrMissing, err)
	}
	return err
}
