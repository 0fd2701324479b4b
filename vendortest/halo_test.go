package vendortest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// array reads a JSON array.
func array(t *testing.T, text string) []any {
	t.Helper()
	var out []any
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("no JSON array: %.200q", text)
	}
	return out
}

func post(path, body string) request { return request{method: "POST", path: path, body: body} }

// ok makes a call that has to succeed.
func ok(t *testing.T, s *Server, r request) string {
	t.Helper()
	got := do(t, s, r)
	if got.status/100 != 2 {
		t.Fatalf("%s %s: %d %.300s", r.method, r.path, got.status, got.body)
	}
	return got.body
}

// idsOf lists the ids of rows.
func idsOf(rows any) (out []string) {
	for _, row := range itemsOf(rows) {
		out = append(out, haloNumber(fieldOf(row, "id")))
	}
	return out
}

func TestHaloSaves(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	before := s.Records("Tickets").Len()

	made := object(t, ok(t, s, post("/Tickets", `[{"summary":"Printer down","client_id":3,"_novalidate":true,"customfields":[{"id":5,"name":"CFsite","value":"A"}]}]`)))
	id := haloNumber(made["id"])
	if made["summary"] != "Printer down" || made["client_name"] == nil || made["_novalidate"] != nil {
		t.Errorf("created %v", made)
	}
	changed := do(t, s, post("/Tickets", `[{"id":`+id+`,"details":"","customfields":[{"id":6,"name":"CFother","value":2}]}]`))
	if changed.status/100 != 2 {
		t.Errorf("a change: %d %s", changed.status, changed.body)
	}
	kept := object(t, ok(t, s, get("/Tickets/"+id)))
	if kept["summary"] != "Printer down" || kept["details"] != "" || len(itemsOf(kept["customfields"])) != 2 {
		t.Errorf("after the change: summary %v, details %v, custom fields %v", kept["summary"], kept["details"], kept["customfields"])
	}
	if n := s.Records("Tickets").Len(); n != before+1 {
		t.Errorf("%d tickets, there were %d", n, before)
	}
	// Without an id the same body makes another record, and nothing is said about it.
	again := array(t, ok(t, s, post("/Tickets", `[{"summary":"Printer down"},{"id":0,"summary":"Another"}]`)))
	if n := s.Records("Tickets").Len(); n != before+3 || slices.Contains(idsOf(again), id) {
		t.Errorf("%d tickets; ids %v", n, idsOf(again))
	}
	rows := object(t, ok(t, s, get("/Tickets?search=printer+down")))
	if rows["record_count"] != 2.0 {
		t.Errorf("found %v", rows["record_count"])
	}
	if got := do(t, s, post("/Tickets", `[{"id":999999,"summary":"x"}]`)); got.status != http.StatusNotFound {
		t.Errorf("an unknown id: %d %s", got.status, got.body)
	}
	if got := do(t, s, post("/Tickets", `{"summary":"x"}`)); got.status != http.StatusBadRequest || object(t, got.body)["Message"] == nil {
		t.Errorf("an object instead of an array: %d %s", got.status, got.body)
	}
	if got := do(t, s, request{method: "DELETE", path: "/Tickets/" + id}); got.status != http.StatusOK || got.body != "" {
		t.Errorf("deletion: %d %q", got.status, got.body)
	}
	if got := do(t, s, get("/Tickets/"+id)); got.status != http.StatusNotFound {
		t.Errorf("after deletion: %d", got.status)
	}
}

func TestHaloPages(t *testing.T) {
	t.Parallel()
	s := NewHalo(t, WithRecords(250, "Tickets"))
	for query, want := range map[string]int{
		"":                        50,
		"?count=7":                7,
		"?count=5000":             100,
		"?page_no=2&page_size=10": 50, // without pageinate there are no pages
		"?pageinate=true&page_no=1&page_size=500":  100,
		"?pageinate=true&page_no=3&page_size=500":  50,
		"?pageinate=true&page_no=4&page_size=500":  0,
		"?pageinate=true&page_no=2&page_size=30":   30,
		"?pageinate=true&page_no=2&open_only=true": 50,
	} {
		page := object(t, ok(t, s, get("/Tickets"+query)))
		if n := len(itemsOf(page["tickets"])); n != want {
			t.Errorf("%q: %d rows, want %d", query, n, want)
		}
		all := 250.0
		if want == 0 {
			all = 0 // after the last row
		}
		if total := page["record_count"]; !strings.Contains(query, "open_only") && total != all {
			t.Errorf("%q: %v in all, want %v", query, total, all)
		}
	}
	row := itemsOf(object(t, ok(t, s, get("/Attachment?idonly=true")))["attachments"])[0]
	if diff := cmp.Diff(map[string]any{"id": 1.0}, row); diff != "" {
		t.Errorf("ids only: %s", diff)
	}
}

