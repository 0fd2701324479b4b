package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/probe"
	"github.com/seed-8da6be54/vendorkit/rest/drift"
	"github.com/seed-8da6be54/vendorkit/specs"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// loggedIn starts a vendor's simulator and logs in to it.
func (c *cli) loggedIn(vendor string, opts ...vendortest.Option) *vendortest.Server {
	c.t.Helper()
	server, err := vendortest.Start(vendor, opts...)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { server.Close() })
	given := server.Credentials()
	switch vendor {
	case "holaspirit":
		c.holaspirit(server)
	case "halo":
		c.must(haloLine(server, "--client-secret-file", c.file(given.ClientSecret))...)
	case "humanity":
		c.must("login", "humanity", "--base-url", server.URL, "--username", given.Username, "--client-id", given.ClientID,
			"--client-secret-file", c.file(given.ClientSecret), "--password-file", c.file(given.Password))
	case "spiro":
		c.env[envClientSecret] = given.ClientSecret
		c.answers["Address"] = given.Code
		c.must(c.spiroLine(server, server.OAuthURL, "--paste")...)
	}
	return server
}

// seed is a change at the vendor.
type seed struct {
	operation string
	rows      string // the list in the response whose records change; empty: the response itself
	field     string
	to        any    // its new value
	name      string // its new name
}

// served changes responses, and remembers every value that was in one.
type served struct {
	mu     sync.Mutex
	seeds  []seed
	values map[string]bool
}

func (s *served) edit(operation string, body any) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, seed := range s.seeds {
		if seed.operation != operation {
			continue
		}
		records := []any{body}
		if seed.rows != "" {
			records, _ = body.(map[string]any)[seed.rows].([]any)
		}
		for _, record := range records {
			record := record.(map[string]any)
			value, has := record[seed.field]
			switch {
			case !has:
			case seed.name != "":
				record[seed.name] = value
				delete(record, seed.field)
			default:
				record[seed.field] = seed.to
			}
		}
	}
	s.remember(body)
	return body
}

func (s *served) remember(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, value := range v {
			s.remember(value)
		}
	case []any:
		for _, value := range v {
			s.remember(value)
		}
	case string, json.Number:
		s.values[fmt.Sprint(v)] = true
	}
}

