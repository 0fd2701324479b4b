// Package logins reads what `vendorkit login` has kept, for the commands that call a vendor: an account's tokens, how they are renewed, and
// the client that carries them. What makes a login is in cmd/vendorkit.
package logins
