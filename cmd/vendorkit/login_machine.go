package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// secretLimit is far more than any password or token has.
const secretLimit = 64 << 10

var errNobody = errors.New("there is no terminal to ask at")

// machine is what the commands that keep credentials touch of the computer that they run on. Tests put another in.
type machine struct {
	in        io.Reader // standard input
	ask       func(ctx context.Context, question string, hidden bool) (string, error)
	env       func(name string) string
	browse    func(address string) error
	configDir func() (string, error)
}

func thisMachine() machine {
	return machine{os.Stdin, terminal{os.Stdin, os.Stderr}.ask, os.Getenv, openBrowser, os.UserConfigDir}
}

// terminal is where a person sits.
type terminal struct{ in, out *os.File }

// ask puts a question and returns the line that is typed, which isn't echoed when it is hidden. It is errNobody when
// there is no terminal.
func (t terminal) ask(ctx context.Context, question string, hidden bool) (string, error) {
	fd := int(t.in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", errNobody
	}
	fmt.Fprint(t.out, question)
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		if hidden {
			typed, err := term.ReadPassword(fd)
			answers <- answer{string(typed), err}
			return
		}
		typed, err := readLine(t.in)
		answers <- answer{typed, err}
	}()
	select {
	case got := <-answers:
		if hidden {
			fmt.Fprintln(t.out)
		}
		return got.text, got.err
	case <-ctx.Done():
		term.Restore(fd, before) // the reader can't be called off, and would leave the terminal without echo
		fmt.Fprintln(t.out)
		return "", ctx.Err()
	}
}

// readLine reads one line byte by byte, since what comes after it belongs to the next question.
func readLine(in io.Reader) (string, error) {
	var line []byte
	buffer := make([]byte, 1)
	for len(line) <= secretLimit {
		n, err := in.Read(buffer)
		if n > 0 {
			if buffer[0] == '\n' {
				return strings.TrimSuffix(string(line), "\r"), nil
			}
			line = append(line, buffer[0])
			continue
		}
		if err == io.EOF && len(line) > 0 {
			return string(line), nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", errors.New("the line is too long")
}

// secretFile reads the secret in a file, or in standard input when its name is "-".
//
// No error quotes the name: it may be the secret itself, given by mistake where a file's name belongs.
func (m machine) secretFile(ctx context.Context, flag, name string) (auth.Secret, error) {
	return interruptible(ctx, func() (auth.Secret, error) { return m.readSecret(flag, name) })
}

func (m machine) readSecret(flag, name string) (auth.Secret, error) {
	fail := func(what string) (auth.Secret, error) {
		return auth.Secret{}, usageError{fmt.Errorf("--%s: %s", flag, what)}
	}
	in := m.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return fail("the file can't be opened: " + bareError(err))
		}
		defer file.Close()
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, secretLimit+1))
	text := string(bytes.TrimRight(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), "\r\n"))
	switch {
	case err != nil:
		return fail("the file can't be read: " + bareError(err))
	case text == "":
		return fail("the file is empty")
	case len(data) > secretLimit || strings.ContainsAny(text, "\r\n"):
		return fail("the file holds more than one line")
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return fail("the file isn't plain UTF-8 text")
	}
	return auth.NewSecret(text), nil
}

// bareError is the string of a file operation's error without the file's name.
func bareError(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return err.Error()
}
