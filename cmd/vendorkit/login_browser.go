package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// openBrowser starts the person's browser, if there is one. It doesn't wait for it. The browser, and all that it starts, gets
// none of this command's variables: secrets are among them.
func openBrowser(address string) error {
	name, args := "", []string{address}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	case "darwin":
		name = "open"
	default:
		// Without a display xdg-open might take over the terminal with a text browser.
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return errors.New("there is no display")
		}
		name = "xdg-open"
	}
	browser := exec.Command(name, args...)
	browser.Env = withoutOwn(os.Environ())
	if err := browser.Start(); err != nil {
		return err
	}
	go browser.Wait()
	return nil
}

// withoutOwn drops the variables of this command from an environment. Windows doesn't tell cases of names apart.
func withoutOwn(environment []string) []string {
	return slices.DeleteFunc(slices.Clone(environment), func(variable string) bool {
		return len(variable) >= len(envPrefix) && strings.EqualFold(variable[:len(envPrefix)], envPrefix)
	})
}
