package humanity_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

type line struct {
	Hours value.Float `json:"hours"`
	Name  string      `json:"name"`
}

func TestDecodeReport(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, data string
		rows       []line
		meta       []string
		fault      bool
	}{
		{"numbered", `{"10": {"name": "k"}, "2": {"name": "c"}, "custom_report": {"id": 7}, "0": {"name": "a", "hours": "1,234.5"}}`,
			[]line{{1234.5, "a"}, {0, "c"}, {0, "k"}}, []string{"custom_report"}, false},
		{"a list", `[{"name": "a"}, {"name": "b", "hours": 2}]`, []line{{0, "a"}, {2, "b"}}, nil, false},
		{"none", `[]`, nil, nil, false},
		{"null", `null`, nil, nil, false},
		{"absent", ``, nil, nil, false},
		{"metadata alone", `{"custom_report": []}`, nil, []string{"custom_report"}, false},
		{"what stands under a number and is no row", `{"0": null, "1": [], "2": "x", "3": [1]}`, []line{{}}, []string{"0", "2", "3"}, false},
		{"names that look like numbers", `{"01": {}, "-1": {}, "1.0": {}, "": {}, "99999999999999999999": {"name": "z"}}`,
			[]line{{0, "z"}}, []string{"", "-1", "01", "1.0"}, false},
		{"a surprise costs its member", `{"0": {"name": "a", "hours": [1]}, "1": {"name": {"x": 1}, "hours": 3}}`, []line{{0, "a"}, {3, ""}}, nil, true},
		{"a list of something else", `[{"name": "a"}, "b"]`, []line{{0, "a"}, {}}, nil, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			report, err := humanity.DecodeReport[line](value.JSON(test.data))
			if report == nil || (err != nil) != test.fault || err != nil && !errors.Is(err, rest.ErrDecode) {
				t.Fatalf("%+v, %v", report, err)
			}
			if diff := cmp.Diff(test.rows, append([]line(nil), report.Rows...)); diff != "" {
				t.Error(diff)
			}
			var meta []string
			for name := range report.Meta {
				meta = append(meta, name)
			}
			if len(report.Raw) != len(report.Rows) || len(meta) != len(test.meta) {
				t.Errorf("%d rows as they came, for %d; beside them %q", len(report.Raw), len(report.Rows), meta)
			}
			for _, name := range test.meta {
				if _, there := report.Meta[name]; !there {
					t.Errorf("%q is lost", name)
				}
			}
		})
	}
	for _, data := range []string{`"no rows"`, `7`, `true`} {
		if report, err := humanity.DecodeReport[line](value.JSON(data)); report != nil || !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%s: %+v, %v", data, report, err)
		}
	}
	_, err := humanity.DecodeReport[line](value.JSON(`{"7": {"hours": {}}}`))
	if found, ok := errors.AsType[*value.DecodeError](err); !ok || found.Field != "hours" {
		t.Errorf("the error is %v", err)
	}
}

