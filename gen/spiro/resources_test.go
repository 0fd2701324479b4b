package spiro_test

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

type reminder struct {
	Title string `json:"title"`
	Hours int64  `json:"hours"`
}

func TestResourcesList(t *testing.T) {
	t.Parallel()
	const asked = "GET /reminders?filter%5Btitle_cont%5D=call&page%5Bnumber%5D=3&page%5Bsize%5D=10"
	f := &fake{responses: map[string]string{asked: `{
		"data": [{"id": "5", "type": "reminder", "attributes": {"title": "Call"}, "relationships": {"user": {"data": {"id": "1", "type": "user"}}}}],
		"included": [{"id": "1", "type": "user", "attributes": {"first_name": "Ada"}}],
		"meta": {"pagination": {"current_page": 3, "total_pages": 4}}
	}`}}
	query := url.Values{"filter[title_cont]": {"call"}}
	got, err := spiro.Resources[reminder](f.start(t), "/reminders/").List(t.Context(), &spiro.ResourcesParams{
		Page: new(int64(3)), PageSize: new(int64(10)), Query: query,
	})
	if err != nil {
		t.Fatal(err)
	}
	record := got.Data[0]
	if record.ID != "5" || record.Type != "reminder" || record.Attributes.Title != "Call" {
		t.Errorf("record is %+v", record)
	}
	if owner, ok := record.Relationships["user"].Find(got.Included); !ok || owner.ID != "1" {
		t.Errorf("owner is %+v", owner)
	}
	if got.Meta.Pagination.TotalPages != 4 {
		t.Errorf("meta is %+v", got.Meta)
	}
	if f.header.Get("X-Api-Version") != "1" || f.header.Get("Authorization") != "Bearer access-1" {
		t.Errorf("headers are %v", f.header)
	}
	if len(query) != 1 {
		t.Errorf("the caller's query was changed: %v", query)
	}
}

func TestResourcesGet(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{
		"GET /reminders/a%2Fb?include=user": `{"data": {"id": "a/b", "type": "reminder", "attributes": {"title": "Call"}}}`,
	}}
	reminders := spiro.Resources[reminder](f.start(t), "/reminders")
	got, err := reminders.Get(t.Context(), "a/b", url.Values{"include": {"user"}})
	if err != nil || got.Data.Attributes.Title != "Call" {
		t.Fatalf("got %+v, %v", got, err)
	}
	for _, id := range []string{"", ".", ".."} {
		if _, err := reminders.Get(t.Context(), id, nil); !errors.Is(err, rest.ErrRequest) {
			t.Errorf("id %q: error is %v", id, err)
		}
	}
	if _, err := reminders.Get(t.Context(), "nowhere", nil); !errors.Is(err, rest.ErrNotFound) {
		t.Errorf("error is %v", err)
	}
	if len(f.asked) != 2 {
		t.Errorf("asked %q", f.asked)
	}
}

func TestResourcesGivesWhatItCouldRead(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{
		"GET /reminders/5": `{"data": {"id": "5", "type": "reminder", "attributes": {"title": "Call", "hours": "many"}}}`,
		"GET /reminders/6": `"odd"`,
	}}
	reminders := spiro.Resources[reminder](f.start(t), "/reminders")
	got, err := reminders.Get(t.Context(), "5", nil)
	failure, _ := errors.AsType[*rest.Error](err)
	if failure == nil || failure.Field != "data.attributes.hours" {
		t.Fatalf("error is %v", err)
	}
	if got == nil || got.Data.Attributes.Title != "Call" {
		t.Errorf("got %+v", got)
	}
	if got, err := reminders.Get(t.Context(), "6", nil); got != nil || !errors.Is(err, rest.ErrDecode) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestResourcesPathIsHeldToTheRules(t *testing.T) {
	t.Parallel()
	f := &fake{}
	client := f.start(t)
	for _, path := range []string{"", "reminders", "/a/../b", "/a?b=c", "/%zz"} {
		if _, err := spiro.Resources[value.JSON](client, path).List(t.Context(), nil); !errors.Is(err, rest.ErrRequest) {
			t.Errorf("path %q: error is %v", path, err)
		}
	}
	if len(f.asked) != 0 {
		t.Errorf("asked %q", f.asked)
	}
}

