package lab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
)

func queries(requests *[]seen) []string {
	var out []string
	for _, request := range *requests {
		out = append(out, request.Query)
	}
	return out
}

// numbered answers pages of a list: the body for page_no, an empty list past the end.
func numbered(pages ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body := "[]"
		for i, page := range pages {
			if r.URL.Query().Get("page_no") == fmt.Sprint(i+1) {
				body = page
			}
		}
		answerJSON(body)(w, r)
	}
}

func machineNames(t *testing.T, client *Client, params *ListMachinesParams, opts ...CallOption) []string {
	t.Helper()
	var names []string
	for machine, err := range client.Machines.All(t.Context(), params, opts...) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, machine.Name)
	}
	return names
}

func TestWalkAsksForPages(t *testing.T) {
	t.Parallel()
	first, second := `{"count":3,"machines":[{"id":1,"name":"a"},{"id":2,"name":"b"}]}`, `{"count":3,"machines":[{"id":3,"name":"c"}]}`
	tests := []struct {
		name    string
		params  *ListMachinesParams
		pages   []string
		names   []string
		queries []string
	}{
		{"by the count", nil, []string{first, second}, []string{"a", "b", "c"}, []string{"page_no=1&paged=true&page_size=2", "page_no=2&paged=true&page_size=2"}},
		{
			"the caller's size is kept, rows received count", &ListMachinesParams{PageSize: new(int64(500)), Paged: new(false)},
			[]string{first, second},
			[]string{"a", "b", "c"},
			[]string{"page_no=1&page_size=500&paged=true", "page_no=2&page_size=500&paged=true"},
		},
		{"from the caller's page", &ListMachinesParams{PageNo: new(int64(2))}, []string{"", second}, []string{"c"}, []string{"page_no=2&paged=true&page_size=2", "page_no=3&paged=true&page_size=2"}},
		{"lists instead of envelopes, to an empty page", nil, []string{`[{"name":"a"},{"name":"b"}]`, `[{"name":"c"}]`}, []string{"a", "b", "c"}, []string{"page_no=1&paged=true&page_size=2", "page_no=2&paged=true&page_size=2", "page_no=3&paged=true&page_size=2"}},
		{"lists that aren't paged, shown again", nil, []string{`[{"name":"a"}]`, `[{"name":"a"}]`}, []string{"a"}, []string{"page_no=1&paged=true&page_size=2", "page_no=2&paged=true&page_size=2"}},
		{"lists larger than a page", nil, []string{`[{"name":"a"},{"name":"b"},{"name":"c"}]`}, []string{"a", "b", "c"}, []string{"page_no=1&paged=true&page_size=2"}},
		{"nothing", nil, []string{`{"count":0,"machines":[]}`}, nil, []string{"page_no=1&paged=true&page_size=2"}},
		{"null", nil, []string{`{"count":0,"machines":null}`}, nil, []string{"page_no=1&paged=true&page_size=2"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			client, requests := serve(t, numbered(test.pages...))
			var before ListMachinesParams
			if test.params != nil {
				before = *test.params
			}
			if diff := cmp.Diff(test.names, machineNames(t, client, test.params)); diff != "" {
				t.Error("rows (-want +got):\n" + diff)
			}
			if diff := cmp.Diff(test.queries, queries(requests)); diff != "" {
				t.Error("queries (-want +got):\n" + diff)
			}
			if test.params != nil && *test.params != before {
				t.Error("the walk has changed the caller's parameters")
			}
		})
	}
}

func TestWalkOverBareList(t *testing.T) {
	t.Parallel()
	part := func(names ...string) string {
		var rows []string
		for _, name := range names {
			rows = append(rows, fmt.Sprintf(`{"name":%q}`, name))
		}
		return "[" + strings.Join(rows, ",") + "]"
	}
	tests := map[string]struct {
		pages    []string
		names    []string
		requests int
	}{
		"lists":                        {[]string{part("a", "b"), part("c")}, []string{"a", "b", "c"}, 3},
		"not paged":                    {[]string{part("a", "b", "c")}, []string{"a", "b", "c"}, 1},
		"an object around, counted":    {[]string{`{"record_count":3,"columns":[1],"parts":` + part("a", "b") + `}`, `{"record_count":3,"columns":[1],"parts":` + part("c") + `}`}, []string{"a", "b", "c"}, 2},
		"an object around, no count":   {[]string{`{"whatever":` + part("a", "b") + `}`, `{"whatever":[]}`}, []string{"a", "b"}, 3}, // one more shows that the empty page was the end
		"an object around, count text": {[]string{`{"record_count":"2","x":` + part("a", "b") + `}`}, []string{"a", "b"}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, requests := serve(t, numbered(test.pages...))
			var names []string
			for row, err := range client.Things().MachineParts.All(t.Context(), nil) {
				if err != nil {
					t.Fatal(err)
				}
				names = append(names, row.Name)
			}
			if diff := cmp.Diff(test.names, names); diff != "" {
				t.Error("rows (-want +got):\n" + diff)
			}
			if len(*requests) != test.requests {
				t.Errorf("%d requests, want %d", len(*requests), test.requests)
			}
		})
	}
}

