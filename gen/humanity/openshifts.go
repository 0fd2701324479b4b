package humanity

import (
	"context"
	"iter"
	"slices"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// openPage is how many open shifts are asked for at once.
const openPage = 100

// Open iterates over the open shifts that params describe, page by page; their Mode isn't used. An iteration begins at
// params.StartLimit. Progress is counted in rows: a shift that moves to the next page meanwhile comes once, but when shifts are
// taken meanwhile, others move up and can be missed. Iterate again to be sure.
//
// That EndLimit is a number of rows, rather than the last row's number, is how clients use it and isn't documented. If the vendor
// ignores the limits, the iteration ends with rest.ErrRepeatedPage after every shift has come once.
func (s *ShiftsService) Open(ctx context.Context, params *ListShiftsParams, opts ...CallOption) iter.Seq2[*Shift, error] {
	return rest.All[*ShiftList, *Shift](ctx, s.client, s.openCall(params), opts)
}

// OpenPages iterates over the pages of Open, each of params.EndLimit rows, or of 100. A later iteration can continue at a page's
// Next, with rest.StartAt.
func (s *ShiftsService) OpenPages(ctx context.Context, params *ListShiftsParams, opts ...CallOption) iter.Seq2[rest.Page[*ShiftList], error] {
	return rest.Pages[*ShiftList](ctx, s.client, s.openCall(params), opts)
}

// openCall describes the call for a page of open shifts, the one mode of the operation that is paged.
func (s *ShiftsService) openCall(params *ListShiftsParams) *call.Call {
	query := copyOf(params)
	query.Mode = new(ListShiftsParamsModeOpen)
	query.ShiftFields = withID(query.ShiftFields)
	return s.listCall(&query).List(call.Listing{Style: call.ByOffset, Page: "start_limit", Size: "end_limit", Cap: openPage, Items: "data"})
}

// withID adds the id to a choice of fields: it is what shows that a shift comes twice.
func withID(fields []string) []string {
	if len(fields) == 0 || slices.Contains(fields, "id") {
		return fields
	}
	return append(slices.Clone(fields), "id")
}
