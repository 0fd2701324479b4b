package halo

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// ErrReport: the server accepted a report and could not run it. The error's text is the server's.
var ErrReport = errors.New("the report could not be run")

// ReportRows is the result of a report.
type ReportRows struct {
	// Columns are the columns, with what the server knows of them; empty where it sends none.
	Columns []ReportColumn
	// Rows are the rows, each with its values by the names of the columns.
	Rows []map[string]value.JSON
}

// Run runs SQL as a report, without saving one. The agent behind the application needs the right to.
//
//	POST /Report
//
// The rows may come at the top of the response or within it; both are read.
//
// Evidence: observed; redanthrax/halopsa-mcp Modules/HaloPsa/Services/HaloPsaClient.cs @2955d2f.
func (s *ReportsService) Run(ctx context.Context, sql string, opts ...CallOption) (*ReportRows, error) {
	if sql == "" {
		return nil, fmt.Errorf("halo: Reports.Run: the SQL is empty: %w", rest.ErrRequest)
	}
	saved, err := s.Create(ctx, []ReportCreate{{SQL: new(sql), LoadReportOnly: new(true)}}, opts...)
	if len(saved) == 0 {
		if err == nil {
			err = fmt.Errorf("halo: Reports.Run: the response holds no report: %w", rest.ErrDecode)
		}
		return nil, err
	}
	rows, failure := saved[0].rows()
	return rows, errors.Join(failure, err)
}

// RunStored runs a stored report and returns its rows. Params, which may be nil, can name the period and the customer.
//
//	GET /Report/{id}
//
// Evidence: documented; Halo's server OpenAPI of 2024-09, 2025-03 and 2026. That loadreport brings the rows is inferred from
// its name.
func (s *ReportsService) RunStored(ctx context.Context, id int64, params *GetReportParams, opts ...CallOption) (*ReportRows, error) {
	var query GetReportParams
	if params != nil {
		query = *params
	}
	query.LoadReport, query.IncludeDetails = new(true), new(true)
	report, err := s.Get(ctx, id, &query, opts...)
	if report == nil {
		return nil, err
	}
	rows, failure := report.rows()
	return rows, errors.Join(failure, err)
}

func (r *Report) rows() (*ReportRows, error) {
	out := &ReportRows{Columns: r.AvailableColumns}
	switch {
	case r.Report != nil && r.Report.LoadError != "":
		return nil, fmt.Errorf("halo: %w: %s", ErrReport, r.Report.LoadError)
	case r.Report != nil && r.Report.Rows != nil:
		out.Rows = r.Report.Rows
	case !r.Raw.Field("rows").IsNull():
		if err := r.Raw.Field("rows").Decode(&out.Rows); err != nil {
			return nil, fmt.Errorf("halo: the rows of the report aren't a list of objects: %w", rest.ErrDecode)
		}
	}
	return out, nil
}
