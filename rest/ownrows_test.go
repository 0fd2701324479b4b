package rest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func jobsCall() *call.Call {
	return call.New("listJobs", http.MethodGet, "/jobs").List(call.Listing{Style: call.ByNumber, Page: "page", Items: "jobs", Total: "meta.total"})
}

// listOwn reads a response of one page into rows of the caller's own.
func listOwn[Row any](t *testing.T, body string) (rows []Row, list jobList, err error) {
	t.Helper()
	client := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(200, body) }).client(t, rest.Vendor{})
	_, err = client.Do(t.Context(), jobsCall(), []rest.CallOption{rest.WithRows(&rows)}, &list)
	return rows, list, err
}

// Identity is part of rows.
type Identity struct {
	ID value.Int `json:"id"`
}

func TestOwnRowsMayBeOfAnyFields(t *testing.T) {
	t.Parallel()
	const body = `{"jobs":[
		{"id":"7","name":12,"at":"2026-03-05T10:00:00Z","cost":"1,5","custom":{"colour":"red"},"tags":["a","b"],"unknown":{"deep":[1,{"x":null}]},"open":1},
		{"ID":8,"custom":[],"tags":null}],
		"meta":{"total":2},"besides":["x"]}`
	type embedding struct {
		*Identity
		Unknown struct {
			Deep []value.JSON `json:"deep"`
		} `json:"unknown"`
	}
	embedded, list, err := listOwn[embedding](t, body)
	if err != nil {
		t.Fatal(err)
	}
	if len(embedded) != 2 || embedded[0].ID != 7 || embedded[1].ID != 8 || len(embedded[0].Unknown.Deep) != 2 {
		t.Errorf("%+v", embedded)
	}
	if diff := cmp.Diff(jobList{Jobs: []job{}, Meta: jobMeta{Total: 2}, Besides: []string{"x"}}, list, cmp.AllowUnexported(value.Time{})); diff != "" {
		t.Errorf("the list (-want +got):\n%s", diff)
	}
	type plain struct {
		Name    value.Text        `json:"name"`
		At      value.Time        `json:"at"`
		Open    bool              `json:"open"`
		Custom  map[string]string `json:"custom"`
		Tags    *[]string         `json:"tags"`
		Unknown json.RawMessage   `json:"unknown"`
	}
	plains, _, err := listOwn[plain](t, body)
	if err != nil {
		t.Fatal(err)
	}
	want := []plain{{"12", value.ParseTime("2026-03-05T10:00:00Z"), true, map[string]string{"colour": "red"}, &[]string{"a", "b"}, json.RawMessage(`{"deep":[1,{"x":null}]}`)}, {}}
	want[1].Custom = map[string]string{}
	if diff := cmp.Diff(want, plains, cmp.AllowUnexported(value.Time{}), cmp.Transformer("len", func(m map[string]string) int { return len(m) })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// whole keeps all that a row has.
type whole struct {
	Name string
	Raw  value.JSON
}

func (w *whole) UnmarshalJSON(data []byte) error {
	w.Raw = append(w.Raw, data...)
	return json.Unmarshal(data, &struct{ Name *string }{&w.Name})
}

func TestAnOwnRowThatReadsItselfGetsAllOfIt(t *testing.T) {
	t.Parallel()
	rows, _, err := listOwn[whole](t, `{"jobs":[{"id":1,"name":"a","deep":{"x":[1]}}],"meta":{"total":1}}`)
	if err != nil || len(rows) != 1 || rows[0].Name != "a" || string(rows[0].Raw) != `{"id":1,"name":"a","deep":{"x":[1]}}` {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestAnErrorInAnOwnRowNamesRowAndField(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, body, field, says string }{
		{"a field of another type", `{"jobs":[{"id":1},{"id":2,"name":{}}]}`, "jobs[1].name", "found an object where string was expected"},
		{"a row that is none", `{"jobs":[{"id":1},"x"]}`, "jobs[1]", "found a string"},
		{"broken where it is wanted", `{"jobs":[{"id":1,"name":"a}]}`, "", "broken JSON"},
		{"broken where it is skipped", `{"jobs":[{"id":1,"cost":01}]}`, "", "broken JSON"},
		{"broken deep where it is skipped", `{"jobs":[{"id":1,"custom":{"a":[1,2}}}]}`, "", "broken JSON"},
		{"broken behind the rows", `{"jobs":[{"id":1}],"meta":}`, "", "broken JSON"},
		{"broken before the rows", `{"meta":tru,"jobs":[{"id":1}]}`, "", "broken JSON"},
		{"something behind the end", `{"jobs":[{"id":1}]}}`, "", "broken JSON"},
		{"cut", `{"jobs":[{"id":1},`, "", "broken JSON"},
		{"no list", `{"jobs":{"id":1}}`, "jobs", "where a list was expected"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			type row struct {
				ID   int64  `json:"id"`
				Name string `json:"name"`
			}
			rows, _, err := listOwn[row](t, test.body)
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok || !failure.Is(rest.ErrDecode) || failure.Field != test.field || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("%v, field %q", err, failure.Field)
			}
			if strings.HasPrefix(test.field, "jobs[1]") && (len(rows) != 2 || rows[0].ID != 1) {
				t.Errorf("what could be read is %+v", rows)
			}
		})
	}
}

// What can't be meant is an error before anything is sent.
func TestOwnRowsThatCannotBe(t *testing.T) {
	t.Parallel()
	v := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(200, `{"jobs":[]}`) })
	client := v.client(t, rest.Vendor{})
	type misspelt struct {
		Identity int64  `json:"identity"`
		Naam     string `json:"naam"`
	}
	type hidden struct {
		id   int64
		name string
	}
	var maps []map[string]any
	var numbers []int
	var pointers []*job
	var wrong []misspelt
	type misplaced struct {
		//lint:ignore U1000 that nobody can set it is what is tested
		*hidden `json:"hidden"`
		Name    string `json:"name"`
	}
	var panicking []misplaced
	type concealing struct {
		//lint:ignore U1000 that nobody can set it is what is tested
		*hidden
		Name string `json:"name"`
	}
	var none []hidden
	var concealed []concealing
	var none2 *[]job
	_ = hidden{id: 0, name: ""}
	for name, test := range map[string]struct {
		option rest.CallOption
		says   string
	}{
		"maps":            {rest.WithRows(&maps), "rows of type map[string]interface {}; a struct with json tags was expected"},
		"numbers":         {rest.WithRows(&numbers), "rows of type int; a struct with json tags was expected"},
		"pointers":        {rest.WithRows(&pointers), "rows of type *rest_test.job; a struct with json tags was expected"},
		"no field":        {rest.WithRows(&none), "rest_test.hidden has no field that JSON is read into"},
		"no way to set":   {rest.WithRows(&concealed), "rest_test.concealing embeds a pointer to hidden, whose fields encoding/json can't set"},
		"a panic":         {rest.WithRows(&panicking), "rest_test.misplaced embeds a pointer to hidden, whose fields encoding/json can't set"},
		"no field of it":  {rest.WithRows(&wrong), "rest_test.misspelt has no field of rest_test.job (its fields are identity, naam)"},
		"a nil pointer":   {rest.WithRows(none2), "WithRows: the rows are a nil pointer"},
		"no pages":        {rest.WithParallel(0), "WithParallel: 0 pages at once; 1 or more were expected"},
		"fewer than none": {rest.WithParallel(-3), "WithParallel: -3 pages at once; 1 or more were expected"},
	} {
		check := func(way string, err error) {
			t.Helper()
			if !errors.Is(err, rest.ErrRequest) || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "listJobs") {
				t.Errorf("%s, %s: %v", name, way, err)
			}
		}
		opts := []rest.CallOption{test.option}
		_, err := client.Do(t.Context(), jobsCall(), opts, new(jobList))
		check("List", err)
		times := 0
		for _, err := range rest.Pages[*jobList](t.Context(), client, jobsCall(), opts) {
			check("Pages", err)
			times++
		}
		if times != 1 {
			t.Errorf("%s: %d pages", name, times)
		}
	}
	var rows []job
	for _, err := range rest.All[*jobList, *job](t.Context(), client, jobsCall(), []rest.CallOption{rest.WithRows(&rows)}) {
		if !errors.Is(err, rest.ErrRequest) || !strings.Contains(err.Error(), "with rows of your own use Pages") {
			t.Errorf("All: %v", err)
		}
	}
	if err := only(client.Do(t.Context(), call.New("getJob", http.MethodGet, "/jobs/1"), []rest.CallOption{rest.WithRows(&rows)}, new(job))); !errors.Is(err, rest.ErrRequest) || !strings.Contains(err.Error(), "not one for a list") {
		t.Errorf("a call for one: %v", err)
	}
	if _, err := client.Open(t.Context(), call.New("getFile", http.MethodGet, "/file"), []rest.CallOption{rest.WithRows(&rows)}); !errors.Is(err, rest.ErrRequest) {
		t.Errorf("a download: %v", err)
	}
	if n := v.count(); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// What is wrong with one field, or comes in two spellings, costs nothing of the rest, whatever the row is made of.
