package vendortest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHumanityShiftsOfAPeriod(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t, WithRecords(42, "shifts"))
	all := rowsIn(t, ask(t, s, "GET", "/shifts", nil))
	for _, tt := range []struct {
		query string
		keep  func(row map[string]any) bool
	}{
		{"start_date=2025-03-05&end_date=2025-03-06", func(row map[string]any) bool {
			start, end := row["start_timestamp"].(string), row["end_timestamp"].(string)
			return start < "2025-03-07" && end > "2025-03-05"
		}},
		{"start_date=2025-03-05&end_date=2025-03-06&mode=open", func(row map[string]any) bool {
			return row["start_timestamp"].(string) < "2025-03-07" && row["end_timestamp"].(string) > "2025-03-05" && humanityTrue(row["type"])
		}},
		{"mode=schedule&schedule=220001,220002", func(row map[string]any) bool {
			return row["schedule"] == "220001" || row["schedule"] == "220002"
		}},
		{"mode=overview&schedule=220001", func(map[string]any) bool { return true }}, // a filter of other modes
		{"mode=employees&employees=1100003", func(row map[string]any) bool { return slices.Contains(staffOf(row), "1100003") }},
	} {
		want := 0
		for _, row := range all {
			if tt.keep(row) {
				want++
			}
		}
		rows := rowsIn(t, ask(t, s, "GET", "/shifts?"+tt.query, nil))
		if len(rows) != want || want == 0 || slices.ContainsFunc(rows, func(row map[string]any) bool { return !tt.keep(row) }) {
			t.Errorf("%s: %d shifts, want %d", tt.query, len(rows), want)
		}
	}
	rows := rowsIn(t, ask(t, s, "GET", "/shifts?fields%5Bshift%5D=id,title", nil))
	if len(rows[0]) != 2 {
		t.Errorf("fields asked for: %v", rows[0])
	}
	if all[0]["skills"] != nil || rowsIn(t, ask(t, s, "GET", "/shifts?detailed=1", nil))[0]["repeats"] == nil {
		t.Error("details come without being asked for, or not at all")
	}
}

func TestHumanityShiftIsMadeAndStaffed(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	people := []string{}
	for record := range s.Records("employees").All() {
		people = append(people, fmt.Sprint(record["id"]))
	}
	position := firstID(s, "positions")
	made := ask(t, s, "POST", "/shifts", fields("start_date", "2025-03-08", "end_date", "2025-03-09", "start_time", "10:00pm", "end_time", "06:00",
		"schedule", position, "employee_id", people[0]+","+people[1], "title", "Night", "needed", "3"))
	id := fmt.Sprint(dig(made, "data", "id"))
	// Summer time begins in that night, so it has seven hours.
	if dig(made, "data", "start_timestamp") != "2025-03-08 22:00:00" || dig(made, "data", "end_timestamp") != "2025-03-09 06:00:00" || dig(made, "data", "length") != 7.0 ||
		dig(made, "data", "start_date", "iso8601") != "2025-03-08T22:00:00-0600" || dig(made, "data", "end_date", "iso8601") != "2025-03-09T06:00:00-0500" {
		t.Errorf("made %v", made["data"])
	}
	staff := func() []string {
		got := ask(t, s, "GET", "/shifts/"+id, nil)
		return staffOf(got["data"].(map[string]any))
	}
	if got := staff(); !slices.Equal(got, people[:2]) {
		t.Errorf("staff %v", got)
	}
	ask(t, s, "PUT", "/shifts/"+id, fields("add", people[2]+","+people[1], "remove", people[0]))
	if got := staff(); !slices.Equal(got, people[1:3]) {
		t.Errorf("after add and remove: %v", got)
	}
	wantCode(t, "nobody", ask(t, s, "PUT", "/shifts/"+id, fields("add", "1")), 13, "employee")

	// Without its flag a change succeeds and is none.
	for _, flags := range []bool{false, true} {
		body := fields("start_time", "11:00pm", "notes", "Bring keys", "title", "Late")
		if flags {
			body.Set("update_time", "1")
			body.Set("update_notes", "1")
		}
		got := ask(t, s, "PUT", "/shifts/"+id, body)
		moved, noted := dig(got, "data", "start_timestamp") == "2025-03-08 23:00:00", dig(got, "data", "notes") == "Bring keys"
		if got["status"] != 1.0 || moved != flags || noted != flags || dig(got, "data", "title") != "Late" {
			t.Errorf("flags %v: %v", flags, got["data"])
		}
	}
	// Employees count on an update only for a copy.
	ask(t, s, "PUT", "/shifts/"+id, fields("employee_id", people[5]))
	if got := staff(); !slices.Equal(got, people[1:3]) {
		t.Errorf("employee_id without copy_to: %v", got)
	}
	copied := ask(t, s, "PUT", "/shifts/"+id, fields("copy_to", "2025-03-20", "employee_id", people[5]))
	if dig(copied, "data", "id") == id || dig(copied, "data", "start_timestamp") != "2025-03-20 23:00:00" || !slices.Equal(staffOf(copied["data"].(map[string]any)), people[5:6]) {
		t.Errorf("copied %v", copied["data"])
	}
}