// found lists findings in the words that a test can foresee.
func found(findings []drift.Finding) []string {
	var out []string
	for _, f := range findings {
		place := f.Where
		if f.Schema != "" {
			place = strings.TrimSuffix(f.Schema+"."+f.Field, ".")
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s of %s: %s", f.Kind, strings.TrimSpace(place+" in "+f.Operation), f.Found)))
	}
	slices.Sort(out)
	return out
}

// What changes at the vendor is reported, each thing once, and no value of any record gets into the report.
func TestDriftIsReported(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		vendor string
		seeds  []seed
		status string // the operation whose response has a new status
		want   []string
	}{
		{"holaspirit", []seed{
			{operation: "listCircles", rows: "data", field: "name", name: "caption"},
			{operation: "listCircles", rows: "data", field: "type", to: "superstructures"},
			{operation: "listCircles", rows: "data", field: "membersCount", to: "12345"},
		}, "listMetrics", []string{
			"enum value of Circle.type in listCircles: a string of 15 characters",
			"status of in listMetrics: status 206",
			"type of Circle.membersCount in listCircles: a number as a string",
			"unknown field of Circle.caption in listCircles: a string",
		}},
		{"spiro", []seed{
			{operation: "listCompanies", rows: "data", field: "type", name: "sort"},
			{operation: "listCompanies", rows: "data", field: "id", to: json.Number("987654")},
		}, "listContacts", []string{
			"missing field of Company.type in listCompanies: nothing",
			"status of in listContacts: status 206",
			"type of Company.id in listCompanies: a whole number",
			"unknown field of Company.sort in listCompanies: a string",
		}},
		{"humanity", []seed{
			{operation: "listMasterTasks", rows: "data", field: "name", name: "caption"},
			{operation: "listMasterTasks", rows: "data", field: "companyId", to: "54321"},
			{operation: "listEmployees", rows: "data", field: "address", to: []any{"Main Street"}},
		}, "listPositions", []string{
			"status of in listPositions: status 206",
			"type of Employee.address in listEmployees: a list",
			"type of MasterTask.companyId in listMasterTasks: a number as a string",
			"unknown field of MasterTask.caption in listMasterTasks: a string",
		}},
		{"halo", []seed{
			{operation: "listTickets", rows: "tickets", field: "summary", name: "headline"},
			{operation: "listTickets", rows: "tickets", field: "id", to: "98765"},
		}, "listClients", []string{
			"status of in listClients: status 206",
			"type of TicketSummary.id in listTickets: a number as a string",
			"unknown field of TicketSummary.headline in listTickets: a string",
		}},
	} {
		t.Run(test.vendor, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			server := c.loggedIn(test.vendor)
			line := []string{"drift", test.vendor, "--calls", "400"}
			if test.vendor == "halo" {
				line[3] = "200" // the pace lets 300 through at once
			}
			before := driftOf(t, c.must(append(line, "--format", "json")...))
			server.Advance(10 * time.Minute) // the window of the rate limit is over
			changed := &served{seeds: test.seeds, values: map[string]bool{}}
			change := func() {
				server.Heal()
				server.Fail(vendortest.Fault{Operation: test.status, Status: 206, Edit: changed.edit}, vendortest.Fault{Times: -1, Edit: changed.edit})
			}
			change()
			file := filepath.Join(t.TempDir(), "report.md")
			c.must(append(line, "--out", file)...)
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			server.Advance(10 * time.Minute)
			change()
			data := c.must(append(line, "--format", "json")...)
			after := driftOf(t, data)
			got := found(after.Findings)
			got = slices.DeleteFunc(got, func(f string) bool { return slices.Contains(found(before.Findings), f) })
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if len(after.ConfirmFirst) == 0 || len(after.Called) == 0 || after.Faults > 0 || after.Skipped > 0 || after.Foreign > 0 {
				t.Errorf("%d to confirm first, %d operations called, %d faults, %d skipped, %d foreign",
					len(after.ConfirmFirst), len(after.Called), after.Faults, after.Skipped, after.Foreign)
			}
			doc, err := source.Open(specs.Files(), test.vendor)
			if err != nil {
				t.Fatal(err)
			}
			discreet(t, doc, changed.values, string(text), data)
			typed, err := spec.Read(doc)
			if err != nil {
				t.Fatal(err)
			}
			safe := safeReads(typed)
			for _, violation := range server.Violations() {
				t.Errorf("a request broke the document: %v", violation)
			}
			for _, request := range server.Requests() {
				if request.Operation != "" && !outsideAPI[request.Operation] && !safe[request.Operation] {
					t.Errorf("%s %s was called", request.Method, request.Operation)
				}
			}
		})
	}
}

func driftOf(t *testing.T, data string) probe.Report {
	t.Helper()
	var report probe.Report
	if err := json.Unmarshal([]byte(data), &report); err != nil {
		t.Fatal(err)
	}
	return report
}

var outsideAPI = map[string]bool{"token": true, "authorize": true, "authinfo": true}

// safeReads are the operations that a survey may call.
func safeReads(doc *spec.Document) map[string]bool {
	safe := map[string]bool{}
	for _, op := range doc.Operations {
		safe[op.ID] = op.Reads()
	}
	return safe
}

// discreet checks that no value of a record is in a report. What the document says anyway is no secret.
func discreet(t *testing.T, doc *source.Document, values map[string]bool, reports ...string) {
	t.Helper()
	public, err := doc.JSON()
	if err != nil {
		t.Fatal(err)
	}
	told, long := 0, 0
	for value := range values {
		if len(value) <= 3 {
			continue
		}
		long++
		for _, report := range reports {
			if strings.Contains(report, value) && !strings.Contains(string(public), value) {
				if told++; told <= 5 {
					t.Errorf("%q is in the report", value)
				}
			}
		}
	}
	if long < 100 {
		t.Errorf("only %d values were served: that proves little", long)
	}
}

