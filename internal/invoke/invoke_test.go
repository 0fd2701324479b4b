package invoke

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func offers(t *testing.T, vendor string) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open(vendor)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func operation(t *testing.T, c *catalog.Catalog, name string) *catalog.Operation {
	t.Helper()
	op, err := c.Operation(name)
	if err != nil {
		t.Fatal(err)
	}
	return op
}

func params(t *testing.T, pairs ...string) (list []Param) {
	t.Helper()
	for _, pair := range pairs {
		p, err := ParseParam(pair)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

func TestWhatDoesntFitIsRefusedByName(t *testing.T) {
	t.Parallel()
	catalogs := map[string]*catalog.Catalog{}
	for _, vendor := range catalog.Vendors() {
		catalogs[vendor] = offers(t, vendor)
	}
	for _, test := range []struct {
		vendor, operation string
		params            []string
		body, want        string
	}{
		{"halo", "listTickets", []string{"agentid=7"}, "", `param agentid: listTickets has no such parameter; did you mean "agent_id"?`},
		{"halo", "listTickets", []string{"agent_id=seven"}, "", `param agent_id: "seven" is no whole number; expected integer`},
		{"halo", "listTickets", []string{"agent_id=9223372036854775808"}, "", `is beyond the whole numbers of 64 bits; expected integer`},
		{"halo", "listTickets", []string{"agent_id=1", "agent_id=2"}, "", `param agent_id: it is given 2 times, and takes one value`},
		{"halo", "listTickets", []string{"agent=1,two"}, "", `param agent: "two" is no whole number`},
		{"halo", "listTickets", []string{"closed_only=yes"}, "", `param closed_only: "yes" is neither true nor false`},
		{"halo", "listTickets", []string{"domain=req"}, "", `param domain: "req" isn't one of reqs, opps, prjs; did you mean "reqs"?`},
		{"halo", "listTickets", []string{"utcoffset=NaN"}, "", `is no number`},
		{"halo", "listTickets", []string{"utcoffset=0x1p4"}, "", `is no number`},
		{"halo", "getTicket", nil, "", `param id: it is required by getTicket (integer)`},
		{"halo", "getTicket", []string{"id="}, "", `param id: "" is no whole number`},
		{"halo", "getAction", []string{"id=7"}, "", `param ticket_id: it is required by getAction`},
		{"halo", "listTickets", nil, `{}`, `body: listTickets takes none`},
		{"halo", "listTickets", []string{"search=caf\xe9"}, "", `param search: "caf\xe9" isn't UTF-8`},
		{"halo", "saveTickets", nil, "{\n\"summary\":\"caf\xe9\"}", `body: it isn't UTF-8 at line 2, column 15; save it as UTF-8`},
		{"halo", "saveTickets", nil, "\xff\xfe{\x00}\x00", `body: it is UTF-16`},
		{"halo", "saveTickets", nil, "\xfe\xff\x00{\x00}", `body: it is UTF-16`},
		{"halo", "saveTickets", nil, "{\x00}\x00", `body: it is UTF-16`},
		{"halo", "saveTickets", nil, `[{"summary":"a"},{"summary":"b","details":"c","summary":"d"}]`, `body: the field "summary" is there a second time at line 1, column 55`},
		{"spiro", "updateOpportunity", []string{"id=1"}, `{"data":{"attributes":{"a":[{"b":1}],"\u0061":2}}}`, `body: the field "a" is there a second time`},
		{"humanity", "createEmployee", nil, `{"name":"a","name":"b"}`, `body: the field "name" is there a second time`},
		{"humanity", "createEmployee", nil, "{\"name\":\"\xe9\"}", `body: it isn't UTF-8`},
		{"halo", "saveTickets", nil, "", `body: saveTickets needs one: JSON, list of TicketInput`},
		{"halo", "saveTickets", nil, "[", `body: it isn't JSON: unexpected end of JSON input at line 1, column 1`},
		{"halo", "saveTickets", nil, "[{\n \"a\": x}]", `at line 2, column 7`},
		{"halo", "saveTickets", nil, "[]", `body: there are no records in it`},
		{"halo", "saveTickets", nil, "[7]", `body: item 1 is no object`},
		{"halo", "saveTickets", nil, `"x"`, `body: saveTickets takes records; expected a JSON list of objects, or one object`},
		{"halo", "saveTickets", nil, `[{"id":1},{"summary":"new"}]`, `1 records have an id and 1 have none`},
		{"halo", "saveTickets", nil, `[{"id":1,"ID":2}]`, `several ids`},
		{"holaspirit", "getCircle", []string{"organization_id=a"}, "", `param circle_id: it is required`},
		{"holaspirit", "getCircle", []string{"organization_id=..", "circle_id=b"}, "", `param organization_id: path parameter organization_id must have no`},
		{"holaspirit", "getMe", []string{"x=1"}, "", `param x: getMe has no parameters`},
		{"humanity", "listShifts", []string{"start_date=tomorrow"}, "", `param start_date: "tomorrow" is no date such as 2026-01-31`},
		{"humanity", "listShifts", []string{"start_date=2026-03-02T23:00:00-05:00"}, "", `param start_date: "2026-03-02T23:00:00-05:00" is no date such as 2026-01-31`},
		{"humanity", "listShifts", []string{"start_date=2026-03-02 or later"}, "", `is no date such as 2026-01-31`},
		{"humanity", "listEmployees", []string{"updated_at=1772000000"}, "", `param updated_at: "1772000000" is no time such as`},
		{"humanity", "createShift", nil, `[]`, `body: expected a JSON object with the fields of the form`},
		{"humanity", "createEmployee", nil, `{"name":[1]}`, `body: field name: a list is found; expected string`},
		{"humanity", "createShift", nil, `{"start_date":null,"end_date":"2026-01-31","start_time":"9:00am","end_time":"5:00pm","schedule":1}`, `body: field start_date is required (date)`},
		{"humanity", "createShift", nil, `{"start_date":"2026-01-31","end_date":"2026-01-31","start_time":"9:00am","end_time":"5:00pm","schedule":2.5}`, `body: field schedule: 2.5 is found, which isn't whole; expected integer`},
		{"humanity", "createShift", nil, `{"start_date":"2026-01-31","end_date":"2026-01-31","start_time":"9:00am","end_time":"5:00pm","schedule":"NaN"}`, `body: field schedule: a string is found; expected integer`},
		{"humanity", "createLocation", nil, `{"nmae":"x","type":1}`, `body: `},
		{"halo", "uploadImageAttachments", nil, `{"file":"report.pdf"}`, `expected "@FILE", the file to send`},
	} {
		c := catalogs[test.vendor]
		op, err := c.Operation(test.operation)
		if err != nil {
			t.Error(err)
			continue
		}
		var body []byte
		if test.body != "" {
			body = []byte(test.body)
		}
		_, err = New(c, nil).Prepare(op, Input{Params: params(t, test.params...), Body: body})
		fault, ok := errors.AsType[*InputError](err)
		if !ok || !strings.Contains(fault.Error(), test.want) {
			t.Errorf("%s %v %s:\n got %v\nwant %s", test.operation, test.params, test.body, err, test.want)
		}
	}
}

// TestFieldsOfTheSameNameInSeveralObjects is about what isn't there twice.
func TestFieldsOfTheSameNameInSeveralObjects(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`[{"summary":"a","customfields":[{"name":"a","value":"name"},{"name":"b","value":"name"}]},{"summary":"summary","details":"summary"}]`,
		`{"summary":"caf\u00e9 \ufffd","details":"日本"}`,
	} {
		if err := wellFormed([]byte(body)); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// TestACallReadsWithWhatItIsGiven tells reads from calls that a parameter makes change something.
func TestACallReadsWithWhatItIsGiven(t *testing.T) {
	t.Parallel()
	c := offers(t, "halo")
	for _, test := range []struct {
		operation, param string
		reads            bool
	}{
		{"listNotificationMessages", "update_shown=true", false},
		{"listNotificationMessages", "update_shown=false", true},
		{"getSherwebIntegrationData", "reset_token=true", false},
		{"getGiacomIntegrationData", "remove_existing=true", false},
		{"listTickets", "includeread=1", true},
		{"listTickets", "deleted=true", true},
		{"listAssetTypes", "setuplist=true", true},
	} {
		call, err := New(c, nil).Prepare(operation(t, c, test.operation), Input{Params: params(t, test.param)})
		if err != nil || call.Reads != test.reads {
			t.Errorf("%s %s: %v", test.operation, test.param, err)
		}
	}
}

func TestParseParam(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Param{"a=b": {"a", "b"}, "a=": {"a", ""}, "a=b=c": {"a", "b=c"}, "filter[name_cont]= x ": {"filter[name_cont]", " x "},
		"by[a=b]=c": {"by[a=b]", "c"}, "by[a==]==": {"by[a==]", "="}, "by[a]=b]=c": {"by[a]", "b]=c"}, "a=[b]=c": {"a", "[b]=c"}, "by[]=c": {"by[]", "c"}} {
		if got, err := ParseParam(text); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{"a": `param: "a" has no =; give name=value`, "=b": "no name before the =", "": "has no =",
		"by[a=b": `"by[a=b" has a [ and no ]= behind it; give name[key]=value`, "by[a": "has no ="} {
		if _, err := ParseParam(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestKeysOfAParameter: no vendor's document has a parameter with keys so far.
func TestKeysOfAParameter(t *testing.T) {
	t.Parallel()
	c := offers(t, "halo")
	op := &catalog.Operation{Name: "listLamps", Spec: operation(t, c, "listTickets").Spec, Parameters: []catalog.Parameter{
		{Parameter: &spec.Parameter{Name: "by", In: "query"}, Schema: c.Schema("Ticket")},
	}}
	for _, test := range []struct {
		given []string
		query string
		fault string
	}{
		{given: []string{"by[shade]=red", "by[a=b]=c=d"}, query: "by%5Ba%3Db%5D=c%3Dd&by%5Bshade%5D=red"},
		{given: []string{"by[shade]=red]=blue"}, query: "by%5Bshade%5D=red%5D%3Dblue"},
		{given: []string{"by[a]b]=c"}, fault: "param by[a]b]: its key has a bracket, which by[KEY] can't hold: the server would read another key"},
		{given: []string{"by[[a]=c"}, fault: "its key has a bracket"},
		{given: []string{"by[a]=1", "by[a]=2"}, fault: `param by: the key "a" is given twice`},
		{given: []string{"by=red"}, fault: "param by: it has keys; give by[KEY]=VALUE"},
	} {
		made := call.New("listLamps", "GET", "/lamps")
		sorted, err := sortParams(op, params(t, test.given...))
		if err == nil {
			err = setParam(made, op.Parameters[0], sorted["query by"])
		}
		if err == nil {
			err = made.Err()
		}
		if test.fault != "" {
			if _, ok := errors.AsType[*InputError](err); !ok || !strings.Contains(err.Error(), test.fault) {
				t.Errorf("%q: %v", test.given, err)
			}
			continue
		}
		if err != nil || string(*made.Query()) != test.query {
			t.Errorf("%q: %s, %v", test.given, string(*made.Query()), err)
		}
	}
	// A caller that has name and value apart, as an assistant's call has them.
	if _, err := sortParams(op, []Param{{Name: "by[a]=b]", Value: "c"}}); err == nil || !strings.Contains(err.Error(), "its key has a bracket") {
		t.Errorf("a bracket within the key: %v", err)
	}
}

func TestFieldsOfABodyThatTheDocumentLacksAreAWarning(t *testing.T) {
	t.Parallel()
	c := offers(t, "halo")
	call, err := New(c, nil).Prepare(operation(t, c, "saveTickets"), Input{Body: []byte(`{"sumary":"x","id":7}`)})
	if err != nil || call.Changes != 1 || call.Creates != 0 || !slices.Equal(call.Warnings, []string{`the document has no field "sumary"; did you mean "summary"?`}) {
		t.Errorf("%+v, %v", call, err)
	}
}

func TestValuesOfABodyThatDifferFromTheDocumentAreAWarning(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		vendor, operation, body string
		params, want            []string
	}{
		{"halo", "saveTickets", `{"summary":7,"client_id":"abc","team_id":2.5,"dateoccurred":"yesterday"}`, nil, []string{
			`the field "summary" is a number; the document has string`, `the field "client_id" is a string; the document has integer`,
			`the field "team_id" is a number; the document has integer`, `the field "dateoccurred" is no date-time`,
		}},
		{"halo", "saveTickets", `{"customfields":[{"nmae":"x"},{"nmae":"y"}],"guid":"x"}`, nil, []string{
			`the document has no field "customfields.nmae"; did you mean "name"?`, `the field "guid" is read only`,
		}},
		{"holaspirit", "createMember", `{"email":"a@example.com","firstName":["a"]}`, []string{"organization_id=a"}, []string{`the field "firstName" is a list; the document has string`}},
		{"spiro", "updateOpportunity", `{"data":{"type":"opportunities","id":"7","attributes":{"amount":5}}}`, []string{"id=7"}, []string{`the document has no field "data.attributes.amount"`}},
		{"humanity", "createEmployee", `{"name":"Ann","email":null}`, nil, []string{`the field "email" is null, which a form can't say; it isn't sent`}},
		// Vendors take a number as a string and null in any field, and what a record has of its own is sent back with it.
		{"halo", "saveTickets", `{"client_id":"12","agent_id":7.0,"summary":null,"dateoccurred":"2026-01-31 09:30","lines_for_new_ticket":[{"conversion_rate":1}]}`, nil, nil},
	} {
		c := offers(t, test.vendor)
		call, err := New(c, nil).Prepare(operation(t, c, test.operation), Input{Params: params(t, test.params...), Body: []byte(test.body)})
		if err != nil || !slices.Equal(call.Warnings, test.want) {
			t.Errorf("%s %s: %q, %v, want %q", test.operation, test.body, call.Warnings, err, test.want)
		}
	}
}

// TestDigitsOfANumberStay: a float64 doesn't have all of them.
func TestDigitsOfANumberStay(t *testing.T) {
	t.Parallel()
	c := offers(t, "halo")
	for text, want := range map[string]string{"9007199254740993": "9007199254740993", "-0.1234567890123456789": "-0.1234567890123456789", "1e3": "1000", ".5": "0.5", "+60": "60"} {
		_, shown, err := Show(t.Context(), c, func(opts ...rest.ClientOption) (*rest.Client, error) {
			client, err := halo.NewClient("https://acme.example.com/api", opts...)
			if err != nil {
				return nil, err
			}
			return client.Core(), nil
		}, operation(t, c, "listAppointments"), Input{Params: params(t, "utcoffset="+text)})
		if err != nil || !strings.HasSuffix(shown.URL, "utcoffset="+want) {
			t.Errorf("%s: %+v, %v", text, shown, err)
		}
	}
}

// TestEveryPageOfEveryKindOfList compares the rows of an iteration with the simulator's records, and goes on from every page's cursor.
func TestEveryPageOfEveryKindOfList(t *testing.T) {
	t.Parallel()
	server := vendortest.NewHolaspirit(t, vendortest.WithRecords(230))
	given := server.Credentials()
	source := auth.FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: given.AccessToken}))
	client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Bearer(source, server.URL)), rest.WithoutPacing())
	if err != nil {
		t.Fatal(err)
	}
	c := offers(t, "holaspirit")
	call, err := New(c, client.Core()).Prepare(operation(t, c, "listMembers"), Input{Params: params(t, "organization_id="+given.OrganizationID)})
	if err != nil {
		t.Fatal(err)
	}
	ids := func(from rest.Cursor) (found []string, cursors []rest.Cursor) {
		for page, err := range call.Pages(t.Context(), from) {
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range page.Rows {
				var record struct{ ID string }
				if err := json.Unmarshal(row, &record); err != nil || record.ID == "" {
					t.Fatalf("%s: %v", row, err)
				}
				found = append(found, record.ID)
			}
			cursors = append(cursors, page.Next)
		}
		return found, cursors
	}
	all, cursors := ids("")
	if len(cursors) < 2 || cursors[len(cursors)-1] != "" {
		t.Errorf("the pages' cursors are %q", cursors)
	}
	if sorted := slices.Compact(slices.Sorted(slices.Values(all))); len(sorted) != len(all) || len(all) < 200 {
		t.Errorf("%d rows, %d of them different", len(all), len(sorted))
	}
	rest, _ := ids(cursors[0])
	if !slices.Equal(rest, all[len(all)-len(rest):]) || len(rest) == 0 || len(rest) == len(all) {
		t.Errorf("from %q on there are %d rows, not the last of %d", cursors[0], len(rest), len(all))
	}
	for _, err := range call.Pages(t.Context(), "nonsense") {
		if fault, ok := errors.AsType[*InputError](err); !ok || fault.Part != "from" {
			t.Errorf("a cursor of another kind: %v", err)
		}
	}
}

// TestAPageWithoutRowsThatTheDocumentKnows: vendors leave out what is empty, and what is left of such a page is the list's all the same.
func TestAPageWithoutRowsThatTheDocumentKnows(t *testing.T) {
	t.Parallel()
	for body, good := range map[string]bool{
		`{"actions":[],"record_count":0}`: true,
		`{"page_no":1,"page_size":50}`:    true,
		`{"ticket_id":7}`:                 true,
		`{}`:                              true,
		`{"error":"upstream timed out"}`:  false,
		`{"actionsdetails":[{"id":7}]}`:   false, // rows, and not those that are iterated over
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, body)
		}))
		defer server.Close()
		client, err := halo.NewClient(server.URL, rest.WithoutRetries())
		if err != nil {
			t.Fatal(err)
		}
		c := offers(t, "halo")
		call, err := New(c, client.Core()).Prepare(operation(t, c, "listActions"), Input{Params: params(t, "ticket_id=7")})
		if err != nil {
			t.Fatal(err)
		}
		pages := 0
		for page, err := range call.Pages(t.Context(), "") {
			if pages++; (err == nil) != good || len(page.Rows) > 0 {
				t.Errorf("%s: %d rows, %v", body, len(page.Rows), err)
			}
		}
		if pages == 0 {
			t.Errorf("%s: no page", body)
		}
	}
}

