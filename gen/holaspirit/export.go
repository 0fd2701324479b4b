package holaspirit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/pause"
	"github.com/seed-8da6be54/vendorkit/rest"
)

const (
	// A job takes seconds to minutes. The first looks come soon, for the small organizations; later ones leave most of
	// the 250 requests in five minutes to everything else.
	firstExportPoll = time.Second
	lastExportPoll  = 15 * time.Second
	// pollFailures is how many looks in a row may fail for a reason that passes before waiting is given up.
	pollFailures = 5
)

// ErrExportFailed: the job ended in a state other than "done". The vendor documents no failed state, so any other end counts as
// failure.
var ErrExportFailed = errors.New("the export did not finish")

// ExportError says which job didn't produce a file, so that it can be resumed: the vendor keeps a job for a week, and WaitExport and
// Download accept its id.
type ExportError struct {
	// OrganizationID and JobID name the job; JobID is empty when it was never started.
	OrganizationID, JobID string
	// Status is the job's last known status.
	Status JobStatus
	// Err is what happened: ErrExportFailed, a *rest.Error, or the context's end.
	Err error
}

func (e *ExportError) Error() string {
	if e.JobID == "" {
		return fmt.Sprintf("holaspirit: export of organization %s was not started: %v", e.OrganizationID, e.Err)
	}
	return fmt.Sprintf("holaspirit: export job %s of organization %s (status %q): %v", e.JobID, e.OrganizationID, e.Status, e.Err)
}

// Unwrap returns Err.
func (e *ExportError) Unwrap() error { return e.Err }

// Spreadsheet exports an organization to an Excel workbook: it starts the job, waits for it and opens the file, which the caller
// reads and closes. It stops waiting when ctx ends; set a time limit, since a large organization takes minutes. Errors are
// *ExportError. Starting a job is a write, for which a read-only `api:` token isn't enough.
//
// The tabs are sent in the query and in the body, because the vendor doesn't say where it reads them.
func (s *ExportsService) Spreadsheet(ctx context.Context, organizationID string, tabs []ExportTab, opts ...CallOption) (*rest.Download, error) {
	names := make([]string, len(tabs))
	for i, tab := range tabs {
		names[i] = string(tab)
	}
	job, err := s.StartSpreadsheet(ctx, organizationID,
		&StartSpreadsheetExportParams{Tabs: tabs}, &SpreadsheetExportRequest{Tabs: new(strings.Join(names, ","))}, opts...)
	if err != nil && job == nil {
		return nil, &ExportError{OrganizationID: organizationID, Err: err}
	}
	if job.Data.ID == "" {
		return nil, &ExportError{OrganizationID: organizationID, Err: errors.New("the response to the start names no job")}
	}
	if _, err := s.WaitExport(ctx, organizationID, job.Data.ID, opts...); err != nil {
		return nil, err
	}
	file, err := s.Download(ctx, organizationID, job.Data.ID, opts...)
	if err != nil {
		return nil, &ExportError{OrganizationID: organizationID, JobID: job.Data.ID, Status: JobStatusDone, Err: err}
	}
	return file, nil
}

// WaitExport polls a job until it is done. A poll that fails for a temporary reason (no response, a server error, the rate limit) is
// repeated. Errors are *ExportError.
func (s *ExportsService) WaitExport(ctx context.Context, organizationID, jobID string, opts ...CallOption) (*Job, error) {
	jobs := &JobsService{s.client}
	opts = append([]CallOption{rest.Retries(0)}, opts...) // looks are repeated here
	fail := func(status JobStatus, err error) (*Job, error) {
		return nil, &ExportError{OrganizationID: organizationID, JobID: jobID, Status: status, Err: err}
	}
	failures := 0
	var status JobStatus
	for wait := firstExportPoll; ; wait = min(wait*3/2, lastExportPoll) {
		item, err := jobs.Get(ctx, organizationID, jobID, opts...)
		wait := wait
		switch {
		case item != nil && item.Data.Status == JobStatusDone:
			return &item.Data, nil
		case item != nil && (item.Data.Status == JobStatusCurrent || item.Data.Status == ""):
			failures, status = 0, item.Data.Status
		case item != nil:
			return fail(item.Data.Status, ErrExportFailed)
		case ctx.Err() != nil:
			return fail(status, endOf(ctx))
		case passes(err) && failures < pollFailures:
			failures++
			if failure, ok := errors.AsType[*rest.Error](err); ok {
				wait = max(wait, min(failure.RetryAfter, 5*time.Minute))
			}
		default:
			return fail(status, err)
		}
		if !pause.For(ctx, wait) {
			return fail(status, endOf(ctx))
		}
	}
}

// endOf says that a context ended, and why where its maker has said that.
func endOf(ctx context.Context) error {
	end, why := ctx.Err(), context.Cause(ctx)
	if errors.Is(why, end) {
		return why
	}
	return fmt.Errorf("%w: %w", end, why)
}

// passes reports whether a failed look may succeed later without anybody doing anything.
func passes(err error) bool {
	return errors.Is(err, rest.ErrServer) || errors.Is(err, rest.ErrRateLimited) || errors.Is(err, rest.ErrConnection)
}