func TestHaloBareListsAndEnvelopes(t *testing.T) {
	t.Parallel()
	bare, around := NewHalo(t), NewHalo(t, HaloEnvelopes())
	statuses := array(t, ok(t, bare, get("/Status")))
	if diff := cmp.Diff(statuses, object(t, ok(t, around, get("/status")))["statuses"]); diff != "" {
		t.Errorf("rows (-bare +envelope):\n%s", diff)
	}
	page := object(t, ok(t, around, get("/Agent?pageinate=true&page_no=2&page_size=500")))
	if n := len(itemsOf(page["agents"])); n != 100 || page["record_count"] != 1000.0 {
		t.Errorf("%d agents of %v", n, page["record_count"])
	}
	if n := len(array(t, ok(t, bare, get("/Agent?pageinate=true&page_no=10&page_size=500")))); n != 100 {
		t.Errorf("%d agents on the last page", n)
	}
}

func TestHaloRecordsBelongTogether(t *testing.T) {
	t.Parallel()
	s := NewHalo(t, WithoutRateLimit())
	one := func(path string) map[string]any { return object(t, ok(t, s, get(path))) }
	for _, id := range []int{1, 20, 333, 2999} {
		ticket := one(fmt.Sprintf("/Tickets/%d?includedetails=true", id))
		user := one("/Users/" + haloNumber(ticket["user_id"]))
		site := one("/Site/" + haloNumber(ticket["site_id"]))
		if !haloSame(user["site_id"], site["id"]) || !haloSame(site["client_id"], ticket["client_id"]) {
			t.Errorf("ticket %d: user of site %v, site %v of client %v, client %v", id, user["site_id"], site["id"], site["client_id"], ticket["client_id"])
		}
		if client := one("/Client/" + haloNumber(ticket["client_id"])); client["name"] != ticket["client_name"] {
			t.Errorf("client %v is called %v", client["name"], ticket["client_name"])
		}
		if agent := one("/Agent/" + haloNumber(ticket["agent_id"])); agent["name"] != ticket["agent_name"] && ticket["agent_name"] != nil {
			t.Errorf("agent %v is called %v", agent["name"], ticket["agent_name"])
		}
		for _, action := range itemsOf(one(fmt.Sprintf("/Actions?ticket_id=%d", id))["actions"]) {
			if !haloSame(fieldOf(action, "ticket_id"), ticket["id"]) {
				t.Errorf("an action of ticket %v", fieldOf(action, "ticket_id"))
			}
		}
	}
	if raw := ok(t, s, get("/Site/12")); !strings.Contains(raw, `"client_id":12.0,`) {
		t.Error("a site's client_id isn't written as 12.0")
	}
	// A row shows what the record shows.
	row, _ := itemsOf(one("/Tickets?count=3")["tickets"])[2].(map[string]any)
	whole := one("/Tickets/3?includedetails=true")
	for name, v := range row {
		if whole[name] != nil && cmp.Diff(v, whole[name]) != "" {
			t.Errorf("%s is %v in the row and %v in the record", name, v, whole[name])
		}
	}
	if brief := one("/Tickets/3"); len(brief) >= len(whole) || brief["field_of_a_later_version"] == nil {
		t.Errorf("%d members without details, %d with", len(brief), len(whole))
	}
}

