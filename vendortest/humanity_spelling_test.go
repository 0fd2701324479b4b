package vendortest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What live clients send in other spellings than the document's is taken, and breaks nothing.

func TestHumanityTakesSlashes(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	for _, r := range []request{
		get("/employees/1100011/"), get("//employees/1100011"), get("/employees//1100011//"), get("/employees/"), get("//me/"),
		get("/groupaccounts/reports/?start_date=2025-03-03&end_date=2025-03-09&type=schedule_summary"),
		{method: "PUT", path: "/employees/1100011/", media: formMedia, body: "notes=x"},
		{method: "DELETE", path: "//skills/7701"}, {method: "DELETE", path: "//availabilities/future/10001"},
	} {
		if got := do(t, s, r); got.status != 200 || dig(object(t, got.body), "status") != 1.0 {
			t.Errorf("%s %s: %d %.200s", r.method, r.path, got.status, got.body)
		}
	}
	res, err := http.PostForm(s.OAuthURL+"//oauth2/token.php/", url.Values{"grant_type": {"password"}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if s.Count(routeToken) != 1 {
		t.Error("the token endpoint wasn't found")
	}
	for _, path := range []string{"/employee/1100011/", "/Employees/1100011", "/employees/1100011/x/"} {
		if got := do(t, s, get(path)); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if _, ok := s.Records("skills").Get("7701"); ok || len(s.Violations()) != 3 {
		t.Errorf("%v", s.Violations())
	}
}

func TestHumanityReadsDatesOfAnySpelling(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	rows := func(path string, day string) string {
		t.Helper()
		got := do(t, s, get(path+"start_date="+url.QueryEscape(day)+"&end_date="+url.QueryEscape(day)))
		data := dig(object(t, got.body), "data")
		if got.status != 200 || data == nil {
			t.Fatalf("%s of %s: %d %.200s", path, day, got.status, got.body)
		}
		return lettersOf(got.body)
	}
	for _, path := range []string{"/shifts?", "/timeclocks?", "/leaves?", "/reports/custom?type=shifts&fields=id,employee,start_day&", "/payroll/report?type=confirmedhours&"} {
		want := rows(path, "2025-03-12")
		for _, day := range []string{"03/12/2025", "3/12/2025", "Mar 12, 2025", "March 12, 2025", "March 12,2025", " 2025-03-12 "} {
			if got := rows(path, day); got != want {
				t.Errorf("%s of %q has other rows than of 2025-03-12", path, day)
			}
		}
	}
	leave := do(t, s, request{method: "POST", path: "/leaves", media: formMedia,
		body: url.Values{"start_date": {"Mar 12, 2025"}, "end_date": {"03/13/2025"}, "employee": {"1100003"}}.Encode()})
	if first := dig(object(t, leave.body), "data", "start_day", "date"); first != "2025-03-12 00:00:00" {
		t.Errorf("a leave of Mar 12, 2025 begins %v: %.300s", first, leave.body)
	}
	if len(s.Violations()) > 0 {
		t.Error(s.Violations())
	}
	// A date that no source shows the vendor to read is still a mistake.
	if got := do(t, s, get("/shifts?start_date=next+week")); dig(object(t, got.body), "status") == 1.0 {
		t.Errorf("%.200s", got.body)
	}
}

func TestHumanityReadsListsWithBlanks(t *testing.T) {
	t.Parallel()
	s := NewHumanity(t)
	count := func(query string) int {
		t.Helper()
		got := do(t, s, get("/shifts?start_date=2025-03-03&end_date=2025-03-16&"+query))
		list, _ := dig(object(t, got.body), "data").([]any)
		return len(list)
	}
	one, two := count("mode=schedule&schedule=220000"), count("mode=schedule&schedule=220000,220001")
	if one == 0 || two <= one {
		t.Fatalf("%d rows of a position, %d of two", one, two)
	}
	for _, list := range []string{"220000,%20220001", "220000%2C%20220001", "220000+,+220001", "+220000,220001+", "220000,220001,"} {
		if got := count("mode=schedule&schedule=" + list); got != two {
			t.Errorf("%s: %d rows, want %d", list, got, two)
		}
	}
	if got := count("mode=schedule&schedule=220002&schedule=220000"); got != one { // PHP: the last counts
		t.Errorf("a parameter sent twice: %d rows, want %d", got, one)
	}
	shift := s.Records("shifts")
	for record := range shift.All() {
		if len(staffOf(record)) == 0 {
			id := stringOf(record["id"])
			do(t, s, request{method: "PUT", path: "/shifts/" + id, media: formMedia, body: "add=1100001, 1100002 ,1100003"})
			changed, _ := shift.Get(id)
			if got := strings.Join(staffOf(changed), " "); got != "1100001 1100002 1100003" {
				t.Errorf("staffed with %q", got)
			}
			break
		}
	}
	if got := do(t, s, get("/shifts/440000000,%20440000001/tasks")); dig(object(t, got.body), "status") != 1.0 {
		t.Errorf("%.200s", got.body)
	}
	// The one that doesn't count is lost without a word at the vendor, so here it is told.
	if v := s.Violations(); len(v) != 1 || !v[0].Ignored || v[0].What != "schedule: it comes 2 times, and the document has it only once; the last counts" {
		t.Error(v)
	}
}
