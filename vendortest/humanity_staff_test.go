package vendortest_test

import (
	"slices"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// A client of the real API asks for the employees with and without disabled, and puts the rows of both one below the other.
func TestHumanityListsDisabledEmployeesApart(t *testing.T) {
	t.Parallel()
	s := vendortest.NewHumanity(t)
	client := humanityClient(t, s)
	ids := func(params *humanity.ListEmployeesParams) []int64 {
		t.Helper()
		list, err := client.Employees.List(t.Context(), params)
		if err != nil {
			t.Fatal(err)
		}
		var out []int64
		for _, employee := range list.Data {
			out = append(out, int64(employee.ID))
		}
		return out
	}
	disabled := &humanity.ListEmployeesParams{Disabled: new(humanity.FlagYes)}
	before := ids(nil)
	if got := ids(disabled); len(before) < 2 || len(got) != 0 {
		t.Fatalf("%d employees, of which %v are disabled", len(before), got)
	}
	gone := before[1]
	if _, err := client.Employees.Update(t.Context(), gone, humanity.EmployeeUpdate{Status: new(humanity.EmployeeStatusDisabled)}); err != nil {
		t.Fatal(err)
	}
	if got := ids(nil); len(got) != len(before)-1 || slices.Contains(got, gone) {
		t.Errorf("the plain list has %v after %d was disabled", got, gone)
	}
	if got := ids(disabled); !slices.Equal(got, []int64{gone}) {
		t.Errorf("disabled employees: %v, want %d alone", got, gone)
	}
	if v := s.Violations(); len(v) > 0 {
		t.Error(v)
	}
}

func TestHumanitySetsTheWageOfAPositionByUpdateAlone(t *testing.T) {
	t.Parallel()
	s := vendortest.NewHumanity(t)
	client := humanityClient(t, s)
	const employee, position = 1100007, 220002 // an employee without a position
	wage := func() value.Float {
		t.Helper()
		list, err := client.EmployeePositions.List(t.Context(), employee)
		if err != nil || len(list.Data) != 1 || list.Data[0].PositionID != position {
			t.Fatalf("%+v, %v", list, err)
		}
		return list.Data[0].PayrollWage
	}
	if _, err := client.EmployeePositions.Assign(t.Context(), employee, position, &humanity.EmployeePositionWrite{PayrollWage: new(21.5)}); err != nil {
		t.Fatal(err)
	}
	if got := wage(); got != 0 {
		t.Errorf("after Assign the wage is %v, want none", got)
	}
	if _, err := client.EmployeePositions.Update(t.Context(), employee, position, humanity.EmployeePositionWrite{Wage: new(22.25)}); err != nil {
		t.Fatal(err)
	}
	if got := wage(); got != 22.25 {
		t.Errorf("after Update the wage is %v, want 22.25", got)
	}
	if v := s.Violations(); len(v) > 0 {
		t.Error(v)
	}
}

// Of a position of the whole company a client of the real API expects an empty object as location.
func TestHumanityPositionOfTheWholeCompany(t *testing.T) {
	t.Parallel()
	list, err := humanityClient(t, vendortest.NewHumanity(t)).Positions.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var without []string
	for _, position := range list.Data {
		if position.Location == nil || position.Location.ID == 0 && position.Location.Name == "" {
			without = append(without, position.Name)
		}
	}
	if len(without) != 1 || len(list.Data) != 6 {
		t.Errorf("%v of %d positions are without a location, want one of six", without, len(list.Data))
	}
}