func TestAnOwnRowKeepsWhatCanBeRead(t *testing.T) {
	t.Parallel()
	type row struct {
		*Identity
		Number int            `json:"number,string"`
		Names  map[int]string `json:"names"`
		Open   bool           `json:"open"`
	}
	c := call.New("listJobs", http.MethodGet, "/jobs").List(call.Listing{Style: "none", Items: "jobs"})
	for body, field := range map[string]string{
		`{"jobs":[{"id":7,"number":"12","names":{"1":"a"},"open":"perhaps"}]}`: "jobs[0].open",
		`{"jobs":[{"id":7,"ID":8,"number":"12","names":{"1":"a"}}]}`:           "",
	} {
		var rows []row
		client := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(200, body) }).client(t, rest.Vendor{})
		_, err := client.Do(t.Context(), c, []rest.CallOption{rest.WithRows(&rows)}, new(jobList))
		if failure, ok := errors.AsType[*rest.Error](err); ok != (field != "") || ok && failure.Field != field {
			t.Errorf("%s: %v", body, err)
		}
		if len(rows) != 1 || rows[0].Identity == nil || rows[0].ID != 7 || rows[0].Number != 12 || rows[0].Names[1] != "a" {
			t.Errorf("%s: %+v", body, rows)
		}
	}
}

