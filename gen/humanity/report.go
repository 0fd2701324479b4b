package humanity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Report is a report as typed rows, and the other fields beside them. The vendor sends an object that has rows under "0", "1" and so
// on, among fields with other names.
type Report[T any] struct {
	// Rows are the rows in the order of their numbers.
	Rows []T
	// Raw are the same rows as they came, for fields that T doesn't have.
	Raw []value.JSON
	// Meta is everything that isn't a row, by its name.
	Meta map[string]value.JSON
}

// DecodeReport reads the data of a report whose rows are like T: an object of numbered rows and other fields, a plain
// list of rows, or an empty list. Use it with your own type for the reports whose rows aren't public:
//
//	response, err := client.Reports.GetTimesheets(ctx, params)
//	report, err := humanity.DecodeReport[MyRow](response.Data)
//
// Rows that stand in a field with a name of its own are in Meta under that name, and no rows: give DecodeReport that field.
//
// When a field of a row has another type than T has it returns both: the report with everything else, and an error that
// wraps rest.ErrDecode and names the field.
func DecodeReport[T any](data value.JSON) (*Report[T], error) {
	members, items, err := parts(data)
	if err != nil {
		return nil, fmt.Errorf("humanity: report: %w: %w", rest.ErrDecode, err)
	}
	if items != nil {
		return newReport[T](items, nil, nil)
	}
	return fromMembers[T](members)
}

func fromMembers[T any](members map[string]value.JSON) (*Report[T], error) {
	names, meta := numbered(members)
	rows := make([]value.JSON, len(names))
	for i, name := range names {
		rows[i] = members[name]
	}
	return newReport[T](rows, names, meta)
}

func newReport[T any](rows []value.JSON, names []string, meta map[string]value.JSON) (*Report[T], error) {
	report := &Report[T]{Rows: make([]T, len(rows)), Raw: rows, Meta: meta}
	var first error
	for i, row := range rows {
		err := value.Decode(row, &report.Rows[i])
		if err == nil || first != nil {
			continue
		}
		name := strconv.Itoa(i)
		if names != nil {
			name = names[i]
		}
		first = fmt.Errorf("humanity: report: row %s: %w: %w", name, rest.ErrDecode, err)
	}
	return report, first
}

// parts takes a value that may be an object or a list apart. Null and nothing are an empty object.
func parts(data value.JSON) (members map[string]value.JSON, items []value.JSON, err error) {
	if data.IsNull() {
		return nil, nil, nil
	}
	if items = data.Items(); items != nil {
		return nil, items, nil
	}
	return members, nil, value.Decode(data, &members)
}

// numbered finds the fields whose names are row numbers, in the order of the numbers, and gives the others apart. What
// stands under a number and is no object is none of the rows.
func numbered(members map[string]value.JSON) (names []string, others map[string]value.JSON) {
	others = map[string]value.JSON{}
	for name, value := range members {
		if isNumber(name) && isObject(value) {
			names = append(names, name)
		} else {
			others[name] = value
		}
	}
	slices.SortFunc(names, byNumber)
	return names, others
}

// byNumber puts numbers of any length in order.
func byNumber(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// isNumber reports whether a name is one that PHP gives to the rows of a list: digits without a leading zero.
func isNumber(name string) bool {
	return name == "0" || name != "" && name[0] != '0' && strings.Trim(name, "0123456789") == ""
}

// isObject reports whether a value is an object, or [], which is PHP's way of writing an empty one.
func isObject(value value.JSON) bool {
	if items := value.Items(); items != nil {
		return len(items) == 0
	}
	return value.Fields() != nil
}

// Custom is GetCustom with its rows decoded, also when the vendor sends a plain list. Of each row those fields are set that
// params asks for. Deactivated employees are left out unless params.Employee is "all", says a user of the vendor's forum.
func (s *ReportsService) Custom(ctx context.Context, params *GetCustomReportParams, opts ...CallOption) (*Report[CustomReportRow], error) {
	var raw rest.Response
	response, err := s.GetCustom(ctx, params, withRaw(&raw, opts)...)
	if response == nil {
		return nil, err
	}
	return received[CustomReportRow](response.Data, raw, err)
}

// Group is GetGroup with its rows decoded as employees and their shifts, which stand under "users" in the vendor's sample, and
// are read as well where they stand under numbers or are the whole of the data. That is the only kind of row that has been
// seen; of other types of report read Raw and Meta, or use GetGroup with DecodeReport.
func (s *ReportsService) Group(ctx context.Context, params *GetGroupReportParams, opts ...CallOption) (*Report[GroupReportUser], error) {
	response, err := s.GetGroup(ctx, params, opts...)
	if response == nil {
		return nil, err
	}
	return decodeGroup(response.Data)
}

// decodeGroup finds the employees of a report across accounts: in users, a list or an object of them, or else where every
// report has its rows.
func decodeGroup(data value.JSON) (*Report[GroupReportUser], error) {
	members := data.Fields()
	users := members["users"]
	if users.IsNull() {
		return DecodeReport[GroupReportUser](data)
	}
	delete(members, "users")
	inner, items, err := parts(users)
	if err != nil {
		return nil, fmt.Errorf("humanity: report: users: %w: %w", rest.ErrDecode, err)
	}
	names := slices.SortedFunc(maps.Keys(inner), byNumber)
	for _, name := range names {
		items = append(items, inner[name])
	}
	return newReport[GroupReportUser](items, names, members)
}

// Report is GetReport with its rows decoded, also when the vendor sends a plain list.
func (s *PayrollService) Report(ctx context.Context, params *GetPayrollReportParams, opts ...CallOption) (*Report[PayrollReportRow], error) {
	var raw rest.Response
	response, err := s.GetReport(ctx, params, withRaw(&raw, opts)...)
	if response == nil {
		return nil, err
	}
	return received[PayrollReportRow](response.Data, raw, err)
}

// withRaw asks for the raw response, unless opts do so themselves.
func withRaw(raw *rest.Response, opts []CallOption) []CallOption {
	return append([]CallOption{rest.WithResponse(raw)}, opts...)
}

// received decodes a report from the fields that the call has read. A plain list it couldn't read as such: that is taken
// from the response's body.
func received[T any](members map[string]value.JSON, raw rest.Response, err error) (*Report[T], error) {
	if len(members) > 0 {
		return fromMembers[T](members)
	}
	body := raw.Body
	if failure, ok := errors.AsType[*rest.Error](err); ok && body == nil {
		body = failure.Body()
	}
	if body == nil {
		return fromMembers[T](nil)
	}
	return DecodeReport[T](value.JSON(body).Field("data"))
}
