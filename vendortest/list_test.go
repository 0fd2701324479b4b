package vendortest

import (
	"fmt"
	"testing"
)

func TestPagesOfEverything(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	seen := map[any]bool{}
	pages := 0
	for path := organization(s) + "/members?page=1"; path != ""; {
		page := object(t, do(t, s, get(path)).body)
		pages++
		for _, row := range page["data"].([]any) {
			seen[dig(row, "id")] = true
		}
		if got := dig(page, "pagination", "totalItems"); got != 237.0 {
			t.Errorf("totalItems %v", got)
		}
		if got := dig(page, "pagination", "pagesCount"); got != 5.0 {
			t.Errorf("pagesCount %v", got)
		}
		if got := dig(page, "pagination", "currentPage"); got != float64(pages) {
			t.Errorf("currentPage %v on page %d", got, pages)
		}
		path = ""
		if next := dig(page, "pagination", "nextPage"); next != nil {
			path = fmt.Sprintf("%s/members?page=%v", organization(s), next)
		}
	}
	if pages != 5 || len(seen) != 237 {
		t.Errorf("%d members on %d pages", len(seen), pages)
	}
	beyond := object(t, do(t, s, get(organization(s)+"/members?page=99")).body)
	if len(beyond["data"].([]any)) != 0 || dig(beyond, "pagination", "nextPage") != nil {
		t.Errorf("page 99: %v", beyond)
	}
}

func TestPageSizeIsCapped(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t, WithMaxPageSize(20))
	page := object(t, do(t, s, get(organization(s)+"/members?count=100")).body)
	if n := len(page["data"].([]any)); n != 20 || dig(page, "pagination", "pagesCount") != 12.0 {
		t.Errorf("%d rows, %v", n, page["pagination"])
	}
}

func TestCeiling(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t, WithRecords(12_345), WithoutRateLimit())
	tests := []struct {
		page, count, status, rows int
	}{
		{20, 500, 200, 500}, {21, 500, 400, 0}, {25, 400, 200, 400}, {26, 400, 400, 0}, {34, 300, 200, 100},
	}
	for _, tt := range tests {
		got := do(t, s, get(fmt.Sprintf("%s/members?page=%d&count=%d", organization(s), tt.page, tt.count)))
		if got.status != tt.status {
			t.Errorf("page %d of %d: status %d, want %d", tt.page, tt.count, got.status, tt.status)
			continue
		}
		body := object(t, got.body)
		if tt.status == 200 {
			if rows := len(body["data"].([]any)); rows != tt.rows || dig(body, "pagination", "totalItems") != 12_345.0 {
				t.Errorf("page %d of %d: %d rows, %v", tt.page, tt.count, rows, body["pagination"])
			}
		} else if dig(body, "errors", 0, "detail") == nil {
			t.Errorf("the error %v has no detail", body)
		}
	}
}

func TestRowsInsertedDuringAWalkShiftTheRest(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	last := dig(object(t, do(t, s, get(organization(s)+"/members?page=1&count=50")).body), "data", 49, "id")
	s.Records("members").Insert(0, map[string]any{"firstName": "New"})
	first := dig(object(t, do(t, s, get(organization(s)+"/members?page=2&count=50")).body), "data", 0, "id")
	if first != last {
		t.Errorf("page 2 begins with %v, want %v again", first, last)
	}
}

func TestFeedGoesBackInTime(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t, WithRecords(130, "feed"))
	member := dig(object(t, do(t, s, get(organization(s)+"/members?count=1")).body), "data", 0, "id")
	seen := map[any]bool{}
	cursor, before, repeated := "", "", 0
	for range 20 {
		path := fmt.Sprintf("%s/members/%v/feed?count=25", organization(s), member)
		if cursor != "" {
			path += "&maxTime=" + escapeQuery(cursor)
		}
		rows := object(t, do(t, s, get(path)).body)["data"].([]any)
		fresh := 0
		for _, row := range rows {
			at := dig(row, "time").(string)
			if before != "" && laterThan(at, before) {
				t.Fatalf("%s comes after %s", at, before)
			}
			before = at
			if id := dig(row, "id"); seen[id] {
				repeated++
			} else {
				seen[id] = true
				fresh++
			}
			cursor = at
		}
		if fresh == 0 {
			break
		}
	}
	if len(seen) != 130 {
		t.Errorf("%d items seen, want 130", len(seen))
	}
	if repeated == 0 {
		t.Error("no page began with an item of the page before: a client's seam isn't tried")
	}
}

func TestFiltersAndViews(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	members := s.Records("members")
	var member map[string]any
	for m := range members.All() {
		if len(m["memberInRoles"].([]any)) > 2 {
			member = m
			break
		}
	}
	list := object(t, do(t, s, get(fmt.Sprintf("%s/roles?member=%v&count=100", organization(s), member["id"]))).body)
	if got, want := len(list["data"].([]any)), len(member["memberInRoles"].([]any)); got != want {
		t.Errorf("%d roles of a member who has %d", got, want)
	}
	for _, row := range list["data"].([]any) {
		for _, id := range dig(row, "assignedMembers").([]any) {
			found := false
			for _, linked := range dig(list, "linked", "assignedmembers").([]any) {
				found = found || dig(linked, "id") == id && dig(linked, "role") == dig(row, "id")
			}
			if !found {
				t.Errorf("assignation %v isn't linked", id)
			}
		}
	}
	slim := object(t, do(t, s, get(organization(s)+"/circles")).body)
	full := object(t, do(t, s, get(organization(s)+"/circles?view=full")).body)
	timed := object(t, do(t, s, get(organization(s)+"/circles-timespent")).body)
	if dig(slim, "data", 0, "decisionMakers") != nil || dig(full, "data", 0, "decisionMakers") == nil {
		t.Error("decision makers come with view full only")
	}
	if dig(slim, "data", 0, "timeSpent") != nil || dig(timed, "data", 0, "timeSpent") == nil {
		t.Error("time spent comes with circles-timespent only")
	}
	if dig(slim, "data", 3, "id") != dig(timed, "data", 3, "id") {
		t.Error("the two lists show different circles")
	}
	skipped := object(t, do(t, s, get(organization(s)+"/roles?from=10&limit=5")).body)
	all := object(t, do(t, s, get(organization(s)+"/roles?count=20")).body)
	if len(skipped["data"].([]any)) != 5 || dig(skipped, "data", 0, "id") != dig(all, "data", 10, "id") {
		t.Error("from and limit don't skip")
	}

	p := NewSpiro(t)
	name := dig(object(t, do(t, p, get("/companies/600007")).body), "data", "attributes", "name").(string)
	found := object(t, do(t, p, get("/companies?filter%5Bname_cont%5D="+escapeQuery(name[1:]))).body)
	if rows := found["data"].([]any); len(rows) != 1 || dig(rows, 0, "id") != "600007" {
		t.Errorf("filter found %v", rows)
	}
	related := object(t, do(t, p, get("/opportunities?filter%5Bcompany_name_cont%5D="+escapeQuery(name))).body)
	if rows := related["data"].([]any); len(rows) == 0 {
		t.Error("no opportunity of the company was found")
	}
	one := object(t, do(t, p, get("/opportunities/2000000?include=user,company")).body)
	if dig(one, "included", 0, "type") != "user" || dig(one, "included", 1, "type") != "company" {
		t.Errorf("included %v", one["included"])
	}
	if plain := object(t, do(t, p, get("/opportunities/2000000")).body); plain["included"] != nil {
		t.Error("included came unasked")
	}
}
