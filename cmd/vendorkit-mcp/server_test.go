package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

var simulators = map[string]func(vendortest.TB, ...vendortest.Option) *vendortest.Server{
	"halo": vendortest.NewHalo, "holaspirit": vendortest.NewHolaspirit, "humanity": vendortest.NewHumanity, "spiro": vendortest.NewSpiro,
}

// peer is a session of a client of the SDK with a server on a simulator.
type peer struct {
	*mcp.ClientSession
	simulator *vendortest.Server
}

func newPeer(t *testing.T, vendor string, writes []string, budget int, opts ...vendortest.Option) peer {
	t.Helper()
	simulator := simulators[vendor](t, opts...)
	offers, err := catalog.Open(vendor)
	if err != nil {
		t.Fatal(err)
	}
	known, _ := logins.VendorOf(vendor)
	given := simulator.Credentials()
	source := auth.FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: given.AccessToken}))
	server, err := newServer(offers, func(opts ...rest.ClientOption) (*rest.Client, error) {
		client, err := known.Client(logins.Settings{BaseURL: simulator.URL}, source, append(opts, rest.WithoutPacing())...)
		if err != nil {
			return nil, err
		}
		return client.Core(), nil
	}, func(context.Context) []string { return []string{given.RefreshToken, given.ClientSecret} }, writes, budget)
	if err != nil {
		t.Fatal(err)
	}
	theirs, ours := mcp.NewInMemoryTransports()
	if _, err := server.Connect(t.Context(), ours, nil); err != nil {
		t.Fatal(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), theirs, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return peer{session, simulator}
}

// ask calls a tool and returns its text, and whether it is an error.
func (p peer) ask(t *testing.T, tool string, arguments any) (string, bool) {
	t.Helper()
	result, err := p.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	if len(result.Content) != 1 || result.StructuredContent != nil {
		t.Fatalf("%s: %d contents, structured %v", tool, len(result.Content), result.StructuredContent)
	}
	text := result.Content[0].(*mcp.TextContent).Text
	if !utf8.ValidString(text) {
		t.Errorf("%s: the text is no UTF-8", tool)
	}
	return text, result.IsError
}

// object makes arguments of pairs.
func object(pairs ...any) map[string]any {
	out := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i].(string)] = pairs[i+1]
	}
	return out
}

// TestTheToolListIsSmall bounds what every conversation begins with: a token is three bytes or more of such text.
func TestTheToolListIsSmall(t *testing.T) {
	t.Parallel()
	for _, vendor := range catalog.Vendors() {
		p := newPeer(t, vendor, nil, usualBudget)
		tools, err := p.ListTools(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		list, err := json.Marshal(tools.Tools)
		if err != nil {
			t.Fatal(err)
		}
		size := len(list) + len(p.InitializeResult().Instructions)
		t.Logf("%s: %d tools, %d bytes", vendor, len(tools.Tools), size)
		if len(tools.Tools) != 3 || size > 3*2000 {
			t.Errorf("%s: %d tools of %d bytes, want 3 under 2,000 tokens", vendor, len(tools.Tools), size)
		}
		for _, tool := range tools.Tools {
			if tool.OutputSchema != nil || tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
				t.Errorf("%s: %s has output schema %v and annotations %+v", vendor, tool.Name, tool.OutputSchema, tool.Annotations)
			}
		}
	}
}

