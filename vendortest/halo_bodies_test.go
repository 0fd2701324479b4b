package vendortest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What production clients send to Halo is carried out, and breaks nothing.

func TestHaloStrictTakesWhatClientsSend(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	ticket := `[{"files":null,"usertype":1,"userlookup":{"id":-1,"lookupdisplay":"Enter Details Manually"},"client_id":12,"_forcereassign":true,
		"site_id":null,"user_name":null,"reportedby":null,"summary":"Printer down","details_html":"<p>x</p>","donotapplytemplateintheapi":true,
		"attachments":[],"_novalidate":true,"tickettype_id":"3","priority_id":4,"estimate":"1.5","inactive":"false"}]`
	made := do(t, s, request{method: "POST", path: "/Tickets", media: "application/json; charset=utf-8", body: ticket})
	if made.status != 200 && made.status != 201 {
		t.Fatalf("%d %.300s", made.status, made.body)
	}
	record, ok := s.Records("Tickets").Find("summary", "Printer down")
	if !ok || fmt.Sprintf("%T %v", record["tickettype_id"], record["tickettype_id"]) != "json.Number 3" || record["files"] != nil {
		t.Errorf("stored %T %v", record["tickettype_id"], record["tickettype_id"])
	}
	for _, r := range []request{
		{method: "POST", path: "/actions", body: `[{"ticket_id":"42","outcome_id":"3","hiddenfromuser":true,"note_html":"x","timetaken":0.0028,"emailto":null}]`},
		{method: "POST", path: "/Tickets", body: `[{"id":"42","team":null,"customfields":[{"id":"7","value":null},null]}]`},
		get("/outcome?pageinate=true&page_size=50&page_no=1"), get("/workflow?pageinate=true&page_size=50&page_no=1&showall=true"),
		get("/tickets?Pageinate=True&PAGE_SIZE=5&page_no=1&Open_Only=TRUE&tenant=acme"), get("/tickets/?count=3"),
		get("/users?client_id=12&includeinactive=False"), get("/client?fullobjects=true&count=2"),
	} {
		if got := do(t, s, r); got.status != 200 && got.status != 201 {
			t.Errorf("%s %s: %d %.200s", r.method, r.path, got.status, got.body)
		}
	}
	if len(s.Violations()) > 0 {
		t.Error(s.Violations())
	}
	// What the server refuses is refused: a schema of another kind, an id with a fraction, a string where a number is due.
	for _, body := range []string{`[{"id":95.0,"summary":"x"}]`, `[{"summary":{"a":1}}]`, `[{"client_id":"twelve"}]`, `"x"`, `[{"client_id":"95.0"}]`, `[{"client_id":[1]}]`} {
		if got := do(t, s, request{method: "POST", path: "/Tickets", body: body}); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d", body, got.status)
		}
	}
}

// TestHaloIgnoresParametersItDoesNotKnow: the server carries such a call out, and whoever made a mistake in a name still hears of it.
func TestHaloIgnoresParametersItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, opts := range [][]Option{nil, {AllowViolations()}} {
		s := NewHalo(t, opts...)
		want := []string{
			`listTickets clientid: the operation has no such query parameter; did you mean "client_id"?`,
			`getTicket colour: the operation has no such query parameter`,
			`saveTickets colour: the operation has no such query parameter`,
			`deleteTicket colour: the operation has no such query parameter`,
		}
		all := object(t, ok(t, s, get("/Tickets?pageinate=true&page_size=3&page_no=1")))
		some := object(t, ok(t, s, get("/Tickets?pageinate=true&page_size=3&page_no=1&clientid=7")))
		if d := cmp.Diff(all, some); d != "" {
			t.Errorf("an unknown parameter changed the list: %s", d)
		}
		ok(t, s, get("/Tickets/7?colour=red"))
		for _, r := range []request{
			{method: "POST", path: "/Tickets?colour=red", body: `[{"summary":"Printer down"}]`}, {method: "DELETE", path: "/Tickets/7?colour=red"},
		} {
			if got := do(t, s, r); got.status >= 300 {
				t.Errorf("%s %s: %d %s", r.method, r.path, got.status, got.body)
			}
		}
		var reported []string
		for _, v := range s.Violations() {
			reported = append(reported, v.Operation+" "+v.What)
			if !v.Ignored {
				t.Errorf("%v isn't reported as ignored", v)
			}
		}
		if d := cmp.Diff(want, reported); d != "" {
			t.Error(d)
		}
		// What the document knows and the server can't read is no unknown parameter.
		if got := do(t, s, get("/Tickets?page_no=two")); got.status != http.StatusBadRequest && opts == nil {
			t.Errorf("a page that is no number: %d", got.status)
		}
		if v := s.Violations(); v[len(v)-1].Ignored {
			t.Errorf("%v is reported as ignored", v[len(v)-1])
		}
	}
}

