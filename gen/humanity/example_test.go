package humanity_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/url"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// Who works when, over any span of days, in the account's own time.
func Example() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	zone, err := client.Zone(ctx)
	if err != nil {
		log.Fatal(err)
	}
	for shift, err := range client.Shifts.Between(ctx, value.ParseDate("2025-03-09"), value.ParseDate("2025-12-31"), nil) {
		if err != nil {
			log.Fatal(err)
		}
		start, _ := shift.StartIn(zone)
		end, _ := shift.EndIn(zone)
		if start.Hour() == 22 { // the night in which summer time begins
			fmt.Println(shift.PositionName, start.Format(time.RFC822), "to", end.Format(time.RFC822), end.Sub(start))
			break
		}
	}
	// Output: Shift lead 08 Mar 25 22:00 CST to 09 Mar 25 07:00 CDT 8h0m0s
}

// Every employee, one at a time.
func ExampleEmployeesService_All() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	n := 0
	for employee, err := range client.Employees.All(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		if n++; n == 1 {
			fmt.Println(employee.ID, employee.Name, employee.Wage)
		}
	}
	fmt.Println(n, "employees")
	// Output:
	// 1100000 Ada Abara 12.5
	// 23 employees
}

// What changed since the last look, deleted employees included.
func ExampleEmployeesService_UpdatedSince() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx, before := context.Background(), time.Now()
	if _, err := client.Employees.Update(ctx, 1100003, humanity.EmployeeUpdate{Notes: new("Has the keys")}); err != nil {
		log.Fatal(err)
	}
	if _, err := client.Employees.Delete(ctx, 1100005); err != nil {
		log.Fatal(err)
	}
	for employee, err := range client.Employees.UpdatedSince(ctx, before, nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(employee.ID, employee.Deleted)
	}
	// Output:
	// 1100003 false
	// 1100005 true
}

// A picture's address, whether the vendor sends one address or one for each size.
func ExampleEmployee_Picture() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	employee, err := client.Employees.Get(context.Background(), 1100001)
	if err != nil {
		log.Fatal(err)
	}
	if picture, ok := employee.Data.Picture(); ok {
		fmt.Println(picture.Largest())
	}
	// Output: https://example.com/avatars/2.png
}

// A new shift. The times are given as points in time, and sent as the account's wall time.
func ExampleShiftsService_Create() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	zone, err := client.Zone(ctx)
	if err != nil {
		log.Fatal(err)
	}
	start := time.Date(2025, time.April, 2, 14, 0, 0, 0, time.UTC)
	shift := humanity.ShiftCreate{PositionID: 220001, EmployeeIDs: []int64{1100003}, Title: new("Stocktaking")}
	shift.SetTimes(start, start.Add(6*time.Hour), zone)
	made, err := client.Shifts.Create(ctx, shift)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(shift.StartDate, shift.StartTime, shift.EndTime)
	fmt.Println(made.Data.Title, made.Data.PositionName, made.Data.Employees[0].Name)
	// Output:
	// 2025-04-02 9:00am 3:00pm
	// Stocktaking Cook Chidi Dubois
}

// People are put on a shift. The simulated vendor is of the kind that wants the flag with it.
func ExampleShiftsService_AddEmployees() {
	server, err := vendortest.Start("humanity", vendortest.HumanityStaffFlag()) // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	_, err = client.Shifts.AddEmployees(ctx, 440000004, []int64{1100003})
	fmt.Println(errors.Is(err, humanity.ErrNotApplied))
	shift, err := client.Shifts.AddEmployees(ctx, 440000004, []int64{1100003}, humanity.WithUpdateStaff())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(shift.Employees[0].Name)
	// Output:
	// true
	// Chidi Dubois
}

// A change of a shift with the flags that belong to it, without which it may be ignored.
func ExampleShiftUpdate_WithUpdateFlags() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	change := humanity.ShiftUpdate{Notes: new("Bring gloves"), EndTime: new("5:00pm")}
	shift, err := client.Shifts.Update(context.Background(), 440000002, change.WithUpdateFlags())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(shift.Data.Notes, shift.Data.EndTimestamp)
	// Output: Bring gloves 2025-03-03 17:00:00
}

