package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestFieldsOfARecordInAnEnvelope: the fields are those of the record, not of what the vendor puts around it.
func TestFieldsOfARecordInAnEnvelope(t *testing.T) {
	t.Parallel()
	spiro := newPeer(t, "spiro", nil, usualBudget)
	for _, test := range []struct {
		peer              peer
		list, read, param string
	}{
		{spiro, "listCompanies", "getCompany", "id"},
		{newPeer(t, "humanity", nil, usualBudget), "listEmployees", "getEmployee", "employee_id"},
	} {
		rows, failed := test.peer.ask(t, "call", object("operation", test.list, "fields", []string{"id"}))
		if failed {
			t.Fatal(rows)
		}
		id := firstID(t, rows)
		record, failed := test.peer.ask(t, "call", object("operation", test.read, "params", object(test.param, id), "fields", []string{"id"}))
		if failed || record != fmt.Sprintf(`{"data":{"id":%q}}`, id) && record != fmt.Sprintf(`{"data":{"id":%s}}`, id) {
			t.Errorf("%s: %v %.300s", test.read, failed, record)
		}
		whole, failed := test.peer.ask(t, "call", object("operation", test.read, "params", object(test.param, id), "fields", []string{"data"}))
		if failed || len(whole) < 200 {
			t.Errorf("%s, the envelope by its name: %v %.300s", test.read, failed, whole)
		}
	}
	halo := newPeer(t, "halo", nil, usualBudget)
	organization := newPeer(t, "holaspirit", nil, usualBudget)
	for _, test := range []struct {
		peer      peer
		operation string
		params    map[string]any
		field     string
		want      string
	}{
		{organization, "getOrganization", object("organization_id", organization.simulator.Credentials().OrganizationID), "nmae", `has the field "nmae"; did you mean "name"?`},
		{halo, "listTickets", object("page_size", 2), "sumary", `has the field "sumary"; did you mean "summary"?`},
		{halo, "getTicket", object("id", 1), "sumary", `has the field "sumary"; did you mean "summary"?`},
		{spiro, "listCompanies", nil, "name", `has the field "name"; there are attributes, id, `},
	} {
		text, failed := test.peer.ask(t, "call", object("operation", test.operation, "params", test.params, "fields", []string{"id", test.field}))
		_, warning, _ := strings.Cut(text, "\nWarning: nothing here ")
		if failed || !strings.HasPrefix(warning, test.want) {
			t.Errorf("%s with %s: %v, %q, want %q", test.operation, test.field, failed, warning, test.want)
		}
	}
}
