//go:build unix

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestABodyFromAPipe: what a shell's <(...) gives can be read once, and is checked before it is sent.
func TestABodyFromAPipe(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("halo")
	for name, args := range map[string][]string{
		`[{"summary":"from a pipe"}]`: {"call", "halo", "saveTickets", "--yes", "--body", "@"},
		"\x89PNG from a pipe":         {"call", "halo", "uploadImageAttachments", "--yes", "--body", `{"file":"@`},
	} {
		pipe := filepath.Join(t.TempDir(), "pipe")
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		go os.WriteFile(pipe, []byte(name), 0)
		args[len(args)-1] += pipe
		if strings.HasPrefix(args[len(args)-1], "{") {
			args[len(args)-1] += `"}`
		}
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
		if code, _, errs := c.runUnder(ctx, args...); code != 0 {
			t.Errorf("%s: exit code %d, %s", args[2], code, errs)
		}
		stop()
	}
	if _, found := server.Records("Tickets").Find("summary", "from a pipe"); !found || server.Count("uploadImageAttachments") != 1 {
		t.Errorf("the ticket is there: %v; %d uploads", found, server.Count("uploadImageAttachments"))
	}
}

// TestReadingEndsWithAnInterruption: nobody is at the pipe's other end.
func TestReadingEndsWithAnInterruption(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"call", "halo", "saveTickets", "--body", "@-"},
		{"call", "halo", "saveTickets", "--body", "@" + pipe},
		{"login", "holaspirit", "--token-file", "-"},
		{"login", "holaspirit", "--token-file", pipe},
		{"compare", "halo", "--with", "-"},
		{"compare", "halo", "--with", pipe},
	} {
		c := newCLI(t)
		if args[0] == "compare" { // which has no store
			c.folder = ""
		}
		c.machine.in, _ = io.Pipe()
		ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
		code, _, errs := c.runUnder(ctx, args...)
		if stop(); code != 130 || strings.Contains(errs, "--help") {
			t.Errorf("%v: exit code %d, %q", args, code, errs)
		}
	}
}
