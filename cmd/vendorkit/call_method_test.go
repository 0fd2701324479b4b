package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestACallByGoMethodKeepsWhatTheMethodPromises looks at the simulator: what a method refuses isn't sent.
func TestACallByGoMethodKeepsWhatTheMethodPromises(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("halo", vendortest.WithRecords(230, "Tickets"))
	id := ids(t, c.must("call", "halo", "listTickets", "--all"))[0]
	withID, withoutID := `{"id":`+id+`,"summary":"x"}`, `{"summary":"x"}`
	c.fails(2, "--body: item 1 has the field id, by which Tickets.Create would change that record; leave id out, or name Tickets.Update",
		"call", "halo", "Tickets.Create", "--yes", "--body", withID)
	c.fails(2, "--body: item 1 has no field id, without which Tickets.Update would create a record; give its id, or name Tickets.Create",
		"call", "halo", "tickets.update", "--yes", "--body", withoutID)
	c.fails(2, "item 2 has the field id", "call", "halo", "Tickets.Create", "--dry-run", "--body", "["+withoutID+","+withID+"]")
	if sent := server.Count("saveTickets"); sent != 0 {
		t.Fatalf("%d were sent", sent)
	}
	c.must("call", "halo", "Tickets.Create", "--yes", "--body", withoutID)
	c.must("call", "halo", "Tickets.Update", "--yes", "--body", withID)
	c.must("call", "halo", "saveTickets", "--yes", "--body", withoutID)
	c.must("call", "halo", "saveTickets", "--yes", "--body", withID)
	if sent := server.Count("saveTickets"); sent != 4 {
		t.Errorf("%d were sent", sent)
	}
	for _, method := range []string{"Tickets.All", "Tickets.Pages"} {
		if rows := ids(t, c.must("call", "halo", method)); len(rows) != 232 {
			t.Errorf("%s gives %d rows", method, len(rows))
		}
	}
	c.fails(2, "--all: Tickets.All gives every row; name listTickets for a page", "call", "halo", "Tickets.All", "--all=false")
}

// TestADryRunOfEveryRowShowsWhatAsksForPages compares what is shown with what arrives.
func TestADryRunOfEveryRowShowsWhatAsksForPages(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("halo", vendortest.WithRecords(230, "Tickets"))
	for _, more := range [][]string{nil, {"--from", "number:2"}} {
		line := append([]string{"call", "halo", "listTickets", "--all", "--param", "open_only=true"}, more...)
		before := len(server.Requests())
		shown, _, _ := strings.Cut(c.must(append(line, "--dry-run")...), "\n")
		if sent := len(server.Requests()) - before; sent != 0 {
			t.Errorf("%d requests were sent", sent)
		}
		c.must(line...)
		real := server.Requests()[before]
		if want := "/Tickets?" + real.Query; !strings.HasSuffix(shown, want) || !strings.Contains(want, "page_no=") {
			t.Errorf("shown is %s, and %s is sent", shown, want)
		}
	}
}

func TestAnArgumentTooManyIsNamedAndHowItMayBeMeant(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	for line, want := range map[string]string{
		"call halo getTicket 42":                `"42" is an argument too many; a parameter is given by its name: --param id=42`,
		"call halo getTicket id=42":             `"id=42" is an argument too many; a parameter is given by --param id=42`,
		"call halo listTickets 42":              `a parameter is given by its name: --param NAME=42`,
		"call halo saveTickets @body.json":      `a body is given by --body @body.json`,
		"call halo listTickets --all false":     `"false" is an argument too many; --all takes no value, or --all=false`,
		"describe halo getTicket 42":            `"42" is an argument too many`,
		"describe halo getTicket --full true":   `--full takes no value, or --full=true`,
		"token halo spiro":                      `VENDOR: give one of halo, holaspirit, humanity, spiro; there is an argument too many`,
		"fake halo --strict false":              `"false" is an argument too many; --strict takes no value, or --strict=false`,
		"call halo noSuchOperation 42":          `is no operation of halo`,
		"spec spiro listContacts getContact":    "OPERATION: give one operationId",
		"call halo listTickets --dry-run false": `--dry-run takes no value, or --dry-run=false`,
	} {
		args := strings.Fields(line)
		if code, _, errs := runPlain(t, c.machine, args...); code != 2 || !strings.Contains(errs, want) {
			t.Errorf("%s: exit %d: %s", line, code, errs)
		}
	}
}

// TestCobrasOwnCommandsRefuseWordsThatTheyDontKnow is about those that would show help and succeed.
func TestCobrasOwnCommandsRefuseWordsThatTheyDontKnow(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	for line, want := range map[string]string{
		"completion basj":      `there is no completion for shell "basj"; give one of bash, fish, powershell, zsh`,
		"help frob":            `unknown command "frob"`,
		"help completion basj": `unknown command "basj"`,
	} {
		if code, out, errs := runPlain(t, c.machine, strings.Fields(line)...); code != 2 || out != "" || !strings.Contains(errs, want) {
			t.Errorf("%s: exit %d: %s%s", line, code, out, errs)
		}
	}
	for line, want := range map[string]string{
		"completion":                             "powershell",
		"completion bash":                        "bash completion V2 for vendorkit",
		"help call":                              "--dry-run",
		"help":                                   "Available Commands",
		"help completion zsh":                    "compinit",
		"__complete login halo --by ":            "client\n",
		"__complete login spiro --by ":           "code\n",
		"__complete drift halo --format ":        "markdown\n",
		"__complete spec halo --format ":         "yaml\n",
		"__complete compare halo --format ":      "text\n",
		"__complete upstream halo --format ":     "json\n",
		"__complete call halo getTicket --param": "--param",
	} {
		args := strings.Split(line, " ")
		if code, out, errs := runPlain(t, c.machine, args...); code != 0 || !strings.Contains(out, want) {
			t.Errorf("%s: exit %d: %s%s", line, code, out, errs)
		}
	}
}

// TestJSONIsPrintedAsItIs is about the characters that mean something in HTML only.
func TestJSONIsPrintedAsItIs(t *testing.T) {
	t.Parallel()
	server, err := vendortest.Start("halo")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	var out strings.Builder
	if err := announce(&out, server, true); err != nil {
		t.Fatal(err)
	}
	var given map[string]string
	if err := json.Unmarshal([]byte(out.String()), &given); err != nil || strings.Contains(out.String(), `\u00`) || given["curl"] != server.Curl() || !strings.Contains(given["curl"], "&") {
		t.Errorf("%v: %s", err, out.String())
	}
}

// runPlain runs a line to which nothing is added.
func runPlain(t *testing.T, m machine, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	code = runOn(t.Context(), m, args, &out, &errs)
	return code, out.String(), errs.String()
}