// TestAnswerThatIsNoList: an object that holds no list, or several, isn't taken for rows.
func TestAnswerThatIsNoList(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"message": "no"}`, `{"a": [1], "b": [2]}`, `"text"`} {
		client, _ := serve(t, answerJSON(body))
		rows, err := client.Things().MachineParts.List(t.Context(), nil)
		failure, ok := errors.AsType[*rest.Error](err)
		if !ok || !errors.Is(err, rest.ErrDecode) || rows != nil || string(failure.Body()) != body {
			t.Errorf("%s: %v, %v", body, rows, err)
		}
	}
}

func TestWalkGoesOnAtACursor(t *testing.T) {
	t.Parallel()
	client, requests := serve(t, numbered(`{"count":4,"machines":[{"name":"a"},{"name":"b"}]}`, `{"count":4,"machines":[{"name":"c"},{"name":"d"}]}`))
	var cursor rest.Cursor
	for page, err := range client.Machines.Pages(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		if page.List.Count != 4 {
			t.Errorf("the page is %+v", page.List)
		}
		cursor = page.Next
		break
	}
	if diff := cmp.Diff([]string{"c", "d"}, machineNames(t, client, nil, rest.StartAt(cursor))); diff != "" {
		t.Error("rows (-want +got):\n" + diff)
	}
	if len(*requests) != 2 {
		t.Errorf("%d requests, want 2: %q", len(*requests), queries(requests))
	}
}

func TestCreateAndUpdateAreTwo(t *testing.T) {
	t.Parallel()
	client, requests := serve(t, answerJSON(`{"id": 7, "name": "saw", "running": true}`))
	twin, err := rest.ToJSON(MachineInput{Name: new("twin")})
	if err != nil {
		t.Fatal(err)
	}
	saved, err := client.Machines.Create(t.Context(), []MachineCreate{{Name: new(""), Running: new(false), Parts: []MachinePartInput{{ID: new(int64(0))}}, Twin: twin}})
	if err != nil || len(saved) != 1 || saved[0].ID != 7 {
		t.Errorf("Create gives %+v, %v", saved, err)
	}
	if _, err := client.Machines.Update(t.Context(), []MachineUpdate{{ID: 7}, {ID: 8, Name: new("axe")}}); err != nil {
		t.Error(err)
	}
	var bodies []string
	for _, request := range *requests {
		bodies = append(bodies, request.Body)
	}
	want := []string{`[{"name":"","parts":[{"id":0}],"running":false,"twin":{"name":"twin"}}]`, `[{"id":7},{"id":8,"name":"axe"}]`}
	if diff := cmp.Diff(want, bodies); diff != "" {
		t.Error("bodies (-want +got):\n" + diff)
	}
}

func TestSaveReadsOneOrMany(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{`{"id":1}`: 1, `[{"id":1}]`: 1, ` [{"id":1},{"id":2}] `: 2, `[]`: 0} {
		client, _ := serve(t, answerJSON(body))
		saved, err := client.Machines.Update(t.Context(), []MachineUpdate{{ID: 1}})
		if err != nil || len(saved) != want {
			t.Errorf("%s: %+v, %v", body, saved, err)
		}
	}
}

// TestSaveRefusesTheOtherThing: nothing is sent when the vendor would do what wasn't asked for.
func TestSaveRefusesTheOtherThing(t *testing.T) {
	t.Parallel()
	client, requests := serve(t, answerJSON(`{}`))
	tests := map[string]func(context.Context) error{
		"record 2 has no id": func(ctx context.Context) error {
			_, err := client.Machines.Update(ctx, []MachineUpdate{{ID: 1}, {Name: new("saw")}})
			return err
		},
		"no records": func(ctx context.Context) error {
			_, err := client.Machines.Update(ctx, nil)
			return err
		},
		"there are no records": func(ctx context.Context) error {
			_, err := client.Machines.Create(ctx, []MachineCreate{})
			return err
		},
	}
	for want, save := range tests {
		if err := save(t.Context()); !errors.Is(err, rest.ErrRequest) || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
	if len(*requests) != 0 {
		t.Errorf("sent %+v", *requests)
	}
}

func TestLazyMembersAreReadWhenAskedFor(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, answerJSON(`{"count":1,"machines":[{"id":1,"twin":{"id":2,"twin":{"id":3}},"like":[{"id":4}]},{"id":5,"twin":null}]}`))
	list, err := client.Machines.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var twin, inner Machine
	var like []Machine
	for value, into := range map[*rest.JSON]any{&list.Machines[0].Twin: &twin, &list.Machines[0].Like: &like} {
		if err := value.Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	if err := twin.Twin.Decode(&inner); err != nil || twin.ID != 2 || inner.ID != 3 || len(like) != 1 || like[0].ID != 4 {
		t.Errorf("twin %+v, inner %+v, like %+v, %v", twin, inner, like, err)
	}
	if none := list.Machines[1]; !none.Twin.IsNull() || !none.Like.IsZero() {
		t.Errorf("absent members are %q and %q", none.Twin, none.Like)
	}
}

// TestSpellingsCostNothing: a value that is only spelt in another way than declared is read, and nobody is bothered.
func TestSpellingsCostNothing(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]Machine{
		`{"id":12.0,"name":"saw","running":1}`:       {ID: 12, Name: "saw", Running: true},
		`{"id":"12","name":12,"running":"true"}`:     {ID: 12, Name: "12", Running: true},
		`{"id":"","name":null,"running":0}`:          {},
		`{"id":-1.0,"unknown":{"a":1},"running":-1}`: {ID: -1, Running: true},
	} {
		client, _ := serve(t, answerJSON("["+body+"]"))
		list, err := client.Machines.List(t.Context(), nil)
		if err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		if diff := cmp.Diff([]Machine{want}, list.Machines); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
	for body, field := range map[string]string{
		`{"id":12.5,"name":"saw"}`:        "machines[0].id",
		`{"name":"saw","running":"off?"}`: "machines[0].running",
		`{"name":"saw","parts":{"a":1}}`:  "machines[0].parts",
		`{"name":["saw"],"id":1}`:         "machines[0].name",
	} {
		client, _ := serve(t, answerJSON(`{"machines":[`+body+`]}`))
		list, err := client.Machines.List(t.Context(), nil)
		failure, ok := errors.AsType[*rest.Error](err)
		if !ok || failure.Field != field || list == nil || !json.Valid(failure.Body()) {
			t.Errorf("%s: %+v, %v", body, list, err)
		}
	}
}

func TestGroupsHoldTheOtherServices(t *testing.T) {
	t.Parallel()
	client, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `[]`)
	})
	if _, err := client.Things().MachineParts.List(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := (*requests)[0].Path; got != "/base/parts" {
		t.Errorf("path is %s", got)
	}
}

// TestPrefetchFetchesOnePageAhead: the next page is asked for while the caller has the present one, and no further.
func TestPrefetchFetchesOnePageAhead(t *testing.T) {
	t.Parallel()
	const pages = 5
	asked := make(chan string, 2*pages)
	client, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Query().Get("page_no")
		answerJSON(fmt.Sprintf(`{"count":%d,"machines":[{"name":%q},{"name":"b"}]}`, 2*pages, r.URL.Query().Get("page_no")))(w, r)
	})
	number := 0
	for page, err := range client.Machines.Pages(t.Context(), nil, rest.WithPrefetch()) {
		if err != nil {
			t.Fatal(err)
		}
		number++
		if page.List.Machines[0].Name != fmt.Sprint(number) {
			t.Fatalf("page %d holds %q", number, page.List.Machines[0].Name)
		}
		if number == 1 && <-asked != "1" {
			t.Fatal("the first request was for another page")
		}
		if number < pages {
			if next := <-asked; next != fmt.Sprint(number+1) { // it comes though nobody has asked for the page yet
				t.Fatalf("page %s is fetched ahead of page %d", next, number+1)
			}
		}
	}
	if number != pages || len(asked) != 0 {
		t.Errorf("%d pages, %d requests too many", number, len(asked))
	}
}

// TestPrefetchEndsWithTheWalk: whoever stops reading leaves no request behind, and a failure ahead is told in its turn.
func TestPrefetchEndsWithTheWalk(t *testing.T) {
	t.Parallel()
	arrived, gone := make(chan struct{}), make(chan struct{})
	client, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("page_no") {
		case "1":
			answerJSON(`{"count":9,"machines":[{"name":"a"},{"name":"b"}]}`)(w, r)
		default:
			close(arrived)
			<-r.Context().Done() // until the client goes away
			close(gone)
		}
	})
	for machine, err := range client.Machines.All(t.Context(), nil, rest.WithPrefetch()) {
		if err != nil || machine.Name != "a" {
			t.Fatalf("%+v, %v", machine, err)
		}
		<-arrived
		break
	}
	<-gone

	failing, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page_no") != "1" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		answerJSON(`{"count":9,"machines":[{"name":"a"},{"name":"b"}]}`)(w, r)
	})
	var names []string
	var last error
	for machine, err := range failing.Machines.All(t.Context(), nil, rest.WithPrefetch()) {
		if last = err; err == nil {
			names = append(names, machine.Name)
		}
	}
	if diff := cmp.Diff([]string{"a", "b"}, names); diff != "" || !errors.Is(last, rest.ErrForbidden) {
		t.Errorf("rows before the failure (-want +got):\n%s, %v", diff, last)
	}
}
