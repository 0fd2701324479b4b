package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// ids lists the ids of records that are JSON lines, or stand in a field of a response.
func ids(t *testing.T, text string) (found []string) {
	t.Helper()
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var row struct{ ID any }
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.UseNumber()
		if err := decoder.Decode(&row); err != nil || row.ID == nil {
			t.Fatalf("a line isn't a record: %v: %.200s", err, lines.Text())
		}
		found = append(found, fmt.Sprint(row.ID))
	}
	return found
}

// TestCallsOfEveryKindAtEveryVendor gets, lists, reads every page, creates, changes, deletes, posts a form and downloads, by the command
// line alone.
func TestCallsOfEveryKindAtEveryVendor(t *testing.T) {
	t.Parallel()
	t.Run("holaspirit", func(t *testing.T) {
		t.Parallel()
		c := newCLI(t)
		server := c.loggedIn("holaspirit", vendortest.WithRecords(130))
		organization := "organization_id=" + server.Credentials().OrganizationID
		call := func(operation string, more ...string) string {
			return c.must(append([]string{"call", "holaspirit", operation, "--param", organization}, more...)...)
		}
		all := ids(t, call("listMembers", "--all"))
		if len(all) != 130 {
			t.Errorf("%d members", len(all))
		}
		if got := call("getMember", "--param", "member_id="+all[7]); !strings.Contains(got, all[7]) {
			t.Errorf("the member is %s", got)
		}
		if got := call("listMembers", "--table"); strings.Count(got, "\n") < 20 || !strings.Contains(got, all[0]) {
			t.Errorf("the table is\n%s", got)
		}
		made := call("createMember", "--yes", "--body", `{"email":"new@example.com","firstName":"Neo","lastName":"New"}`)
		if server.Count("createMember") != 1 || !strings.Contains(made, "new@example.com") {
			t.Errorf("created %s", made)
		}
		file := filepath.Join(t.TempDir(), "roles.pdf")
		if err := os.WriteFile(file, []byte("an earlier one"), 0o600); err != nil {
			t.Fatal(err)
		}
		server.Fail(vendortest.Fault{Operation: "downloadRolesPDF", Status: 404})
		c.fails(1, "HTTP 404", "call", "holaspirit", "downloadRolesPDF", "--param", organization, "--output", file)
		if kept, err := os.ReadFile(file); err != nil || string(kept) != "an earlier one" {
			t.Errorf("after a failure the file is %q, %v", kept, err)
		}
		call("downloadRolesPDF", "--output", file)
		saved, err := os.ReadFile(file)
		if err != nil || len(saved) == 0 || string(saved) == "an earlier one" || string(saved) != call("downloadRolesPDF", "--output", "-") {
			t.Errorf("%d bytes were saved, %v", len(saved), err)
		}
		if left, err := filepath.Glob(file + ".*"); err != nil || len(left) > 0 {
			t.Errorf("%q are left", left)
		}
	})
	t.Run("halo", func(t *testing.T) {
		t.Parallel()
		c := newCLI(t)
		server := c.loggedIn("halo", vendortest.WithRecords(230, "Tickets"))
		all := ids(t, c.must("call", "halo", "listTickets", "--all"))
		if len(all) != 230 || len(slices.Compact(slices.Sorted(slices.Values(all)))) != 230 {
			t.Errorf("%d tickets", len(all))
		}
		if got := c.must("call", "halo", "Tickets.Get", "--param", "id="+all[0]); !strings.Contains(got, `"summary"`) {
			t.Errorf("the ticket is %.300s", got)
		}
		if got := c.must("call", "halo", "listTickets", "--param", "page_size=5", "--param", "pageinate=true"); !strings.Contains(got, `"record_count":230`) {
			t.Errorf("the list is %.300s", got)
		}
		made := c.must("call", "halo", "saveTickets", "--yes", "--body", `{"summary":"Printer down","details":"It smokes","tickettype_id":1}`)
		id := regexp.MustCompile(`"id":(\d+)`).FindStringSubmatch(made)
		if id == nil {
			t.Fatalf("created %s", made)
		}
		c.machine.in = strings.NewReader(`[{"id":` + id[1] + `,"summary":"Printer back"}]`)
		if got := c.must("call", "halo", "saveTickets", "--yes", "--body", "@-"); !strings.Contains(got, "Printer back") {
			t.Errorf("changed %.300s", got)
		}
		c.must("call", "halo", "deleteTicket", "--yes", "--param", "id="+id[1])
		c.fails(1, "HTTP 404", "call", "halo", "getTicket", "--param", "id="+id[1])
		if got := [...]int{server.Count("saveTickets"), server.Count("deleteTicket")}; got != [...]int{2, 1} {
			t.Errorf("%v saves and deletions arrived", got)
		}
	})
	t.Run("humanity", func(t *testing.T) {
		t.Parallel()
		c := newCLI(t)
		server := c.loggedIn("humanity")
		if rows := ids(t, c.must("call", "humanity", "listEmployees", "--all")); len(rows) == 0 {
			t.Error("there are no employees")
		}
		made := c.must("call", "humanity", "createEmployee", "--yes", "--body", `{"name":"Ann Lee","email":"al@example.com"}`)
		if !strings.Contains(made, "al@example.com") || strings.Contains(made, `"status"`) && strings.Contains(made, `"token"`) {
			t.Errorf("created %.300s", made)
		}
		request := server.Requests()[len(server.Requests())-1]
		if request.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
			t.Errorf("a form went as %s", request.Header.Get("Content-Type"))
		}
		c.fails(1, "humanity: getEmployee", "call", "humanity", "getEmployee", "--param", "employee_id=99999999") // a verdict in a response of success
	})
	t.Run("spiro", func(t *testing.T) {
		t.Parallel()
		c := newCLI(t)
		server := c.loggedIn("spiro", vendortest.WithRecords(120))
		all := ids(t, c.must("call", "spiro", "listOpportunities", "--all"))
		if len(all) != 120 {
			t.Errorf("%d opportunities", len(all))
		}
		body := c.file(`{"data":{"type":"opportunities","id":"` + all[0] + `","attributes":{"custom":{"quote":"https://q.example.com"}}}}`)
		c.must("call", "spiro", "updateOpportunity", "--yes", "--param", "id="+all[0], "--body", "@"+body)
		if server.Count("updateOpportunity") != 1 {
			t.Error("nothing was changed")
		}
	})
}

