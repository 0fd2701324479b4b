package auth

import (
	"fmt"
	"maps"
)

// Notes is what programs store with a record, in addition to what the vendor sent. It isn't part of the tokens that a Source
// returns, and is separate from Extra.
type Notes struct {
	// InitialRefreshToken is the fingerprint of the configured refresh token that the login began with; empty when it began
	// in another way. A login that ends isn't begun again with the same one.
	InitialRefreshToken string

	// Intent is set while a single-use refresh token is at risk.
	Intent Intent

	// Programs holds what a program keeps with the login, each under a name of its own, such as the settings to renew it by. It
	// stays when the login is renewed or made anew without the user, and goes when the user logs in again.
	Programs map[string]Secret

	unknown map[string]Secret // the fields of a later version, as JSON
}

// Equal reports whether n and o are the same.
func (n Notes) Equal(o Notes) bool {
	return n.InitialRefreshToken == o.InitialRefreshToken && n.Intent.Equal(o.Intent) &&
		maps.EqualFunc(n.Programs, o.Programs, Secret.Equal) && maps.EqualFunc(n.unknown, o.unknown, Secret.Equal)
}

// Format prints the fields, Secrets masked, for every verb.
func (n Notes) Format(f fmt.State, verb rune) {
	type bare Notes // without this method
	formatMasked(f, verb, bare(n))
}

func (n Notes) clone() Notes {
	n.Programs, n.unknown = maps.Clone(n.Programs), maps.Clone(n.unknown)
	return n
}