func TestShowSendsNothingAndHidesSecrets(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		vendor, operation string
		params            []string
		body              string
		want, hidden      []string
	}{
		{"halo", "saveTickets", nil, `[{"summary":"Printer & co"}]`, []string{"POST https://api.example.com/Tickets", "Authorization: Bearer [secret]", `[{"summary":"Printer \u0026 co"}]`}, nil},
		{"humanity", "createEmployee", nil, `{"name":"Ann","email":"a@example.com","password":"planted-password"}`, []string{"password=[secret]", "name=Ann", "access_token=[secret]"}, []string{"planted-password"}},
		{"holaspirit", "listMembers", []string{"organization_id=a/b"}, "", []string{"GET https://api.example.com/api/organizations/a%2Fb/members"}, nil},
	} {
		c := offers(t, test.vendor)
		in := Input{Params: params(t, test.params...), File: func(string) (value.File, error) { return value.File{}, errors.New("no files") }}
		if test.body != "" {
			in.Body = []byte(test.body)
		}
		_, shown, err := Show(t.Context(), c, func(opts ...rest.ClientOption) (*rest.Client, error) {
			standIn := auth.FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "[secret]"}))
			credential := auth.Bearer(standIn, "https://api.example.com")
			if scheme := c.Document().Credential; scheme.In == "query" {
				credential = auth.QueryToken(standIn, scheme.Parameter, "https://api.example.com")
			}
			return plainClient(test.vendor, "https://api.example.com", append(opts, rest.WithRequestEditorFn(credential))...)
		}, operation(t, c, test.operation), in)
		if err != nil {
			t.Errorf("%s: %v", test.operation, err)
			continue
		}
		var text strings.Builder
		text.WriteString(shown.Method + " " + shown.URL + "\n")
		for name, values := range shown.Header {
			text.WriteString(name + ": " + strings.Join(values, ", ") + "\n")
		}
		text.Write(shown.Body)
		for _, want := range test.want {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%s: %q isn't in\n%s", test.operation, want, text.String())
			}
		}
		for _, hidden := range test.hidden {
			if strings.Contains(text.String(), hidden) {
				t.Errorf("%s shows %q:\n%s", test.operation, hidden, text.String())
			}
		}
	}
}

// plainClient has no credential.
func plainClient(vendor, base string, opts ...rest.ClientOption) (*rest.Client, error) {
	switch vendor {
	case "halo":
		c, err := halo.NewClient(base, opts...)
		return c.Core(), err
	case "humanity":
		c, err := humanity.NewClient(base, opts...)
		return c.Core(), err
	}
	c, err := holaspirit.NewClient(base, opts...)
	return c.Core(), err
}