// TestAWriteWithoutConsentSendsNothing looks at the simulator: not even a token is asked for.
func TestAWriteWithoutConsentSendsNothing(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("halo")
	c.expire("halo", "default")
	before, tokens := len(server.Requests()), server.Tokens()
	line := []string{"call", "halo", "saveTickets", "--body", `[{"summary":"a"},{"summary":"b"}]`}
	c.fails(2, "saveTickets makes 2 new records, and there is no terminal to ask at. Nothing was sent; give --yes", line...)
	c.fails(2, "deleteTicket (DELETE /Tickets/{id}) may change something", "call", "halo", "deleteTicket", "--param", "id=1")
	c.answers["Send it?"] = "n"
	c.fails(1, "nothing was sent", line...)
	c.must(append(line, "--dry-run")...)
	if len(server.Requests()) != before || server.Tokens() != tokens {
		t.Errorf("%d requests were sent; tokens %+v, were %+v", len(server.Requests())-before, server.Tokens(), tokens)
	}
	c.answers["Send it?"] = "y"
	c.must(line...)
	if server.Count("saveTickets") != 1 || !strings.HasPrefix(c.asked[len(c.asked)-1], "saveTickets makes 2 new records at 127.0.0.1") {
		t.Errorf("asked %q, sent %d", c.asked, server.Count("saveTickets"))
	}
}

// TestHumanitysGETThatWritesAsksToo is about a GET that publishes.
func TestAGETThatWritesAsksToo(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("humanity")
	c.fails(2, "publishShifts (GET /shifts/publish) may change something", "call", "humanity", "publishShifts", "--param", "shifts=1")
	if server.Count("publishShifts") != 0 {
		t.Error("it was sent")
	}
}

// TestAResponseThatCantBeSavedIsPrinted is about a write: its response doesn't come a second time.
func TestAResponseThatCantBeSavedIsPrinted(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("halo")
	for _, name := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none", "x.json")} {
		code, out, errs := c.run("call", "halo", "saveTickets", "--yes", "--body", `{"summary":"Printer down"}`, "--output", name)
		if code != 1 || !strings.Contains(out, "Printer down") || !strings.Contains(errs, "--output: the call was made") {
			t.Errorf("exit %d: %.200s%s", code, out, errs)
		}
	}
	if server.Count("saveTickets") != 2 {
		t.Error("it wasn't sent")
	}
}

