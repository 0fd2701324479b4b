package humanity_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/drift"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// What comes in several forms is read in each of them.

func TestRemoteSiteOfAShift(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]humanity.ShiftSite{
		`{"id": 5, "lat": 47.1, "lon": 8.5}`:         {ID: 5, Lat: 47.1, Lon: 8.5},
		`{"id": "5", "lat": "47.1", "lon": "-8.5"}`:  {ID: 5, Lat: 47.1, Lon: -8.5},
		`{"lat": 47.1, "lon": 8.5}`:                  {Lat: 47.1, Lon: 8.5},
		`{"id": "7", "lat": {}, "lon": []}`:          {ID: 7},
		`{"id": null, "lat": null, "name": "North"}`: {},
		`5`: {ID: 5}, `"5"`: {ID: 5}, `"0"`: {}, `0`: {}, `""`: {}, `null`: {}, `{}`: {}, `[]`: {}, ` [ ] `: {},
	} {
		t.Run(location, func(t *testing.T) {
			t.Parallel()
			shift := `{"id": "44", "location": ` + location + `, "title": "Late"}`
			f := &fake{responses: map[string]string{"GET /shifts/44": ok(shift), "GET /shifts": ok("[" + shift + `,{"id": 45}]`)}}
			client := f.start(t)
			one, err := client.Shifts.Get(t.Context(), 44, nil)
			if err != nil {
				t.Fatal(err)
			}
			list, err := client.Shifts.List(t.Context(), nil)
			if err != nil || len(list.Data) != 2 {
				t.Fatal(err, len(list.Data))
			}
			for _, got := range []humanity.Shift{one.Data, list.Data[0]} {
				if diff := cmp.Diff(want, got.RemoteSite); diff != "" || got.ID != 44 || got.Title != "Late" {
					t.Errorf("%+v %s", got, diff)
				}
				var again humanity.ShiftSite
				if text, err := json.Marshal(got.RemoteSite); err != nil || json.Unmarshal(text, &again) != nil || again != got.RemoteSite {
					t.Errorf("written as %s, %v, read as %+v", text, err, again)
				}
				if got.RemoteSite.IsZero() != (want == humanity.ShiftSite{}) || got.RemoteSite.HasPlace() != (want.Lat != 0) {
					t.Errorf("IsZero %v, HasPlace %v", got.RemoteSite.IsZero(), got.RemoteSite.HasPlace())
				}
			}
		})
	}
	for _, location := range []string{`"somewhere"`, `true`, `[5]`, `{"id": 5, "lat": "north"}`} {
		f := &fake{responses: map[string]string{"GET /shifts/44": ok(`{"id": "44", "location": ` + location + `, "title": "Late"}`)}}
		one, err := f.start(t).Shifts.Get(t.Context(), 44, nil)
		if !errors.Is(err, rest.ErrDecode) || one == nil || one.Data.ID != 44 || one.Data.Title != "Late" {
			t.Errorf("%s: %v, %+v", location, err, one)
		}
	}
}

func TestShiftOfAClockTime(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{"GET /timeclocks": ok(`[{"id": 1, "shift": "44", "schedule": {}}, {"id": 2, "shift": 45, "schedule": [], "length": []}, {"id": 3, "shift": null}]`)}}
	list, err := f.start(t).Timeclocks.List(t.Context(), nil)
	if err != nil || len(list.Data) != 3 {
		t.Fatal(err)
	}
	for i, want := range []value.Int{44, 45, 0} {
		if got := list.Data[i]; got.ShiftID != want || got.Position != nil && got.Position.ID != 0 {
			t.Errorf("%+v", got)
		}
	}
}