type part1 struct {
	A int
	B string `json:"b"`
}

type part2 struct {
	A int
	C string `json:"c"`
}

// WrongID has an id of another type than the row around it.
type WrongID struct {
	ID   int64
	Name string `json:"name"`
}

// What is read into an own row, through whatever tags and embedded structs, is what encoding/json reads into it, also where another row
// has a field of another type.
func TestOwnRowsHaveTheFieldsThatEncodingJSONReads(t *testing.T) {
	t.Parallel()
	readAlike[struct {
		part1 `json:"part"`
		Name  string `json:"name"`
	}](t, "an unexported struct embedded under a name", `{"name":"a","part":{"A":1,"b":"x"},"c":1}`)
	readAlike[struct {
		part1 `json:"part"`
		Name  string `json:"name"`
	}](t, "null in its place", `{"name":"a","part":null}`)
	readAlike[struct {
		part1
		part2
		Name string `json:"name"`
	}](t, "one name twice", `{"name":"a","A":1,"b":"x","c":"y"}`)
	readAlike[struct {
		WrongID
		ID string
	}](t, "a field in front of an embedded one", `{"name":"a","ID":"x"}`)
	readAlike[struct {
		*WrongID
		ID   string
		Name string `json:"name"`
	}](t, "an embedded pointer of which all fields are hidden", `{"name":"a","ID":"x"}`)
	readAlike[struct {
		Name string `json:"name"`
		//lint:ignore SA5008 the tag is what is tried
		Odd string `json:"o'dd"`
	}](t, "a tag that is no name", `{"name":"a","Odd":"x","o'dd":"y"}`)
	readAlike[struct {
		Name string `json:"name"`
		//lint:ignore SA5008 the tag is what is tried
		Dash string `json:"-,"`
	}](t, "a dash for a name", `{"name":"a","Dash":"x","-":"z"}`)
	readAlike[struct {
		Name string `json:"name"`
		Long string `json:"ſum"`
	}](t, "another letter of the same", `{"name":"a","sum":"x"}`)
	readAlike[struct {
		Name string         `json:"name"`
		Rest map[string]any `json:",embed"`
	}](t, "a map for the rest, or one field of its own", `{"name":"a","rest":{"x":1},"y":2}`)
	readAlike[struct {
		Name string          `json:"name"`
		Rest *map[string]int `json:",embed"`
	}](t, "a map behind a pointer", `{"name":"a","y":2,"y":null}`)
	readAlike[struct {
		Name string `json:"name"`
		Part part2  `json:",embed"`
	}](t, "a struct among whose fields are the row's, or one field of its own", `{"name":"a","A":1,"c":"x","Part":{"c":"y"}}`)
	readAlike[struct {
		Name  string `json:"name"`
		Exact string `json:"exact,case:strict"`
	}](t, "a field whose case counts, or doesn't", `{"name":"a","EXACT":"x"}`)
	readAlike[struct {
		Name  string   `json:"name"`
		ID    *int     `json:"id"`
		Codes []string `json:"codes"`
	}](t, "null behind a value", `{"name":"a","name":null,"id":1,"id":null,"codes":["a"],"codes":null}`)
	readAlike[struct {
		Name  string         `json:"name"`
		Part  *part2         `json:"part"`
		Codes map[string]int `json:"codes"`
	}](t, "values that add to others", `{"name":"a","part":{"A":1},"part":{"c":"x"},"codes":{"a":1},"codes":{"b":2,"a":null}}`)
}

