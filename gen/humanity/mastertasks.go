package humanity

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// documentedLimit is how many rows an answer holds when none are asked for, says the documentation.
const documentedLimit = 30

// ErrNoCursor: an answer has metadata in which no cursor could be found, so whether more follows isn't known. List takes
// a cursor that you find in its Metadata.
var ErrNoCursor = errors.New("no cursor found in the metadata")

// All goes through the master tasks that params describe, page by page.
//
// The member of the metadata that holds the cursor isn't public. All takes the names that APIs use for it, and ends when the
// metadata is empty or has such a member without a value, or when a page isn't full. Other metadata that it can't read ends
// the walk with ErrNoCursor, after the rows that came.
func (s *MasterTasksService) All(ctx context.Context, params *ListMasterTasksParams, opts ...CallOption) iter.Seq2[*MasterTask, error] {
	return rest.Rows(s.Pages(ctx, params, opts...), func(list *MasterTaskList, yield func(*MasterTask) bool) bool {
		for i := range list.Data {
			if !yield(&list.Data[i]) {
				return false
			}
		}
		return true
	})
}

// Pages goes through the pages of All. A page's Next is where a later walk can go on, with rest.StartAt.
func (s *MasterTasksService) Pages(ctx context.Context, params *ListMasterTasksParams, opts ...CallOption) iter.Seq2[rest.Page[*MasterTaskList], error] {
	paging := rest.Paging{Vendor: s.client.Name(), Operation: "listMasterTasks", Style: "cursor", Items: "data"}
	return rest.Walk(ctx, paging, opts, func(ctx context.Context, place rest.Place, opts []CallOption) (*MasterTaskList, rest.Progress, error) {
		var query ListMasterTasksParams
		if params != nil {
			query = *params
		}
		rest.SetToken(&query.Cursor, place.Token)
		list, err := s.List(ctx, &query, opts...)
		if err != nil {
			return list, rest.Progress{}, err
		}
		progress := rest.Progress{Rows: len(list.Data)}
		token, known := findCursor(list.Metadata)
		if progress.Rows == 0 {
			if known && token != place.Token { // more may follow an empty page
				progress.Token = token
			}
			return list, progress, nil
		}
		if limit := int64(documentedLimit); !known && (query.Limit == nil || *query.Limit <= limit) {
			if query.Limit != nil {
				limit = *query.Limit
			}
			known = int64(progress.Rows) < limit // a page that isn't full is the last; a larger limit may be cut
		}
		if !known || token != "" && token == place.Token {
			names := strings.Join(slices.Sorted(maps.Keys(list.Metadata)), ", ")
			err := fmt.Errorf("humanity: listMasterTasks: %w: its members are %s", ErrNoCursor, names)
			return list, progress, err
		}
		progress.Token = token
		return list, progress, nil
	})
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

// cursorText reads a cursor: a text, a number, an address that has it in its query, or null, false or [] for none.
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