func TestGroupReport(t *testing.T) {
	t.Parallel()
	user := `{"id": "9", "name": "Ann", "shifts": [{"id": "44", "start": "33", "start_timestamp": "2025-03-03 08:00:00"}]}`
	for name, data := range map[string]string{
		"users":           `{"users": [` + user + `], "title": "Schedule"}`,
		"users by number": `{"users": {"0": ` + user + `}, "title": "Schedule"}`,
		"users by id":     `{"users": {"9": ` + user + `}, "title": "Schedule"}`,
		"numbered rows":   `{"0": ` + user + `, "title": "Schedule"}`,
		"a list":          `[` + user + `]`,
	} {
		f := &fake{response: func(string, url.Values) string { return ok(data) }}
		report, err := f.start(t).Reports.Group(t.Context(), &humanity.GetGroupReportParams{Type: "schedule_summary"})
		if err != nil || len(report.Rows) != 1 || len(report.Raw) != 1 {
			t.Errorf("%s: %v %+v", name, err, report)
			continue
		}
		if got := report.Rows[0]; got.ID != 9 || len(got.Shifts) != 1 || got.Shifts[0].ID != 44 || got.Shifts[0].Start != 33 {
			t.Errorf("%s: %+v", name, got)
		}
		if title, _ := report.Meta["title"].Text(); name != "a list" && (title != "Schedule" || len(report.Meta) != 1) {
			t.Errorf("%s: Meta %v", name, report.Meta)
		}
	}
	for data, fault := range map[string]bool{`{"users": []}`: false, `{"users": null}`: false, `[]`: false, `null`: false, `{"users": "none"}`: true, `{"users": [{"id": {}}]}`: true} {
		f := &fake{response: func(string, url.Values) string { return ok(data) }}
		_, err := f.start(t).Reports.Group(t.Context(), &humanity.GetGroupReportParams{Type: "schedule_summary"})
		if (err != nil) != fault || err != nil && !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%s: %v", data, err)
		}
	}
}

func TestShiftApprovals(t *testing.T) {
	t.Parallel()
	row := humanity.ShiftApproval{EmployeeID: 9, ShiftID: 44, Absent: true}
	for data, want := range map[string]humanity.ShiftApprovalRows{
		`[{"employee": "9", "shift": "44", "absent": "1"}]`: {row},
		`{"employee": "9", "shift": "44", "absent": 1}`:     {row},
		`{"id": "44", "employees": [{"id": "9", "absent": "1"}, {"id": 8, "absent": "0"}], "start_timestamp": "2025-03-03 08:00:00"}`: {
			row, {EmployeeID: 8, ShiftID: 44}},
		`[{"id": "44", "employees": [{"id": "9", "absent": 1}]}]`: {row},
		`{"id": "44", "employees": []}`:                           {{ShiftID: 44}},
		`{"id": "44", "employees": null}`:                         {{ShiftID: 44}},
		`[]`:                                                      {},
		`null`:                                                    nil,
	} {
		f := &fake{responses: map[string]string{"GET /shifts/44/approve": ok(data)}}
		list, err := f.start(t).ShiftApprovals.List(t.Context(), 44)
		if err != nil {
			t.Errorf("%s: %v", data, err)
			continue
		}
		if diff := cmp.Diff(want, list.Data); diff != "" {
			t.Errorf("%s: %s", data, diff)
		}
	}
	f := &fake{responses: map[string]string{"GET /shifts/44/approve": ok(`"none"`)}}
	if _, err := f.start(t).ShiftApprovals.List(t.Context(), 44); !errors.Is(err, rest.ErrDecode) {
		t.Errorf("a word: %v", err)
	}
}

// A report of drift says nothing of what the client reads well.
func TestNoDriftInFormsThatAreRead(t *testing.T) {
	t.Parallel()
	for path, data := range map[string]string{
		"/payroll/report":    `[{"userid": "9", "employee": "Ann"}]`,
		"/reports/custom":    `[{"id": 9, "employee": "Ann"}]`,
		"/timeclocks":        `[{"id": 1, "shift": "44", "schedule": [], "length": [], "employee": []}, {"schedule": {}, "length": {}, "shift": null}]`,
		"/shifts":            `[{"location": {}}, {"location": []}, {"location": "0"}, {"location": 5}, {"location": {"id": 5, "lat": {}, "lon": 8.5}}, {"skill_requirement": [1]}]`,
		"/shifts/44":         `{"location": {"lat": 47.1, "lon": "8.5"}, "cost": []}`,
		"/shifts/44/approve": `{"id": "44", "employees": [{"id": "9"}], "start_timestamp": "2025-03-03 08:00:00"}`,
		"/employees":         `[{"schedules": [], "custom": [], "skills": [], "timezone_info": []}]`,
		"/positions":         `[{"id": 1, "location": {}}, {"location": []}, {"location": null}]`,
	} {
		observer, err := drift.New(os.DirFS("../../specs"), "humanity")
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, ok(data))
		}))
		t.Cleanup(server.Close)
		res, err := (&http.Client{Transport: observer.Transport(nil)}).Get(server.URL + "/api/v2" + path)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if report := observer.Report(); len(report.Findings) > 0 || len(report.Called) != 1 {
			t.Errorf("%s: %+v", path, report.Findings)
		}
	}
}
