package drift_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/drift"
)

// acme is the document of a made-up vendor.
const acme = `
openapi: 3.0.3
info: {title: Acme, version: "1"}
servers: [{url: https://acme.example.com/api}]
x-envelope: {success: {field: status, equals: 1}, data: data, error: error, token: token}
paths:
  /things:
    get:
      operationId: listThings
      responses:
        "200": {description: Rows., content: {application/json: {schema: {$ref: '#/components/schemas/ThingList'}}}}
        default: {description: Failed., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}
    post:
      operationId: saveThings
      x-page: {style: none, loose: true}
      responses:
        "200": {description: Done., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}
  /things/{id}:
    get:
      operationId: getThing
      responses:
        "200": {description: One., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
    delete:
      operationId: deleteThing
      responses: {"200": {description: Deleted.}}
  /items/{id}:
    get:
      operationId: getItem
      responses:
        "200": {description: One., content: {application/json: {schema: {$ref: '#/components/schemas/ThingItem'}}}}
    put:
      operationId: updateItem
      responses:
        "200": {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/ThingItem'}}}}
  /things/{id}/file:
    get:
      operationId: getFile
      responses: {"200": {description: A file., content: {application/octet-stream: {schema: {type: string, format: binary}}}}}
  /things/{id}/mystery:
    get:
      operationId: getMystery
      responses: {"200": {description: Unknown., content: {application/json: {schema: {description: Not published.}}}}}
components:
  schemas:
    ThingList:
      type: object
      required: [data]
      properties: {data: {type: array, items: {$ref: '#/components/schemas/Thing'}}}
    ThingItem: {type: object, required: [data], properties: {data: {$ref: '#/components/schemas/Thing'}}}
    Failure: {type: object, properties: {code: {type: string, enum: [gone]}}}
    Part: {type: object, x-open: true, properties: {id: {type: integer}}}
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: integer}
        price: {type: number}
        name: {type: string}
        kind: {type: string, enum: [small, large]}
        made: {type: string, format: date-time}
        day: {type: string, format: date}
        on: {type: boolean}
        tags: {type: array, items: {type: string}}
        parent: {$ref: '#/components/schemas/Thing'}
        part: {$ref: '#/components/schemas/Part'}
        labels: {type: object, additionalProperties: {type: integer}}
        loose: {oneOf: [{type: integer}, {type: string}], x-lenient: integer}
        many: {type: array, items: {$ref: '#/components/schemas/Part'}, x-lenient: list}
        map: {type: object, additionalProperties: {type: string}, x-lenient: map}
        secret: {type: string, x-secret: true}
        either: {oneOf: [{type: boolean}, {$ref: '#/components/schemas/Part'}]}
        odd: {description: Of any type.}
`

