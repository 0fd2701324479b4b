package source

import (
	"regexp"
	"sync"
)

// pattern compiles a regular expression when it is first needed: every program that links this package starts, and few check a document.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