func TestReports(t *testing.T) {
	t.Parallel()
	custom := &humanity.GetCustomReportParams{
		StartDate: value.ParseDate("2026-06-01"), EndDate: value.ParseDate("2026-06-30"),
		Type: humanity.GetCustomReportParamsTypeShifts, Fields: []humanity.CustomReportField{humanity.CustomReportFieldID},
	}
	payroll := &humanity.GetPayrollReportParams{
		StartDate: value.ParseDate("2026-06-01"), EndDate: value.ParseDate("2026-06-30"), Type: humanity.GetPayrollReportParamsTypeTimesheets,
	}
	group := &humanity.GetGroupReportParams{StartDate: value.ParseDate("2026-06-01"), EndDate: value.ParseDate("2026-06-30"), Type: "schedule_summary"}
	for _, test := range []struct {
		name, custom, payroll, group string
		ids                          []value.Int
		fault                        bool
	}{
		{"objects", `{"0": {"id": "11"}, "1": {"id": 12}, "custom_report": 1}`, `{"1": {"userid": 12}, "0": {"userid": "11"}}`, `{"0": {"id": 11}, "1": {"id": "12"}}`, []value.Int{11, 12}, false},
		{"lists", `[{"id": "11"}, {"id": 12}]`, `[{"userid": "11"}, {"userid": 12}]`, `[{"id": "11"}, {"id": 12}]`, []value.Int{11, 12}, false},
		{"nothing", `[]`, `[]`, `[]`, nil, false},
		{"null", `null`, `null`, `null`, nil, false},
		{"a surprise", `{"0": {"id": "11", "title": []}}`, `{"0": {"userid": 11, "hours": 3}}`, `[{"id": 11, "shifts": {"a": 1}}]`, []value.Int{11}, true},
	} {
		for _, mode := range []string{"plain", "raw", "tolerant"} {
			t.Run(test.name+", "+mode, func(t *testing.T) {
				t.Parallel()
				f := &fake{responses: map[string]string{
					"GET /reports/custom?end_date=2026-06-30&fields=id&start_date=2026-06-01&type=shifts":        ok(test.custom),
					"GET /payroll/report?end_date=2026-06-30&start_date=2026-06-01&type=timesheets":              ok(test.payroll),
					"GET /groupaccounts/reports?end_date=2026-06-30&start_date=2026-06-01&type=schedule_summary": ok(test.group),
				}}
				var opts []humanity.CallOption
				var with []humanity.ClientOption
				var raw rest.Response
				switch mode {
				case "raw":
					opts = append(opts, rest.WithResponse(&raw))
				case "tolerant":
					with = append(with, rest.WithLenientDecoding(func(*rest.Error) {}))
				}
				client := f.start(t, with...)
				check := func(name string, ids []value.Int, err error) {
					t.Helper()
					if (err != nil) != test.fault || err != nil && !errors.Is(err, rest.ErrDecode) {
						t.Errorf("%s: %v", name, err)
					}
					if diff := cmp.Diff(test.ids, ids); diff != "" {
						t.Errorf("%s: %s", name, diff)
					}
					if mode == "raw" && raw.Status != 200 {
						t.Errorf("%s: the caller's raw response is %v", name, raw)
					}
				}
				a, err := client.Reports.Custom(t.Context(), custom, opts...)
				check("custom", idsOf(a, func(r humanity.CustomReportRow) value.Int { return r.ID }), err)
				b, err := client.Payroll.Report(t.Context(), payroll, opts...)
				check("payroll", idsOf(b, func(r humanity.PayrollReportRow) value.Int { return r.UserID }), err)
				c, err := client.Reports.Group(t.Context(), group, opts...)
				check("group", idsOf(c, func(r humanity.GroupReportUser) value.Int { return r.ID }), err)
			})
		}
	}
	client := (&fake{}).start(t)
	if report, err := client.Reports.Custom(t.Context(), custom); report != nil || err == nil {
		t.Errorf("a refusal gave %v, %v", report, err)
	}
	if report, err := client.Payroll.Report(t.Context(), payroll); report != nil || err == nil {
		t.Errorf("a refusal gave %v, %v", report, err)
	}
	if report, err := client.Reports.Group(t.Context(), group); report != nil || err == nil {
		t.Errorf("a refusal gave %v, %v", report, err)
	}
}

func idsOf[T any](report *humanity.Report[T], id func(T) value.Int) (ids []value.Int) {
	if report == nil {
		return nil
	}
	for _, row := range report.Rows {
		ids = append(ids, id(row))
	}
	return ids
}

// Nothing of a report is lost: its fields are rows or metadata, and the rows are in order.
func FuzzDecodeReport(f *testing.F) {
	for _, seed := range []string{
		`{"10": {"userid": "1"}, "2": {"userid": 2}, "custom_report": {}, "0": {}}`, `[{"userid": 1}]`, `[]`, `null`, ``, `"x"`, `{`,
		`{"0": [], "1": null, "01": {}, "99999999999999999999": {"hours": {"total": "1,5"}}}`, `[[], {}, 3, "x"]`, ` [ ] `,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		report, err := humanity.DecodeReport[humanity.PayrollReportRow](data)
		if err != nil && !errors.Is(err, rest.ErrDecode) {
			t.Errorf("%q: %v", data, err)
		}
		if report == nil {
			if err == nil {
				t.Errorf("%q gave nothing", data)
			}
			return
		}
		members, items := value.JSON(data).Fields(), value.JSON(data).Items()
		if len(report.Rows) != len(report.Raw) || len(report.Raw)+len(report.Meta) != len(members)+len(items) {
			t.Errorf("%q: %d rows and %d others of %d", data, len(report.Raw), len(report.Meta), len(members)+len(items))
		}
	})
}
