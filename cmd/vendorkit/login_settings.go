package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// settings puts together what the login needs: what was given, what an earlier login of the account had, and what a
// person responds.
func (l *login) settings(ctx context.Context, earlier storedLogin, flow string) (logins.Settings, error) {
	old, _ := logins.SettingsOf(earlier.Record)
	s, err := l.servers(ctx, old, flow)
	if err != nil {
		return s, err
	}
	servers := [][2]string{{earlier.server(), hostOf(l.vendor.tokenServer(s))}}
	if l.vendor.instances { // several may have one login server
		servers = append(servers, [2]string{hostOf(old.BaseURL), hostOf(s.BaseURL)})
	}
	for _, pair := range servers {
		if was, is := pair[0], pair[1]; was != "" && is != "" && was != is {
			return s, usageError{fmt.Errorf("account %s has a login of %s. Give each server its own --account, or log out of this one first", logins.ShownName(l.flags.account), was)}
		}
	}
	if flow == logins.FlowToken {
		return s, l.checkURLs(s)
	}
	if err := l.client(ctx, &s, old); err != nil {
		return s, err
	}
	switch flow {
	case logins.FlowPassword:
		s.Username = cmp.Or(l.flags.username, old.Username)
		if s.Username == "" {
			name, err := l.answer(ctx, "user name", "User name at "+l.vendor.Name+": ", false, "--username")
			if err != nil {
				return s, err
			}
			s.Username = strings.TrimSpace(name)
		}
	case logins.FlowCode:
		s.RedirectURL = cmp.Or(l.flags.redirectURL, old.RedirectURL, usualRedirect)
	}
	return s, l.checkURLs(s)
}

// servers finds out where to log in.
func (l *login) servers(ctx context.Context, old logins.Settings, flow string) (logins.Settings, error) {
	s := logins.Settings{Flow: flow, BaseURL: old.BaseURL, OAuthURL: old.OAuthURL, Tenant: old.Tenant, Scopes: old.Scopes}
	if l.given("base-url") {
		s.BaseURL, s.OAuthURL, s.Tenant = l.flags.baseURL, "", ""
		if l.vendor.loginHost && !l.vendor.instances {
			s.OAuthURL = originOf(l.flags.baseURL)
		}
	}
	if s.BaseURL == "" && l.vendor.instances {
		address, err := l.answer(ctx, "base URL", "Address of your "+l.vendor.Name+", such as https://acme.example.com: ", false, "--base-url")
		if err != nil {
			return s, err
		}
		s.BaseURL = wholeURL(address)
	}
	if l.given("oauth-url") {
		s.OAuthURL = l.flags.oauthURL
	}
	if l.given("tenant") {
		s.Tenant = l.flags.tenant
	}
	if l.given("scopes") {
		s.Scopes = strings.Join(strings.Fields(l.flags.scopes), " ")
	}
	if l.vendor.discover == nil || flow == logins.FlowToken || s.OAuthURL != "" || s.Tenant != "" {
		return s, nil
	}
	s, err := l.vendor.discover(ctx, s)
	switch {
	case ctx.Err() != nil:
		return s, errors.New("interrupted")
	case errors.Is(err, auth.ErrBadConfig):
		return s, usageError{err}
	case err != nil:
		return s, err
	}
	fmt.Fprintf(l.notes, "%s says that logins are made at %s", wiretext.Show(hostOf(s.BaseURL), nil, 100), wiretext.Show(s.OAuthURL, nil, 200))
	if s.Tenant != "" {
		fmt.Fprintf(l.notes, ", tenant %s", logins.ShownName(s.Tenant))
	}
	fmt.Fprintln(l.notes)
	return s, nil
}

// client finds out the application that logs in.
func (l *login) client(ctx context.Context, s *logins.Settings, old logins.Settings) error {
	s.ClientID = cmp.Or(l.flags.clientID, old.ClientID)
	if s.ClientID == "" && l.vendor.publicClient == "" {
		id, err := l.answer(ctx, "client id", "Client id (in "+l.vendor.Name+" under "+l.vendor.clientsAt+"): ", false, "--client-id")
		if err != nil {
			return err
		}
		s.ClientID = strings.TrimSpace(id)
	}
	switch {
	case s.ClientID == "" && l.given("client-secret-file"):
		return usageError{errors.New("--client-secret-file: give the --client-id that it belongs to")}
	case s.ClientID == l.vendor.publicClient || s.ClientID == "":
		return nil
	}
	unsaid := l.flags.clientSecretFile == "" && l.env(envClientSecret) == ""
	needed := !l.vendor.secretless || s.Flow == logins.FlowClient
	switch {
	case unsaid && s.ClientID == old.ClientID && (!needed || !old.ClientSecret.IsZero()):
		s.ClientSecret = old.ClientSecret
		return nil
	case unsaid && !needed:
		return nil
	}
	var err error
	s.ClientSecret, err = l.secret(ctx, "client secret", "client-secret-file", l.flags.clientSecretFile, envClientSecret, "Client secret: ")
	return err
}

// checkURLs finds out what package auth would refuse before a person takes any trouble.
func (l *login) checkURLs(s logins.Settings) error {
	if s.Flow == logins.FlowToken && (s.BaseURL == "" || l.vendor.instances) { // with an instance, its token is looked at too
		return nil
	}
	_, err := l.vendor.Resume(s, auth.NewMemoryStore(), l.flags.account)
	if errors.Is(err, auth.ErrBadConfig) {
		return usageError{err}
	}
	return err
}

// secret reads a secret from the file, the environment or the person.
func (l *login) secret(ctx context.Context, what, flag, file, variable, question string) (auth.Secret, error) {
	if l.given(flag) {
		return l.secretFile(ctx, flag, file)
	}
	if text := l.env(variable); text != "" {
		return auth.NewSecret(text), nil
	}
	text, err := l.answer(ctx, what, question, true, "--"+flag+" or "+variable)
	return auth.NewSecret(text), err
}

// answer asks the person for something that can't be left out.
func (l *login) answer(ctx context.Context, what, question string, hidden bool, instead string) (string, error) {
	waiting, cancel := context.WithTimeout(ctx, l.flags.timeout)
	defer cancel()
	text, err := l.ask(waiting, question, hidden)
	switch {
	case errors.Is(err, errNobody):
		return "", usageError{fmt.Errorf("a login to %s needs a %s, and there is no terminal to ask at: give %s", l.vendor.Name, what, instead)}
	case ctx.Err() != nil:
		return "", errors.New("interrupted")
	case errors.Is(err, context.DeadlineExceeded):
		return "", fmt.Errorf("no %s was given within %v", what, l.flags.timeout)
	case err != nil && !errors.Is(err, io.EOF):
		return "", fmt.Errorf("the %s can't be read: %w", what, err)
	case strings.TrimSpace(text) == "":
		return "", fmt.Errorf("no %s was given", what)
	}
	return text, nil
}

// originOf is the scheme and host of a URL; the URL itself if it has none, so that whoever uses it finds the fault.
func originOf(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	return u.Scheme + "://" + u.Host
}
