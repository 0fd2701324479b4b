package main

import (
	"fmt"

	"github.com/seed-8da6be54/vendorkit/internal/invoke"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// place writes where a list goes on as --from takes it.
func (c *caller) place(at rest.Cursor) string {
	return invoke.Place(c.offers.Vendor, c.op, c.placedParams(), string(at))
}

// cursor reads --from.
func (c *caller) cursor() (rest.Cursor, error) {
	at, err := invoke.Cursor(c.offers.Vendor, c.op, c.placedParams(), c.flags.from)
	if err != nil {
		return "", fmt.Errorf("--from: %w; repeat that command, or leave it out to begin anew", err)
	}
	return rest.Cursor(at), nil
}

// placedParams are the parameters as far as they can be read; what is wrong with others is told elsewhere.
func (c *caller) placedParams() (params []invoke.Param) {
	for _, text := range c.flags.params {
		if p, err := invoke.ParseParam(text); err == nil {
			params = append(params, p)
		}
	}
	return params
}
