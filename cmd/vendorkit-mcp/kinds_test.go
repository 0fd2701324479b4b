package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestEachKindOfOperationOfEveryVendor reads a record and a list, creates, changes and deletes, sends a form and gets a file, where the
// vendor has such an operation.
func TestEachKindOfOperationOfEveryVendor(t *testing.T) {
	t.Parallel()
	can := func(p peer) func(t *testing.T, operation string, arguments ...any) string {
		return func(t *testing.T, operation string, arguments ...any) string {
			t.Helper()
			text, failed := p.ask(t, "call", object(append([]any{"operation", operation}, arguments...)...))
			if failed {
				t.Errorf("%s: %s", operation, text)
			}
			return text
		}
	}
	t.Run("holaspirit", func(t *testing.T) {
		t.Parallel()
		p := newPeer(t, "holaspirit", []string{"Members"}, usualBudget)
		call, organization := can(p), p.simulator.Credentials().OrganizationID
		id := firstID(t, call(t, "listMembers", "params", object("organization_id", organization), "fields", []string{"id"}))
		if got := call(t, "getMember", "params", object("organization_id", organization, "member_id", id)); !strings.Contains(got, id) {
			t.Errorf("the member is %.300s", got)
		}
		body := object("email", "new@example.com", "firstName", "Neo", "lastName", "New")
		if got := call(t, "createMember", "params", object("organization_id", organization), "body", body); !strings.Contains(got, "new@example.com") {
			t.Errorf("created %.300s", got)
		}
		want := "vendorkit call holaspirit downloadRolesPDF --output FILE saves it"
		if text, failed := p.ask(t, "call", object("operation", "downloadRolesPDF", "params", object("organization_id", organization))); !failed || !strings.Contains(text, want) {
			t.Errorf("a file: %v\n%.300s", failed, text)
		}
	})
	t.Run("halo", func(t *testing.T) {
		t.Parallel()
		p := newPeer(t, "halo", []string{"Tickets"}, usualBudget)
		call := can(p)
		made := call(t, "saveTickets", "body", []any{object("summary", "Printer down", "details", "It smokes")}, "fields", []string{"id", "summary"})
		found := regexp.MustCompile(`"id":(\d+)`).FindStringSubmatch(made)
		if found == nil {
			t.Fatalf("created %s", made)
		}
		id := json.Number(found[1])
		if got := call(t, "Tickets.Update", "body", []any{object("id", id, "summary", "Printer back")}, "fields", []string{"summary"}); !strings.Contains(got, "Printer back") {
			t.Errorf("changed %.300s", got)
		}
		call(t, "deleteTicket", "params", object("id", id))
		if text, failed := p.ask(t, "call", object("operation", "getTicket", "params", object("id", id))); !failed || !strings.Contains(text, "404") {
			t.Errorf("after it was deleted: %v %s", failed, text)
		}
	})
	t.Run("humanity", func(t *testing.T) {
		t.Parallel()
		p := newPeer(t, "humanity", []string{"Employees"}, usualBudget)
		call := can(p)
		if got := call(t, "createEmployee", "body", object("name", "Ann Lee", "email", "al@example.com")); !strings.Contains(got, "al@example.com") {
			t.Errorf("created %.300s", got)
		}
		requests := p.simulator.Requests()
		if got := requests[len(requests)-1].Header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
			t.Errorf("a form went as %s", got)
		}
		// The vendor says no in a response of success.
		if text, failed := p.ask(t, "call", object("operation", "getEmployee", "params", object("employee_id", 99999999))); !failed || !strings.Contains(text, "humanity: getEmployee") {
			t.Errorf("an employee who isn't: %v %s", failed, text)
		}
		// It is a GET, and changes something.
		if text, failed := p.ask(t, "call", object("operation", "publishShifts", "params", object("shifts", "1"))); !failed || p.simulator.Count("publishShifts") > 0 {
			t.Errorf("a GET that writes: %v, %d requests, %s", failed, p.simulator.Count("publishShifts"), text)
		}
	})
	t.Run("spiro", func(t *testing.T) {
		t.Parallel()
		p := newPeer(t, "spiro", []string{"Opportunities"}, usualBudget)
		call := can(p)
		id := firstID(t, call(t, "listOpportunities", "fields", []string{"id"}))
		body := object("data", object("type", "opportunities", "id", id, "attributes", object("custom", object("quote", "https://q.example.com"))))
		call(t, "updateOpportunity", "params", object("id", id), "body", body)
		if got := p.simulator.Count("updateOpportunity"); got != 1 {
			t.Errorf("%d changes arrived", got)
		}
	})
}

// firstID is the id of a page's first row.
func firstID(t *testing.T, text string) string {
	t.Helper()
	var page struct{ Rows []struct{ ID any } }
	if err := json.Unmarshal([]byte(text), &page); err != nil || len(page.Rows) == 0 {
		t.Fatalf("%v\n%.300s", err, text)
	}
	return fmt.Sprint(page.Rows[0].ID)
}

// TestDigitsOfLargeNumbersStay: a number beyond what a float64 can tell apart comes as the vendor wrote it.
func TestDigitsOfLargeNumbersStay(t *testing.T) {
	t.Parallel()
	p := newPeer(t, "halo", nil, usualBudget)
	p.simulator.Fail(vendortest.Fault{Operation: "getTicket", Values: map[string]string{"agent_id": "9007199254740993"}})
	text, failed := p.ask(t, "call", object("operation", "getTicket", "params", object("id", 1), "fields", []string{"agent_id"}))
	if failed || text != `{"agent_id":9007199254740993}` {
		t.Errorf("%v %s", failed, text)
	}
}
