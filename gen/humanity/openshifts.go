package humanity

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// openPage is how many open shifts are asked for at once.
const openPage = 100

// Open goes through the open shifts that params describe, page by page; its Mode is not used. A walk begins at
// params.StartLimit. Pages are counted by rows: a shift that moves to the next page while the walk goes on comes once, but
// when shifts are taken meanwhile others move up and can be missed. Walk again to be sure.
//
// That EndLimit counts rows, rather than naming the last one, is how clients read it and isn't documented. Should the vendor
// ignore the limits, the walk ends with rest.ErrRepeatedPage after every shift has come once.
func (s *ShiftsService) Open(ctx context.Context, params *ListShiftsParams, opts ...CallOption) iter.Seq2[*Shift, error] {
	return rest.Rows(s.OpenPages(ctx, params, opts...), func(list *ShiftList, yield func(*Shift) bool) bool {
		for i := range list.Data {
			if !yield(&list.Data[i]) {
				return false
			}
		}
		return true
	})
}

// OpenPages goes through the pages of Open, each of params.EndLimit rows, or of 100. A page's Next is where a later walk
// can go on, with rest.StartAt.
func (s *ShiftsService) OpenPages(ctx context.Context, params *ListShiftsParams, opts ...CallOption) iter.Seq2[rest.Page[*ShiftList], error] {
	var query ListShiftsParams
	if params != nil {
		query = *params
	}
	query.Mode = new(ListShiftsParamsModeOpen)
	if query.EndLimit == nil {
		query.EndLimit = new(int64(openPage))
	}
	query.ShiftFields = withID(query.ShiftFields)
	var first int64
	if query.StartLimit != nil {
		first = *query.StartLimit
	}
	paging := rest.Paging{Vendor: s.client.Name(), Operation: "listShifts", Style: "cursor", Items: "data"}
	return rest.Walk(ctx, paging, opts, func(ctx context.Context, place rest.Place, opts []CallOption) (*ShiftList, rest.Progress, error) {
		query, skip := query, first
		if place.Token != "" {
			n, err := strconv.ParseInt(place.Token, 10, 64)
			if err != nil || n < 0 {
				return nil, rest.Progress{}, &rest.PageError{Vendor: paging.Vendor, Operation: paging.Operation, Err: rest.ErrBadCursor}
			}
			skip = n
		}
		query.StartLimit = &skip
		list, err := s.List(ctx, &query, opts...)
		if err != nil {
			return list, rest.Progress{}, err
		}
		rows := len(list.Data)
		list.Data = rest.Fresh(place, list.Data, func(shift Shift) string { return strconv.FormatInt(int64(shift.ID), 10) })
		progress := rest.Progress{Rows: rows}
		if int64(rows) <= *query.EndLimit { // more than were asked for are all there are
			progress.Token = strconv.FormatInt(skip+int64(rows), 10)
		}
		return list, progress, nil
	})
}

// withID adds the id to a choice of fields: it tells a shift that comes twice.
func withID(fields []string) []string {
	if len(fields) == 0 || slices.Contains(fields, "id") {
		return fields
	}
	return append(slices.Clone(fields), "id")
}
