package auth

import (
	"crypto/rand"
	"fmt"

	"golang.org/x/oauth2"
)

// PKCE ties a login's code to the program that began the login (RFC 7636, method S256): the page is shown Challenge, and
// the code is worth nothing without Verifier. Each try to log in has its own. A web application keeps Verifier in the
// person's session, beside the state, until the code comes back: Verifier.Reveal() there, NewSecret of it on return.
type PKCE struct {
	Verifier  Secret
	Challenge string // base64url of the SHA-256 of Verifier; 43 characters, and no secret
}

// NewPKCE makes a pair from crypto/rand.
func NewPKCE() PKCE {
	verifier := oauth2.GenerateVerifier()
	return PKCE{Verifier: NewSecret(verifier), Challenge: oauth2.S256ChallengeFromVerifier(verifier)}
}

// Format prints the fields, the Verifier masked, for every verb.
func (p PKCE) Format(f fmt.State, verb rune) {
	type bare PKCE // without this method
	formatMasked(f, verb, bare(p))
}

// fits reports whether Challenge is made of Verifier.
func (p PKCE) fits() bool {
	return !p.Verifier.IsZero() && p.Challenge == oauth2.S256ChallengeFromVerifier(p.Verifier.Reveal())
}

// NewState makes the state of one try to log in from crypto/rand: the page hands it back with the code. Take no code whose
// state isn't the one that was sent, since it may belong to somebody else's login.
func NewState() string { return rand.Text() }