// TestOwnRowsOfRepeatedNames: a page is told from another by the same ids as without rows of one's own, also where null follows an id, and
// where the list comes twice.
func TestOwnRowsOfRepeatedNames(t *testing.T) {
	t.Parallel()
	type list struct {
		Jobs []struct {
			ID   int64  `json:"id"`
			Name string `json:"name"`
		} `json:"jobs"`
		Meta jobMeta `json:"meta"`
	}
	for name, pages := range map[string][2]string{
		"null behind an id": {`{"jobs":[{"id":7,"name":"a","id":null}],"meta":{"total":2}}`, `{"jobs":[{"id":7,"name":"b"}],"meta":{"total":2}}`},
		"two ids":           {`{"jobs":[{"ID":7,"Id":8}],"meta":{"total":2}}`, `{"jobs":[{"id":8,"name":"b"}],"meta":{"total":2}}`},
		"two lists":         {`{"jobs":[{"id":7,"name":"a"}],"jobs":[{"name":"b"}],"meta":{"total":2}}`, `{"jobs":[{"id":7,"name":"c"}],"meta":{"total":2}}`},
		"other ids":         {`{"jobs":[{"id":7,"id":null}],"meta":{"total":2}}`, `{"jobs":[{"id":8,"id":null}],"meta":{"total":2}}`},
	} {
		walk := func(opts ...rest.CallOption) (read int, failure string) {
			client := newVendor(func(n int, _ *http.Request) (*http.Response, error) { return reply(200, pages[min(n, 2)-1]) }).client(t, rest.Vendor{})
			for _, err := range rest.Pages[*list](t.Context(), client, jobsCall(), opts) {
				if err != nil {
					return read, err.Error()
				}
				read++
			}
			return read, ""
		}
		var rows []struct {
			Name string `json:"name"`
		}
		want, wantErr := walk()
		if got, err := walk(rest.WithRows(&rows)); got != want || err != wantErr || (err == "") != (name == "other ids") {
			t.Errorf("%s: %d pages and %q; without rows of one's own %d and %q", name, got, err, want, wantErr)
		}
	}
}

func readAlike[Row any](t *testing.T, name, row string) {
	t.Helper()
	var want Row
	if err := json.Unmarshal([]byte(row), &want); err != nil {
		t.Fatal(err)
	}
	c := call.New("listJobs", http.MethodGet, "/jobs").List(call.Listing{Style: "none", Items: "jobs"})
	for _, other := range []string{"", `,{"name":[]}`} {
		client := newVendor(func(int, *http.Request) (*http.Response, error) { return reply(200, `{"jobs":[`+row+other+`]}`) }).client(t, rest.Vendor{})
		var rows []Row
		_, err := client.Do(t.Context(), c, []rest.CallOption{rest.WithRows(&rows)}, new(jobList))
		if failure, ok := errors.AsType[*rest.Error](err); ok && failure.Field != "jobs[1].name" || err != nil && (!ok || other == "") {
			t.Errorf("%s: %v", name, err)
		}
		if len(rows) == 0 || !reflect.DeepEqual(rows[0], want) {
			t.Errorf("%s: %+v, want %+v", name, rows, want)
		}
	}
}

// A slice that is used again doesn't show the rows of the call before.
func TestOwnRowsOfACallThatFails(t *testing.T) {
	t.Parallel()
	client := newVendor(func(n int, _ *http.Request) (*http.Response, error) {
		if n > 1 {
			return reply(404, `{}`)
		}
		return reply(200, `{"jobs":[{"id":1}]}`)
	}).client(t, rest.Vendor{})
	var rows []Identity
	for n, want := range []int{1, 0} {
		if _, err := client.Do(t.Context(), jobsCall(), []rest.CallOption{rest.WithRows(&rows)}, new(jobList)); (err != nil) != (want == 0) || len(rows) != want {
			t.Errorf("call %d: %d rows, %v", n+1, len(rows), err)
		}
	}
}
