package invoke

import (
	"errors"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// ErrOtherList says that a place was given by another list, or for other parameters.
var ErrOtherList = errors.New("it was given by another list, or for other parameters, whose rows stand on other pages")

var marked = regexp.MustCompile(`^(.*)~([0-9a-f]{8})$`)

// Place writes where a list goes on: a cursor and a mark of the list and its parameters. A cursor alone fits any list that pages alike,
// and of another one it would leave out rows without a word.
func Place(vendor string, op *catalog.Operation, params []Param, cursor string) string {
	return cursor + "~" + mark(vendor, op, params)
}

// Cursor reads a place that Place wrote for the same list and parameters; for others the error is ErrOtherList. A cursor without a mark, of
// a program, is taken as it is.
func Cursor(vendor string, op *catalog.Operation, params []Param, place string) (string, error) {
	parts := marked.FindStringSubmatch(place)
	switch {
	case parts == nil:
		return place, nil
	case parts[2] != mark(vendor, op, params):
		return "", ErrOtherList
	}
	return parts[1], nil
}

// mark tells lists apart. What a secret parameter was given is no part of it.
func mark(vendor string, op *catalog.Operation, params []Param) string {
	var given []string
	for _, param := range params {
		text := param.Name + "=" + param.Value
		for _, p := range op.Parameters {
			if of := p.Schema.Spec(); p.Name == param.Name && of != nil && of.Secret {
				text = param.Name
			}
		}
		given = append(given, text)
	}
	slices.Sort(given)
	sum := fnv.New32a()
	fmt.Fprintf(sum, "%s %s %q", vendor, op.Name, given)
	return fmt.Sprintf("%08x", sum.Sum32())
}