func TestFindThenDescribeThenCall(t *testing.T) {
	t.Parallel()
	p := newPeer(t, "halo", nil, usualBudget)
	found, failed := p.ask(t, "find", object("words", "list tickets"))
	if failed || !strings.HasPrefix(found, "listTickets: ") {
		t.Fatalf("find: %v\n%s", failed, found)
	}
	services, failed := p.ask(t, "find", object())
	if failed || !strings.Contains(services, "\nTickets (") && !strings.HasPrefix(services, "Tickets (") {
		t.Errorf("find without words: %v\n%s", failed, services)
	}
	of, failed := p.ask(t, "find", object("service", "tickets"))
	if failed || !strings.Contains(of, "saveTickets") || !strings.Contains(of, "[writes, not allowed here]") {
		t.Errorf("find of a service: %v\n%s", failed, of)
	}
	about, failed := p.ask(t, "describe", object("operation", "listTickets", "fields", "agent"))
	if failed || !strings.Contains(about, "- agent_id: integer") || strings.Contains(about, "- closed_only") {
		t.Errorf("describe: %v\n%s", failed, about)
	}
	schema, failed := p.ask(t, "describe", object("schema", "Ticket", "fields", "summary"))
	if failed || !strings.Contains(schema, "- summary: string") {
		t.Errorf("describe a schema: %v\n%s", failed, schema)
	}
	rows, failed := p.ask(t, "call", object("operation", "listTickets", "params", object("page_size", 5), "fields", []string{"id", "summary"}))
	var page struct {
		Rows   []map[string]any
		Total  int
		Cursor string
	}
	if err := json.Unmarshal([]byte(rows), &page); failed || err != nil || len(page.Rows) != 5 || len(page.Rows[0]) != 2 || page.Total == 0 || page.Cursor == "" {
		t.Errorf("call: %v, %v\n%s", failed, err, rows)
	}
	id := page.Rows[0]["id"]
	record, failed := p.ask(t, "call", object("operation", "getTicket", "params", object("id", id), "fields", []string{"id"}))
	if failed || record != fmt.Sprintf(`{"id":%v}`, id) {
		t.Errorf("call for a record: %v\n%s", failed, record)
	}
}

// TestEveryRowComesOnceWhateverTheBudget follows the cursors of lists, with a budget for a few rows, and compares the ids with the
// simulator's records.
func TestEveryRowComesOnceWhateverTheBudget(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		vendor, operation, collection string
		params                        map[string]any
	}{
		{"halo", "listTickets", "Tickets", object("page_size", 50)},
		{"spiro", "listContacts", "contacts", nil},
	} {
		p := newPeer(t, test.vendor, nil, leastBudget, vendortest.WithRecords(130))
		seen := map[string]int{}
		calls := 0
		for cursor := ""; ; calls++ {
			text, failed := p.ask(t, "call", object("operation", test.operation, "params", test.params, "fields", []string{"id"}, "cursor", cursor))
			if failed {
				t.Fatalf("%s: %s", test.vendor, text)
			}
			if len(text) > leastBudget+200 {
				t.Errorf("%s: a result of %d bytes, with a budget of %d", test.vendor, len(text), leastBudget)
			}
			var page struct {
				Rows   []struct{ ID any }
				Cursor string
			}
			if err := json.Unmarshal([]byte(text), &page); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			for _, row := range page.Rows {
				seen[fmt.Sprint(row.ID)]++
			}
			if cursor = page.Cursor; cursor == "" || calls > 500 {
				break
			}
		}
		want := slices.Collect(p.simulator.Records(test.collection).All())
		for id, times := range seen {
			if times != 1 {
				t.Errorf("%s: row %s came %d times", test.vendor, id, times)
			}
		}
		if len(seen) != len(want) || len(want) == 0 {
			t.Errorf("%s: %d rows of %d in %d calls", test.vendor, len(seen), len(want), calls)
		}
	}
}

