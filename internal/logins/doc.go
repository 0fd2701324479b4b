// Package logins reads what `vendorkit login` has stored, for the commands that call a vendor: an account's tokens and how they are renewed.
// It makes the client that uses them. Logging in itself is in cmd/vendorkit.
package logins