func TestHumanityStaffFlag(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t, HumanityStaffFlag())
	id, employee := firstID(s, "shifts"), ""
	for record := range s.Records("employees").All() {
		employee = fmt.Sprint(record["id"])
	}
	for _, flag := range []string{"0", "1"} {
		got := ask(t, s, "PUT", "/shifts/"+id, fields("add", employee, "update_staff", flag))
		if got["status"] != 1.0 || slices.Contains(staffOf(got["data"].(map[string]any)), employee) != (flag == "1") {
			t.Errorf("update_staff=%s: %v", flag, dig(got, "data", "employees"))
		}
	}
}

// Two GETs change state.
func TestHumanityPublishAndClear(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	id := firstID(s, "shifts")
	record, _ := s.Records("shifts").Get(id)
	if record["published"] != "0" {
		t.Fatalf("the first shift is published: %v", record["published"])
	}
	if got := ask(t, s, "GET", "/shifts/publish?shifts="+id, nil); !strings.Contains(fmt.Sprint(got["data"]), "published") {
		t.Errorf("published: %v", got)
	}
	if record, _ = s.Records("shifts").Get(id); record["published"] == "0" {
		t.Error("the shift isn't published")
	}
	wantCode(t, "publish nothing", ask(t, s, "GET", "/shifts/publish?shifts=1", nil), 13, "shift")
	ask(t, s, "GET", "/shifts/clear?shifts="+id, nil)
	if _, ok := s.Records("shifts").Get(id); ok {
		t.Error("the shift wasn't cleared")
	}
	ask(t, s, "GET", "/shifts/clear?restore=1&shifts="+id, nil)
	if _, ok := s.Records("shifts").Get(id); !ok {
		t.Error("the shift wasn't restored")
	}
}

func TestHumanityClock(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	id := firstID(s, "employees")
	status := func(details string) any {
		return ask(t, s, "GET", "/timeclocks/status/"+id+"/"+details, nil)["data"]
	}
	if status("0") != "out" || status("1") != "out" {
		t.Errorf("at first: %v, %v", status("0"), status("1"))
	}
	in := ask(t, s, "POST", "/employees/"+id+"/clockin", nil)
	if end, ok := dig(in, "data", "end_timestamp").(string); ok || dig(in, "data", "out_timestamp") != "0" {
		t.Errorf("clocked in until %v: %v", end, in["data"])
	}
	wantCode(t, "in twice", ask(t, s, "POST", "/employees/"+id+"/clockin", nil), 13, "already")
	if status("0") != "in" || dig(status("1"), "id") != dig(in, "data", "id") {
		t.Errorf("clocked in: %v, %v", status("0"), status("1"))
	}
	now := len(rowsIn(t, ask(t, s, "GET", "/dashboard/onnow", nil)))
	s.Advance(90 * time.Minute)
	// The token is an hour old by then.
	_, login := humanityGrant(t, s, "grant_type", "refresh_token", "refresh_token", s.Credentials().RefreshToken)
	r := bearing(request{method: "PUT", path: "/employees/" + id + "/clockout", media: formMedia, body: "notes=Late", bare: true}, login["access_token"].(string))
	out := object(t, do(t, s, r).body)
	if dig(out, "data", "length", "hours") != 1.0 || dig(out, "data", "length", "mins") != 30.0 || dig(out, "data", "notes") != "Late" {
		t.Errorf("clocked out: %v", out)
	}
	r.method, r.path, r.body = "GET", "/dashboard/onnow", ""
	if got := len(rowsIn(t, object(t, do(t, s, r).body))); got != now-1 {
		t.Errorf("%d on now, want %d", got, now-1)
	}
	record, _ := s.Records("timeclocks").Get(fmt.Sprint(dig(out, "data", "id")))
	if record["end_timestamp"] == nil {
		t.Error("the record still runs")
	}
	if len(s.Violations()) > 0 {
		t.Errorf("violations %v", s.Violations())
	}
}

