package humanity_test

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func TestStaff(t *testing.T) {
	t.Parallel()
	const put, get = "PUT /shifts/7", "GET /shifts/7"
	two := ok(`{"id": "7", "employees": [{"id": 1}, {"id": "2"}]}`)
	one := ok(`{"id": 7, "employees": [{"id": "1"}]}`)
	for _, test := range []struct {
		name        string
		add, remove []int64
		responses   map[string]string
		opts        []humanity.CallOption
		asked       []string
		fault       error
		shown       bool
	}{
		{"the response shows it", []int64{2}, nil, map[string]string{put: two}, nil, []string{put + " add=2"}, nil, true},
		{"several", []int64{2, 1}, []int64{3, 4}, map[string]string{put: two}, nil, []string{put + " add=2,1&remove=3,4"}, nil, true},
		{"with its flag", []int64{2}, nil, map[string]string{put: two}, []humanity.CallOption{humanity.WithUpdateStaff()}, []string{put + " add=2&update_staff=1"}, nil, true},
		{"taken off", nil, []int64{2}, map[string]string{put: one}, nil, []string{put + " remove=2"}, nil, true},
		{"the shift shows it", []int64{2}, nil, map[string]string{put: one, get: two}, nil, []string{put + " add=2", get}, nil, true},
		{"the response is no shift", []int64{2}, nil, map[string]string{put: ok(`"done"`), get: two}, nil, []string{put + " add=2", get}, nil, true},
		{"the response is no shift of that id", []int64{2}, nil, map[string]string{put: ok(`[]`), get: two}, nil, []string{put + " add=2", get}, nil, true},
		{"the response is no shift, and nobody was taken off", nil, []int64{2}, map[string]string{put: ok(`[]`), get: two}, nil, []string{put + " remove=2", get}, humanity.ErrNotApplied, true},
		{"nothing came of it", []int64{2}, nil, map[string]string{put: one, get: one}, nil, []string{put + " add=2", get}, humanity.ErrNotApplied, true},
		{"not taken off", nil, []int64{2}, map[string]string{put: two, get: two}, nil, []string{put + " remove=2", get}, humanity.ErrNotApplied, true},
		{"on call", []int64{3}, nil, map[string]string{put: ok(`{"id": 7, "employees": null, "employeesOnCall": [{"id": 3}]}`)}, nil, []string{put + " add=3"}, nil, true},
		{"refused", []int64{2}, nil, map[string]string{put: `{"status": 13, "error": "no"}`, get: two}, nil, []string{put + " add=2"}, rest.ErrInvalid, false},
		{"not to be read again", []int64{2}, nil, map[string]string{put: one, get: `{"status": 20, "error": "no"}`}, nil, []string{put + " add=2", get}, rest.ErrForbidden, false},
		{"nobody", nil, nil, nil, nil, nil, rest.ErrRequest, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := &fake{responses: test.responses}
			shift, err := f.start(t).Shifts.Staff(t.Context(), 7, test.add, test.remove, test.opts...)
			if (shift != nil) != test.shown || !errors.Is(err, test.fault) || (err == nil) != (test.fault == nil) {
				t.Errorf("%+v, %v", shift, err)
			}
			if diff := cmp.Diff(test.asked, f.requests()); diff != "" {
				t.Error(diff)
			}
		})
	}
	f := &fake{responses: map[string]string{put: two}}
	client := f.start(t)
	if shift, err := client.Shifts.AddEmployees(t.Context(), 7, []int64{1, 2}, humanity.ForCompany(5)); err != nil || len(shift.Employees) != 2 {
		t.Errorf("%+v, %v", shift, err)
	}
	if shift, err := client.Shifts.RemoveEmployees(t.Context(), 7, []int64{3}); err != nil || len(shift.Employees) != 2 {
		t.Errorf("%+v, %v", shift, err)
	}
	if diff := cmp.Diff([]string{put + " add=1,2&child_company_id=5", put + " remove=3"}, f.requests()); diff != "" {
		t.Error(diff)
	}
}