func TestResourcesWalk(t *testing.T) {
	t.Parallel()
	page := func(n string) string { return "GET /reminders?page%5Bnumber%5D=" + n + "&include=user" }
	iterate := func(ctx context.Context, client *spiro.Client, params *spiro.ResourcesParams, opts ...spiro.CallOption) (ids []string, err error) {
		for record, err := range spiro.Resources[value.JSON](client, "/reminders").All(ctx, params, opts...) {
			if err != nil {
				return ids, err
			}
			ids = append(ids, record.ID)
		}
		return ids, nil
	}
	params := func() *spiro.ResourcesParams { return &spiro.ResourcesParams{Query: url.Values{"include": {"user"}}} }
	t.Run("to the last page", func(t *testing.T) {
		t.Parallel()
		f := &fake{responses: map[string]string{
			page("1"): `{"data": [{"id": "1"}, {"id": "2"}], "meta": {"pagination": {"current_page": 1, "total_pages": 2}}}`,
			page("2"): `{"data": [{"id": "3"}], "meta": {"pagination": {"current_page": 2, "total_pages": 2}}}`,
		}}
		ids, err := iterate(t.Context(), f.start(t), params())
		if diff := cmp.Diff([]string{"1", "2", "3"}, ids); err != nil || diff != "" {
			t.Errorf("%v, ids (-want +got):\n%s", err, diff)
		}
		if len(f.asked) != 2 {
			t.Errorf("asked %q", f.asked)
		}
	})
	t.Run("until a page is empty", func(t *testing.T) {
		t.Parallel()
		f := &fake{responses: map[string]string{
			page("1"): `{"data": [{"id": "1"}]}`, page("2"): `{"data": [{"id": "2"}]}`, page("3"): `{"data": []}`,
		}}
		ids, err := iterate(t.Context(), f.start(t), params())
		if diff := cmp.Diff([]string{"1", "2"}, ids); err != nil || diff != "" {
			t.Errorf("%v, ids (-want +got):\n%s", err, diff)
		}
	})
	t.Run("of a list without pages", func(t *testing.T) {
		t.Parallel()
		f := &fake{responses: map[string]string{page("1"): `{"data": [{"id": "1"}]}`, page("2"): `{"data": [{"id": "1"}]}`}}
		ids, err := iterate(t.Context(), f.start(t), params())
		if diff := cmp.Diff([]string{"1"}, ids); !errors.Is(err, rest.ErrRepeatedPage) || diff != "" {
			t.Errorf("%v, ids (-want +got):\n%s", err, diff)
		}
	})
	t.Run("from where another stopped", func(t *testing.T) {
		t.Parallel()
		f := &fake{responses: map[string]string{
			page("1"): `{"data": [{"id": "1"}], "meta": {"pagination": {"total_pages": 2}}}`,
			page("2"): `{"data": [{"id": "2"}], "meta": {"pagination": {"total_pages": 2}}}`,
		}}
		client := f.start(t)
		var next rest.Cursor
		for page, err := range spiro.Resources[value.JSON](client, "/reminders").Pages(t.Context(), params()) {
			if err != nil {
				t.Fatal(err)
			}
			next = page.Next
			break
		}
		ids, err := iterate(t.Context(), client, params(), rest.StartAt(next))
		if diff := cmp.Diff([]string{"2"}, ids); err != nil || diff != "" {
			t.Errorf("%v, ids (-want +got):\n%s", err, diff)
		}
	})
	t.Run("from a page of the caller's", func(t *testing.T) {
		t.Parallel()
		f := &fake{responses: map[string]string{page("2"): `{"data": [{"id": "2"}], "meta": {"pagination": {"total_pages": 2}}}`}}
		p := params()
		p.Page = new(int64(2))
		ids, err := iterate(t.Context(), f.start(t), p)
		if diff := cmp.Diff([]string{"2"}, ids); err != nil || diff != "" {
			t.Errorf("%v, ids (-want +got):\n%s", err, diff)
		}
	})
}