func TestHaloFilters(t *testing.T) {
	t.Parallel()
	s := NewHalo(t, WithoutRateLimit())
	advanced := func(conditions string) string { return "/Users?advanced_search=" + url.QueryEscape(conditions) }
	condition := func(name string, kind int, value string) string {
		return advanced(fmt.Sprintf(`[{"filter_name":%q,"filter_type":%d,"filter_value":%q}]`, name, kind, value))
	}
	for _, test := range []struct {
		path, items string
		holds       func(row any) bool
	}{
		{"/Tickets?client_id=3", "tickets", func(row any) bool { return haloSame(fieldOf(row, "client_id"), 3) }},
		{"/Tickets?agent_id=7&open_only=true", "tickets", func(row any) bool {
			return haloSame(fieldOf(row, "agent_id"), 7) && !haloSame(fieldOf(row, "status_id"), 8)
		}},
		{"/Tickets?closed_only=true", "tickets", func(row any) bool { return haloSame(fieldOf(row, "status_id"), 8) }},
		{"/Tickets?status=1,2", "tickets", func(row any) bool { return haloNumber(fieldOf(row, "status_id")) <= "2" }},
		{"/Asset?site_id=5", "assets", func(row any) bool { return haloSame(fieldOf(row, "site_id"), 5) }},
		{"/Site?client_id=9", "sites", func(row any) bool { return haloSame(fieldOf(row, "client_id"), 9) }},
		{"/Users?search=zoe", "users", func(row any) bool { return strings.Contains(strings.ToLower(fmt.Sprint(row)), "zoe") }},
		{condition("id", 2, "12"), "users", func(row any) bool { return haloSame(fieldOf(row, "id"), 12) }},
		{condition("id", 0, "12,13"), "users", func(row any) bool { return haloSame(fieldOf(row, "id"), 12) || haloSame(fieldOf(row, "id"), 13) }},
		{condition("name", 4, "%Ada%"), "users", func(row any) bool { return strings.Contains(fieldOf(row, "name").(string), "Ada") }},
		{condition("id", 7, "3990"), "users", func(row any) bool { return fieldOf(row, "id").(float64) > 3990 }},
		{condition("id", 9, "5"), "users", func(row any) bool { return fieldOf(row, "id").(float64) < 5 }},
		{condition("id", 3, "1"), "users", func(row any) bool { return !haloSame(fieldOf(row, "id"), 1) }},
	} {
		page := object(t, ok(t, s, get(test.path)))
		rows := itemsOf(page[test.items])
		if len(rows) == 0 {
			t.Errorf("%s finds nothing", test.path)
		}
		for _, row := range rows {
			if !test.holds(row) {
				t.Errorf("%s finds %.200v", test.path, row)
				break
			}
		}
	}
	if page := object(t, ok(t, s, get(advanced("name like ada")))); page["record_count"] != 0.0 {
		t.Errorf("conditions that can't be read find %v", page["record_count"])
	}
	newest := object(t, ok(t, s, get("/Tickets?count=3&order=id&orderdesc=true")))
	if diff := cmp.Diff([]string{"3000", "2999", "2998"}, idsOf(newest["tickets"])); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	for path, want := range map[string]bool{
		"/Actions":             false,
		"/Actions?count=10":    false,
		"/Actions?ticket_id=5": true,
		"/Actions?startdate=2025-03-03&enddate=2025-03-04":                   true,
		"/Actions?startdate=2025-03-03&enddate=2025-03-09":                   false,
		"/Actions?startdate=2025-03-03T08:00:00&enddate=2025-03-03T09:00:00": true,
	} {
		if got := len(itemsOf(object(t, ok(t, s, get(path)))["actions"])) > 0; got != want {
			t.Errorf("%s gives something: %v, want %v", path, got, want)
		}
	}
}

func TestHaloFiles(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	content := []byte("bytes \x00 of a file\n")
	text := base64.StdEncoding.EncodeToString(content)
	made := object(t, ok(t, s, post("/Attachment", `[{"ticket_id":77,"filename":"résumé.bin","data_base64":"`+text+`"}]`)))
	id := haloNumber(made["id"])
	if made["data_base64"] != nil || made["filesize"] != float64(len(content)) {
		t.Errorf("saved %v", made)
	}
	got := do(t, s, get("/Attachment/"+id))
	if got.body != string(content) || !strings.Contains(got.header.Get("Content-Disposition"), "attachment; filename") {
		t.Errorf("download %q, %v", got.body, got.header)
	}
	found := object(t, ok(t, s, get("/Attachment?ticket_id=77")))
	if !slices.Contains(idsOf(found["attachments"]), id) || len(itemsOf(found["attachments"])) != 2 {
		t.Errorf("the ticket has %v", idsOf(found["attachments"]))
	}
	if got := do(t, s, post("/Attachment", `[{"filename":"a","data_base64":"?"}]`)); got.status != http.StatusBadRequest {
		t.Errorf("no base64: %d", got.status)
	}
	ok(t, s, request{method: "DELETE", path: "/Attachment/" + id})
	if got := do(t, s, get("/Attachment/"+id)); got.status != http.StatusNotFound {
		t.Errorf("after deletion: %d", got.status)
	}
	var form bytes.Buffer
	form.WriteString("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--XX--\r\n")
	image := object(t, ok(t, s, request{method: "POST", path: "/Attachment/image", media: "multipart/form-data; boundary=XX", body: form.String()}))
	if got := do(t, s, get("/Attachment/image/"+image["id"].(string))); got.body != "\x89PNG" {
		t.Errorf("image %q", got.body)
	}
}

func TestHaloReport(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	before := s.Records("Report").Len()
	const run = `[{"_loadreportonly":true,"sql":"SELECT f.id AS [id], summary FROM faults f"}]`
	one := object(t, ok(t, s, post("/Report", run)))
	two := array(t, ok(t, s, post("/Report", run)))[0]
	first, second := itemsOf(one["rows"]), itemsOf(dig(two, "report", "rows"))
	if len(first) != 5 || dig(first[0], "id") != 1.0 || dig(first[0], "summary") == nil {
		t.Errorf("rows %v", first)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the two forms differ: %s", diff)
	}
	if n := len(itemsOf(one["available_columns"])); n != 2 || s.Records("Report").Len() != before {
		t.Errorf("%d columns, %d reports", n, s.Records("Report").Len())
	}
}