func TestWithUpdateFlags(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		change humanity.ShiftUpdate
		want   string
	}{
		{humanity.ShiftUpdate{}, ""},
		{humanity.ShiftUpdate{Title: new("x")}, "title=x"},
		{humanity.ShiftUpdate{EndTime: new("5:00pm")}, "end_time=5:00pm&update_time=1"},
		{humanity.ShiftUpdate{StartDate: new(day("2026-01-02"))}, "start_date=2026-01-02&update_time=1"},
		{humanity.ShiftUpdate{Notes: new("")}, "notes=&update_notes=1"},
		{humanity.ShiftUpdate{Type: new(humanity.ShiftTypeOpen), PositionID: new(int64(4))}, "schedule=4&type=1&update_schedule=1&update_type=1"},
		{humanity.ShiftUpdate{Add: []int64{1}, Remove: []int64{2}}, "add=1&remove=2&update_staff=1"},
		{humanity.ShiftUpdate{Notes: new("x"), UpdateNotes: new(false)}, "notes=x&update_notes=0"},
	} {
		before, err := call.EncodeForm(test.change)
		if err != nil {
			t.Fatal(err)
		}
		form, err := call.EncodeForm(test.change.WithUpdateFlags())
		if err != nil || plain(form) != test.want {
			t.Errorf("%s, %v, want %s", plain(form), err, test.want)
		}
		if after, _ := call.EncodeForm(test.change); plain(after) != plain(before) {
			t.Errorf("the caller's change is %s now", plain(after))
		}
	}
}

// eager repeats whatever may be repeated, at once.
type eager struct{}

func (eager) Next(_ context.Context, attempt rest.Attempt) (time.Duration, bool) {
	return 0, attempt.Repeatable && attempt.Number < 3
}

func (eager) Succeeded(int) {}

func TestPublishIDs(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{"GET /shifts/publish?shifts=7,8": ok(`"2 shifts published"`)}}
	client := f.start(t, rest.WithRetrier(eager{}))
	if said, err := client.Shifts.PublishIDs(t.Context(), []int64{7, 8}); err != nil || said != "2 shifts published" {
		t.Errorf("%q, %v", said, err)
	}
	// A change that travels by GET is sent once, whatever comes; a read that fails alike is repeated.
	if said, err := client.Shifts.PublishIDs(t.Context(), []int64{9}); err == nil || said != "" {
		t.Errorf("%q, %v", said, err)
	}
	if _, err := client.Shifts.Clear(t.Context(), &humanity.ClearShiftsParams{ShiftIDs: []int64{9}}); err == nil {
		t.Error("a refusal passed")
	}
	if _, err := client.Shifts.Get(t.Context(), 9, nil); err == nil {
		t.Error("a refusal passed")
	}
	if _, err := client.Shifts.PublishIDs(t.Context(), nil); !errors.Is(err, rest.ErrRequest) {
		t.Errorf("no ids: %v", err)
	}
	read := "GET /shifts/9"
	if diff := cmp.Diff([]string{"GET /shifts/publish?shifts=7,8", "GET /shifts/publish?shifts=9", "GET /shifts/clear?shifts=9", read, read, read}, f.requests()); diff != "" {
		t.Error(diff)
	}
}

func TestDeleteSeries(t *testing.T) {
	t.Parallel()
	f := &fake{response: func(string, url.Values) string { return ok(`"Deleted"`) }}
	client := f.start(t)
	if _, err := client.Shifts.DeleteSeries(t.Context(), 7, humanity.ShiftSeriesRuleFollowing, humanity.ForCompany(5)); err != nil {
		t.Error(err)
	}
	if _, err := client.Shifts.DeleteSeries(t.Context(), 7, ""); !errors.Is(err, rest.ErrRequest) {
		t.Errorf("no rule: %v", err)
	}
	if diff := cmp.Diff([]string{"DELETE /shifts/7?rule=following child_company_id=5&rule=following"}, f.requests()); diff != "" {
		t.Error(diff)
	}
}

