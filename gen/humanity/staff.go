package humanity

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// ErrNotApplied: the vendor reported success, but the shift is unchanged. WithUpdateStaff may help.
var ErrNotApplied = errors.New("the shift was not changed")

// AddEmployees puts employees on a shift and returns the changed shift; see Staff.
func (s *ShiftsService) AddEmployees(ctx context.Context, shiftID int64, employeeIDs []int64, opts ...CallOption) (*Shift, error) {
	return s.Staff(ctx, shiftID, employeeIDs, nil, opts...)
}

// RemoveEmployees takes employees off a shift and returns the changed shift; see Staff.
func (s *ShiftsService) RemoveEmployees(ctx context.Context, shiftID int64, employeeIDs []int64, opts ...CallOption) (*Shift, error) {
	return s.Staff(ctx, shiftID, nil, employeeIDs, opts...)
}

// Staff puts employees on a shift and takes others off, and returns the changed shift.
//
// Sources disagree on whether the vendor requires the flag update_staff for this: two clients staff shifts without it, and one says
// that the call then succeeds but changes nothing. WithUpdateStaff sends it. So Staff checks the shift in the response, and reads it
// again if that doesn't show the change. If the change isn't there either, the error wraps ErrNotApplied, and the shift is returned
// with it.
func (s *ShiftsService) Staff(ctx context.Context, shiftID int64, add, remove []int64, opts ...CallOption) (*Shift, error) {
	if len(add)+len(remove) == 0 {
		return nil, fmt.Errorf("humanity: Shifts.Staff: no employees were given: %w", rest.ErrRequest)
	}
	item, err := s.Update(ctx, shiftID, ShiftUpdate{Add: add, Remove: remove}, opts...)
	if item == nil {
		// What came may be no shift at all, which says nothing about the change.
		if !errors.Is(err, rest.ErrDecode) {
			return nil, err
		}
	} else if int64(item.Data.ID) == shiftID && staffed(&item.Data, add, remove) {
		return &item.Data, nil
	}
	item, err = s.Get(ctx, shiftID, nil, opts...)
	if item == nil {
		return nil, fmt.Errorf("humanity: shift %d: the change was sent, but the shift could not be read again: %w", shiftID, err)
	}
	if !staffed(&item.Data, add, remove) {
		return &item.Data, fmt.Errorf("humanity: shift %d: %w", shiftID, ErrNotApplied)
	}
	return &item.Data, nil
}

// staffed reports whether a shift has all of one kind and none of the other.
func staffed(shift *Shift, add, remove []int64) bool {
	has := func(id int64) bool {
		is := func(e ShiftEmployee) bool { return int64(e.ID) == id }
		return slices.ContainsFunc(shift.Employees, is) || slices.ContainsFunc(shift.EmployeesOnCall, is)
	}
	return !slices.ContainsFunc(add, func(id int64) bool { return !has(id) && !slices.Contains(remove, id) }) &&
		!slices.ContainsFunc(remove, func(id int64) bool { return has(id) && !slices.Contains(add, id) })
}

// WithUpdateStaff sends update_staff=1 with AddEmployees, RemoveEmployees and Staff. For other changes of a shift see
// ShiftUpdate.WithUpdateFlags.
func WithUpdateStaff() CallOption {
	return rest.WithParameters(url.Values{"update_staff": {"1"}})
}

// WithUpdateFlags returns the change with the update_* flags for the fields that it sets. One client says that without them the
// vendor reports success but changes nothing; others send none. Flags that are set already are kept.
func (u ShiftUpdate) WithUpdateFlags() ShiftUpdate {
	for _, flag := range []struct {
		flag  **bool
		needs bool
	}{
		{&u.UpdateTime, u.StartDate != nil || u.StartTime != nil || u.EndDate != nil || u.EndTime != nil},
		{&u.UpdateType, u.Type != nil},
		{&u.UpdateNotes, u.Notes != nil},
		{&u.UpdateSchedule, u.PositionID != nil},
		{&u.UpdateStaff, u.Add != nil || u.Remove != nil},
	} {
		if flag.needs && *flag.flag == nil {
			*flag.flag = new(true)
		}
	}
	return u
}

// PublishIDs publishes these shifts and returns the vendor's message. It can send messages to people, and is never retried
// automatically. The ids are sent in the URL, so publish at most some hundreds at a time.
func (s *ShiftsService) PublishIDs(ctx context.Context, shiftIDs []int64, opts ...CallOption) (string, error) {
	response, err := s.Publish(ctx, &PublishShiftsParams{ShiftIDs: shiftIDs}, opts...)
	if response == nil {
		return "", err
	}
	return string(response.Data), err
}

// DeleteSeries deletes the part of a shift's series that rule names. The rule is sent in the query and in the body, as the only
// client does that is known to delete series.
func (s *ShiftsService) DeleteSeries(ctx context.Context, shiftID int64, rule ShiftSeriesRule, opts ...CallOption) (*Response, error) {
	if rule == "" {
		return nil, fmt.Errorf("humanity: Shifts.DeleteSeries: no rule was given: %w", rest.ErrRequest)
	}
	return s.Delete(ctx, shiftID, &DeleteShiftParams{Rule: &rule}, &ShiftDelete{Rule: &rule}, opts...)
}
