package catalog

import "strings"

// Changes reports whether a parameter makes a call change something, also one that reads without it, as far as its name says: remove_existing,
// reset_token, clearcomment, update_shown. Vendors publish no more than that of such parameters.
func (p Parameter) Changes() bool {
	name := strings.ToLower(p.Name)
	for _, word := range [...]string{"clear", "remove_", "reset_", "update_", "delete_", "mark_", "set_", "send_"} {
		if strings.HasPrefix(name, word) {
			return true
		}
	}
	return false
}