func TestForCompany(t *testing.T) {
	t.Parallel()
	f := &fake{response: func(string, url.Values) string { return ok(`[]`) }}
	client, ctx, company := f.start(t), t.Context(), humanity.ForCompany(5)
	for name, call := range map[string]func() error{
		"an iteration": func() error { _, err := collect(client.Employees.All(ctx, nil, company)); return err },
		"a form": func() error {
			_, err := client.Employees.Update(ctx, 3, humanity.EmployeeUpdate{Notes: new("x")}, company)
			return err
		},
		"JSON": func() error {
			_, err := client.MasterTasks.Create(ctx, humanity.MasterTaskCreate{Name: "x", PositionIDs: []int64{4}}, company)
			return err
		},
		"nothing to send":     func() error { _, err := client.Shifts.Delete(ctx, 3, nil, nil, company); return err },
		"an undocumented one": func() error { return client.Call(ctx, "GET", "/odd", nil, nil, nil, company) },
	} {
		if err := call(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	got := f.requests()
	slices.Sort(got)
	if diff := cmp.Diff([]string{
		"DELETE /shifts/3 child_company_id=5", "GET /employees?child_company_id=5", "GET /odd?child_company_id=5",
		`POST /master-tasks {"child_company_id":"5","name":"x","positionIds":[4]}=`, "PUT /employees/3 child_company_id=5&notes=x",
	}, got); diff != "" {
		t.Error(diff)
	}
	if _, err := client.Forecasts.CreateDataPoints(ctx, value.JSON(`[{"a": 1}]`), company); !errors.Is(err, rest.ErrRequest) {
		t.Errorf("a JSON list: %v", err)
	}
}

func TestZone(t *testing.T) {
	t.Parallel()
	zone(t, "America/New_York")
	for data, want := range map[string]string{
		`{"id": 1, "timezone": "America/New_York"}`:                                                                                  "America/New_York",
		`{"timezone_info": {"name": "Europe/Paris", "offset": "+01:00"}, "timezone": "America/New_York"}`:                            "Europe/Paris",
		`{"timezone_info": {"name": "Eastern Time"}, "timezone_name": "(GMT-05:00) Eastern Time", "timezone": " America/New_York "}`: "America/New_York",
		`{"timezone_info": {"name_formatted": "Asia/Tokyo"}}`:                                                                        "Asia/Tokyo",
		`{"timezone_info": {"name": "../etc/passwd", "name_formatted": "Local", "offset": "-05:00"}, "timezone": "Eastern Time"}`:    "",
		`{"timezone": "", "timezone_info": []}`:                                                                                      "",
		`{"timezone": "Europe/Paris", "wage": {"odd": 1}}`:                                                                           "Europe/Paris", // a mismatch elsewhere
	} {
		loc, err := (&fake{responses: map[string]string{"GET /me": ok(data)}}).start(t).Zone(t.Context())
		if want != "" && (err != nil || loc.String() != want) || want == "" && (!errors.Is(err, humanity.ErrUnknownZone) || loc != nil) {
			t.Errorf("%s: %v, %v", data, loc, err)
		}
		if strings.Contains(data, "-05:00\"}") && !strings.Contains(err.Error(), `offset "-05:00"`) {
			t.Errorf("the error is %v", err)
		}
	}
	if loc, err := (&fake{}).start(t).Zone(t.Context()); loc != nil || !errors.Is(err, rest.ErrInvalid) {
		t.Errorf("a refusal: %v, %v", loc, err)
	}
	if loc, err := (&humanity.Location{Timezone: "Europe/Paris"}).Zone(); err != nil || loc.String() != "Europe/Paris" {
		t.Errorf("%v, %v", loc, err)
	}
}
