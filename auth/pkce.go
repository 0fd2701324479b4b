package auth

import (
	"crypto/rand"
	"fmt"

	"golang.org/x/oauth2"
)

// PKCE ties a login's code to the program that began the login (RFC 7636, method S256): the login page gets the Challenge, and the
// code can't be used without the Verifier. Each login attempt has its own. A web application keeps the Verifier in the user's
// session, beside the state, until the code arrives: store Verifier.Reveal(), and make it a Secret again by NewSecret.
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

// NewState makes the state for one login attempt from crypto/rand. The login page returns it with the code. Don't accept a code
// whose state isn't the one that was sent: it may belong to somebody else's login.
func NewState() string { return rand.Text() }
