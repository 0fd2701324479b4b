package main

import (
	"errors"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// marked is a place with the mark of the list that it is in.
var marked = regexp.MustCompile(`^(.*)~([0-9a-f]{8})$`)

// place writes where a list goes on as --from takes it: the cursor and a mark of the operation and its parameters. A cursor alone fits any
// list that pages alike, and of another one it would leave out rows without a word.
func (c *caller) place(at rest.Cursor) string { return string(at) + "~" + c.mark() }

// cursor reads --from. A cursor without a mark, of a program, is taken as it is.
func (c *caller) cursor() (rest.Cursor, error) {
	parts := marked.FindStringSubmatch(c.flags.from)
	if parts == nil {
		return rest.Cursor(c.flags.from), nil
	}
	if parts[2] != c.mark() {
		return "", errors.New("--from: it was given by another list, or for other parameters, whose rows stand on other pages; repeat that command, or leave it out to begin anew")
	}
	return rest.Cursor(parts[1]), nil
}

// mark tells lists apart. What a secret parameter was given is no part of it.
func (c *caller) mark() string {
	params := slices.Clone(c.flags.params)
	for i, param := range params {
		name, _, _ := strings.Cut(param, "=")
		for _, p := range c.op.Parameters {
			if of := p.Schema.Spec(); p.Name == name && of != nil && of.Secret {
				params[i] = name
			}
		}
	}
	slices.Sort(params)
	sum := fnv.New32a()
	fmt.Fprintf(sum, "%s %s %q", c.offers.Vendor, c.op.Name, params)
	return fmt.Sprintf("%08x", sum.Sum32())
}
