package main

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
)

// openBrowser starts the person's browser, if there is one. It doesn't wait for it.
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
	if err := browser.Start(); err != nil {
		return err
	}
	go browser.Wait()
	return nil
}
