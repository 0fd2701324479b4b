package vendortest_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// names is the integration under test: it lists the names of an organization's roles, all of them or none.
func names(ctx context.Context, client *holaspirit.Client, organization string) ([]string, error) {
	var names []string
	for role, err := range client.Roles.All(ctx, organization, nil) {
		if err != nil {
			return nil, fmt.Errorf("after %d roles: %w", len(names), err)
		}
		names = append(names, string(role.Name))
	}
	return names, nil
}

// The vendor fails in the midst of a list. A short outage passes unnoticed, because reads are tried again; one that lasts ends in an
// error, and never in a list that is shorter than it should be.
func Example_outageInTheMidstOfAList() {
	server, err := vendortest.Start("holaspirit", vendortest.WithRecords(250, "roles")) // in a test: vendortest.NewHolaspirit(t, ...)
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HolaspiritPassword(server.Credentials().Holaspirit())
	if err != nil {
		log.Fatal(err)
	}
	organization := server.Credentials().OrganizationID
	for _, times := range []int{1, -1} {
		client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)), rest.WithRetries(1))
		if err != nil {
			log.Fatal(err)
		}
		server.Fail(vendortest.Fault{Operation: "listRoles", After: 1, Times: times, Status: http.StatusServiceUnavailable})
		found, err := names(context.Background(), client, organization)
		fmt.Println(len(found), errors.Is(err, rest.ErrServer), err)
	}
	fmt.Println(server.Count("listRoles"), "calls,", len(server.Violations()), "violations")
	// Output:
	// 250 false <nil>
	// 0 true after 50 roles: holaspirit: listRoles: GET /api/organizations/{organization_id}/roles: HTTP 503; attempt 2
	// 9 calls, 0 violations
}
