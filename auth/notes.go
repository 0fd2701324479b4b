package auth

import (
	"fmt"
	"maps"
	"time"
)

// Notes is what programs write on a record beside what the vendor sent. No token hands it on, and Extra can't be mistaken for it.
type Notes struct {
	// InitialRefreshToken is the fingerprint of the configured refresh token that the login began with; empty when it began
	// in another way. A login that ends isn't begun again with the same one.
	InitialRefreshToken string

	// Intent is set while a refresh token that works once is at risk.
	Intent Intent

	// Programs holds what a program keeps with the login, each under a name of its own, such as the settings to renew it by. It
	// stays when the login is renewed or made anew without the user, and goes when the user logs in again.
	Programs map[string]Secret

	unknown map[string]Secret // the fields of a later version, as JSON
}

// Equal reports whether n and o say the same.
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

// Intent is set on a record before its refresh token is sent, and is gone when the successor is saved. While its holder may be at
// it, nobody else sends that token; and whoever comes after a crash knows by it what became of the token.
type Intent struct {
	Begun  time.Time // when the renewal began
	Holder string    // the Source that set it; empty: its renewal is over, and nobody knows how it ended
	Token  string    // the fingerprint of the refresh token that it spends
	Until  time.Time // then the holder has saved what it got, or ended
	Since  time.Time // when an earlier renewal of the same token began of which nobody knows the end; zero: there is none
}

// IsZero reports whether there is no intent.
func (i Intent) IsZero() bool { return i == Intent{} }

// Equal reports whether i and o are the same intent.
func (i Intent) Equal(o Intent) bool {
	return i.Holder == o.Holder && i.Token == o.Token && i.Begun.Equal(o.Begun) && i.Until.Equal(o.Until) && i.Since.Equal(o.Since)
}
