package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
)

// usualRedirect is where the browser comes back to unless --redirect-url says otherwise. Vendors compare it letter by
// letter with what is registered, so it can't be a free port.
const usualRedirect = "http://127.0.0.1:53682/callback"

// codeFlow is what a vendor makes of a login on its page.
type codeFlow struct {
	page     func(s logins.Settings, try attempt) (string, error)
	exchange func(ctx context.Context, s logins.Settings, store auth.Store, account string, try attempt) (*auth.Source, error)
}

// attempt is one try to log in.
type attempt struct {
	state string // comes back with the code, and shows that it belongs to this try
	code  string
	pkce  auth.PKCE // where the vendor has it: the code is good for this try alone
}

// logInByCode sends the person to the vendor's page and exchanges the code that comes back.
func (l *login) logInByCode(ctx context.Context, s logins.Settings, store auth.Store) (*auth.Source, error) {
	redirect, err := url.Parse(s.RedirectURL)
	switch {
	case err != nil || redirect.Scheme == "" || redirect.Host == "" || redirect.User != nil || redirect.Fragment != "":
		return nil, usageError{errors.New("--redirect-url: give a whole URL, such as " + usualRedirect)}
	case !l.flags.paste && !isLoopback(redirect):
		return nil, usageError{errors.New("--redirect-url: the browser can't come back to this program there, only to an http address of this machine, such as " + usualRedirect + ". Add --paste")}
	case redirect.Port() == "0" && l.flags.paste:
		return nil, usageError{errors.New("--redirect-url: port 0 is chosen when the program listens, which it doesn't with --paste")}
	}
	try := attempt{state: auth.NewState(), pkce: auth.NewPKCE()}
	waiting, cancel := context.WithTimeout(ctx, l.flags.timeout)
	defer cancel()
	if l.flags.paste {
		try.code, err = l.pasted(waiting, s, try)
	} else {
		try.code, err = l.browsed(waiting, &s, redirect, try)
	}
	switch {
	case ctx.Err() != nil:
		return nil, errors.New("interrupted")
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("nobody logged in within %v. If %s's page complained about the redirect URL: %s", l.flags.timeout, l.vendor.Name, l.register(s))
	case err != nil:
		return nil, err
	}
	return finish(ctx, l.notes, func(ctx context.Context) (*auth.Source, error) {
		return l.vendor.code.exchange(ctx, s, store, l.flags.account, try)
	})
}

// register says what a person does about a redirect URL.
func (l *login) register(s logins.Settings) string {
	return fmt.Sprintf("%s must stand in %s, under %s, exactly as it stands here; or give the one that stands there by --redirect-url",
		s.RedirectURL, l.vendor.Name, l.vendor.clientsAt)
}

// browsed waits on this machine for the browser. It sets the redirect URL of s to the one that it is.
func (l *login) browsed(ctx context.Context, s *logins.Settings, redirect *url.URL, try attempt) (string, error) {
	landing, err := land(redirect, l.vendor.Name, try.state)
	if err != nil {
		return "", err
	}
	defer landing.close()
	s.RedirectURL = landing.redirect
	page, err := l.vendor.code.page(*s, try)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(l.notes, "Log in to %s on this page:\n\n  %s\n\n", l.vendor.Name, page)
	if l.flags.noBrowser || l.browse(page) != nil {
		fmt.Fprintln(l.notes, "Open it in a browser on this machine. (On a machine without one: --paste.)")
	} else {
		fmt.Fprintln(l.notes, "A browser was started with it.")
	}
	fmt.Fprintf(l.notes, "Waiting up to %v for it to come back to %s\n", l.flags.timeout.Round(time.Second), s.RedirectURL)
	select {
	case got := <-landing.arrived:
		return got.code, got.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// pasted lets the person bring the code.
func (l *login) pasted(ctx context.Context, s logins.Settings, try attempt) (string, error) {
	page, err := l.vendor.code.page(s, try)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(l.notes, "Log in to %s on this page, in any browser:\n\n  %s\n\n", l.vendor.Name, page)
	fmt.Fprintf(l.notes, "At the end the browser goes to an address that begins with\n%s\nand may say that it can't be reached. Copy the whole address and paste it here; it isn't shown.\n", s.RedirectURL)
	text, err := l.ask(ctx, "Address: ", true)
	if errors.Is(err, errNobody) {
		text, err = l.piped(ctx)
	}
	if errors.Is(err, io.EOF) {
		text, err = "", nil
	}
	if err != nil {
		return "", err
	}
	return pastedCode(text, l.vendor.Name, try.state)
}

// piped reads a line of standard input where that is no terminal.
func (l *login) piped(ctx context.Context) (string, error) {
	type line struct {
		text string
		err  error
	}
	lines := make(chan line, 1)
	go func() {
		text, err := readLine(l.in)
		lines <- line{text, err}
	}()
	select {
	case got := <-lines:
		return got.text, got.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
