package auth

import "cmp"

// DefaultAccount is the account's name in the Store where a configuration names none, no person and no application. The command
// line's logins have it too, unless --account says otherwise.
const DefaultAccount = "default"

// accountName is the one rule for the account's name in the Store: what is configured, or else who logs in, or else the application
// that does. So two logins that differ have two records, and neither takes the other's tokens for its own.
func accountName(configured, username, clientID string) string {
	return cmp.Or(configured, username, clientID, DefaultAccount)
}
