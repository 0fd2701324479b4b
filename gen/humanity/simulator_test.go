package humanity_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest/value"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// simulated gives a client that is logged in to a simulated Humanity, whose every request must fit the document.
func simulated(t *testing.T, opts ...vendortest.Option) (*vendortest.Server, *humanity.Client) {
	t.Helper()
	server := vendortest.NewHumanity(t, opts...)
	given := server.Credentials()
	source, err := auth.HumanityPassword(auth.HumanityConfig{
		BaseURL: server.URL, ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
		Username: given.Username, Password: auth.NewSecret(given.Password),
	})
	if err != nil {
		t.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, broken := range server.Violations() {
			t.Errorf("a request broke the document: %v", broken)
		}
	})
	return server, client
}

func TestWalksAgainstTheSimulator(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	loc, err := client.Zone(ctx)
	if err != nil {
		t.Skip(err) // no zone database here
	}
	whole, err := client.Shifts.List(ctx, &humanity.ListShiftsParams{StartDate: new(day("2025-02-01")), EndDate: new(day("2025-05-01"))})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[value.Int]bool{}
	shifts, err := collect(client.Shifts.Between(ctx, day("2025-02-10"), day("2025-05-01"), nil))
	if err != nil || len(shifts) != len(whole.Data) || len(shifts) == 0 {
		t.Errorf("%d shifts of %d, %v", len(shifts), len(whole.Data), err)
	}
	for _, shift := range shifts {
		if ids[shift.ID] {
			t.Errorf("shift %d came twice", shift.ID)
		}
		ids[shift.ID] = true
		start, ok := shift.StartIn(loc)
		end, okEnd := shift.EndIn(loc)
		if !ok || !okEnd || !start.Equal(shift.StartDate.In(loc)) || !end.Equal(shift.EndDate.In(loc)) || end.Sub(start) != 8*time.Hour {
			t.Errorf("shift %d: from %v to %v; by the objects from %v to %v", shift.ID, start, end, shift.StartDate.In(loc), shift.EndDate.In(loc))
		}
		if slot, ok := shift.StartTime.Slot(); !ok || slot != humanity.SlotOf(start) {
			t.Errorf("shift %d starts in slot %v, %v", shift.ID, slot, ok)
		}
	}

	clocks, err := collect(client.Timeclocks.Between(ctx, day("2025-02-10"), day("2025-05-01"), nil))
	running := 0
	for _, clock := range clocks {
		if _, out := clock.OutAt(loc); !out {
			running++
		}
	}
	if err != nil || len(clocks) != 96 || running != 2 {
		t.Errorf("%d clock times, %d of them running, %v", len(clocks), running, err)
	}
	open, err := collect(client.Shifts.Open(ctx, &humanity.ListShiftsParams{EndLimit: new(int64(10))}))
	if err != nil || len(open) != 33 || slices.ContainsFunc(open, func(s humanity.Shift) bool { return s.Type != value.Int(humanity.ShiftTypeOpen) }) {
		t.Errorf("%d open shifts, %v", len(open), err)
	}
	tasks, err := collect(client.MasterTasks.All(ctx, nil))
	if err != nil || len(tasks) != 70 {
		t.Errorf("%d master tasks, %v", len(tasks), err)
	}
	leaves, err := collect(client.Leaves.All(ctx, nil))
	if err != nil || len(leaves) != 130 {
		t.Errorf("%d leaves, %v", len(leaves), err)
	}
	for _, leave := range leaves {
		who, ok := leave.Person()
		at, approved := leave.ApprovedAt(loc)
		if !ok || who.ID != leave.UserID || who.Name != leave.EmployeeName || approved && at.Year() != 2025 {
			t.Errorf("leave %d is of %+v, approved %v, %v", leave.ID, who, at, approved)
		}
	}

	// The same iteration goes on over the end of an access token.
	server.Advance(2 * time.Hour)
	if again, err := collect(client.Shifts.Between(ctx, day("2025-02-10"), day("2025-05-01"), nil)); err != nil || len(again) != len(shifts) {
		t.Errorf("%d shifts, %v", len(again), err)
	}
	if tokens := server.Tokens(); tokens.Refreshed != 1 {
		t.Errorf("the login was refreshed %d times", tokens.Refreshed)
	}
}

