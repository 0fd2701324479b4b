package humanity_test

import (
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func collect[T any](rows iter.Seq2[*T, error]) (out []T, err error) {
	for row, err := range rows {
		if err != nil {
			return out, err
		}
		out = append(out, *row)
	}
	return out, nil
}

func day(text string) value.Date { return value.ParseDate(text) }

// calendar responds with what touches the window that was asked for: things that last several days are in two windows.
func calendar(things map[string][2]string) func(string, url.Values) string {
	return func(ask string, _ url.Values) string {
		_, query, _ := strings.Cut(ask, "?")
		values, _ := url.ParseQuery(query)
		var rows []string
		for id, span := range things {
			if span[0] <= values.Get("end_date") && span[1] >= values.Get("start_date") {
				rows = append(rows, fmt.Sprintf(`{"id": %q}`, id))
			}
		}
		slices.Sort(rows)
		return ok("[" + strings.Join(rows, ",") + "]")
	}
}

func TestBetween(t *testing.T) {
	t.Parallel()
	things := map[string][2]string{
		"1": {"2026-01-01", "2026-01-01"}, "2": {"2026-01-28", "2026-01-29"}, "3": {"2025-12-31", "2026-01-01"},
		"4": {"2026-01-20", "2026-04-01"}, "5": {"2026-02-25", "2026-02-26"}, "6": {"2026-03-01", "2026-03-01"}, "7": {"2026-03-02", "2026-03-02"},
	}
	for _, test := range []struct {
		name, from, to string
		want           []value.Int
		windows        []string
	}{
		{"two months", "2026-01-01", "2026-03-01", []value.Int{1, 2, 3, 4, 5, 6}, []string{
			"end_date=2026-01-28&start_date=2026-01-01", "end_date=2026-02-25&start_date=2026-01-29", "end_date=2026-03-01&start_date=2026-02-26",
		}},
		{"one day", "2026-03-02", "2026-03-02", []value.Int{4, 7}, []string{"end_date=2026-03-02&start_date=2026-03-02"}},
		{"four weeks", "2026-02-01", "2026-02-28", []value.Int{4, 5}, []string{"end_date=2026-02-28&start_date=2026-02-01"}},
		{"times count as days", "2026-03-02T23:00:00Z", "2026-03-02 01:00:00", []value.Int{4, 7}, []string{"end_date=2026-03-02&start_date=2026-03-02"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := &fake{response: calendar(things)}
			client := f.start(t)
			shifts, err := collect(client.Shifts.Between(t.Context(), day(test.from), day(test.to), nil))
			if err != nil {
				t.Fatal(err)
			}
			clocks, err := collect(client.Timeclocks.Between(t.Context(), day(test.from), day(test.to), nil))
			if err != nil {
				t.Fatal(err)
			}
			var got, also []value.Int
			for _, shift := range shifts {
				got = append(got, shift.ID)
			}
			for _, clock := range clocks {
				also = append(also, clock.ID)
			}
			slices.Sort(got)
			slices.Sort(also)
			if diff := cmp.Diff(test.want, got) + cmp.Diff(test.want, also); diff != "" {
				t.Error(diff)
			}
			var asked []string
			for _, window := range test.windows {
				asked = append(asked, "GET /shifts?"+window)
			}
			for _, window := range test.windows {
				asked = append(asked, "GET /timeclocks?"+window)
			}
			if diff := cmp.Diff(asked, f.requests()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBetweenKeepsToItsParams(t *testing.T) {
	t.Parallel()
	f := &fake{response: func(string, url.Values) string { return ok(`[{"title": "no id"}, {"title": "no id"}]`) }}
	client := f.start(t)
	params := &humanity.ListShiftsParams{ShiftFields: []string{"title"}, Mode: new(humanity.ListShiftsParamsModeOverview), StartDate: new(day("2001-01-01"))}
	shifts, err := collect(client.Shifts.Between(t.Context(), day("2026-01-01"), day("2026-01-29"), params))
	if err != nil || len(shifts) != 4 { // what has no id is never taken for something seen
		t.Errorf("%d shifts, %v", len(shifts), err)
	}
	want := []string{
		"GET /shifts?end_date=2026-01-28&fields[shift]=title,id&mode=overview&start_date=2026-01-01",
		"GET /shifts?end_date=2026-01-29&fields[shift]=title,id&mode=overview&start_date=2026-01-29",
	}
	if diff := cmp.Diff(want, f.requests()); diff != "" {
		t.Error(diff)
	}
	if len(params.ShiftFields) != 1 || params.StartDate.String() != "2001-01-01" || params.EndDate != nil {
		t.Errorf("the caller's parameters are %+v now", params)
	}

	for range client.Shifts.Between(t.Context(), day("2026-01-01"), day("2026-12-31"), nil) {
		break
	}
	if n := len(f.requests()); n != 3 {
		t.Errorf("an iteration that ends at its first row made %d requests", n-2)
	}
	for name, rows := range map[string]iter.Seq2[*humanity.Shift, error]{
		"no day":         client.Shifts.Between(t.Context(), value.Date{}, day("2026-01-01"), nil),
		"a bad day":      client.Shifts.Between(t.Context(), day("2026-01-01"), day("Jan 2"), nil),
		"wrong order":    client.Shifts.Between(t.Context(), day("2026-01-02"), day("2026-01-01"), nil),
		"with a limit":   client.Shifts.Between(t.Context(), day("2026-01-01"), day("2026-01-02"), &humanity.ListShiftsParams{EndLimit: new(int64(5))}),
		"with an offset": client.Shifts.Between(t.Context(), day("2026-01-01"), day("2026-01-02"), &humanity.ListShiftsParams{StartLimit: new(int64(5))}),
	} {
		if _, err := collect(rows); !errors.Is(err, rest.ErrRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := collect(client.Timeclocks.Between(t.Context(), day("2026-01-01"), day("2026-01-02"), &humanity.ListTimeclocksParams{Page: new(int64(1))})); !errors.Is(err, rest.ErrRequest) {
		t.Errorf("with a page: %v", err)
	}
	if n := len(f.requests()); n != 3 {
		t.Errorf("iterations that can't begin made %d requests", n-3)
	}
}

func TestBetweenEndsWithTheError(t *testing.T) {
	t.Parallel()
	f := &fake{response: func(ask string, _ url.Values) string {
		if strings.Contains(ask, "start_date=2026-01-29") {
			return `{"status": 91, "error": "slow down"}`
		}
		return ok(`[{"id": 1, "needed": {"odd": 1}}, {"id": 2}]`)
	}}
	surprises := 0
	client := f.start(t, rest.WithoutRetries(), rest.WithLenientDecoding(func(*rest.Error) { surprises++ }))
	shifts, err := collect(client.Shifts.Between(t.Context(), day("2026-01-01"), day("2026-12-31"), nil))
	if !errors.Is(err, rest.ErrRateLimited) || len(shifts) != 2 || len(f.requests()) != 2 || surprises != 1 {
		t.Errorf("%d shifts, %v, %q", len(shifts), err, f.requests())
	}
	// What of a response could be read comes before the error that says what couldn't.
	shifts, err = collect(f.start(t).Shifts.Between(t.Context(), day("2026-01-01"), day("2026-12-31"), nil))
	if !errors.Is(err, rest.ErrDecode) || len(shifts) != 2 {
		t.Errorf("%d shifts, %v", len(shifts), err)
	}
}

// offered responds with open shifts of which the first moves a place back after each call.
func offered(n int, limit bool) func(string, url.Values) string {
	return func(ask string, _ url.Values) string {
		_, query, _ := strings.Cut(ask, "?")
		values, _ := url.ParseQuery(query)
		from, _ := strconv.Atoi(values.Get("start_limit"))
		count, _ := strconv.Atoi(values.Get("end_limit"))
		if !limit {
			from, count = 0, n
		}
		var rows []string
		for i := from; i < min(from+count, n); i++ {
			rows = append(rows, fmt.Sprintf(`{"id": "%d"}`, i+1))
		}
		return ok("[" + strings.Join(rows, ",") + "]")
	}
}

func TestOpenShifts(t *testing.T) {
	t.Parallel()
	f := &fake{response: offered(7, true)}
	client := f.start(t)
	params := &humanity.ListShiftsParams{EndLimit: new(int64(3)), ShiftFields: []string{"title"}, Mode: new(humanity.ListShiftsParamsModeLate)}
	shifts, err := collect(client.Shifts.Open(t.Context(), params))
	if err != nil || len(shifts) != 7 || shifts[6].ID != 7 {
		t.Errorf("%+v, %v", shifts, err)
	}
	const tail = "&fields[shift]=title,id&mode=open&start_limit="
	if diff := cmp.Diff([]string{"GET /shifts?end_limit=3" + tail + "0", "GET /shifts?end_limit=3" + tail + "3", "GET /shifts?end_limit=3" + tail + "6", "GET /shifts?end_limit=3" + tail + "7"}, f.requests()); diff != "" {
		t.Error(diff)
	}
	if *params.EndLimit != 3 || params.StartLimit != nil || *params.Mode != humanity.ListShiftsParamsModeLate || len(params.ShiftFields) != 1 {
		t.Errorf("the caller's parameters are %+v now", params)
	}

	var next rest.Cursor
	for page, err := range client.Shifts.OpenPages(t.Context(), &humanity.ListShiftsParams{EndLimit: new(int64(3)), StartLimit: new(int64(1))}) {
		if err != nil || len(page.List.Data) != 3 || page.List.Data[0].ID != 2 {
			t.Fatalf("%+v, %v", page, err)
		}
		next = page.Next
		break
	}
	shifts, err = collect(client.Shifts.Open(t.Context(), nil, rest.StartAt(next)))
	if err != nil || len(shifts) != 3 || shifts[0].ID != 5 {
		t.Errorf("from %q: %+v, %v", next, shifts, err)
	}
	for _, cursor := range []rest.Cursor{"cursor:x", "cursor:-1", "number:2"} {
		if _, err := collect(client.Shifts.Open(t.Context(), nil, rest.StartAt(cursor))); !errors.Is(err, rest.ErrBadCursor) {
			t.Errorf("%q: %v", cursor, err)
		}
	}
}

func TestOpenShiftsThatMove(t *testing.T) {
	t.Parallel()
	// Between the first page and the second a shift is offered anew: what was third is fourth.
	pages := map[string]string{"0": `[{"id": 1}, {"id": 2}, {"id": 3}]`, "3": `[{"id": 3}, {"id": 4}]`, "5": `[]`}
	f := &fake{response: func(ask string, _ url.Values) string {
		_, from, _ := strings.Cut(ask, "start_limit=")
		return ok(pages[from])
	}}
	shifts, err := collect(f.start(t).Shifts.Open(t.Context(), &humanity.ListShiftsParams{EndLimit: new(int64(3))}))
	if err != nil || len(shifts) != 4 {
		t.Errorf("%+v, %v", shifts, err)
	}
	// A vendor that ignores the limits gives more than were asked for, which is all, or the same again.
	client := (&fake{response: offered(7, false)}).start(t)
	shifts, err = collect(client.Shifts.Open(t.Context(), &humanity.ListShiftsParams{EndLimit: new(int64(3))}))
	if err != nil || len(shifts) != 7 {
		t.Errorf("%d shifts, %v", len(shifts), err)
	}
	shifts, err = collect(client.Shifts.Open(t.Context(), nil))
	if !errors.Is(err, rest.ErrRepeatedPage) || len(shifts) != 7 {
		t.Errorf("%d shifts, %v", len(shifts), err)
	}
}

func TestMasterTasks(t *testing.T) {
	t.Parallel()
	row := func(ids ...string) string {
		rows := make([]string, len(ids))
		for i, id := range ids {
			rows[i] = fmt.Sprintf(`{"id": %q}`, id)
		}
		return "[" + strings.Join(rows, ",") + "]"
	}
	full := func(first int) string {
		ids := make([]string, 30)
		for i := range ids {
			ids[i] = strconv.Itoa(first + i)
		}
		return row(ids...)
	}
	page := func(data, metadata string) string {
		return `{"status": 1, "data": ` + data + `, "metadata": ` + metadata + `, "error": null}`
	}
	for _, test := range []struct {
		name, first, second string
		rows                int
		fault               error
	}{
		{"cursor", page(full(0), `{"cursor": "c2"}`), page(row("x"), `{"cursor": null}`), 31, nil},
		{"next cursor", page(row("a"), `{"nextCursor": "c2", "cursor": "c1", "total": 2}`), page(row("x"), `[]`), 2, nil},
		{"snakes", page(row("a"), `{"next_cursor": "c2"}`), page(row("x"), `{"next_cursor": ""}`), 2, nil},
		{"within", page(row("a"), `{"pagination": {"cursors": {"after": "c2"}}}`), page(row("x"), `{"pagination": {"cursors": {"after": false}}}`), 2, nil},
		{"beneath next", page(row("a"), `{"next": {"cursor": "c2"}}`), page(row("x"), `{"next": []}`), 2, nil},
		{"an address", page(row("a"), `{"links": {"next": "https://www.humanity.com/api/v2/master-tasks?limit=1&cursor=c2"}}`), page(row("x"), `{"links": {"next": null}}`), 2, nil},
		{"a number", page(row("a"), `{"page": {"next": 2}}`), page(row("x"), `{"page": {"next": null}}`), 2, nil},
		{"no more", page(full(0), `{"limit": 30, "hasMore": false}`), "", 30, nil},
		{"nothing at all", page(full(0), `[]`), "", 30, nil},
		{"no rows", page(`[]`, `{"limit": 30}`), "", 0, nil},
		{"unknown, and full", page(full(0), `{"limit": 30, "position": "c2"}`), "", 30, humanity.ErrNoCursor},
		{"unknown, and not full", page(row("a"), `{"limit": 30, "position": "c2"}`), "", 1, nil},
		{"more, and no word how", page(full(0), `{"hasMore": true}`), "", 30, humanity.ErrNoCursor},
		{"true as a cursor", page(full(0), `{"next": true}`), "", 30, humanity.ErrNoCursor},
		{"the present one", page(row("a"), `{"cursor": "c2"}`), page(row("x"), `{"cursor": "c2"}`), 2, humanity.ErrNoCursor},
		{"the same page", page(row("a"), `{"cursor": "c2"}`), page(row("a"), `{"cursor": "c2"}`), 2, humanity.ErrNoCursor},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := &fake{response: func(ask string, _ url.Values) string {
				switch ask {
				case "GET /master-tasks":
					return test.first
				case "GET /master-tasks?cursor=c2", "GET /master-tasks?cursor=2":
					return test.second
				}
				return ""
			}}
			tasks, err := collect(f.start(t).MasterTasks.All(t.Context(), nil))
			if len(tasks) != test.rows || !errors.Is(err, test.fault) || (err == nil) != (test.fault == nil) {
				t.Errorf("%d tasks, %v", len(tasks), err)
			}
		})
	}
	f := &fake{response: func(string, url.Values) string { return page(row("a", "b"), `{"position": "secret"}`) }}
	_, err := collect(f.start(t).MasterTasks.All(t.Context(), &humanity.ListMasterTasksParams{Limit: new(int64(500))}))
	if !errors.Is(err, humanity.ErrNoCursor) || !strings.Contains(err.Error(), "position") || strings.Contains(err.Error(), "secret") {
		t.Errorf("a page that may have been cut: %v", err)
	}
	if _, err := collect((&fake{}).start(t).MasterTasks.All(t.Context(), nil)); !errors.Is(err, rest.ErrInvalid) {
		t.Errorf("a refusal: %v", err)
	}
}

func TestUpdatedSince(t *testing.T) {
	t.Parallel()
	since := time.Date(2026, 6, 29, 22, 30, 15, 999, time.FixedZone("", 2*3600))
	f := &fake{response: func(string, url.Values) string { return ok(`[{"id": "1", "deleted": "1"}]`) }}
	client := f.start(t)
	employees, err := collect(client.Employees.UpdatedSince(t.Context(), since, &humanity.ListEmployeesParams{Disabled: new(humanity.FlagYes)}))
	if err != nil || len(employees) != 1 || !employees[0].Deleted {
		t.Errorf("%+v, %v", employees, err)
	}
	for _, iterate := range []func() error{
		func() error {
			_, err := collect(client.Employees.UpdatedSince(t.Context(), since, &humanity.ListEmployeesParams{IncludeDeleted: new(humanity.FlagNo)}))
			return err
		},
		func() error { _, err := collect(client.Positions.UpdatedSince(t.Context(), since, nil)); return err },
		func() error {
			_, err := collect(client.Positions.UpdatedSince(t.Context(), since, &humanity.ListPositionsParams{IncludeDeleted: new(humanity.FlagNo)}))
			return err
		},
		func() error {
			_, err := collect(client.Locations.UpdatedSince(t.Context(), since, &humanity.ListLocationsParams{Type: new(int64(1))}))
			return err
		},
		func() error { _, err := collect(client.Locations.UpdatedSince(t.Context(), since, nil)); return err },
	} {
		if err := iterate(); err != nil {
			t.Error(err)
		}
	}
	const at = "updated_at=2026-06-29T20:30:15Z"
	if diff := cmp.Diff([]string{
		"GET /employees?disabled=1&include_deleted=1&" + at, "GET /employees?include_deleted=0&" + at, "GET /positions?include_deleted=1&" + at,
		"GET /positions?include_deleted=0&" + at, "GET /locations?type=1&" + at, "GET /locations?" + at,
	}, f.requests()); diff != "" {
		t.Error(diff)
	}
}
