package spiro

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// Resources returns the records at a path that this package has no methods for, such as "/reminders". Their attributes are decoded
// into T (value.JSON keeps them as received). Such paths aren't public: take them from Spiro's own reference. Their responses must
// be like those of the known paths, with data, included and meta.pagination.
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
	return read[RecordList[T]](ctx, r.client, r.list(params), opts)
}

// Get gets the record with this id. The query, which may be nil, is sent along: include.
func (r Collection[T]) Get(ctx context.Context, id string, query url.Values, opts ...CallOption) (*RecordItem[T], error) {
	if id == "" {
		return nil, fmt.Errorf("spiro: the id is empty: %w", rest.ErrRequest)
	}
	return read[RecordItem[T]](ctx, r.client, call.Undocumented("call", http.MethodGet, r.path+"/"+url.PathEscape(id), query), opts)
}

// All iterates over every record, page after page, one request at a time. The rows are pointers into their page.
func (r Collection[T]) All(ctx context.Context, params *ResourcesParams, opts ...CallOption) iter.Seq2[*Record[T], error] {
	return rest.All[*RecordList[T], *Record[T]](ctx, r.client, r.list(params), opts)
}

// Pages iterates over the pages. A page's Next is where a later iteration can go on, with rest.StartAt.
func (r Collection[T]) Pages(ctx context.Context, params *ResourcesParams, opts ...CallOption) iter.Seq2[rest.Page[*RecordList[T]], error] {
	return rest.Pages[*RecordList[T]](ctx, r.client, r.list(params), opts)
}

// list describes the call for a page, which is paged as the lists that the document has.
func (r Collection[T]) list(params *ResourcesParams) *call.Call {
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
	return call.Undocumented("list", http.MethodGet, r.path, query).List(call.Listing{
		Style: call.ByNumber, Page: "page[number]", Size: "page[size]",
		Pages: "meta.pagination.total_pages", Current: "meta.pagination.current_page", Items: "data",
	})
}

// read makes a call and, as the generated methods do, returns both when a single field of the response is of another type: what could be
// read, and the error.
func read[T any](ctx context.Context, client *rest.Client, c *call.Call, opts []CallOption) (*T, error) {
	out := new(T)
	usable, err := client.Do(ctx, c, opts, out)
	if !usable {
		return nil, err
	}
	return out, err
}