func TestDriftKeepsToItsBounds(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("spiro")
	report := driftOf(t, c.must("drift", "spiro", "--calls", "2", "--format", "json"))
	calls := len(server.Requests()) - server.Count("token") - server.Count("authorize")
	if called := len(report.ConfirmFirst) + len(report.Other); called != 2 || calls != 2 {
		t.Errorf("%d operations, %d calls, of 2", called, calls)
	}
	for _, refused := range report.NotCalled {
		if refused.Reason == probe.NoID {
			t.Errorf("%+v, although its list wasn't read for want of calls", refused)
		}
	}
	text := c.must("drift", "spiro")
	for _, want := range []string{"## To confirm first", "| `listPipelines` | inferred | responded | 200 |", "The endpoint reference itself.", "it is no safe read: 1 operations"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q isn't in the report:\n%s", want, text)
		}
	}
}

// A path parameter that no list gives is the caller's to give; a failure is told without the vendor's words.
func TestDriftOfWhatFails(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("holaspirit")
	server.Fail(vendortest.Fault{Operation: "listCircles", Times: -1, Status: 403, Body: `{"errors": [{"detail": "Ann Example may not"}]}`})
	data := c.must("drift", "holaspirit", "--param", "job_id=5f0000000000000000000001", "--format", "json")
	report := driftOf(t, data)
	results := map[string]string{}
	for _, outcome := range slices.Concat(report.ConfirmFirst, report.Other) {
		results[outcome.Operation] = fmt.Sprint(outcome.Result, " ", outcome.Status)
	}
	if results["listCircles"] != "not allowed 403" || results["getJob"] != "not found 404" || strings.Contains(data, "Ann Example") {
		t.Errorf("listCircles %q, getJob %q", results["listCircles"], results["getJob"])
	}
}

func TestDriftRefuses(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.fails(1, "Run 'vendorkit login spiro --store "+c.folder+"'", "drift", "spiro")
	c.fails(2, "VENDOR", "drift", "acme")
	c.fails(2, "--calls: 0", "drift", "spiro", "--calls", "0")
	c.fails(2, `--format: "xml"`, "drift", "spiro", "--format", "xml")
	c.fails(2, `--param: no read of spiro has a parameter "x"`, "drift", "spiro", "--param", "x=1")
	c.fails(2, `--param: "id" has no =; give name=value`, "drift", "spiro", "--param", "id")
	c.fails(2, `--param: id is given twice, and takes one value`, "drift", "spiro", "--param", "id=1", "--param", "id=2")
	server := c.loggedIn("spiro")
	c.must("drift", "spiro", "--param", "include=company,contacts", "--calls", "1")
	c.fails(1, "is a folder", "drift", "spiro", "--out", t.TempDir())
	server.Advance(60 * 24 * time.Hour)
	server.Close()
	file := filepath.Join(t.TempDir(), "report.md")
	c.fails(1, "", "drift", "spiro", "--out", file)
	if _, err := os.Stat(file); err == nil {
		t.Error("a report was written of nothing")
	}
}

// TestAnInterruptedCommandSaysSo: a script tells an end that was asked for from a failure by the exit code, and nobody is sent to --help.
func TestAnInterruptedCommandSaysSo(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("humanity", vendortest.WithLatency(20*time.Millisecond))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		for server.Count("listShifts")+server.Count("listEmployees") == 0 && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		stop()
	}()
	code, out, errs := c.runUnder(ctx, "drift", "humanity")
	if code != 130 || out != "" || errs != "vendorkit: interrupted\n" {
		t.Errorf("exit code %d, printed %.200q, said %q", code, out, errs)
	}
}
