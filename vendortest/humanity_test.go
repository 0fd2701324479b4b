package vendortest

import (
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

// ask makes a call with the seeded token in the query, a form for a body, and gives the response's envelope.
func ask(t *testing.T, s *Server, method, path string, fields url.Values) map[string]any {
	t.Helper()
	got := askRaw(t, s, method, path, fields)
	if got.status != 200 {
		t.Fatalf("%s %s: HTTP %d: %.300s", method, path, got.status, got.body)
	}
	return object(t, got.body)
}

func askRaw(t *testing.T, s *Server, method, path string, fields url.Values) reply {
	t.Helper()
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	r := request{method: method, path: path + sep + "access_token=" + s.Credentials().AccessToken, bare: true}
	if fields != nil {
		r.media, r.body = formMedia, fields.Encode()
	}
	return do(t, s, r)
}

// fields makes a form of pairs.
func fields(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

// wantCode checks that a call failed by the code of its body.
func wantCode(t *testing.T, what string, got map[string]any, code float64, words string) {
	t.Helper()
	if got["status"] != code || !strings.Contains(fmt.Sprint(got["error"]), words) || got["data"] != nil || got["token"] == nil {
		t.Errorf("%s: %v, want code %v", what, got, code)
	}
}

// rowsIn gives the objects of a list.
func rowsIn(t *testing.T, response map[string]any) []map[string]any {
	t.Helper()
	list, ok := response["data"].([]any)
	if !ok || response["status"] != 1.0 {
		t.Fatalf("no list: %.300v", response)
	}
	out := make([]map[string]any, len(list))
	for i, row := range list {
		out[i] = row.(map[string]any)
	}
	return out
}

func firstID(s *Server, collection string) string {
	for record := range s.Records(collection).All() {
		return fmt.Sprint(record["id"])
	}
	return ""
}

func humanityGrant(t *testing.T, s *Server, pairs ...string) (int, map[string]any) {
	t.Helper()
	values := fields(pairs...)
	for name, value := range map[string]string{"client_id": s.Credentials().ClientID, "client_secret": s.Credentials().ClientSecret} {
		if !values.Has(name) {
			values.Set(name, value)
		}
	}
	req, err := http.NewRequest("POST", s.TokenURL, strings.NewReader(values.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", formMedia)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, out
}

func TestHumanityTokenEndpoint(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	c := s.Credentials()
	if s.TokenURL != s.OAuthURL+"/oauth2/token.php" || s.URL != s.OAuthURL+"/api/v2" {
		t.Errorf("token endpoint %s, API %s", s.TokenURL, s.URL)
	}
	status, login := humanityGrant(t, s, "grant_type", "password", "username", c.Username, "password", c.Password)
	scope, hasScope := login["scope"]
	if status != 200 || login["expires_in"] != 3600.0 || login["token_type"] != "bearer" || !hasScope || scope != nil {
		t.Fatalf("%d %v", status, login)
	}
	refresh := login["refresh_token"].(string)
	status, next := humanityGrant(t, s, "grant_type", "refresh_token", "refresh_token", refresh)
	if status != 200 || next["refresh_token"] == refresh || next["access_token"] == login["access_token"] {
		t.Fatalf("%d %v", status, next)
	}
	for _, tt := range []struct {
		name   string
		pairs  []string
		status int
		code   string
	}{
		{"a refresh token twice", []string{"grant_type", "refresh_token", "refresh_token", refresh}, 401, "invalid_grant"},
		{"password", []string{"grant_type", "password", "username", c.Username, "password", "x"}, 401, "invalid_grant"},
		{"client", []string{"grant_type", "password", "client_secret", "x"}, 401, "invalid_client"},
		{"no grant type", nil, 400, "invalid_request"},
		{"grant type", []string{"grant_type", "client_credentials"}, 400, "unsupported_grant_type"},
	} {
		if status, got := humanityGrant(t, s, tt.pairs...); status != tt.status || got["error"] != tt.code || got["error_description"] == "" {
			t.Errorf("%s: %d %v", tt.name, status, got)
		}
	}
	if n := s.Tokens(); n != (TokenStats{Issued: 1, Refreshed: 1, Reused: 1, Refused: 5}) {
		t.Errorf("%+v", n)
	}
}

func TestHumanityTokenInQueryOrHeader(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	token := s.Credentials().AccessToken
	for name, r := range map[string]request{
		"query":  {method: "GET", path: "/me?access_token=" + token, bare: true},
		"header": {method: "GET", path: "/me", header: map[string]string{"Authorization": "Bearer " + token}, bare: true},
	} {
		got := object(t, do(t, s, r).body)
		if got["status"] != 1.0 || got["token"] != token || got["error"] != nil || dig(got, "data", "username") != s.Credentials().Username {
			t.Errorf("%s: %v", name, got)
		}
	}
	got := do(t, s, request{method: "GET", path: "/me", bare: true})
	if got.status != 401 || object(t, got.body)["status"] != 3.0 {
		t.Errorf("no token: %d %s", got.status, got.body)
	}
	// A bad token is refused in the body alone.
	got = do(t, s, request{method: "GET", path: "/me?access_token=nonsense", bare: true})
	wantCode(t, "a bad token", object(t, got.body), 3, "token")
	if got.status != 200 {
		t.Errorf("a bad token: HTTP %d", got.status)
	}
	s.Advance(time.Hour)
	wantCode(t, "an old token", ask(t, s, "GET", "/me", nil), 3, "expired")
	if len(s.Violations()) > 0 {
		t.Errorf("violations %v", s.Violations())
	}
}

func TestHumanityFailures(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	position, employee := firstID(s, "positions"), firstID(s, "employees")
	shift := fields("start_date", "2026-03-02", "end_date", "2026-03-02", "start_time", "9:00am", "end_time", "5:00pm", "schedule", position)
	with := func(pairs ...string) url.Values {
		out := url.Values{}
		for _, more := range []url.Values{shift, fields(pairs...)} {
			for name, values := range more {
				out[name] = values
			}
		}
		return out
	}
	tests := []struct {
		name, method, path string
		body               url.Values
		code               float64
		words              string
	}{
		{"missing parameter", "POST", "/shifts", fields("start_date", "2026-03-02"), 8, "end_date"},
		{"no field at all", "POST", "/shifts", fields(), 8, "missing"},
		{"wrong type", "POST", "/shifts", with("needed", "many"), 9, "needed"},
		{"extra parameter", "GET", "/shifts?colour=red", nil, 10, "colour"},
		{"extra field", "POST", "/leaves", fields("start_date", "2026-03-02", "end_date", "2026-03-02", "colour", "red"), 10, "colour"},
		{"ends before it starts", "POST", "/shifts", with("end_time", "8:00am"), 12, "timeframe"},
		{"no such position", "POST", "/shifts", with("schedule", "1"), 12, "schedule"},
		{"no such employee", "POST", "/shifts", with("employee_id", employee+",1"), 12, "employee"},
		{"update nothing", "PUT", "/shifts/1", fields("title", "x"), 13, ""},
		{"answer to no swap", "PUT", "/swap/1", fields("action", "accept"), 13, ""},
		{"delete nothing", "DELETE", "/shifts/1", nil, 14, ""},
		{"get nothing", "GET", "/shifts/1", nil, 15, ""},
		{"not clocked in", "PUT", "/employees/" + employee + "/clockout", fields(), 13, "not clocked in"},
	}
	for _, tt := range tests {
		wantCode(t, tt.name, ask(t, s, tt.method, tt.path, tt.body), tt.code, tt.words)
	}
	if got := askRaw(t, s, "GET", "/nowhere", nil); got.status != 404 || object(t, got.body)["status"] != 5.0 {
		t.Errorf("no such path: %d %s", got.status, got.body)
	}
}

func TestHumanityThrottles(t *testing.T) {
	t.Parallel()
	// By a window: in the body alone, or by HTTP as well.
	for status, opts := range map[int][]Option{200: nil, 429: {HumanityThrottleStatus(429)}} {
		s := NewHumanity(t, append(opts, WithRateLimit(2, time.Minute))...)
		for n, want := range []int{200, 200, status} {
			got := askRaw(t, s, "GET", "/positions", nil)
			if got.status != want {
				t.Errorf("call %d: HTTP %d, want %d", n+1, got.status, want)
			}
			if n == 2 {
				wantCode(t, "the third", object(t, got.body), 91, "")
			}
		}
		s.Advance(time.Minute)
		rowsIn(t, ask(t, s, "GET", "/positions", nil))
	}
	// On demand, as any other code.
	s := NewHumanity(t)
	s.Fail(Fault{Operation: "listPositions", Code: 91}, Fault{Operation: "listPositions", Code: 91, Status: 429, RetryAfter: 2 * time.Second},
		Fault{Operation: "createShift", Code: 20, Processed: true}, Fault{Operation: "listPositions", Status: 429})
	wantCode(t, "fault", ask(t, s, "GET", "/positions", nil), 91, "")
	got := askRaw(t, s, "GET", "/positions", nil)
	wantCode(t, "fault with a status", object(t, got.body), 91, "")
	if got.status != 429 || got.header.Get("Retry-After") != "2" {
		t.Errorf("HTTP %d, %v", got.status, got.header)
	}
	if got := askRaw(t, s, "GET", "/positions", nil); got.status != 429 || got.body != "" {
		t.Errorf("a bare 429: %d %s", got.status, got.body)
	}
	rowsIn(t, ask(t, s, "GET", "/positions", nil))
	n := s.Records("shifts").Len()
	wantCode(t, "carried out", ask(t, s, "POST", "/shifts", fields("start_date", "2026-03-02", "end_date", "2026-03-02",
		"start_time", "9:00am", "end_time", "5:00pm", "schedule", firstID(s, "positions"))), 20, "")
	if s.Records("shifts").Len() != n+1 {
		t.Error("the call under the fault wasn't carried out")
	}
}

// The vendor reads JSON as no parameters at all: a creation lacks them, a change changes nothing.
func TestHumanityReadsNoJSONWhereItWantsAForm(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	shift := firstID(s, "shifts")
	send := func(method, path, body string) map[string]any {
		r := bearing(request{method: method, path: path, body: body}, s.Credentials().AccessToken)
		return object(t, do(t, s, r).body)
	}
	wantCode(t, "create", send("POST", "/shifts", `{"start_date":"2026-03-02","end_date":"2026-03-02","start_time":"9:00am","end_time":"5:00pm","schedule":220000}`), 8, "missing")
	before, _ := s.Records("shifts").Get(shift)
	if got := send("PUT", "/shifts/"+shift, `{"title":"Changed"}`); got["status"] != 1.0 {
		t.Errorf("update: %v", got)
	}
	if after, _ := s.Records("shifts").Get(shift); before["title"] != after["title"] {
		t.Error("JSON changed a shift")
	}
	if n := len(s.Violations()); n < 2 {
		t.Errorf("%d violations, want one for each at least", n)
	}
	// Tasks do take JSON.
	if got := send("POST", "/master-tasks", `{"name":"Sweep","positionIds":[220000]}`); dig(got, "data", "name") != "Sweep" || fmt.Sprint(got["metadata"]) != "[]" {
		t.Errorf("task: %v", got)
	}
}

// Each value comes in every spelling that is known of it.
func TestHumanitySpellings(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	seen := map[string]map[string]bool{}
	note := func(what string, v any) {
		if seen[what] == nil {
			seen[what] = map[string]bool{}
		}
		spelling := fmt.Sprintf("%T", v)
		if list, ok := v.([]any); ok && len(list) == 0 {
			spelling = "empty list"
		}
		seen[what][spelling] = true
	}
	for _, row := range rowsIn(t, ask(t, s, "GET", "/employees", nil)) {
		for _, name := range []string{"status", "wage", "schedules", "p_email", "avatar", "custom"} {
			note("employee."+name, row[name])
		}
	}
	for _, row := range rowsIn(t, ask(t, s, "GET", "/shifts?detailed=1", nil)) {
		for _, name := range []string{"id", "type", "working", "confirmed", "employees", "length", "created"} {
			note("shift."+name, row[name])
		}
		note("date.year", dig(row, "start_date", "year"))
		note("slot.id", dig(row, "start_time", "id"))
	}
	for _, row := range rowsIn(t, ask(t, s, "GET", "/skills", nil)) {
		note("skill.id", row["id"])
	}
	for _, row := range rowsIn(t, ask(t, s, "GET", "/dashboard/onnow", nil)) {
		note("unset.timestamp", dig(row, "shift_end", "timestamp"))
		if id, _ := dig(row, "shift_end", "id").(float64); id >= 0 {
			t.Errorf("a date that isn't set has id %v", id)
		}
	}
	for _, row := range rowsIn(t, ask(t, s, "GET", "/timeclocks", nil)) {
		note("timeclock.out_time", row["out_time"])
		note("timeclock.end", row["end_timestamp"])
	}
	want := map[string][]string{
		"employee.status": {"float64", "string"}, "employee.wage": {"string"}, "employee.schedules": {"empty list", "map[string]interface {}"},
		"employee.p_email": {"bool", "float64", "string"}, "employee.avatar": {"map[string]interface {}", "string"},
		"employee.custom": {"empty list", "map[string]interface {}"},
		"shift.id":        {"string"}, "shift.type": {"float64", "string"}, "shift.working": {"float64", "string"}, "shift.confirmed": {"float64", "string"},
		"shift.employees": {"<nil>", "[]interface {}", "empty list"}, "shift.length": {"float64"}, "shift.created": {"float64", "string"},
		"date.year": {"float64", "string"}, "slot.id": {"float64", "string"}, "skill.id": {"float64", "string"}, "unset.timestamp": {"bool"},
		"timeclock.out_time": {"empty list", "map[string]interface {}"}, "timeclock.end": {"<nil>", "string"},
	}
	got := map[string][]string{}
	for what, spellings := range seen {
		got[what] = sortedKeys(spellings)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestHumanityEmployees(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	wantCode(t, "no name", ask(t, s, "POST", "/employees", fields("email", "x@example.com")), 8, "name")
	positions := []string{}
	for record := range s.Records("positions").All() {
		positions = append(positions, fmt.Sprint(record["id"]))
	}
	made := ask(t, s, "POST", "/employees", fields("fname", "Mo", "lname", "Li", "eid", "X1", "wage", "15.5", "password", "secret-word",
		"positions", "["+positions[1]+"]", "custom", `{"7":"M"}`, "child_company_id", "3"))
	id := fmt.Sprint(dig(made, "data", "id"))
	if dig(made, "data", "name") != "Mo Li" || dig(made, "data", "firstname") != "Mo" || dig(made, "data", "wage") != "15.50" ||
		dig(made, "data", "schedules", positions[1]) == nil || dig(made, "data", "password") != nil || dig(made, "data", "child_company_id") != nil {
		t.Errorf("made %v", made["data"])
	}
	wantCode(t, "the eid again", ask(t, s, "POST", "/employees", fields("name", "Other", "eid", "X1")), 12, "")
	changed := ask(t, s, "PUT", "/employees/"+id, fields("last_name", "Lee", "custom[10000]", "XL", "addschedule", positions[0]+","+positions[2], "removeschedule", positions[1]))
	if dig(changed, "data", "name") != "Mo Lee" || dig(changed, "data", "eid") != "X1" || dig(changed, "data", "custom", "10000", "value") != "XL" ||
		dig(changed, "data", "schedules", positions[1]) != nil || dig(changed, "data", "schedules", positions[2]) == nil {
		t.Errorf("changed %v", changed["data"])
	}
	for _, path := range []string{"/employees/eid/X1", "/employees/" + id, "/employees/by-eid?eid=X1"} {
		if got := ask(t, s, "GET", path, nil); dig(got, "data", "lastname") != "Lee" {
			t.Errorf("%s: %v", path, got)
		}
	}
	if rows := rowsIn(t, ask(t, s, "GET", "/employees/"+id+"/positions", nil)); len(rows) != 2 {
		t.Errorf("%d positions, want 2", len(rows))
	}
	// What was deleted is there on request, and a change shows in a read of what is new.
	active := len(rowsIn(t, ask(t, s, "GET", "/employees", nil)))
	if got := ask(t, s, "DELETE", "/employees/"+id, nil); got["data"] != "Employee deleted" {
		t.Errorf("deletion: %v", got)
	}
	if n := len(rowsIn(t, ask(t, s, "GET", "/employees", nil))); n != active-1 {
		t.Errorf("%d employees after a deletion, want %d", n, active-1)
	}
	since := escapeQuery(time.Now().Add(-time.Minute).UTC().Format(time.RFC3339))
	rows := rowsIn(t, ask(t, s, "GET", "/employees?include_deleted=1&updated_at="+since, nil))
	if len(rows) != 1 || fmt.Sprint(rows[0]["id"]) != id || !humanityTrue(rows[0]["deleted"]) {
		t.Errorf("changed of late: %v", rows)
	}
}

func TestHumanityGroupAccounts(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	shift := firstID(s, "shifts")
	if got := ask(t, s, "GET", "/shifts/"+shift+"?child_company_id=12001", nil); got["status"] != 1.0 {
		t.Errorf("in the query of a GET: %v", got)
	}
	if got := ask(t, s, "DELETE", "/shifts/"+shift, fields("child_company_id", "12001")); got["status"] != 1.0 {
		t.Errorf("in the body of a DELETE: %v", got)
	}
	if got := ask(t, s, "DELETE", "/leaves/"+firstID(s, "leaves"), fields("child_company_id", "12001")); got["status"] != 1.0 {
		t.Errorf("in the body of a DELETE that has none: %v", got)
	}
	wantCode(t, "in the query of a DELETE", ask(t, s, "DELETE", "/leaves/"+firstID(s, "leaves")+"?child_company_id=12001", nil), 10, "child_company_id")
}

func TestHumanityPages(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	ids := func(path string) (out []string) {
		for _, row := range rowsIn(t, ask(t, s, "GET", path, nil)) {
			out = append(out, fmt.Sprint(row["id"]))
		}
		return out
	}
	all := ids("/leaves?limit=1000")
	if len(all) != 130 || len(ids("/leaves")) != 100 || len(ids("/leaves?page=3")) != 0 {
		t.Errorf("%d leaves, %d on the first page, %d on the third", len(all), len(ids("/leaves")), len(ids("/leaves?page=3")))
	}
	if d := cmp.Diff(all[100:], ids("/leaves?page=2")); d != "" {
		t.Error(d)
	}
	if got := ids("/timeclocks"); len(got) != 96 || !slices.Equal(got[20:30], ids("/timeclocks?page=3&per_page=10")) {
		t.Errorf("%d clock times, or another third page", len(got))
	}
	last := ids("/timeclocks?order_by=id&direction=desc&page=1&per_page=1")
	if got := ids("/timeclocks"); len(last) != 1 || last[0] != got[len(got)-1] {
		t.Errorf("backwards: %v", last)
	}
	open := ids("/shifts?mode=open")
	if !slices.Equal(open[5:9], ids("/shifts?mode=open&start_limit=5&end_limit=4")) {
		t.Error("open shifts aren't cut")
	}
	if n := len(ids("/shifts?start_limit=5&end_limit=4")); n != 168 {
		t.Errorf("%d shifts, want all: only mode open is cut", n)
	}
	n, cursor := 0, ""
	for range 10 {
		page := ask(t, s, "GET", "/master-tasks?cursor="+cursor, nil)
		n += len(rowsIn(t, page))
		if cursor, _ = dig(page, "metadata", "cursor").(string); cursor == "" {
			break
		}
	}
	if n != 70 {
		t.Errorf("%d master tasks, want 70", n)
	}
}
