package humanity

import (
	"context"
	"iter"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// UpdatedSince iterates over the employees that changed since then, deleted ones too (Employee.Deleted) unless
// params.IncludeDeleted says no. The other filters of params hold as well.
//
// To keep a copy in step, note the time before you read, and begin the next read a few minutes before that: the vendor's
// clock isn't yours, and a row that comes twice does no harm.
func (s *EmployeesService) UpdatedSince(ctx context.Context, since time.Time, params *ListEmployeesParams, opts ...CallOption) iter.Seq2[*Employee, error] {
	query := copyOf(params)
	query.UpdatedAt = changedSince(since)
	if query.IncludeDeleted == nil {
		query.IncludeDeleted = new(FlagYes)
	}
	return s.All(ctx, &query, opts...)
}

// UpdatedSince iterates over the positions that changed since then, deleted ones too (Position.Deleted) unless
// params.IncludeDeleted says no. See EmployeesService.UpdatedSince.
func (s *PositionsService) UpdatedSince(ctx context.Context, since time.Time, params *ListPositionsParams, opts ...CallOption) iter.Seq2[*Position, error] {
	query := copyOf(params)
	query.UpdatedAt = changedSince(since)
	if query.IncludeDeleted == nil {
		query.IncludeDeleted = new(FlagYes)
	}
	return s.All(ctx, &query, opts...)
}

// UpdatedSince iterates over the locations that changed since then. Whether deleted ones come isn't known: the vendor names no
// parameter for them here. See EmployeesService.UpdatedSince.
func (s *LocationsService) UpdatedSince(ctx context.Context, since time.Time, params *ListLocationsParams, opts ...CallOption) iter.Seq2[*Location, error] {
	query := copyOf(params)
	query.UpdatedAt = changedSince(since)
	return s.All(ctx, &query, opts...)
}

// changedSince writes a time for updated_at: ISO 8601, in UTC, whole seconds rounded down.
func changedSince(t time.Time) *value.Time { return new(value.TimeOf(t.UTC().Truncate(time.Second))) }
