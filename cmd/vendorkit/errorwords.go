package main

import (
	"errors"
	"regexp"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// shownError is an error as a person at a command line reads it: with flags in the place of the Go names that packages auth and rest
// have for who writes programs.
func shownError(err error) string {
	text := err.Error()
	for _, name := range goOptions {
		text = strings.ReplaceAll(text, name[0], name[1])
	}
	failure, ok := errors.AsType[*auth.TokenError](err)
	if !ok {
		return text
	}
	text = translated(text, failure.Hint) // the rest may be a vendor's words
	if errors.Is(err, auth.ErrBadConfig) {
		text = translated(text, text)
	}
	return text
}

// translated has flags in the place of Go names in a part of a text.
func translated(text, part string) string {
	if part == "" {
		return text
	}
	said := needing.ReplaceAllString(part, "the login needs")
	for _, name := range goFunctions {
		said = strings.ReplaceAll(said, name[0], name[1])
	}
	said = goField.ReplaceAllStringFunc(said, func(name string) string { return flagOf[name] })
	return strings.Replace(text, part, said, 1)
}

// goOptions are what the errors of package rest say of its options, and what holds here.
var goOptions = [...][2]string{
	{"; WithMaxBody sets the bound", ""},
	{" (HTTPS_PROXY, or the transport of WithHTTPClient)", " (HTTPS_PROXY)"},
	{"; credentials go through WithRequestEditorFn", ""},
}

// goFunctions are what the errors of package auth say of its functions, and what holds here.
var goFunctions = [...][2]string{
	{"the token endpoint is AuthURL's /token. DiscoverHalo asks the instance for AuthURL", "the token endpoint is /token below the latter. Without --oauth-url and --tenant the instance is asked for both"},
	{", and DiscoverHalo asks for it", ", and without --tenant the instance is asked for it"},
	{"set AuthURL and Tenant yourself instead of discovering them", "give --oauth-url and --tenant"},
	{"The other way is to set AuthURL and Tenant from that page", "The other way is to give --oauth-url and --tenant from that page"},
	{"or a Store that holds a login", "or a store that holds a login"},
	{"Timezone (like +02:00)", "this machine's time zone"},
	{"Log in by HolaspiritPassword or HolaspiritRefresh to write", "To write, log in by --username"},
	{"name it in the token source's configuration or by ForBaseURL", "log in to it by --base-url"},
	{"Ask in Scopes for", "Ask in --scopes for"},
}

// needing is how the functions of package auth say what they need.
var needing = regexp.MustCompile(`\b(?:Halo|Holaspirit|Humanity|Spiro)(?:ClientCredentials|Password|Refresh|AuthorizeURL|AuthorizationCode|Token)? needs`)

// flagOf has the flag by which a field of package auth's configurations is given here.
var flagOf = map[string]string{
	"BaseURL": "--base-url", "APIURL": "--base-url", "OAuthURL": "--oauth-url", "AuthURL": "--oauth-url", "ClientID": "--client-id", "ClientSecret": "--client-secret-file",
	"Username": "--username", "Password": "--password-file", "RedirectURL": "--redirect-url", "Tenant": "--tenant", "Scopes": "--scopes",
	"Scope": "--scopes", "Account": "--account", "RefreshToken": "a refresh token", "Verifier": "the verifier",
	"Username & Password": "Username & Password", // a word of Halo's settings
}

var goField = regexp.MustCompile(`\b(?:Username & Password|BaseURL|APIURL|OAuthURL|AuthURL|ClientID|ClientSecret|Username|Password|RedirectURL|Tenant|Scopes?|Account|RefreshToken|Verifier)\b`)