// TestAParameterThatWritesAsksToo is about GETs that change something when a parameter says so.
func TestAParameterThatWritesAsksToo(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("halo")
	c.fails(2, "listNotificationMessages (GET /Notifications) may change something", "call", "halo", "listNotificationMessages", "--param", "update_shown=true")
	c.fails(2, "Nothing was sent", "call", "halo", "getFeedbackEntry", "--param", "id=1", "--param", "clearcomment=true")
	if server.Count("listNotificationMessages")+server.Count("getFeedbackEntry") != 0 {
		t.Error("it was sent")
	}
	c.must("call", "halo", "listNotificationMessages", "--param", "update_shown=false")
}

// TestAnEarlyEndTellsWhereToGoOn ends a list by a failure in its middle, and goes on by what is said then.
func TestAnEarlyEndTellsWhereToGoOn(t *testing.T) {
	t.Parallel()
	for _, vendor := range []struct{ name, operation, another, other string }{
		{"holaspirit", "listMembers", "count=20", "listRoles"}, {"halo", "listTickets", "order=id", "listUsers"}, {"spiro", "listOpportunities", "page[size]=9", "listCompanies"},
	} {
		t.Run(vendor.name, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			server := c.loggedIn(vendor.name, vendortest.WithRecords(330))
			line := []string{"call", vendor.name, vendor.operation, "--all"}
			if vendor.name == "holaspirit" {
				line = append(line, "--param", "organization_id="+server.Credentials().OrganizationID)
			}
			whole := ids(t, c.must(line...))
			server.Fail(vendortest.Fault{Operation: vendor.operation, After: 1, Times: 1, Status: 400})
			code, first, errs := c.run(line...)
			from := regexp.MustCompile(`after (\d+) rows; to go on, add --from '([^']+)'`).FindStringSubmatch(errs)
			if code != 1 || from == nil || from[1] != fmt.Sprint(strings.Count(first, "\n")) {
				t.Fatalf("exit %d: %s", code, errs)
			}
			server.Heal()
			second := c.must(append(line, "--from", from[2])...)
			if got := append(ids(t, first), ids(t, second)...); !slices.Equal(got, whole) {
				t.Errorf("%d and %d rows, not the %d of one go", strings.Count(first, "\n"), strings.Count(second, "\n"), len(whole))
			}
			// A cursor alone, as a program has it, is taken; a place of other parameters or of another list isn't.
			cursor, _, _ := strings.Cut(from[2], "~")
			if again := c.must(append(line, "--from", cursor)...); again != second {
				t.Errorf("%d rows from the cursor alone", strings.Count(again, "\n"))
			}
			requests := len(server.Requests())
			for _, other := range [][]string{append(line, "--param", vendor.another), append([]string{"call", vendor.name, vendor.other}, line[3:]...)} {
				c.fails(2, "--from: it was given by another list, or for other parameters", append(other, "--from", from[2])...)
			}
			if n := len(server.Requests()); n > requests {
				t.Errorf("%d requests with a place of another list", n-requests)
			}
		})
	}
}

// TestAnInterruptionTellsWhereToGoOn ends a list as ctrl-C does, while its first page is on its way out.
func TestAnInterruptionTellsWhereToGoOn(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.loggedIn("spiro", vendortest.WithRecords(330))
	whole := ids(t, c.must("call", "spiro", "listContacts", "--all"))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, errs bytes.Buffer
	code := runOn(ctx, c.machine, []string{"call", "spiro", "listContacts", "--all", "--store", c.folder}, writerFunc(func(p []byte) (int, error) {
		cancel()
		return out.Write(p)
	}), &errs)
	from := regexp.MustCompile(`interrupted after (\d+) rows; to go on, add --from '([^']+)'`).FindStringSubmatch(errs.String())
	if code != 130 || from == nil {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	first := ids(t, out.String())
	second := ids(t, c.must("call", "spiro", "listContacts", "--all", "--from", from[2]))
	if got := append(first, second...); !slices.Equal(got, whole) || len(first) == 0 || len(second) == 0 {
		t.Errorf("%d and %d rows, not the %d of one go", len(first), len(second), len(whole))
	}
}

// TestAnInterruptedWriteTellsWhatBecameOfIt: whoever presses ctrl-C while a write is under way has to know that it may be done.
func TestAnInterruptedWriteTellsWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("halo", vendortest.WithLatency(20*time.Millisecond))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		for server.Count("saveTickets") == 0 && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		stop()
	}()
	code, out, errs := c.runUnder(ctx, "call", "halo", "saveTickets", "--body", `{"summary":"Printer down"}`, "--yes")
	if code != 130 || out != "" || !strings.Contains(errs, "interrupted") || !strings.Contains(errs, "it may have been processed, so look before you send it again") {
		t.Errorf("exit code %d, printed %.200q, said %q", code, out, errs)
	}
}

