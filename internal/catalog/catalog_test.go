package catalog

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

func open(t *testing.T, vendor string) *Catalog {
	t.Helper()
	offers, err := Open(vendor)
	if err != nil {
		t.Fatal(err)
	}
	return offers
}

// TestEveryOperationIsWhole reads all there is of every operation.
func TestEveryOperationIsWhole(t *testing.T) {
	t.Parallel()
	for _, vendor := range Vendors() {
		offers := open(t, vendor)
		if offers.Title == "" || offers.BaseURL == "" || offers.Description == "" {
			t.Errorf("%s: title %q, base URL %q, description %q", vendor, offers.Title, offers.BaseURL, offers.Description)
		}
		for _, op := range offers.Operations() {
			if said, err := offers.prose.ReadOperation(op.Name); err != nil || len(said.Methods) == 0 {
				t.Errorf("%s: prose of %s: %+v, %v", vendor, op.Name, said, err)
			}
			if op.Summary == "" || op.Service == nil || op.Evidence.Level == "" || op.Response.Status == "" {
				t.Errorf("%s: %s: summary %q, service %v, evidence %+v, response %+v", vendor, op.Name, op.Summary, op.Service, op.Evidence, op.Response)
			}
			if op.Reads && op.HTTPMethod != "GET" && op.HTTPMethod != "HEAD" {
				t.Errorf("%s: %s is taken for a read", vendor, op.Name)
			}
			for _, p := range op.Parameters {
				if p.In != "path" && (p.Field == "" || p.GoType == "") {
					t.Errorf("%s: %s: parameter %s has no field in Go", vendor, op.Name, p.Name)
				}
				if p.Schema.Type() == "" {
					t.Errorf("%s: %s: parameter %s has no type", vendor, op.Name, p.Name)
				}
			}
			if op.Deprecated && op.Deprecation.Since == "" && op.Deprecation.Reason == "" && op.Deprecation.Use == "" {
				t.Errorf("%s: %s is deprecated, and nothing says why", vendor, op.Name)
			}
		}
	}
}

func TestOperationByItsNames(t *testing.T) {
	t.Parallel()
	offers := open(t, "halo")
	for _, name := range []string{"listTickets", "LISTTICKETS", "Tickets.List", "tickets.list", "Tickets.All"} {
		if op, err := offers.Operation(name); err != nil || op.Name != "listTickets" {
			t.Errorf("%s is %v, %v", name, op, err)
		}
	}
	for name, want := range map[string]string{
		"listTicket":  `"listTicket" is no operation of halo; did you mean "listTickets"?`,
		"Tickets.Lst": `"Tickets.Lst" is no operation of halo; did you mean "Tickets.List"?`,
		"":            `"" is no operation of halo`,
	} {
		if _, err := offers.Operation(name); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := Open("acme"); err == nil || !strings.Contains(err.Error(), "halo, holaspirit") {
		t.Errorf("an unknown vendor: %v", err)
	}
}

func TestReadsAreWhatChangesNothing(t *testing.T) {
	t.Parallel()
	offers := open(t, "humanity")
	for name, want := range map[string]bool{"listShifts": true, "publishShifts": false, "createShift": false, "findAvailabilitySlots": false} {
		op, err := offers.Operation(name)
		if err != nil {
			t.Fatal(err)
		}
		if op.Reads != want {
			t.Errorf("%s %s is taken for a read: %v", op.HTTPMethod, name, op.Reads)
		}
	}
}

// TestFieldsAreDescribed looks at a field of a schema that is read, at the same field of the one that is written, whose description
// isn't written down twice, and at what stands in a list.
func TestFieldsAreDescribed(t *testing.T) {
	t.Parallel()
	offers := open(t, "halo")
	op, err := offers.Operation("listTickets")
	if err != nil {
		t.Fatal(err)
	}
	if got := op.Response.Schema.Type(); got != "TicketList" {
		t.Errorf("the response is %s", got)
	}
	count := field(t, op.Response.Schema, "record_count")
	if count.Schema.Type() != "integer" || !strings.Contains(count.Description, "whole list") {
		t.Errorf("record_count is %s: %s", count.Schema.Type(), count.Description)
	}
	rows := field(t, op.Response.Schema, "tickets")
	if rows.Schema.Type() != "list of TicketSummary" || len(rows.Schema.Items().Fields()) < 100 {
		t.Errorf("tickets is %s with %d fields", rows.Schema.Type(), len(rows.Schema.Items().Fields()))
	}
	described := 0
	for _, f := range offers.Schema("TicketInput").Fields() {
		if f.Description == "" {
			continue
		}
		if read := field(t, offers.Schema("Ticket"), f.Name); read.Description == f.Description {
			described++
		}
	}
	if described < 20 {
		t.Errorf("%d fields of what is written have the description of what is read", described)
	}
}

func field(t *testing.T, s *Schema, name string) Field {
	t.Helper()
	fields := s.Fields()
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("%s has no field %s", s.Type(), name)
	}
	return fields[i]
}

// TestReadersDontDisturbEachOther is for the race detector: a document is read further by all who ask.
// Halo's tickets have a hundred fields that steer a call; they would hide the record's own.
func TestFieldsThatSteerACallComeLast(t *testing.T) {
	t.Parallel()
	offers, err := Open("halo")
	if err != nil {
		t.Fatal(err)
	}
	op, err := offers.Operation("saveTickets")
	if err != nil {
		t.Fatal(err)
	}
	fields := op.Describe(1).Body.Fields
	if first, last := fields[0].Name, fields[len(fields)-1].Name; strings.HasPrefix(first, "_") || !strings.HasPrefix(last, "_") {
		t.Errorf("from %s to %s", first, last)
	}
}

func TestReadersDontDisturbEachOther(t *testing.T) {
	t.Parallel()
	offers := open(t, "holaspirit")
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for _, op := range offers.Operations() {
				for _, f := range op.Response.Schema.Fields() {
					f.Schema.Type()
				}
				if found, err := offers.Operation(op.Name); err != nil || found != op {
					t.Errorf("%s: %v", op.Name, err)
				}
			}
			offers.Find("circle")
		})
	}
	readers.Wait()
}
