package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/term"
)

// openTerminal makes a pseudo-terminal: what a person types and sees, and the end that a program has.
func openTerminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	t.Cleanup(func() { person.Close() })
	var locked, number int32
	for request, value := range map[uintptr]*int32{syscall.TIOCSPTLCK: &locked, syscall.TIOCGPTN: &number} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, person.Fd(), request, uintptr(unsafe.Pointer(value))); errno != 0 {
			t.Skip("no pseudo-terminals here:", errno)
		}
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	t.Cleanup(func() { program.Close() })
	return person, program
}

// screenOf collects what a person sees.
func screenOf(person *os.File) func() string {
	var (
		mu   sync.Mutex
		seen bytes.Buffer
	)
	go func() {
		buffer := make([]byte, 256)
		for {
			n, err := person.Read(buffer)
			mu.Lock()
			seen.Write(buffer[:n])
			mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		return seen.String()
	}
}

func waitFor(t *testing.T, screen func() string, text string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(screen(), text); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the screen never showed %q, but %q", text, screen())
		}
	}
}

func TestSecretsAreNotEchoed(t *testing.T) {
	person, program := openTerminal(t)
	screen := screenOf(person)
	before, err := term.GetState(int(program.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer)
	ask := func(ctx context.Context, question string, hidden bool) {
		text, err := terminal{program, program}.ask(ctx, question, hidden)
		answers <- answer{text, err}
	}
	silent := func() {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
			if now, err := term.GetState(int(program.Fd())); err == nil && *now != *before {
				return
			}
			if time.Now().After(deadline) {
				t.Fatal("the echo was never turned off")
			}
		}
	}

	go ask(t.Context(), "User name: ", false)
	waitFor(t, screen, "User name: ")
	io.WriteString(person, "ada\nplanted-password\n") // typed ahead of the second question
	if got := <-answers; got.text != "ada" || got.err != nil {
		t.Fatalf("%+v", got)
	}
	go ask(t.Context(), "Password: ", true)
	if got := <-answers; got.text != "planted-password" || got.err != nil {
		t.Fatalf("%+v", got)
	}

	go ask(t.Context(), "Again: ", true)
	waitFor(t, screen, "Again: ")
	silent()
	io.WriteString(person, "another-secret\n")
	if got := <-answers; got.text != "another-secret" || got.err != nil {
		t.Fatalf("%+v", got)
	}
	if now, err := term.GetState(int(program.Fd())); err != nil || *now != *before {
		t.Error("the echo wasn't turned on again")
	}
	if strings.Contains(screen(), "another-secret") {
		t.Errorf("the secret was echoed: %q", screen())
	}

	ctx, cancel := context.WithCancel(t.Context())
	go ask(ctx, "Once more: ", true)
	waitFor(t, screen, "Once more: ")
	silent()
	cancel()
	if got := <-answers; !errors.Is(got.err, context.Canceled) {
		t.Errorf("%+v", got)
	}
	if now, err := term.GetState(int(program.Fd())); err != nil || *now != *before {
		t.Error("an interrupt left the terminal without echo")
	}
	io.WriteString(person, "\n") // lets the reader go
}

func TestNobodyIsThere(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	defer writer.Close()
	if _, err := (terminal{reader, writer}).ask(t.Context(), "Password: ", true); !errors.Is(err, errNobody) {
		t.Errorf("a pipe was asked: %v", err)
	}
}
