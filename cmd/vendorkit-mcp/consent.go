package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

// service finds a service by its name, whatever its case.
func (s *server) service(name string) (*catalog.Service, error) {
	var names []string
	for _, service := range s.offers.Services {
		if strings.EqualFold(service.Name, name) {
			return service, nil
		}
		names = append(names, service.Name)
	}
	hint := nearest.Suggestion(name, names)
	if hint == "" {
		hint = "; find lists them"
	}
	return nil, fmt.Errorf("%s has no service %q%s", s.offers.Vendor, name, hint)
}

// allowed refuses what writes, for all that is known of the operation or of a call of it, where the one who started the server hasn't
// allowed it.
func (s *server) allowed(op *catalog.Operation, reads bool) error {
	if reads || s.writes[op.Service.Name] {
		return nil
	}
	also := ""
	if len(s.writes) > 0 {
		also = "; it allows those of " + s.writable()
	}
	what := op.Name
	if op.Reads {
		what += " with such parameters"
	}
	return fmt.Errorf("%s writes, and this server doesn't allow that of %s%s. Nothing was sent. Who starts the server can allow it: --writes %s",
		what, op.Service.Name, also, op.Service.Name)
}

func (s *server) writable() string { return strings.Join(slices.Sorted(maps.Keys(s.writes)), ", ") }