func TestWritesAgainstTheSimulator(t *testing.T) {
	t.Parallel()
	_, client := simulated(t, vendortest.HumanityStaffFlag())
	ctx := t.Context()
	const shift, employee = 440000004, 1100003
	if _, err := client.Shifts.AddEmployees(ctx, shift, []int64{employee}); !errors.Is(err, humanity.ErrNotApplied) {
		t.Errorf("without the flag: %v", err)
	}
	if got, err := client.Shifts.AddEmployees(ctx, shift, []int64{employee}, humanity.WithUpdateStaff()); err != nil || len(got.Employees) != 1 {
		t.Errorf("with the flag: %+v, %v", got, err)
	}
	if got, err := client.Shifts.RemoveEmployees(ctx, shift, []int64{employee}, humanity.WithUpdateStaff(), humanity.ForCompany(12000)); err != nil || len(got.Employees) != 0 {
		t.Errorf("taken off: %+v, %v", got, err)
	}
	if said, err := client.Shifts.PublishIDs(ctx, []int64{shift}); err != nil || said == "" {
		t.Errorf("%q, %v", said, err)
	}
	if _, err := client.Shifts.DeleteSeries(ctx, shift, humanity.ShiftSeriesRuleAll); err != nil {
		t.Error(err)
	}
	if _, err := client.Shifts.Get(ctx, shift, nil); err == nil {
		t.Error("a deleted shift is still there")
	}

	if _, err := client.Timeclocks.ClockOutChecked(ctx, employee, nil); !errors.Is(err, humanity.ErrNotClockedIn) {
		t.Errorf("out before in: %v", err)
	}
	at := humanity.ClockDateText(time.Date(2025, time.March, 11, 1, 33, 0, 0, time.UTC))
	in, err := client.Timeclocks.ClockInChecked(ctx, employee, &humanity.ClockIn{ClockInTime: &at})
	if err != nil || in.Data.StartTimestamp.String() != "2025-03-11 01:33:00" {
		t.Errorf("%+v, %v", in, err)
	}
	if _, err := client.Timeclocks.ClockInChecked(ctx, employee, nil); !errors.Is(err, humanity.ErrAlreadyClockedIn) {
		t.Errorf("in twice: %v", err)
	}
	status, err := client.Timeclocks.StatusDetails(ctx, employee, 1)
	if err != nil {
		t.Fatal(err)
	}
	if clock, err := status.Timeclock(); err != nil || clock == nil || clock.ID != in.Data.ID {
		t.Errorf("%+v, %v", clock, err)
	}
	if _, err := client.Timeclocks.ClockOutChecked(ctx, employee, &humanity.ClockOut{Notes: new("bye")}); err != nil {
		t.Error(err)
	}
}

func TestReportsAgainstTheSimulator(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	custom, err := client.Reports.Custom(ctx, &humanity.GetCustomReportParams{
		StartDate: day("2025-03-03"), EndDate: day("2025-03-09"), Type: humanity.GetCustomReportParamsTypeShifts,
		Fields: []humanity.CustomReportField{humanity.CustomReportFieldShiftID, humanity.CustomReportFieldStartDay, humanity.CustomReportFieldStartTime},
	})
	if err != nil || len(custom.Rows) < 12 || custom.Meta["custom_report"] == nil {
		t.Fatalf("%+v, %v", custom, err)
	}
	if !slices.IsSortedFunc(custom.Rows, func(a, b humanity.CustomReportRow) int { return int(a.ShiftID - b.ShiftID) }) {
		t.Error("the rows aren't in order")
	}
	for _, row := range custom.Rows {
		if at, ok := humanity.DayAt(row.StartDay, row.StartTime, time.UTC); !ok || at.Year() != 2025 {
			t.Errorf("%+v starts %v", row, at)
		}
	}
	payroll := &humanity.GetPayrollReportParams{StartDate: day("2025-03-03"), EndDate: day("2025-03-09"), Type: humanity.GetPayrollReportParamsTypeTimesheets}
	if report, err := client.Payroll.Report(ctx, payroll); err != nil || len(report.Rows) != 42 {
		t.Errorf("%+v, %v", report, err)
	}
	payroll.StartDate, payroll.EndDate = day("2020-01-01"), day("2020-01-02")
	if report, err := client.Payroll.Report(ctx, payroll); err != nil || len(report.Rows) != 0 {
		t.Errorf("%+v, %v", report, err)
	}
}