// TestAFullDiskTellsHowToGoOn has standard output take a part of a page, and goes on by what is said then.
func TestAFullDiskTellsHowToGoOn(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.loggedIn("spiro", vendortest.WithRecords(330))
	whole := ids(t, c.must("call", "spiro", "listContacts", "--all"))
	for _, how := range []string{"", "--table"} {
		for _, pages := range []int{0, 1} {
			var out, errs bytes.Buffer
			left := pages
			code := runOn(t.Context(), c.machine, slices.DeleteFunc([]string{"call", "spiro", "listContacts", "--all", "--store", c.folder, how}, func(s string) bool { return s == "" }),
				writerFunc(func(p []byte) (int, error) {
					if left--; left >= 0 {
						return out.Write(p)
					}
					n, _ := out.Write(p[:len(p)/2])
					return n, errors.New("no space left on device")
				}), &errs)
			if code != 1 || strings.Contains(errs.String(), "nothing was printed") {
				t.Errorf("%s: exit %d: %s", how, code, errs.String())
			}
			if pages == 0 {
				if !strings.Contains(errs.String(), "after 0 rows; begin anew, with nothing of what was printed") {
					t.Errorf("%s: %s", how, errs.String())
				}
				continue
			}
			told := regexp.MustCompile(`to go on, keep the first (\d+) rows of what this run printed and add --from '([^']+)'`).FindStringSubmatch(errs.String())
			if told == nil {
				t.Fatalf("%s: %s", how, errs.String())
			}
			if how == "--table" {
				continue
			}
			keep, _ := strconv.Atoi(told[1])
			lines := strings.SplitAfter(out.String(), "\n")
			got := append(ids(t, strings.Join(lines[:keep], "")), ids(t, c.must("call", "spiro", "listContacts", "--all", "--from", told[2]))...)
			if !slices.Equal(got, whole) || keep == 0 {
				t.Errorf("%d kept and %d in all, not the %d of one go", keep, len(got), len(whole))
			}
		}
	}
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// TestNoSecretOfALoginIsShown has vendors echo the credentials, and looks for them in all that calls print.
func TestNoSecretOfALoginIsShown(t *testing.T) {
	t.Parallel()
	for vendor, lines := range map[string][]string{
		"holaspirit": {"getMe", "listMembers --param organization_id=ORG --table", "listMembers --param organization_id=ORG --all",
			"createMember --param organization_id=ORG --body {\"email\":\"SECRET@example.com\"} --dry-run", "getMember --param organization_id=ORG --param member_id=none"},
		"halo":     {"listTickets", "listTickets --table", "listTickets --all --table", "saveTickets --body {\"summary\":\"x\",\"password\":\"p\"} --dry-run", "getTicket --param id=0"},
		"humanity": {"listEmployees", "listEmployees --table", "createEmployee --body {\"name\":\"x\",\"password\":\"planted-password\"} --dry-run", "getEmployee --param employee_id=1"},
		"spiro":    {"listContacts", "listContacts --all", "updateOpportunity --param id=1 --body {\"data\":{}} --dry-run"},
	} {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			c := newCLI(t)
			server := c.loggedIn(vendor)
			record := c.record(vendor, "default")
			s, _ := logins.SettingsOf(record)
			secrets := []string{record.AccessToken.Reveal(), record.RefreshToken.Reveal(), s.ClientSecret.Reveal(), "planted-password"}
			server.Fail(vendortest.Fault{Times: -1, Edit: func(_ string, body any) any { return echoed(body, secrets[:3]) }})
			for _, line := range lines {
				line = strings.NewReplacer("ORG", server.Credentials().OrganizationID, "SECRET", record.AccessToken.Reveal()).Replace(line)
				c.run(append([]string{"call", vendor}, strings.Fields(line)...)...)
			}
			shown := c.shown.String()
			for i, secret := range secrets {
				if len(secret) >= wiretext.ShortestSecret && strings.Contains(shown, secret) {
					at := strings.Index(shown, secret)
					t.Errorf("secret %d was shown: %s", i, shown[max(0, at-80):at])
				}
			}
			if !strings.Contains(shown, wiretext.Masked) {
				t.Error("nothing was masked, so the test saw nothing")
			}
		})
	}
}