func TestHaloRefuses(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	for range 300 {
		ok(t, s, get("/Status/1"))
	}
	got := do(t, s, get("/Status/1"))
	const words = "Rate Limit Reached - 300 Requests per rolling 5 minute window"
	if got.status != http.StatusTooManyRequests || got.body != words || strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
		t.Errorf("%d %q %v", got.status, got.body, got.header)
	}
	s.Advance(5 * time.Minute)
	if got := do(t, s, request{method: "GET", path: "/Status/1", bare: true}); got.status != http.StatusUnauthorized {
		t.Errorf("without a token: %d", got.status)
	}
	key := map[string]string{"X-Halo-Api-Key": s.Credentials().APIToken}
	if got := do(t, s, request{method: "GET", path: "/Status/1", bare: true, header: key}); got.status != http.StatusOK {
		t.Errorf("with the API key: %d", got.status)
	}
	if got := do(t, s, post("/Actions", `[{"ticket_id":1,"note":"hello"}]`)); got.status != http.StatusBadRequest || !strings.Contains(got.body, "outcome") {
		t.Errorf("an action without an outcome: %d %s", got.status, got.body)
	}
	if got := do(t, s, post("/Tickets", `[{"summary":"x","client_id":95.0}]`)); got.status != http.StatusBadRequest {
		t.Errorf("an id written as 95.0: %d", got.status)
	}
	s.Fail(Fault{Operation: "saveTickets", Fields: map[string]any{"_warning": "Check the budget"}})
	if made := object(t, ok(t, s, post("/Tickets", `[{"summary":"x"}]`))); made["_warning"] != "Check the budget" || made["id"] == nil {
		t.Errorf("warned with %v", made["_warning"])
	}
}

// TestHaloActionsAreNamedWithinTheirTicket: the number of an action means nothing without its ticket, or with another one.
func TestHaloActionsAreNamedWithinTheirTicket(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	var id, ticket any
	for record := range s.Records("Actions").All() {
		id, ticket = record["id"], record["ticket_id"]
		break
	}
	for query, want := range map[string]int{"": http.StatusNotFound, "?ticket_id=0": http.StatusNotFound, "?ticket_id=999999": http.StatusNotFound, fmt.Sprintf("?ticket_id=%v", ticket): http.StatusOK} {
		if got := do(t, s, get(fmt.Sprintf("/Actions/%v%s", id, query))); got.status != want {
			t.Errorf("%q gives %d, want %d", query, got.status, want)
		}
	}
	if got := do(t, s, post("/Actions", fmt.Sprintf(`[{"id":%v,"ticket_id":999999,"note":"x"}]`, id))); got.status != http.StatusNotFound {
		t.Errorf("a change within another ticket gives %d", got.status)
	}
}

// TestHaloWritesAllOrNothing: a list of records of which one is refused has changed none of the others.
func TestHaloWritesAllOrNothing(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	was := ok(t, s, get("/Tickets/2"))
	if got := do(t, s, post("/Tickets", `[{"summary":"new"},{"id":2,"summary":"changed"},{"id":999999}]`)); got.status != http.StatusNotFound {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	if changes := s.Changes(); len(changes) > 0 {
		t.Errorf("changed all the same: %+v", changes)
	}
	if now := ok(t, s, get("/Tickets/2")); now != was {
		t.Errorf("the ticket is %.300s", now)
	}
}

// TestHaloNamesFollowTheirIDs: a record has no name of an agent whom it hasn't.
func TestHaloNamesFollowTheirIDs(t *testing.T) {
	t.Parallel()
	s := NewHalo(t)
	for _, test := range []struct{ body, id, name string }{
		{`[{"id":2,"agent_id":null}]`, "agent_id", "agent_name"},
		{`[{"id":2,"agent_id":999999}]`, "", "agent_name"},
		{`[{"id":3,"team":null}]`, "team_id", "team"},
		{`[{"id":4,"team":""}]`, "team_id", ""},
		{`[{"id":5,"team_id":null}]`, "team_id", "team"},
	} {
		saved := object(t, ok(t, s, post("/Tickets", test.body)))
		if saved[test.id] != nil || saved[test.name] != nil {
			t.Errorf("%s: %s is %v, %s is %v", test.body, test.id, saved[test.id], test.name, saved[test.name])
		}
	}
	saved := object(t, ok(t, s, post("/Tickets", `[{"id":2,"agent_id":3}]`)))
	if agent, found := s.Records("Agent").Find("id", 3); !found || saved["agent_name"] != agent["name"] {
		t.Errorf("the agent is %v, want %v", saved["agent_name"], agent["name"])
	}
}