// TestHaloTakesBackWhatItSent: clients read a record, change a field and send the whole record back.
func TestHaloTakesBackWhatItSent(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	for _, kind := range []string{"Asset", "Appointment", "Client", "ClientContract", "Invoice", "KBArticle", "Report", "Site", "Status", "Supplier", "Tickets", "Users"} {
		id := 0
		for record := range s.Records(kind).All() {
			id = int(record["id"].(int64))
			break
		}
		record := ok(t, s, get(fmt.Sprintf("/%s/%d?includedetails=true", kind, id)))
		before := s.Records(kind).Len()
		if got := do(t, s, post("/"+kind, "["+record+"]")); got.status >= 300 || s.Records(kind).Len() != before {
			t.Errorf("%s: %d %.300s; %d records, want %d", kind, got.status, got.body, s.Records(kind).Len(), before)
		}
	}
	if len(s.Violations()) == 0 {
		t.Error("no record had a field that the document doesn't know")
	}
	for _, v := range s.Violations() {
		if !v.Ignored {
			t.Error(v)
		}
	}
	// Within a list, too, and what the schema has in another type stays refused beside it.
	got := do(t, s, post("/Tickets", `[{"id":7,"sumary":"Printer down"},{"id":8,"sumary":1,"client_id":"none"}]`))
	if got.status != http.StatusBadRequest || !strings.Contains(got.body, "1.client_id") || strings.Contains(got.body, "sumary") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// TestHaloHasNoCountAfterTheLastRow: a client that knows the end by a record_count of 0 must find it.
// TestHaloDropsFieldsItDoesNotKnow: a record never shows a misspelt field, in the record or within one of its own, so who reads it back
// misses what was lost.
func TestHaloDropsFieldsItDoesNotKnow(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	ok(t, s, post("/Tickets", `[{"summary":"Printer down","sumary":"x","customfields":[{"name":"CFSite","value":{"any":1},"valeu":2}]}]`))
	record, _ := s.Records("Tickets").Find("summary", "Printer down")
	ok(t, s, post("/Tickets", fmt.Sprintf(`[{"id":%v,"detials":"x","details":"y"}]`, record["id"])))
	record, found := s.Records("Tickets").Find("summary", "Printer down")
	if !found || record["sumary"] != nil || record["detials"] != nil || record["details"] != "y" {
		t.Errorf("kept %v, %v", record["sumary"], record["detials"])
	}
	want := []any{map[string]any{"name": "CFSite", "value": map[string]any{"any": json.Number("1")}}}
	if diff := cmp.Diff(want, record["customfields"]); diff != "" {
		t.Error(diff)
	}
	if n := len(s.Violations()); n != 3 || !s.Violations()[0].Ignored {
		t.Errorf("%d violations, want each of the three said as ignored: %v", n, s.Violations())
	}
}

func TestHaloHasNoCountAfterTheLastRow(t *testing.T) {
	t.Parallel()
	s := NewHalo(t, WithRecords(250, "Asset"))
	for page, want := range map[int][2]float64{1: {100, 250}, 3: {50, 250}, 4: {0, 0}, 99: {0, 0}} {
		got := object(t, ok(t, s, get(fmt.Sprintf("/Asset?pageinate=true&page_size=500&page_no=%d&columns_id=8", page))))
		if rows := got["assets"].([]any); float64(len(rows)) != want[0] || got["record_count"] != want[1] {
			t.Errorf("page %d has %d rows of %v, want %v", page, len(rows), got["record_count"], want)
		}
	}
}

// TestHaloTakesNoNoticeOfABodyWhereNoneIsDue: some HTTP libraries send {} with every request.
func TestHaloTakesNoNoticeOfABodyWhereNoneIsDue(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	for _, r := range []request{{method: "GET", path: "/Tickets/7", body: "{}"}, {method: "GET", path: "/Agent?count=2", body: "{}"}, {method: "DELETE", path: "/Tickets/7", body: "{}"}} {
		if got := do(t, s, r); got.status >= 300 {
			t.Errorf("%s %s: %d %s", r.method, r.path, got.status, got.body)
		}
	}
	if v := s.Violations(); len(v) != 3 || !v[0].Ignored || !v[1].Ignored || !v[2].Ignored {
		t.Errorf("reported: %v", v)
	}
}

// TestHaloDoesWithoutParametersItCannotRead: an empty parameter and a flag that is neither true nor false count as not sent.
func TestHaloDoesWithoutParametersItCannotRead(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	for path, same := range map[string]string{
		"/Asset?client_id=&pageinate=true&page_size=3&page_no=1":                              "/Asset?pageinate=true&page_size=3&page_no=1",
		"/Tickets?open_only=&Status_ID=&client_id=&pageinate=true&page_size=3&page_no=1":      "/Tickets?pageinate=true&page_size=3&page_no=1",
		"/Tickets?open_only=undefined&pageinate=true&page_size=3&page_no=1":                   "/Tickets?pageinate=true&page_size=3&page_no=1",
		"/Tickets/7?includedetails=true&nocache=undefined":                                    "/Tickets/7?includedetails=true",
		"/Tickets/7?includedetails=undefined":                                                 "/Tickets/7",
		"/Client?includeinactive=undefined&toplevel_id=&pageinate=true&page_size=3&page_no=1": "/Client?pageinate=true&page_size=3&page_no=1",
	} {
		if d := cmp.Diff(object(t, ok(t, s, get(same))), object(t, ok(t, s, get(path)))); d != "" {
			t.Errorf("%s isn't like %s: %s", path, same, d)
		}
	}
	if len(s.Violations()) == 0 {
		t.Error("nothing was reported")
	}
	for _, v := range s.Violations() {
		if !v.Ignored {
			t.Error(v)
		}
	}
	for _, path := range []string{"/Tickets?client_id=undefined", "/Tickets?page_no=two&pageinate=true"} {
		if got := do(t, s, get(path)); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// TestHaloReadsJSONOfAnyName: the content types that the vendor's document names, and names of fields in any case.
func TestHaloReadsJSONOfAnyName(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	for _, media := range []string{"text/json", "application/json-patch+json", "application/vnd.api+json; charset=utf-8", "application/JSON"} {
		summary := "by " + media
		got := do(t, s, request{method: "POST", path: "/Tickets", media: media, body: fmt.Sprintf(`[{"ID":"7","Summary":%q,"CLIENT_ID":9}]`, summary)})
		if got.status >= 300 {
			t.Errorf("%s: %d %s", media, got.status, got.body)
		}
		if record := object(t, ok(t, s, get("/Tickets/7"))); record["summary"] != summary || record["client_id"] != 9.0 || record["Summary"] != nil {
			t.Errorf("%s: summary %v client_id %v", media, record["summary"], record["client_id"])
		}
	}
	ok(t, s, post("/Tickets", `[{"id":7,"Summary":"capital","summary":"small"}]`))
	if record := object(t, ok(t, s, get("/Tickets/7"))); record["summary"] != "small" {
		t.Errorf("of two spellings %v counted", record["summary"])
	}
	if n := s.Records("Tickets").Len(); n != 3000 {
		t.Errorf("%d tickets", n)
	}
	for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "application/xml"} {
		if got := do(t, s, request{method: "POST", path: "/Tickets", media: media, body: `[{"summary":"x"}]`}); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d", media, got.status)
		}
	}
}

func TestHaloIDsAreNumbersHoweverSent(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	do(t, s, request{method: "POST", path: "/Tickets", body: `[{"id":"42","client_id":"7","site_id":"9","summary":12}]`})
	got := object(t, do(t, s, get("/Tickets/42")).body)
	if got["id"] != 42.0 || got["client_id"] != 7.0 || got["site_id"] != 9.0 || got["summary"] != "12" {
		t.Errorf("id %v client_id %v site_id %v summary %v", got["id"], got["client_id"], got["site_id"], got["summary"])
	}
	if client, _ := s.Records("Client").Get("7"); got["client_name"] != client["name"] {
		t.Errorf("client %v, want %v", got["client_name"], client["name"])
	}
	if n := s.Records("Tickets").Len(); n != 3000 {
		t.Errorf("%d tickets", n)
	}
}

func TestHaloTakesOneObjectForAChange(t *testing.T) {
	t.Parallel()
	s := NewHalo(t, AllowViolations())
	for _, path := range []string{"/Tickets", "/tickets"} {
		do(t, s, request{method: "POST", path: path, body: `{"id":42,"summary":"Again"}`})
	}
	do(t, s, request{method: "POST", path: "/Client", body: `{"name":"New client"}`})
	if n := s.Records("Tickets").Len(); n != 3000 {
		t.Errorf("%d tickets: a single object made new ones", n)
	}
	if ticket, _ := s.Records("Tickets").Get("42"); ticket["summary"] != "Again" {
		t.Errorf("summary %v", ticket["summary"])
	}
	if client, ok := s.Records("Client").Find("name", "New client"); !ok || textOf(client["id"]) != "1101" {
		t.Errorf("client %v", client["id"])
	}
	if got := do(t, s, request{method: "POST", path: "/Tickets", body: `{"id":99999,"summary":"x"}`}); got.status != http.StatusNotFound {
		t.Errorf("a record that isn't there: %d", got.status)
	}
}

func TestHaloTeamsByName(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	for body, want := range map[string]string{
		`[{"id":41,"team":"Projects"}]`: "Projects 4", `[{"id":42,"team":"infrastructure"}]`: "Infrastructure 3", `[{"id":43,"team_id":2}]`: "2nd Line Support 2",
	} {
		got := object(t, do(t, s, request{method: "POST", path: "/Tickets", body: body}).body)
		if text := fmt.Sprint(got["team"], " ", got["team_id"]); text != want {
			t.Errorf("%s: %s, want %s", body, text, want)
		}
	}
	do(t, s, request{method: "POST", path: "/Tickets", body: `[{"summary":"new","team":"1st Line Support"}]`})
	if ticket, _ := s.Records("Tickets").Find("summary", "new"); textOf(ticket["team_id"]) != "1" {
		t.Errorf("team_id %v", ticket["team_id"])
	}
}

func TestHaloListsAsLiveServersGiveThem(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	tree := object(t, do(t, s, get("/TopLevel")).body)
	if rows, _ := tree["tree"].([]any); len(rows) != s.Records("TopLevel").Len() || len(rows) == 0 {
		t.Errorf("TopLevel: %v", tree)
	}
	items := object(t, do(t, s, get("/Item?pageinate=true&page_size=5&page_no=1")).body)
	if rows, _ := items["items"].([]any); len(rows) != 5 || items["record_count"] != float64(s.Records("Item").Len()) {
		t.Errorf("Item: %d rows, record_count %v", len(rows), items["record_count"])
	}
	if bare := do(t, s, get("/Item")).body; !strings.HasPrefix(bare, "[") {
		t.Errorf("Item without pages: %.80s", bare)
	}
	for id, want := range map[string]int{"3": haloLookupValues, "12": haloLookupValues, "999": 0} {
		var rows []any
		if body := do(t, s, get("/Lookup?lookupid="+id)).body; strings.HasPrefix(body, "[") {
			rows = object(t, `{"rows":`+body+`}`)["rows"].([]any)
		}
		if len(rows) != want {
			t.Errorf("lookup %s has %d values, want %d", id, len(rows), want)
		}
		for _, row := range rows {
			if textOf(dig(row, "lookupid")) != id {
				t.Errorf("lookup %s has a value of %v", id, dig(row, "lookupid"))
			}
		}
	}
}

func TestHaloPathsInAnyCase(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	for path, want := range map[string]int{
		"/API/Tickets/42": 200, "/Api/tickets/42/": 200, "/api/TICKETS/42": 200, "/API/AuthInfo": 200, "/Api/authinfo/": 200, "/apix/Tickets/42": 404,
		"/auth/.well-known/openid-configuration": 200, "/Auth/.Well-Known/OpenID-Configuration": 200,
	} {
		req, err := http.NewRequest("GET", s.OAuthURL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+s.Credentials().AccessToken)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
	}
	res, err := http.Get(s.OAuthURL + "/auth/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	doc := object(t, string(body))
	if doc["issuer"] != s.OAuthURL+"/auth" || doc["token_endpoint"] != s.TokenURL {
		t.Errorf("%v", doc)
	}
}
