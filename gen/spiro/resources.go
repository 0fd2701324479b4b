package spiro

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// Resources reads the records at a path that this package has no methods for, such as "/reminders", their attributes into
// T (value.JSON keeps them as they come). Such paths are not public: take them from Spiro's own reference. They must answer
// like the ones that are known, with data, included and meta.pagination.
func Resources[T any](c *Client, path string) Collection[T] {
	return Collection[T]{client: c.rest, path: strings.TrimSuffix(path, "/")}
}

// Collection is the records at one path; Resources makes it.
type Collection[T any] struct {
	client *rest.Client
	path   string
}

// Record is a record whose attributes are read into T.
type Record[T any] struct {
	ID            string                  `json:"id"`
	Type          string                  `json:"type"`
	Attributes    T                       `json:"attributes"`
	Relationships map[string]Relationship `json:"relationships,omitempty"`
}

// RecordItem is one record.
type RecordItem[T any] struct {
	Data     Record[T]  `json:"data"`
	Included []Resource `json:"included,omitempty"`
}

// RecordList is a page of records.
type RecordList[T any] struct {
	Data     []Record[T] `json:"data"`
	Included []Resource  `json:"included,omitempty"`
	Meta     ListMeta    `json:"meta,omitzero"`
}

// ResourcesParams says which records to list.
type ResourcesParams struct {
	// Page is the page to fetch, from 1.
	Page *int64
	// PageSize is how many records to put on a page.
	PageSize *int64
	// Query is sent along: filters, include.
	Query url.Values
}

// List gets a page of records.
func (r Collection[T]) List(ctx context.Context, params *ResourcesParams, opts ...CallOption) (*RecordList[T], error) {
	var given ResourcesParams
	if params != nil {
		given = *params
	}
	query := maps.Clone(given.Query)
	if query == nil {
		query = url.Values{}
	}
	if given.Page != nil {
		query.Set("page[number]", strconv.FormatInt(*given.Page, 10))
	}
	if given.PageSize != nil {
		query.Set("page[size]", strconv.FormatInt(*given.PageSize, 10))
	}
	return read[RecordList[T]](ctx, r.client, r.path, query, opts)
}

// Get gets the record with this id. The query, which may be nil, is sent along: include.
func (r Collection[T]) Get(ctx context.Context, id string, query url.Values, opts ...CallOption) (*RecordItem[T], error) {
	if id == "" {
		return nil, fmt.Errorf("spiro: the id is empty: %w", rest.ErrRequest)
	}
	return read[RecordItem[T]](ctx, r.client, r.path+"/"+url.PathEscape(id), query, opts)
}

// All goes through every record, page after page, one request at a time. The rows are pointers into their
// page.
func (r Collection[T]) All(ctx context.Context, params *ResourcesParams, opts ...CallOption) iter.Seq2[*Record[T], error] {
	return rest.Rows(r.Pages(ctx, params, opts...), func(list *RecordList[T], yield func(*Record[T]) bool) bool {
		for i := range list.Data {
			if !yield(&list.Data[i]) {
				return false
			}
		}
		return true
	})
}

// Pages goes through the pages. A page's Next is where a later walk can go on, with rest.StartAt.
func (r Collection[T]) Pages(ctx context.Context, params *ResourcesParams, opts ...CallOption) iter.Seq2[rest.Page[*RecordList[T]], error] {
	paging := rest.Paging{Vendor: r.client.Name(), Operation: "list", Style: "number", Items: "data"}
	if params != nil {
		paging.First = rest.PageOf(params.Page)
	}
	return rest.Walk(ctx, paging, opts, func(ctx context.Context, place rest.Place, opts []CallOption) (*RecordList[T], rest.Progress, error) {
		var at ResourcesParams
		if params != nil {
			at = *params
		}
		rest.SetPage(&at.Page, place.Number)
		list, err := r.List(ctx, &at, opts...)
		if err != nil {
			return list, rest.Progress{}, err
		}
		return list, rest.Progress{
			Rows:    len(list.Data),
			Pages:   list.Meta.Pagination.TotalPages,
			Current: list.Meta.Pagination.CurrentPage,
		}, nil
	})
}

// read makes a call and, as the generated methods do, gives both when a single member of the answer surprised: what could be
// read, and the error.
func read[T any](ctx context.Context, client *rest.Client, path string, query url.Values, opts []CallOption) (*T, error) {
	out := new(T)
	err := client.Call(ctx, http.MethodGet, path, query, nil, out, opts...)
	if failure, ok := errors.AsType[*rest.Error](err); err != nil && !(ok && failure.Field != "") {
		return nil, err
	}
	return out, err
}
