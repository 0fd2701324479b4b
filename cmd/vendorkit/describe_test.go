package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

func TestFieldsWithWordsAreShownFirst(t *testing.T) {
	t.Parallel()
	var fields []catalog.DescribedField
	for i := range 9 {
		fields = append(fields, catalog.DescribedField{Name: fmt.Sprint(i), Required: i == 8})
	}
	fields[4].Description, fields[6].Description = "Four.", "Six."
	for most, want := range map[int]string{1: "468", 3: "468", 5: "46801", 8: "46801235", 9: "012345678", 20: "012345678"} {
		var got strings.Builder
		for _, field := range firstFields(fields, most) {
			got.WriteString(field.Name)
		}
		if diff := cmp.Diff(want, got.String()); diff != "" {
			t.Errorf("%d at the most: %s", most, diff)
		}
	}
}

// The record that most people ask about has a thousand fields; those that they need are shown.
func TestDescribeShowsWhatATicketNeeds(t *testing.T) {
	t.Parallel()
	out, _, ok := strings.Cut(printed(t, "describe", "halo", "saveTickets"), "\nResponse")
	if !ok || !strings.Contains(out, "  summary (string): ") || !strings.Contains(out, "  client_id (integer): ") || !strings.Contains(out, " more without a description; --full shows all") {
		t.Errorf("printed:\n%s", out)
	}
}

func TestHitsByFieldAreFewUnlessAskedFor(t *testing.T) {
	t.Parallel()
	few, all := printed(t, "operations", "halo", "client"), printed(t, "operations", "halo", "client", "--full")
	if strings.Count(few, "\n") > 80 || !strings.Contains(few, " more; --full lists all\n") {
		t.Errorf("printed %d lines:\n%s", strings.Count(few, "\n"), few)
	}
	if strings.Count(all, "\n") < 300 || strings.Contains(all, "--full lists all") {
		t.Errorf("--full printed %d lines", strings.Count(all, "\n"))
	}
}

// printed runs a command that needs no login and returns what it prints.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), args, &out, &errs); code != 0 {
		t.Fatalf("%v: exit %d: %s", args, code, errs.String())
	}
	return out.String()
}