// TestNoSecretIsShownInAnySpelling has vendors echo the credentials as other writers of JSON, of addresses and of pages spell them, in responses
// and in failures.
func TestNoSecretIsShownInAnySpelling(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("spiro")
	const planted = `pl"an/t+ed&0a1b`
	c.change("spiro", "default", func(r *auth.Record) { r.RefreshToken = auth.NewSecret(planted) })
	record := c.record("spiro", "default")
	s, _ := logins.SettingsOf(record)
	secrets := []string{record.AccessToken.Reveal(), planted, s.ClientSecret.Reveal()}
	for _, status := range []int{200, 403, 422} {
		for _, secret := range secrets {
			inJSON := strings.NewReplacer(`"`, `\"`, "/", `\/`, "+", `\u002B`, "&", `\u0026`, "-", `\u002d`).Replace(secret)
			for _, spelled := range []string{inJSON, url.QueryEscape(secret), strings.ToLower(url.QueryEscape(secret)), url.QueryEscape(url.QueryEscape(secret)), html.EscapeString(secret)} {
				body := `{"data":[{"type":"contacts","id":"1","attributes":{"note":"it is ` + spelled + `"}}],"errors":[{"detail":"it is ` + spelled + `"}],"message":"` + spelled + `"}`
				server.Fail(vendortest.Fault{Operation: "listContacts", Times: 3, Status: status, Body: body, Header: http.Header{"Content-Type": {"application/json"}}})
				for _, how := range []string{"--output=-", "--table", "--all"} {
					_, out, errs := c.run("call", "spiro", "listContacts", how)
					if shown := out + errs; strings.Contains(shown, spelled) || strings.Contains(shown, secret) {
						t.Errorf("status %d, %s: %s is in\n%s", status, how, spelled, shown)
					}
				}
				server.Heal()
			}
			for _, line := range []string{"listContacts --param " + secret, "listContacts --param page=" + secret} {
				if _, out, errs := c.run(append([]string{"call", "spiro"}, strings.Fields(line)...)...); strings.Contains(out+errs, secret) {
					t.Errorf("a secret given as a parameter is shown: %s%s", out, errs)
				}
			}
		}
	}
}

// TestCallDryRunOfAStaticToken shows where a token goes that is never renewed.
func TestCallDryRunOfAStaticToken(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	c.must("login", "holaspirit", "--token-file", c.file("api:063d5aa21cab06d00a890210c4e1a2e40414aef700c7cbec"))
	c.must("login", "halo", "--base-url", "https://acme.example.com/api", "--token-file", c.file("planted-api-key"))
	for line, want := range map[string]string{
		"call holaspirit getMe --dry-run":            "GET https://app.holaspirit.com/api/me\nAccept: application/json\nAuthorization: Bearer [secret]\n",
		"call halo getTicket --param id=7 --dry-run": "GET https://acme.example.com/api/Tickets/7\nAccept: application/json\nUser-Agent: vendorkit\nX-Halo-Api-Key: [secret]\n",
	} {
		if out := c.must(strings.Fields(line)...); !strings.HasPrefix(out, want) {
			t.Errorf("%s shows\n%s", line, out)
		}
	}
}

// echoed adds secrets to a response, and to the records in its lists.
func echoed(body any, secrets []string) any {
	switch body := body.(type) {
	case map[string]any:
		for name, field := range body {
			if _, list := field.([]any); list {
				body[name] = echoed(field, secrets)
			}
		}
		for i, secret := range secrets {
			body[fmt.Sprintf("echo_%d", i)] = "it is " + secret + "!"
		}
	case []any:
		for i := range body {
			body[i] = echoed(body[i], secrets)
		}
	}
	return body
}