// TestARecordThatIsCutComesWhole puts the parts of a record together, without asking the vendor twice.
func TestARecordThatIsCutComesWhole(t *testing.T) {
	t.Parallel()
	whole := newPeer(t, "halo", nil, mostBudget)
	id := slices.Collect(whole.simulator.Records("Tickets").All())[0]["id"]
	want, failed := whole.ask(t, "call", object("operation", "getTicket", "params", object("id", id)))
	if failed || len(want) <= leastBudget {
		t.Fatalf("%v: a record of %d bytes", failed, len(want))
	}
	p := newPeer(t, "halo", nil, leastBudget)
	before := len(p.simulator.Requests())
	got, cursor := "", ""
	for range 1000 {
		text, failed := p.ask(t, "call", object("operation", "getTicket", "params", object("id", id), "cursor", cursor))
		if failed {
			t.Fatal(text)
		}
		part, note, cut := strings.Cut(text, "\n(bytes ")
		got += part
		if !cut {
			break
		}
		_, cursor, _ = strings.Cut(note, `cursor "`)
		cursor, _, _ = strings.Cut(cursor, `"`)
	}
	if got != want {
		t.Errorf("the parts make %d bytes, want %d", len(got), len(want))
	}
	if asked := len(p.simulator.Requests()) - before; asked != 1 {
		t.Errorf("the vendor was asked %d times", asked)
	}
	if text, failed := p.ask(t, "call", object("operation", "getTicket", "cursor", "rest-none-5")); !failed || !strings.Contains(text, "isn't kept any more") {
		t.Errorf("an unknown cursor: %v %s", failed, text)
	}
}

func TestAWriteNeedsConsent(t *testing.T) {
	t.Parallel()
	body := []any{object("summary", "made by a test", "details", "x")}
	refused := newPeer(t, "halo", []string{"Actions"}, usualBudget)
	before := len(refused.simulator.Requests())
	text, failed := refused.ask(t, "call", object("operation", "saveTickets", "body", body))
	if !failed || !strings.Contains(text, "Nothing was sent") || !strings.Contains(text, "--writes Tickets") || !strings.Contains(text, "those of Actions") {
		t.Errorf("a write without consent: %v %s", failed, text)
	}
	if got := len(refused.simulator.Requests()); got != before {
		t.Errorf("%d requests were sent", got-before)
	}
	for operation, params := range map[string]map[string]any{
		"listNotificationMessages": object("update_shown", true), "getFeedbackEntry": object("id", 1, "clearcomment", true),
		"getSherwebIntegrationData": object("reset_token", true), "getGiacomIntegrationData": object("remove_existing", true),
	} {
		text, failed := refused.ask(t, "call", object("operation", operation, "params", params))
		if !failed || !strings.Contains(text, operation+" with such parameters writes") || refused.simulator.Count(operation) != 0 {
			t.Errorf("%s %v: %v %s", operation, params, failed, text)
		}
	}
	if text, failed := refused.ask(t, "call", object("operation", "listNotificationMessages", "params", object("update_shown", false))); failed {
		t.Errorf("a parameter that is off: %s", text)
	}
	allowed := newPeer(t, "halo", []string{"tickets"}, usualBudget)
	tickets := len(slices.Collect(allowed.simulator.Records("Tickets").All()))
	text, failed = allowed.ask(t, "call", object("operation", "saveTickets", "body", body, "fields", []string{"summary"}))
	if failed || !strings.Contains(text, "made by a test") {
		t.Errorf("a write with consent: %v %s", failed, text)
	}
	if got := len(slices.Collect(allowed.simulator.Records("Tickets").All())); got != tickets+1 {
		t.Errorf("%d tickets, want %d", got, tickets+1)
	}
	for operation, record := range map[string]map[string]any{"Tickets.Create": object("id", 5, "summary", "x"), "Tickets.Update": object("summary", "x")} {
		saved := allowed.simulator.Count("saveTickets")
		text, failed := allowed.ask(t, "call", object("operation", operation, "body", []any{record}))
		if !failed || !strings.Contains(text, operation+" would") || allowed.simulator.Count("saveTickets") != saved {
			t.Errorf("%s does what it promises not to: %v %s", operation, failed, text)
		}
	}
	tools, err := allowed.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range tools.Tools {
		if tool.Annotations.ReadOnlyHint != (tool.Name != "call") {
			t.Errorf("%s: read only is %v", tool.Name, tool.Annotations.ReadOnlyHint)
		}
	}
}