func TestHumanityReports(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	got := ask(t, s, "GET", "/reports/custom?start_date=2025-03-03&end_date=2025-03-04&type=shifts&fields=id,employee,total_time", nil)
	data, _ := got["data"].(map[string]any)
	first, _ := data["0"].(map[string]any)
	if len(first) != 3 || data["custom_report"] == nil || data["1"] == nil {
		t.Errorf("custom report: %v", data)
	}
	got = ask(t, s, "GET", "/payroll/report?start_date=2025-03-03&end_date=2025-03-04&type=timesheets", nil)
	if dig(got, "data", "0", "hours", "total") != 7.75 {
		t.Errorf("payroll report: %.400v", got["data"])
	}
	got = ask(t, s, "GET", "/payroll/report?start_date=2031-03-03&end_date=2031-03-04&type=timesheets", nil)
	if list, ok := got["data"].([]any); !ok || len(list) != 0 {
		t.Errorf("no rows: %v, want an empty list for the empty map", got["data"])
	}
}

func TestHumanityTasks(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	shift := firstID(s, "shifts")
	send := func(method, path, body string) map[string]any {
		return object(t, do(t, s, bearing(request{method: method, path: path, body: body}, s.Credentials().AccessToken)).body)
	}
	before := rowsIn(t, ask(t, s, "GET", "/shifts/"+shift+"/tasks", nil))
	kept := before[0]["id"].(string)
	after := rowsIn(t, send("PUT", "/shifts/"+shift+"/tasks", fmt.Sprintf(
		`{"tasks":[{"id":%q,"taskId":"T1","name":"Kept","type":%v},{"taskId":"T2","name":"New","type":%v}]}`, kept, before[0]["type"], before[0]["type"])))
	if len(before) != 2 || len(after) != 2 || after[0]["id"] != kept || after[0]["name"] != "Kept" || after[1]["id"] == before[1]["id"] {
		t.Errorf("before %v, after %v", before, after)
	}
	task := rowsIn(t, ask(t, s, "GET", "/shifts/"+shift+"/employee-tasks", nil))[0]["id"].(string)
	if got := send("POST", "/employee-tasks/"+task+"/activity", `{"status":1}`); dig(got, "data", "activity", "startedAt") == nil {
		t.Errorf("started: %v", got)
	}
	if got := rowsIn(t, ask(t, s, "GET", "/shifts/"+shift+"/employee-tasks", nil)); dig(got[0], "activity", "status") != 1.0 {
		t.Errorf("the task's activity wasn't kept: %v", got[0])
	}
	two := rowsIn(t, ask(t, s, "GET", "/shifts/"+shift+",440000001/employee-tasks", nil))
	if len(two) != 4 {
		t.Errorf("%d tasks of two shifts, want 4", len(two))
	}
}

// The account's zone is worked out by hand.
func TestHumanityZone(t *testing.T) {
	t.Parallel()
	real, err := time.LoadLocation(humanityZoneName)
	if err != nil {
		t.Skip("no time-zone database")
	}
	for at := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2026; at = at.Add(time.Hour) {
		_, want := at.In(real).Zone()
		if _, got := at.In(humanityZone(at)).Zone(); got != want {
			t.Fatalf("%v: offset %d, want %d", at, got, want)
		}
		wall := at.In(real).Format(humanityWall)
		naive, _ := time.Parse(humanityWall, wall)
		if got := humanityAt(naive); got.Format(humanityWall) != wall {
			t.Fatalf("%s became %v", wall, got)
		}
	}
}
