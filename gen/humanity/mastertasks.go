package humanity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// documentedLimit is how many rows a response holds when none are asked for, says the documentation.
const documentedLimit = 30

// ErrNoCursor: a response has metadata in which no cursor could be found, so it isn't known whether more follows. List accepts a
// cursor that you find in its Metadata.
var ErrNoCursor = errors.New("no cursor found in the metadata")

// All iterates over the master tasks that params describe, page by page.
//
// Which field of the metadata holds the cursor isn't public. All recognises the names that APIs commonly use for it, and ends when
// the metadata is empty or has such a field without a value, or when a page isn't full. Other metadata ends the iteration with
// ErrNoCursor, after the rows received.
func (s *MasterTasksService) All(ctx context.Context, params *ListMasterTasksParams, opts ...CallOption) iter.Seq2[*MasterTask, error] {
	return rest.All[*MasterTaskList, *MasterTask](ctx, s.client, s.pageCall(params), opts)
}

// Pages iterates over the pages of All. A later iteration can continue at a page's Next, with rest.StartAt.
func (s *MasterTasksService) Pages(ctx context.Context, params *ListMasterTasksParams, opts ...CallOption) iter.Seq2[rest.Page[*MasterTaskList], error] {
	return rest.Pages[*MasterTaskList](ctx, s.client, s.pageCall(params), opts)
}

func (s *MasterTasksService) pageCall(params *ListMasterTasksParams) *call.Call {
	return s.listCall(params).List(call.Listing{Style: call.ByCursor, Page: "cursor", Size: "limit", Items: "data", Continue: nextMasterTasks})
}

// nextMasterTasks finds the cursor of the page behind this one, which was asked for by the cursor at and to hold so many rows.
func nextMasterTasks(page any, at string, asked int64) (string, error) {
	list := page.(*MasterTaskList)
	token, known := findCursor(list.Metadata)
	if len(list.Data) == 0 {
		if known && token != at { // more may follow an empty page
			return token, nil
		}
		return "", nil
	}
	if !known && asked <= documentedLimit {
		limit := cmp.Or(asked, documentedLimit)
		known = int64(len(list.Data)) < limit // a page that isn't full is the last; a larger limit may be cut
	}
	if !known || token != "" && token == at {
		names := strings.Join(slices.Sorted(maps.Keys(list.Metadata)), ", ")
		return "", fmt.Errorf("humanity: listMasterTasks: %w: its fields are %s", ErrNoCursor, names)
	}
	return token, nil
}

// cursorNames are the names of a cursor, as APIs give them, in the order of trust: "cursor" may also be the present one.
func cursorNames() []string {
	return []string{"nextcursor", "nextpagecursor", "nextpagetoken", "nexttoken", "endcursor", "next", "nextpage", "aftercursor", "after", "cursor"}
}

// findCursor looks for the cursor of the next page. It returns "" when there is none, and false when it can't tell.
func findCursor(metadata map[string]value.JSON) (token string, known bool) {
	if len(metadata) == 0 {
		return "", true
	}
	plain := map[string]value.JSON{}
	for _, name := range slices.Sorted(maps.Keys(metadata)) {
		plain[strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))] = metadata[name]
	}
	for _, name := range cursorNames() {
		value, there := plain[name]
		if !there {
			continue
		}
		if members := value.Fields(); members != nil {
			if token, known := findCursor(members); known {
				return token, true
			}
			continue
		}
		return cursorText(value)
	}
	for _, name := range [...]string{"hasmore", "hasnext", "hasnextpage"} {
		if more, ok := plain[name].Bool(); ok && !more {
			return "", true
		}
	}
	for _, name := range [...]string{"pagination", "paging", "page", "pageinfo", "cursors", "links", "meta"} {
		if members := plain[name].Fields(); len(members) > 0 {
			if token, known := findCursor(members); known {
				return token, true
			}
		}
	}
	return "", false
}

// cursorText reads a cursor: a string, a number, an address that has it in its query, or null, false or [] for none.
func cursorText(cursor value.JSON) (string, bool) {
	if none, ok := cursor.Bool(); ok {
		return "", !none
	}
	if items := cursor.Items(); items != nil {
		return "", len(items) == 0
	}
	var text value.Text
	if cursor.Decode(&text) != nil {
		return "", false
	}
	if address, err := url.Parse(string(text)); err == nil && address.Query().Get("cursor") != "" {
		return address.Query().Get("cursor"), true
	}
	return string(text), true
}