func TestEveryReadOfEveryKind(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		vendor, operation string
		arguments         map[string]any
		want              string
	}{
		{"holaspirit", "getMe", nil, `"email"`},
		{"holaspirit", "listCircles", object("params", object("organization_id", "{organization}")), `"rows"`},
		{"humanity", "listShifts", object("params", object("start_date", "2026-01-01", "end_date", "2026-01-07")), `"rows"`},
		{"humanity", "listEmployees", nil, `"rows"`},
		{"spiro", "listCompanies", nil, `"rows"`},
		{"halo", "listAgents", nil, `"rows"`},
	} {
		p := newPeer(t, test.vendor, nil, usualBudget)
		arguments := object("operation", test.operation)
		for name, value := range test.arguments {
			arguments[name] = value
		}
		data, err := json.Marshal(arguments)
		if err != nil {
			t.Fatal(err)
		}
		data = []byte(strings.ReplaceAll(string(data), "{organization}", p.simulator.Credentials().OrganizationID))
		text, failed := p.ask(t, "call", json.RawMessage(data))
		if failed || !strings.Contains(text, test.want) {
			t.Errorf("%s %s: %v\n%.300s", test.vendor, test.operation, failed, text)
		}
	}
}

func TestWhatGoesWrongIsSaid(t *testing.T) {
	t.Parallel()
	p := newPeer(t, "halo", []string{"Tickets"}, usualBudget)
	for _, test := range []struct {
		tool      string
		arguments any
		want      string
	}{
		{"find", object("word", "x"), `find takes words, service, cursor, and has no argument "word"; did you mean "words"?`},
		{"find", object("words", 7), "words is a JSON number, and has to be a string"},
		{"find", []string{"ticket"}, "the arguments of find: it is a JSON array, and has to be an object"},
		{"call", object("operation", "getTicket", "params", "id=1"), "params is a JSON string, and has to be an object"},
		{"find", object("service", "Ticket"), `did you mean "Tickets"`},
		{"find", object("words", "x", "cursor", "seven"), `cursor: "seven" is none`},
		{"describe", object(), "either an operation or a schema"},
		{"describe", object("operation", "listTicket"), "listTickets"},
		{"describe", object("schema", "Tickett"), "did you mean"},
		{"call", object("operation", "getTicket"), "param id: it is required"},
		{"call", object("operation", "getTicket", "params", object("id", 1, "nothing", 2)), "has no such parameter"},
		{"call", object("operation", "getTicket", "params", object("id", object("a", 1))), "params: id is an object"},
		{"call", object("operation", "listTickets", "cursor", "x"), `cursor: "x" is none that a list gave`},
		{"call", object("operation", "getTicket", "params", object("id", 99999999)), "404"},
		{"call", object("operation", "deleteTicket", "params", object("id", 99999999)), "The vendor did nothing"},
	} {
		text, failed := p.ask(t, test.tool, test.arguments)
		if !failed || !strings.Contains(text, test.want) {
			t.Errorf("%s %v: %v\n got %s\nwant %s", test.tool, test.arguments, failed, text, test.want)
		}
	}
	if _, err := newServer(mustOpen(t, "halo"), nil, nil, []string{"Ticket"}, usualBudget); err == nil || !strings.Contains(err.Error(), "--writes: ") {
		t.Errorf("a wrong service: %v", err)
	}
}

func mustOpen(t *testing.T, vendor string) *catalog.Catalog {
	t.Helper()
	offers, err := catalog.Open(vendor)
	if err != nil {
		t.Fatal(err)
	}
	return offers
}

