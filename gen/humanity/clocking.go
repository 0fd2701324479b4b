package humanity

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest"
)

var (
	// ErrAlreadyClockedIn: the employee is clocked in already, so nothing was done.
	ErrAlreadyClockedIn = errors.New("already clocked in")
	// ErrNotClockedIn: the employee isn't clocked in, so nothing was done.
	ErrNotClockedIn = errors.New("not clocked in")
)

// ClockError says that an employee was clocked in before a clock-in, or clocked out before a clock-out. It wraps ErrAlreadyClockedIn
// or ErrNotClockedIn, and the vendor's refusal if the call was made.
type ClockError struct {
	EmployeeID int64
	// Err is ErrAlreadyClockedIn or ErrNotClockedIn.
	Err error
	// Refusal is the vendor's response; nil when the status alone told it and nothing was sent.
	Refusal *rest.Error
}

// Error names the employee and what was the matter.
func (e *ClockError) Error() string {
	text := fmt.Sprintf("humanity: employee %d: %v", e.EmployeeID, e.Err)
	if e.Refusal != nil {
		text += ": " + e.Refusal.Error()
	}
	return text
}

// Unwrap returns the sentinel error and the vendor's refusal, if any.
func (e *ClockError) Unwrap() []error {
	if e.Refusal == nil {
		return []error{e.Err}
	}
	return []error{e.Err, e.Refusal}
}

const (
	wordIn  = "in"
	wordOut = "out"
	// refused is the vendor's code for a clock-in or clock-out that it won't do, for whatever reason.
	refused = "13"
)

// ClockInChecked reads an employee's status, and clocks the employee in unless that has been done. An employee who is clocked in
// already is a *ClockError that is ErrAlreadyClockedIn. Other refusals, such as "Not a valid location!", are a *rest.Error.
//
// If somebody else clocks the employee in between the two calls, the vendor refuses the second; the status is then read once more,
// and the error is the same. A clock-in whose response is lost isn't repeated: read the status.
func (s *TimeclocksService) ClockInChecked(ctx context.Context, employeeID int64, body *ClockIn, opts ...CallOption) (*TimeclockItem, error) {
	return s.checked(ctx, employeeID, wordIn, ErrAlreadyClockedIn, opts, func() (*TimeclockItem, error) {
		return s.ClockIn(ctx, employeeID, body, opts...)
	})
}

// ClockOutChecked reads an employee's status, and clocks the employee out unless that has been done. An employee who isn't clocked
// in is a *ClockError that is ErrNotClockedIn.
func (s *TimeclocksService) ClockOutChecked(ctx context.Context, employeeID int64, body *ClockOut, opts ...CallOption) (*TimeclockItem, error) {
	return s.checked(ctx, employeeID, wordOut, ErrNotClockedIn, opts, func() (*TimeclockItem, error) {
		return s.ClockOut(ctx, employeeID, body, opts...)
	})
}

// checked does act unless the status is already there. Only "out" has been seen as a word; what is neither that nor "in" is
// left to the vendor to judge.
func (s *TimeclocksService) checked(ctx context.Context, employeeID int64, there string, already error, opts []CallOption, act func() (*TimeclockItem, error)) (*TimeclockItem, error) {
	is, err := s.word(ctx, employeeID, opts)
	if err != nil {
		return nil, err
	}
	if is == there {
		return nil, &ClockError{EmployeeID: employeeID, Err: already}
	}
	item, err := act()
	refusal, ok := errors.AsType[*rest.Error](err)
	if !ok || refusal.Code != refused {
		return item, err
	}
	// The code doesn't say why; the status does.
	if is, failed := s.word(ctx, employeeID, opts); failed == nil && is == there {
		return nil, &ClockError{EmployeeID: employeeID, Err: already, Refusal: refusal}
	}
	return nil, err
}

func (s *TimeclocksService) word(ctx context.Context, employeeID int64, opts []CallOption) (string, error) {
	status, err := s.Status(ctx, employeeID, opts...)
	if err != nil {
		return "", err
	}
	return strings.ToLower(strings.TrimSpace(string(status.Data))), nil
}
