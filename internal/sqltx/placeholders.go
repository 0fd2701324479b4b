package sqltx

import (
	"fmt"
	"strconv"
	"strings"
)

// inOrder checks that the placeholders of a statement stand in the order of their numbers, each once, one for each argument: some
// drivers of SQLite bind by the place at which a name first appears. A statement that breaks this would work with the others.
func inOrder(statement string, args int) error {
	n := 0
	for rest := statement; ; {
		_, after, found := strings.Cut(rest, "$")
		if !found {
			break
		}
		rest = after
		n++
		if digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]; digits != strconv.Itoa(n) {
			return fmt.Errorf("sqltx: the placeholder $%s stands where $%d should", digits, n)
		}
	}
	if n != args {
		return fmt.Errorf("sqltx: a statement has %d placeholders and %d arguments", n, args)
	}
	return nil
}
