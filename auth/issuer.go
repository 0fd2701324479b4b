package auth

import "strings"

// issuer is the token endpoint, with the tenant that it is asked for.
func (p plan) issuer() string { return p.wire.tokenURL }

// sameIssuer reports whether two records may come from one issuer. A tenant that is named in one of them only says
// nothing: an instance of one tenant knows itself without.
func sameIssuer(a, b string) bool {
	a, tenant, _ := strings.Cut(a, "?")
	b, other, _ := strings.Cut(b, "?")
	return a == b && (tenant == other || tenant == "" || other == "")
}

// checkIssuer refuses a record that another server issued: its refresh token must not go to this one.
func (s *Source) checkIssuer(now Record) error {
	if now.IsZero() || now.Issuer == "" || sameIssuer(now.Issuer, s.plan.issuer()) {
		return nil
	}
	return &TokenError{Provider: s.plan.vendor, Code: CodeWrongHost,
		Description: "the store's record of this account was issued by " + secrets(nil).clean(now.Issuer, 100),
		Hint:        "Give each server, and each tenant, its own account name"}
}