func observer(t testing.TB, opts ...drift.Option) *drift.Observer {
	t.Helper()
	o, err := drift.New(fstest.MapFS{"acme/openapi.yaml": {Data: []byte(acme)}}, "acme", opts...)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// responding serves one response, and a client under an observer.
func responding(t testing.TB, o *drift.Observer, status int, media, body string) (client *http.Client, url string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = nil
		if media != "" {
			w.Header().Set("Content-Type", media)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return &http.Client{Transport: o.Transport(nil)}, server.URL
}

func get(t testing.TB, client *http.Client, method, url string) string {
	t.Helper()
	request, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func reported(r drift.Report) []string {
	var out []string
	for _, f := range r.Findings {
		place := f.Operation + " " + f.Where
		if f.Schema != "" {
			place = f.Schema + "." + f.Field
		}
		out = append(out, fmt.Sprintf("%s: %s: %s, not %s", f.Kind, strings.TrimSpace(place), f.Found, f.Expected))
	}
	return out
}

func TestWhatIsASurprise(t *testing.T) {
	t.Parallel()
	thing := func(fields string) string { return `{"id": 7, ` + fields + `}` }
	for _, test := range []struct {
		name, call  string
		status      int
		media, body string
		want        []string
	}{
		{"nothing", "GET /things/7", 200, "application/json; charset=utf-8", thing(`"name": "Ann", "kind": "small", "parent": null, "odd": {"x": 1}`), nil},
		{"an unknown field", "GET /things/7", 200, "application/json", thing(`"colour": "red", "parent": {"id": 1, "colour": "red"}`),
			[]string{"unknown field: Thing.colour: a string, not no such field"}},
		{"a number as a string", "GET /things/7", 200, "application/json", `{"id": "7", "price": "1.5"}`, []string{
			"type: Thing.id: a number as a string, not a whole number", "type: Thing.price: a number as a string, not a number"}},
		{"other types", "GET /things/7", 200, "application/json", `{"id": 7.5, "name": 12, "on": 1, "tags": "a", "parent": [], "labels": {"a@b.example": true}}`, []string{
			"type: Thing.id: a number, not a whole number", "type: Thing.labels.*: a boolean, not a whole number", "type: Thing.name: a whole number, not a string",
			"type: Thing.on: a whole number, not a boolean", "type: Thing.parent: a list, not an object", "type: Thing.tags: a string, not a list"}},
		{"spelt in another way", "GET /things/7", 200, "application/json",
			thing(`"price": 12, "loose": "12.0", "many": {"id": 1}, "map": [], "either": {"id": 1}, "made": "2026-01-02T03:04:05", "day": "2026-01-02"`), nil},
		{"whole with a fraction", "GET /things/7", 200, "application/json", `{"id": 7.0, "either": true}`, nil},
		{"leniency has an end", "GET /things/7", 200, "application/json", thing(`"loose": "many", "many": [1], "map": ["a"], "either": "x"`), []string{
			"type: Thing.either: a string, not a boolean or an object", "type: Thing.loose: a string, not a whole number or a string, leniently",
			"type: Thing.many[]: a whole number, not an object", "type: Thing.map: a list, not an object, leniently"}},
		{"no time", "GET /things/7", 200, "application/json", thing(`"made": "yesterday", "day": "Monday"`), []string{
			"type: Thing.day: a string of 6 characters, not a date", "type: Thing.made: a string of 9 characters, not a date-time"}},
		{"a new value", "GET /things/7", 200, "application/json", thing(`"kind": "enormous"`),
			[]string{"enum value: Thing.kind: a string of 8 characters, not one of the 2 values that are known"}},
		{"a field that is gone", "GET /things/7", 200, "application/json", `{"name": "Ann"}`, []string{"missing field: Thing.id: nothing, not always there"}},
		{"fields of an open schema", "GET /things/7", 200, "application/json", thing(`"part": {"id": 1, "anything": 2}, "labels": {"Ann": 1}`), nil},
		{"names that look like data", "GET /things/7", 200, "application/json",
			thing(`"ann@example.com": 1, "5f0000aa": 2, "deadbeefdeadbeef": 3, "2026-01-02": 4, "a b": 5, "item_123456": 6`),
			[]string{"unknown field: Thing.(masked name): a whole number, not no such field"}},
		{"names beside one that looks like data", "GET /things/7", 200, "application/json", thing(`"ann": 1, "bob@example.com": 2, "carol": true`),
			[]string{"unknown field: Thing.(masked name): a boolean, not no such field", "unknown field: Thing.(masked name): a whole number, not no such field"}},
		{"a new status", "GET /things/7", 203, "application/json", `{"id": "7"}`, []string{
			"status: getThing: status 203, not 200", "type: Thing.id: a number as a string, not a whole number"}},
		{"a failure that is declared", "GET /things", 404, "application/json", `{"code": "gone", "status": 3}`, nil},
		{"a new code of a failure", "GET /things", 404, "application/json", `{"status": 1, "code": "vanished"}`,
			[]string{"enum value: Failure.code: a string of 8 characters, not one of the 1 values that are known",
				"unknown field: Failure.status: a whole number, not no such field"}},
		{"a failure that isn't declared", "GET /things/7", 404, "text/plain", "gone", []string{"status: getThing: status 404, not 200"}},
		{"an envelope", "GET /things", 200, "application/json", `{"status": 1, "token": "secret", "data": [{"id": 1}]}`, nil},
		{"a record that is null", "GET /items/7", 200, "application/json", `{"status": 1, "data": null}`, []string{"type: ThingItem.data: null, not an object"}},
		{"a record that is an empty list", "GET /items/7", 200, "application/json", `{"status": 1, "data": []}`, []string{"type: ThingItem.data: an empty list, not an object"}},
		{"a record that is there", "GET /items/7", 200, "application/json", `{"status": 1, "data": {"id": 7, "parent": null, "colour": 1}}`,
			[]string{"unknown field: Thing.colour: a whole number, not no such field"}},
		{"a record that isn't written back", "PUT /items/7", 200, "application/json", `{"status": 1, "data": null}`, nil},
		{"a list that is null", "GET /things", 200, "application/json", `{"status": 1, "data": null}`, nil},
		{"a failure with 200", "GET /things", 200, "application/json", `{"status": 91, "error": "busy"}`, nil},
		{"one record in place of a list", "POST /things", 200, "application/json", `{"id": 1, "tags": [], "new": true}`,
			[]string{"unknown field: Thing.new: a boolean, not no such field"}},
		{"an object around a list", "POST /things", 200, "application/json", `{"record_count": 1, "things": [{"id": "1"}]}`,
			[]string{"type: Thing.id: a number as a string, not a whole number"}},
		{"a page of HTML", "GET /things/7", 200, "text/html", "<html>", []string{"content type: getThing: text/html, not application/json"}},
		{"an odd content type", "GET /things/7", 200, "text/x;ann@example.com", "x", []string{"content type: getThing: no content type, not application/json"}},
		{"nothing where there is something", "GET /things/7", 200, "application/json", "", []string{"content type: getThing: an empty response, not JSON"}},
		{"something where there is nothing", "DELETE /things/7", 200, "application/json", `{"id": 1}`, []string{"content type: deleteThing: JSON, an object, not no response"}},
		{"next to nothing", "DELETE /things/7", 200, "application/json", `{}`, nil},
		{"JSON in place of a file", "GET /things/7/file", 200, "application/json", `{"error": "no"}`,
			[]string{"content type: getFile: application/json, not application/octet-stream"}},
		{"a file", "GET /things/7/file", 200, "image/png", "\x89PNG", nil},
		{"no JSON", "GET /things/7", 200, "application/json", `{"id": 7`, []string{"content type: getThing: something that can't be read as JSON, not JSON"}},
		{"too deep", "GET /things/7", 200, "application/json", strings.Repeat(`{"parent":`, 100) + "1" + strings.Repeat("}", 100),
			[]string{"content type: getThing: something that can't be read as JSON, not JSON"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := observer(t)
			client, url := responding(t, o, test.status, test.media, test.body)
			method, path, _ := strings.Cut(test.call, " ")
			for range 2 {
				if got := get(t, client, method, url+"/api"+path); got != test.body {
					t.Errorf("the caller got %q", got)
				}
			}
			r := o.Report()
			if diff := cmp.Diff(test.want, reported(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, f := range r.Findings {
				if f.Responses != 2 {
					t.Errorf("%v: seen in %d responses, want 2", f, f.Responses)
				}
			}
			if len(r.Called) != 1 || r.Called[0].Responses != 2 || r.Faults+r.Skipped+r.Dropped+r.Foreign > 0 {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestEmptyListForAnObject(t *testing.T) {
	t.Parallel()
	php := strings.Replace(acme, "openapi: 3.0.3", "openapi: 3.0.3\nx-empty-object: list", 1)
	o, err := drift.New(fstest.MapFS{"acme/openapi.yaml": {Data: []byte(php)}}, "acme")
	if err != nil {
		t.Fatal(err)
	}
	client, url := responding(t, o, 200, "application/json", `{"id": 7, "parent": [], "part": [1], "either": [], "name": []}`)
	get(t, client, "GET", url+"/api/things/7")
	want := []string{"type: Thing.name: a list, not a string", "type: Thing.part: a list, not an object"}
	if diff := cmp.Diff(want, reported(o.Report())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	o := observer(t, drift.WithStructure())
	body := `{"rows": [{"name": "Ann", "n": 1}, {"name": null, "n": 1.5}], "by_id": {"5f00000000000000000000aa": {"x": 1}, "plain": {"y": true}}}`
	client, url := responding(t, o, 200, "application/json", body)
	get(t, client, "GET", url+"/api/things/7/mystery")
	want := []drift.Place{
		{"the response", "object"}, {"by_id", "object"}, {"by_id.*", "object"}, {"by_id.*.x", "whole number"}, {"by_id.*.y", "boolean"},
		{"rows", "list"}, {"rows[]", "object"}, {"rows[].n", "number or whole number"}, {"rows[].name", "null or string"},
	}
	r := o.Report()
	if diff := cmp.Diff(want, r.Called[0].Structure); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	part := observer(t, drift.WithStructure())
	client, url = responding(t, part, 200, "application/json", `{"id": 7, "part": {"id": 1, "weight": 2.5, "ann@example.com": 1}}`)
	get(t, client, "GET", url+"/api/things/7")
	if diff := cmp.Diff([]drift.Place{{"part.*", "number or whole number"}}, part.Report().Called[0].Structure); diff != "" {
		t.Errorf("an open schema (-want +got):\n%s", diff)
	}
}

// What belongs to a request is told by the client, by the caller, or by the path, under whatever prefix.
func TestWhichOperation(t *testing.T) {
	t.Parallel()
	o := observer(t)
	_, url := responding(t, o, 200, "application/json", `{"id": "7"}`)
	through := rest.WithHTTPClient(&http.Client{Transport: o.Transport(nil)})
	call := func(vendor string, ctx context.Context, path string) {
		client, err := rest.NewClient(rest.Vendor{Name: vendor}, url+"/proxy", through)
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Call(ctx, "GET", path, nil, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	call("another", t.Context(), "/api/things/7")
	if r := o.Report(); len(r.Called) > 0 {
		t.Errorf("another vendor's call counts: %+v", r.Called)
	}
	call("acme", t.Context(), "/api/Things/7")
	call("acme", drift.WithOperation(t.Context(), "getThing"), "/elsewhere")
	call("acme", t.Context(), "/elsewhere")
	r := o.Report()
	if len(r.Called) != 1 || r.Called[0].Operation != "getThing" || r.Called[0].Responses != 2 || r.Foreign != 1 {
		t.Errorf("%+v", r)
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	o := observer(t, drift.WithMaxBody(64), drift.WithMaxFindings(3))
	long := `{"id": "7", "name": "` + strings.Repeat("x", 100) + `"}`
	client, url := responding(t, o, 200, "application/json", long)
	if got := get(t, client, "GET", url+"/api/things/7"); got != long {
		t.Errorf("the caller got %d bytes", len(got))
	}
	client, url = responding(t, o, 200, "application/json", `{"id": 1, "a": 1, "b": 1, "c": 1, "d": 1, "e": 1}`)
	get(t, client, "GET", url+"/api/things/7")
	r := o.Report()
	if len(r.Findings) != 3 || r.Dropped != 2 || r.Skipped != 1 {
		t.Errorf("%d findings, %d dropped, %d skipped", len(r.Findings), r.Dropped, r.Skipped)
	}
	many := observer(t)
	var b strings.Builder
	b.WriteString(`{"id": 1`)
	for i := range 100 {
		fmt.Fprintf(&b, `, "%c%c": 1`, 'A'+i/26, 'A'+i%26)
	}
	client, url = responding(t, many, 200, "application/json", b.String()+"}")
	get(t, client, "GET", url+"/api/things/7")
	if r := many.Report(); len(r.Findings) != 40 || r.Dropped != 60 {
		t.Errorf("%d of 100 unknown fields of one schema are named, %d are not", len(r.Findings), r.Dropped)
	}
	for _, opt := range []drift.Option{drift.WithMaxBody(0), drift.WithMaxFindings(-1)} {
		if _, err := drift.New(fstest.MapFS{"acme/openapi.yaml": {Data: []byte(acme)}}, "acme", opt); err == nil {
			t.Error("a bound of nothing was taken")
		}
	}
	if _, err := drift.New(fstest.MapFS{}, "acme"); err == nil {
		t.Error("an observer without a document was made")
	}
}

// bodyOf responses with a body of the test's own.
type bodyOf struct {
	body   io.ReadCloser
	length int64
}

func (b bodyOf) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: b.body, ContentLength: b.length, Request: req}, nil
}

type closing struct {
	io.Reader
	closed *int
}

func (c closing) Close() error { *c.closed++; return errors.New("closed badly") }

// Reading and closing are the body's own, whatever is read of it.
func TestTheBodyIsTheVendorsOwn(t *testing.T) {
	t.Parallel()
	const text = `{"id": "7"}`
	for _, test := range []struct {
		name    string
		body    io.Reader
		length  int64
		read    int
		findies int
	}{
		{"to its end", strings.NewReader(text), -1, 100, 1},
		{"byte by byte", iotest.OneByteReader(strings.NewReader(text)), -1, 100, 1},
		{"to its length", iotest.HalfReader(strings.NewReader(text)), int64(len(text)), len(text), 1},
		{"half", strings.NewReader(text), -1, 5, 0},
		{"not at all", strings.NewReader(text), -1, 0, 0},
		{"to a failure", iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(text))), -1, 100, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o, closed := observer(t), 0
			request, _ := http.NewRequest("GET", "https://acme.example.com/api/things/7", nil)
			response, err := o.Transport(bodyOf{closing{test.body, &closed}, test.length}).RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			got := make([]byte, 0, 100)
			for len(got) < test.read {
				n, err := response.Body.Read(got[len(got):min(test.read, cap(got))])
				if got = got[:len(got)+n]; err != nil {
					break
				}
			}
			if !bytes.HasPrefix([]byte(text), got) {
				t.Errorf("read %q", got)
			}
			if err := response.Body.Close(); err == nil || closed != 1 {
				t.Errorf("%v, closed %d times", err, closed)
			}
			if r := o.Report(); len(r.Findings) != test.findies {
				t.Errorf("%d findings, want %d", len(r.Findings), test.findies)
			}
		})
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	o := observer(t, drift.WithStructure())
	client, url := responding(t, o, 200, "application/json", `{"id": "7", "new": 1, "odd": {"a": 1}}`)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				get(t, client, "GET", url+"/api/things/7")
				o.Report()
			}
		})
	}
	all.Wait()
	r := o.Report()
	if len(r.Findings) != 2 || !slices.ContainsFunc(r.Findings, func(f drift.Finding) bool { return f.Responses == 160 }) || r.Called[0].Responses != 160 {
		t.Errorf("%+v", r)
	}
}

func FuzzResponse(f *testing.F) {
	f.Add([]byte(`{"id": "7", "ann@example.com": {"deep": [1, null, {}]}}`), "application/json", uint16(200))
	f.Add([]byte(`[[[[{"data": 1e999}]]]]`), "text/json; q", uint16(599))
	f.Add([]byte("{\"data\":[{\"id\":1}],\"\xff\":0}"), "application/problem+json", uint16(206))
	o := observer(f, drift.WithStructure())
	f.Fuzz(func(t *testing.T, body []byte, media string, status uint16) {
		for _, path := range []string{"GET things", "POST things", "GET things/1", "GET things/1/mystery", "DELETE things/1", "GET things/1/file"} {
			method, path, _ := strings.Cut(path, " ")
			request, _ := http.NewRequest(method, "https://acme.example.com/api/"+path, nil)
			response, err := o.Transport(response{body, media, int(status)}).RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(response.Body); err != nil || !bytes.Equal(got, body) {
				t.Errorf("%v: the caller got %q", err, got)
			}
			response.Body.Close()
		}
		r := o.Report()
		if r.Faults > 0 {
			t.Errorf("the observer itself failed at %q", body)
		}
		if err := r.Markdown(io.Discard); err != nil {
			t.Fatal(err)
		}
	})
}

type response struct {
	body   []byte
	media  string
	status int
}

func (a response) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: a.status, Header: http.Header{"Content-Type": {a.media}}, Body: io.NopCloser(bytes.NewReader(a.body)), ContentLength: -1, Request: req,
	}, nil
}
