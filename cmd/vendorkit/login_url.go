package main

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// schemeLike is how a URL begins that has a scheme, or was meant to have one.
var schemeLike = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:/`)

// wholeURL is a server's address as people write it, with the scheme that they leave out: https, or http on this machine. What has
// a scheme stays as it is, for package auth to accept or refuse.
func wholeURL(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || schemeLike.MatchString(text) {
		return text
	}
	bare := strings.TrimPrefix(text, "//")
	if u, err := url.Parse("http://" + bare); err == nil && wiretext.Loopback(u.Hostname()) {
		return "http://" + bare
	}
	return "https://" + bare
}
