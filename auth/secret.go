package auth

import "github.com/seed-8da6be54/vendorkit/rest/value"

// NewSecret returns the Secret of a string, such as a password from the environment.
func NewSecret(text string) Secret { return value.NewSecret(text) }
