package auth

import (
	"cmp"
	"fmt"
	"maps"
	"strings"
	"time"
)

// Key names one login: a vendor and an account there.
type Key struct {
	Vendor  string // "holaspirit", "spiro", ...
	Account string // the caller's name for the account; free text
}

// Record is what a Store keeps of one login. Its secrets are Secrets, so a Record prints and encodes masked; a store that writes it
// must Reveal them itself, or use [EncodeRecord].
type Record struct {
	Version      int64     // counts the writes of this key, from 1; set by the store
	Issuer       string    // the token endpoint, with Halo's tenant; tokens go nowhere but to its vendor
	AccessToken  Secret    //
	TokenType    string    // "Bearer"
	Expiry       time.Time // zero: not known to end
	RefreshToken Secret    // empty: the login ends with the access token
	ObtainedAt   time.Time // when the access token was asked for

	Extra map[string]Secret // the response's other plain fields (scope, user_email, created_at, ...)
	Notes Notes             // what the vendor didn't send

	unknown map[string]Secret // the fields that a later version wrote, as JSON: whoever saves the record hands them on
}

// IsZero reports whether there is no login in r. Version and Issuer don't count.
func (r Record) IsZero() bool { return r.AccessToken.IsZero() && r.RefreshToken.IsZero() }

// Equal reports whether r and o hold the same login. Version doesn't count.
func (r Record) Equal(o Record) bool {
	return r.Issuer == o.Issuer && r.AccessToken.Equal(o.AccessToken) && r.TokenType == o.TokenType &&
		r.RefreshToken.Equal(o.RefreshToken) && r.Expiry.Equal(o.Expiry) && r.ObtainedAt.Equal(o.ObtainedAt) &&
		maps.EqualFunc(r.Extra, o.Extra, Secret.Equal) && r.Notes.Equal(o.Notes) && maps.EqualFunc(r.unknown, o.unknown, Secret.Equal)
}

// Clone returns a copy that shares nothing with r.
func (r Record) Clone() Record {
	r.Extra, r.unknown, r.Notes = maps.Clone(r.Extra), maps.Clone(r.unknown), r.Notes.clone()
	return r
}

// anew is what stays of a record when the login is made anew without the user: a program's own notes, and what a later version
// keeps there.
func (r Record) anew() Record {
	r = r.Clone()
	return Record{Notes: Notes{Programs: r.Notes.Programs, unknown: r.Notes.unknown}, unknown: r.unknown}
}

// Format prints the fields, Secrets masked, for every verb.
func (r Record) Format(f fmt.State, verb rune) {
	type bare Record // without this method
	formatMasked(f, verb, bare(r))
}

// compare orders keys by vendor, then account.
func (k Key) compare(o Key) int {
	return cmp.Or(strings.Compare(k.Vendor, o.Vendor), strings.Compare(k.Account, o.Account))
}
