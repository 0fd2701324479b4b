package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func TestColumnsOfRows(t *testing.T) {
	t.Parallel()
	rows := []json.RawMessage{
		json.RawMessage(`{"id":7,"open":true,"user":{"name":"Ann\u001b[31m","site":{"id":1}},"tags":["a", {"b":1}],"a.b":"dotted","a":{"b":"nested","c":"within"},"none":null}`),
		json.RawMessage(`{"id":"8","attributes":{"title":"Boss","id":9},"user":null,"cost":1.50}`),
		json.RawMessage(`"nine"`),
	}
	columns := []string{"open", "id", "user.name", "user.site", "user.site.id", "tags", "a.b", "a.c", "title", "cost", "none", "value"}
	got := columnsTable(rows, columns)
	want := [][]string{
		columns,
		{"true", "7", got[1][2], `{"id":1}`, "1", `["a",{"b":1}]`, "dotted", "within", "", "", "", ""},
		{"", "8", "", "", "", "", "", "", "Boss", "1.50", "", ""},
		{"", "", "", "", "", "", "", "", "", "", "", "nine"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if strings.ContainsRune(got[1][2], 0x1b) || !strings.HasPrefix(got[1][2], "Ann") {
		t.Errorf("a control character of the vendor's is in %q", got[1][2])
	}
	there := []string{"id", "open", "user.name", "user.site", "tags", "a.b", "a.c", "none", "title", "user", "cost", "value"}
	if diff := cmp.Diff(there, columnsIn(rows)); diff != "" {
		t.Errorf("the columns that are there (-want +got):\n%s", diff)
	}
	if columnsTable(nil, columns) != nil {
		t.Error("a table of nothing")
	}
}

// TestCallWithColumns: a table has the columns that were asked for, in that order; a column that nobody knows is an error that says which there
// are, before anything is printed.
func TestCallWithColumns(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("halo", vendortest.WithRecords(120, "Tickets"))
	fails := func(code int, want string, args ...string) string {
		t.Helper()
		got, out, errs := c.run(args...)
		if got != code || !strings.Contains(errs, want) || code == 2 && out != "" {
			t.Errorf("%v: exit %d, want %d with %q; printed:\n%s%s", args, got, code, want, out, errs)
		}
		return out + errs
	}
	for _, all := range [][]string{nil, {"--all"}} {
		line := append([]string{"call", "halo", "listTickets", "--columns", "summary,id, hasbeenclosed"}, all...)
		table := strings.Split(strings.TrimSuffix(c.must(line...), "\n"), "\n")
		if heading := strings.Fields(table[0]); !slices.Equal(heading, []string{"summary", "id", "hasbeenclosed"}) {
			t.Errorf("%q: headings %q", all, heading)
		}
		rows := ids(t, c.must("call", "halo", "listTickets", "--all"))
		if all != nil && len(table) != len(rows)+1 || len(table) < 50 {
			t.Errorf("%q: %d lines of %d rows", all, len(table), len(rows))
		}
		if cells := strings.Fields(table[1]); !slices.Contains(cells, rows[0]) || cells[len(cells)-1] != "true" && cells[len(cells)-1] != "false" {
			t.Errorf("%q: the first row is %q, of ticket %s", all, table[1], rows[0])
		}
		said := fails(2, `--columns: no row has "sumary"; did you mean "summary"?`, append([]string{"call", "halo", "listTickets", "--columns", "id,sumary"}, all...)...)
		if !strings.Contains(said, "\nThere are ") || !strings.Contains(said, " summary,") || strings.Contains(said, "it ended early") {
			t.Errorf("%q: the error is\n%s", all, said)
		}
	}
	fails(2, `--columns: no row has "sumary"; did you mean "summary"?`, "call", "halo", "listTickets", "--param", "search=nothing has this", "--columns", "sumary")
	if got := c.must("call", "halo", "listTickets", "--param", "search=nothing has this", "--columns", "summary"); got != "" {
		t.Errorf("of no rows: %q", got)
	}
	got := c.must("call", "halo", "getTicket", "--param", "id=1", "--columns", "customfields,id")
	if lines := strings.Split(got, "\n"); len(lines) != 3 || !strings.HasPrefix(lines[0], "customfields") {
		t.Errorf("of one record:\n%s", got)
	}
	made := server.Count("saveTickets")
	said := fails(1, `the call was made, and its response is on standard output as JSON: --columns: no row has "zeppelin"`,
		"call", "halo", "saveTickets", "--yes", "--body", `{"summary":"Printer down"}`, "--columns", "zeppelin")
	if server.Count("saveTickets") != made+1 || !strings.Contains(said, "Printer down") {
		t.Errorf("after a write:\n%s", said)
	}
	for flag, want := range map[string]string{"": "--columns: give names", "id,,summary": "--columns: give names", ",": "--columns: give names"} {
		fails(2, want, "call", "halo", "listTickets", "--columns", flag)
	}
	fails(2, "--columns: a table goes to standard output", "call", "halo", "listTickets", "--columns", "id", "--output", "x")
}

// TestColumnsOfEveryVendor: rows are found in every vendor's form of a list, and what JSON:API has in attributes is the row's own.
func TestColumnsOfEveryVendor(t *testing.T) {
	t.Parallel()
	for vendor, line := range map[string]string{
		"holaspirit": "listMembers --param organization_id=ORG --columns id,displayName", "humanity": "listEmployees --columns id,email", "spiro": "listCompanies --columns id,name,attributes.name",
	} {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			server := c.loggedIn(vendor)
			line := strings.ReplaceAll(line, "ORG", server.Credentials().OrganizationID)
			table := strings.Split(strings.TrimSuffix(c.must(append([]string{"call", vendor}, strings.Fields(line)...)...), "\n"), "\n")
			if len(table) < 10 || !strings.HasPrefix(table[0], "id ") {
				t.Fatalf("the table is %q", table)
			}
			for _, row := range table {
				cells := strings.Fields(row)
				if len(cells) < 2 || vendor == "spiro" && cells[1] != cells[1+(len(cells)-1)/2] && row != table[0] {
					t.Errorf("the row is %q", row)
				}
			}
		})
	}
}

// TestColumnsAreCompleted with the fields that the document has, behind those that are there.
func TestColumnsAreCompleted(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	for line, want := range map[string]string{
		"call halo listTickets --columns id,summ": "id,summary", "call humanity listEmployees --columns ": "\neid", "call spiro listCompanies --columns ": "attributes",
	} {
		if code, out, errs := runPlain(t, c.machine, append([]string{"__complete"}, strings.Split(line, " ")...)...); code != 0 || !strings.Contains(out, want) {
			t.Errorf("%s: exit %d: %s%s", line, code, out, errs)
		}
	}
}
