package wiretext

import "strings"

// SecretName reports whether a parameter's name promises a credential.
func SecretName(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "auth", "authorization", "sig", "sid", "pass", "hash":
		return true
	}
	for _, word := range [...]string{"token", "secret", "passw", "pwd", "key", "signature", "code", "session", "credential", "jwt", "bearer", "hmac"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