func ExampleShiftsService_PublishIDs() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	said, err := client.Shifts.PublishIDs(context.Background(), []int64{440000000, 440000004})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(said)
	// Output: 2 shifts published
}

// Shifts that are open to be taken, page by page.
func ExampleShiftsService_Open() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	n := 0
	for _, err := range client.Shifts.Open(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		n++
	}
	fmt.Println(n, "open shifts")
	// Output: 33 open shifts
}

// Who is clocked in is not clocked in again.
func ExampleTimeclocksService_ClockInChecked() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	for range 2 {
		clock, err := client.Timeclocks.ClockInChecked(ctx, 1100003, nil)
		switch {
		case errors.Is(err, humanity.ErrAlreadyClockedIn):
			fmt.Println("is here already")
		case err != nil:
			log.Fatal(err)
		default:
			fmt.Println(clock.Data.Employee.Name, "is here")
		}
	}
	// Output:
	// Chidi Dubois is here
	// is here already
}

// The rows of a report, which the vendor numbers and mixes with other fields.
func ExamplePayrollService_Report() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	report, err := client.Payroll.Report(context.Background(), &humanity.GetPayrollReportParams{
		StartDate: value.ParseDate("2025-03-03"),
		EndDate:   value.ParseDate("2025-03-09"),
		Type:      humanity.GetPayrollReportParamsTypeTimesheets,
	})
	if err != nil {
		log.Fatal(err)
	}
	hours := 0.0
	for _, row := range report.Rows {
		hours += float64(row.Hours.Total)
	}
	fmt.Println(len(report.Rows), "rows,", hours, "hours, and", len(report.Meta), "other field")
	fmt.Println(report.Rows[0].Employee, report.Rows[0].Date.Calendar(), report.Rows[0].StartTime)
	// Output:
	// 42 rows, 325.5 hours, and 1 other field
	// Ada Abara 2025-03-03 5:57 am
}

// A report whose rows aren't public, read into a type of one's own.
func ExampleDecodeReport() {
	type row struct {
		Employee string      `json:"employee"`
		Late     value.Int   `json:"late"`
		Cost     value.Float `json:"cost"`
	}
	report, err := humanity.DecodeReport[row](value.JSON(`{
		"1": {"employee": "Berg", "late": "0", "cost": "1,204.50"},
		"0": {"employee": "Abara", "late": 3},
		"summary": {"pages": 1}
	}`))
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range report.Rows {
		fmt.Println(row.Employee, row.Late, row.Cost)
	}
	fmt.Println(report.Meta["summary"])
	// Output:
	// Abara 3 0
	// Berg 0 1204.5
	// {"pages": 1}
}

// A quarter hour of a day that has 23 hours.
func ExampleSlot_On() {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		log.Fatal(err)
	}
	day := value.ParseDate("2026-03-29")
	start, _ := humanity.FirstSlot.On(day, zone)
	end, _ := humanity.EndOfDay.On(day, zone)
	nine, _ := humanity.Slot(37).On(day, zone)
	fmt.Println(humanity.Slot(37), nine.Format(time.RFC3339), end.Sub(start))
	// Output: 09:00 2026-03-29T09:00:00+02:00 23h0m0s
}

// One company of a group account.
func ExampleForCompany() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Shifts.List(context.Background(), nil, humanity.ForCompany(12001))
	if err != nil {
		log.Fatal(err)
	}
	requests := server.Requests()
	query, _ := url.ParseQuery(requests[len(requests)-1].Query)
	fmt.Println(query.Get("child_company_id"))
	// Output: 12001
}

// Failures come with HTTP 200; they are errors all the same.
func ExampleShiftsService_Get_errors() {
	server, err := vendortest.Start("humanity") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Shifts.Get(context.Background(), 7, nil)
	if failure, ok := errors.AsType[*rest.Error](err); ok {
		fmt.Println(failure.Status, failure.Code, failure.CodeName)
	}
	// Output: 200 15 get failed
}