// TestNoSecretIsInAResult has the vendor echo the credential and hand out fields that hold secrets, in records, rows and errors.
func TestNoSecretIsInAResult(t *testing.T) {
	t.Parallel()
	const planted = "planted-0a1b2c3d4e5f"
	for _, vendor := range catalog.Vendors() {
		p, asked := newPeer(t, vendor, nil, usualBudget), 0
		token := p.simulator.Credentials().AccessToken
		echo := fmt.Sprintf(`{"id":1,"message":"your token is %s","client_secret":%q,"password":%q,"status":1,"data":[{"id":1,"api_key":%q,"note":%q}],"token":%q}`,
			token, planted, planted, planted, "Bearer "+token, token)
		for _, status := range []int{http.StatusOK, http.StatusForbidden} {
			for _, op := range mustOpen(t, vendor).Operations() {
				if !op.Reads || len(op.Parameters) > 0 && op.Parameters[0].In == "path" {
					continue
				}
				p.simulator.Fail(vendortest.Fault{Operation: op.Name, Times: -1, Status: status, Body: echo, Header: http.Header{"Content-Type": {"application/json"}}})
				text, _ := p.ask(t, "call", object("operation", op.Name))
				if strings.Contains(text, token) || strings.Contains(text, planted) {
					t.Errorf("%s %s, status %d: a secret is in\n%s", vendor, op.Name, status, text)
				}
				// What was echoed has come this far, so it is by the masking that nothing is seen of it.
				if !strings.Contains(text, wiretext.Masked) {
					t.Errorf("%s %s, status %d: nothing is masked in\n%s", vendor, op.Name, status, text)
				}
				asked++
				break
			}
		}
		if asked != 2 {
			t.Errorf("%s: %d calls, want one of each status", vendor, asked)
		}
	}
}

// TestNoHalfOfASecretIsInAPart has secrets stand at each place where a result may be cut, and reads all its parts.
func TestNoHalfOfASecretIsInAPart(t *testing.T) {
	t.Parallel()
	p := newPeer(t, "halo", nil, leastBudget)
	given := p.simulator.Credentials()
	for _, secret := range []string{given.AccessToken, given.RefreshToken, given.ClientSecret} {
		half := secret[len(secret)/2:]
		for shift := range 8 {
			note := strings.Repeat("x", shift*len(secret)/8) + strings.Repeat(secret+" ", 8000/len(secret))
			body, err := json.Marshal(object("id", 1, "note", note, "quoted", strings.ReplaceAll(secret, "-", "\u002d")))
			if err != nil {
				t.Fatal(err)
			}
			p.simulator.Fail(vendortest.Fault{Operation: "getTicket", Times: 1, Status: 200, Body: string(body), Header: http.Header{"Content-Type": {"application/json"}}})
			arguments := object("operation", "getTicket", "params", object("id", 1))
			for range 20 {
				text, failed := p.ask(t, "call", arguments)
				if failed || strings.Contains(text, half) || strings.Contains(text, secret[:len(secret)/2]) {
					t.Fatalf("moved by %d: %v, a part of a secret is in\n%s", shift, failed, text)
				}
				_, rest, cut := strings.Cut(text, "the rest with cursor \"")
				if !cut {
					break
				}
				cursor, _, _ := strings.Cut(rest, "\"")
				arguments = object("operation", "getTicket", "cursor", cursor)
			}
		}
	}
}

// TestAParameterIsNoSecretByItsName calls with parameters whose names have a word such as key or code; what they were is then no
// secret where a result has it.
func TestAParameterIsNoSecretByItsName(t *testing.T) {
	t.Parallel()
	p := newPeer(t, "halo", nil, usualBudget)
	want, failed := p.ask(t, "call", object("operation", "listTickets"))
	if failed {
		t.Fatal(want)
	}
	p.ask(t, "call", object("operation", "listLookups", "params", object("country_code_id", 1, "showallcodes", true)))
	p.ask(t, "call", object("operation", "listAddresses", "params", object("postcode", "false")))
	if got, _ := p.ask(t, "call", object("operation", "listTickets")); got != want {
		t.Errorf("after calls with such parameters the tickets are\n%.300s", got)
	}
}
