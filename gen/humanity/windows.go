package humanity

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// windowDays is how many days are asked for at once: few calls, and responses of a size that the vendor gives in time.
const windowDays = 28

// Between iterates over the shifts from one day to another, both included, however many there are: it requests four weeks at a time,
// as far as the caller reads. A shift that is in two windows comes once. Days are those of the account's zone.
//
// It isn't published whether the list includes a shift that begins before the first day and ends on it. To count each shift once, by
// the day on which it begins, check [Shift.StartIn] and leave out those that begin before.
//
// The other filters of params apply to every window; their StartDate and EndDate aren't used. For Mode open use Open and OpenPages.
func (s *ShiftsService) Between(ctx context.Context, from, to value.Date, params *ListShiftsParams, opts ...CallOption) iter.Seq2[*Shift, error] {
	query := copyOf(params)
	if query.StartLimit != nil || query.EndLimit != nil {
		return fails[*Shift]("Shifts.Between: StartLimit and EndLimit would leave shifts out")
	}
	query.ShiftFields = withID(query.ShiftFields)
	return between("Shifts.Between", from, to, func(from, to value.Date) ([]Shift, error) {
		query := query
		query.StartDate, query.EndDate = &from, &to
		list, err := s.List(ctx, &query, opts...)
		if list == nil {
			return nil, err
		}
		return list.Data, err
	}, func(shift *Shift) value.Int { return shift.ID })
}

// Between iterates over the clock times from one day to another, both included, four weeks at a time. A clock time that is in two
// windows comes once. Days are those of the account's zone.
//
// The other filters of params apply to every window; their StartDate and EndDate aren't used.
func (s *TimeclocksService) Between(ctx context.Context, from, to value.Date, params *ListTimeclocksParams, opts ...CallOption) iter.Seq2[*Timeclock, error] {
	query := copyOf(params)
	if query.Page != nil || query.PerPage != nil {
		return fails[*Timeclock]("Timeclocks.Between: Page and PerPage would leave clock times out")
	}
	return between("Timeclocks.Between", from, to, func(from, to value.Date) ([]Timeclock, error) {
		query := query
		query.StartDate, query.EndDate = &from, &to
		list, err := s.List(ctx, &query, opts...)
		if list == nil {
			return nil, err
		}
		return list.Data, err
	}, func(clock *Timeclock) value.Int { return clock.ID })
}

// between iterates over the rows of windows of days. A row that stands in two windows also stands in all between them, so
// the ids of the window before tell the rows that were seen.
func between[T any](name string, from, to value.Date, fetch func(from, to value.Date) ([]T, error), id func(*T) value.Int) iter.Seq2[*T, error] {
	first, last := from.In(time.UTC), to.In(time.UTC)
	if first.IsZero() || last.IsZero() {
		return fails[*T](name + ": give two days, such as value.ParseDate(\"2026-01-31\")")
	}
	if last.Before(first) {
		return fails[*T](name + ": the last day is before the first")
	}
	return func(yield func(*T, error) bool) {
		var seen map[value.Int]bool
		for start := first; !start.After(last); start = start.AddDate(0, 0, windowDays) {
			end := start.AddDate(0, 0, windowDays-1)
			if end.After(last) {
				end = last
			}
			rows, err := fetch(value.DateOf(start), value.DateOf(end))
			ids := make(map[value.Int]bool, len(rows))
			for i := range rows {
				key := id(&rows[i])
				again := key != 0 && (seen[key] || ids[key])
				ids[key] = true
				if again {
					continue
				}
				if !yield(&rows[i], nil) {
					return
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			seen = ids
		}
	}
}

// fails is an iteration that can't begin.
func fails[P any](why string) iter.Seq2[P, error] {
	return func(yield func(P, error) bool) {
		var none P
		yield(none, fmt.Errorf("humanity: %s: %w", why, rest.ErrRequest))
	}
}