func TestCallCommandLines(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	for line, want := range map[string]string{
		"call":                                          "VENDOR: give one of ",
		"call acme x":                                   `VENDOR: "acme" is unknown`,
		"call halo":                                     "OPERATION: give one, such as a name that 'vendorkit operations halo' lists",
		"call halo listTicket":                          `did you mean "listTickets"?`,
		"call halo getTicket --all":                     "--all: getTicket isn't a list",
		"call halo listTickets --from number:2":         "--from: it needs --all",
		"call halo listTickets --all --from=":           "--from: it is empty",
		"call halo listTickets --all --output x":        "--output: it can't be given with --all",
		"call halo listTickets --table --output x":      "--table: a table goes to standard output",
		"call halo getAttachment --param id=1":          "--output: getAttachment responds with a file",
		"call halo saveTickets --body=":                 "--body: it is empty",
		"call halo saveTickets --body @/does/not/exist": "--body: open /does/not/exist",
		"call halo saveTickets --body {":                "--body: it isn't JSON",
		"call halo saveTickets --body @":                "--body: there is no name after the @",
		"call halo listTickets --param agent_id":        `--param: "agent_id" has no =`,
		"call halo listTickets --param agent_id=x":      `--param agent_id: "x" is no whole number`,
	} {
		c.fails(2, want, strings.Fields(line)...)
	}
	c.fails(1, "Run 'vendorkit login halo --store "+c.folder+"'", "call", "halo", "listTickets")
	var none, said bytes.Buffer
	if code := runOn(t.Context(), c.machine, []string{"operations", "spiro", "zeppelin"}, &none, &said); code != 1 || !strings.Contains(said.String(), `no operation of spiro has "zeppelin"`) {
		t.Errorf("exit %d: %s%s", code, none.String(), said.String())
	}
	for line, want := range map[string]string{
		"operations halo ticket":                           "listTickets",
		"operations halo how do I create a ticket":         "\nsaveTickets ",
		"operations humanity publish shift":                "\n\nBy the name of a parameter or field:\nNAME         METHOD  PATH                EVIDENCE    PARAMETER OR FIELD\nlistShifts ",
		"operations halo dateclosed --json":                `"fields":["dateclosed"`,
		"operations spiro --json":                          `"name":"listContacts"`,
		"describe halo Tickets.List":                       "func (*halo.TicketsService) List(ctx context.Context",
		"describe halo listTickets --json":                 `"name":"listTickets"`,
		"describe humanity createShift":                    "end_date (date, required)",
		"describe halo saveTickets":                        "--full shows all",
		"describe holaspirit listActions":                  "Deprecated",
		"call spiro listContacts --dry-run":                "Authorization: Bearer [secret]",
		"call humanity listShifts --dry-run":               "access_token=[secret]",
		"__complete call ":                                 "humanity",
		"__complete call halo listTicketA":                 "listTicketApprovals",
		"__complete call halo listTickets --param domain=": "domain=opps",
		"__complete call halo getTicket --param ":          "id=",
		"--version": "vendorkit ",
	} {
		var out, errs bytes.Buffer
		args := strings.Split(line, " ")
		if code := runOn(t.Context(), c.machine, args, &out, &errs); code != 0 || !strings.Contains(out.String(), want) {
			t.Errorf("%s: exit %d, want %q; printed:\n%.600s%s", line, code, want, out.String(), errs.String())
		}
	}
}

// TestFieldsThatAreSecretsShowNoValueUnlessAsked: a list of members has each one's token.
func TestFieldsThatAreSecretsShowNoValueUnlessAsked(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	server := c.loggedIn("holaspirit")
	const planted = "planted-member-token"
	server.Fail(vendortest.Fault{Operation: "listMembers", Times: -1, Values: map[string]string{"accessToken": `"` + planted + `"`}})
	line := []string{"call", "holaspirit", "listMembers", "--param", "organization_id=" + server.Credentials().OrganizationID}
	for _, more := range [][]string{nil, {"--all"}, {"--table"}} {
		if got := c.must(append(slices.Clone(line), more...)...); strings.Contains(got, planted) || more == nil && !strings.Contains(got, `"accessToken":"[secret]"`) {
			t.Errorf("%v: a member's token shows in\n%.400s", more, got)
		}
	}
	if got := c.must(append(line, "--show-secrets")...); !strings.Contains(got, planted) {
		t.Errorf("asked for, it doesn't show in\n%.400s", got)
	}
}

// TestInputHasABound: a device, or a pipe that nobody ends, doesn't fill the memory.
func TestInputHasABound(t *testing.T) {
	t.Parallel()
	endless := iotest.OneByteReader(strings.NewReader(strings.Repeat("x", 1000)))
	if _, err := readInput(endless, 10); err == nil || !strings.Contains(err.Error(), "more than 10 bytes") {
		t.Errorf("got %v", err)
	}
	if data, err := readInput(strings.NewReader("0123456789"), 10); err != nil || len(data) != 10 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}
