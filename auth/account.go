package auth

import "cmp"

// DefaultAccount is the account's name in the Store if a configuration sets no Account, no Username and no ClientID. The logins of
// the command line have it too, unless --account sets another.
const DefaultAccount = "default"

// accountName is the one rule for the account's name in the Store: what is configured, or else who logs in, or else the application
// that does. So logins that differ in these have two records, and neither takes the other's tokens for its own.
func accountName(configured, username, clientID string) string {
	return cmp.Or(configured, username, clientID, DefaultAccount)
}
