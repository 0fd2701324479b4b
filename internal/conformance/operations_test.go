package conformance

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
	"github.com/seed-8da6be54/vendorkit/specs"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestEveryOperation calls every operation of every document once.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	all := vendors()
	names, err := spec.Vendors(specs.Files())
	must(t, err)
	for _, name := range names {
		v := all[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := openDocument(t, name)
			server, err := vendortest.Start(name, vendortest.WithoutRateLimit(), vendortest.WithRequestBodies())
			must(t, err)
			defer server.Close()
			if v.client == nil {
				v.client = func(t *testing.T, server *vendortest.Server) any {
					given := server.Credentials()
					editor, err := credentialEditor(doc, server.URL, cmp.Or(given.AccessToken, given.APIToken))
					must(t, err)
					client, err := newClient(name, server.URL, rest.WithRequestEditorFn(editor), rest.WithoutPacing(), rest.WithoutRetries())
					must(t, err)
					return client
				}
			}
			client := v.client(t, server)
			v.envelope = envelopeOf(doc)
			operations := slices.Clone(doc.Operations)
			// What deletes comes last, so that the rest finds its records.
			slices.SortStableFunc(operations, func(a, b *spec.Operation) int {
				return cmp.Compare(b2i(a.Method == http.MethodDelete), b2i(b.Method == http.MethodDelete))
			})
			for _, op := range operations {
				t.Run(op.ID, func(t *testing.T) { callOnce(t, doc, op, server, client, v) })
			}
			for _, violation := range server.Violations() {
				t.Errorf("%s %s breaks the document: %s", violation.Method, violation.Path, violation.What)
			}
			for _, op := range operations {
				if server.Count(op.ID) == 0 {
					t.Errorf("%s was not called", op.ID)
				}
			}
		})
	}
}

// callUpsert calls an operation that creates and changes: Create, then Update for the record that this made.
func callUpsert(t *testing.T, doc *spec.Document, op *spec.Operation, server *vendortest.Server, client any, v vendor) {
	made := exampler{deepest: v.deepest, fixed: map[string]any{}}
	if v.prepare != nil {
		maps.Copy(made.fixed, v.prepare(t, server, client, op.ID, nil))
	}
	var id any
	for _, way := range [...]string{"create", "update"} {
		method := goMethod(client, op.Tag, strings.ToUpper(way[:1])+way[1:])
		if !method.IsValid() {
			t.Fatalf("%s has no method to %s", op.Tag, way)
		}
		record, _ := generic(t, made.object(upsertSchema(doc, op, way), 1)).(map[string]any)
		if way == "update" {
			record["id"] = id
		}
		body := []any{record}
		argument := reflect.New(method.Type().In(1))
		data, err := json.Marshal(body)
		must(t, err)
		must(t, json.Unmarshal(data, argument.Interface()))
		var raw rest.Response
		out := method.Call([]reflect.Value{reflect.ValueOf(t.Context()), argument.Elem(), reflect.ValueOf(rest.WithResponse(&raw))})
		if failure, _ := out[len(out)-1].Interface().(error); failure != nil {
			t.Fatalf("%s: %v\nbody: %s", way, failure, raw.Body)
		}
		var received any
		must(t, json.Unmarshal(lastRequest(server, op.ID).Body, &received))
		if diff := difference(any(body), received); diff != "" {
			t.Errorf("%s: body (-want +got):\n%s", way, diff)
		}
		var saved map[string]any
		if err := json.Unmarshal(raw.Body, &saved); err != nil {
			t.Fatalf("%s: the response to one record isn't one object: %.200s", way, raw.Body)
		}
		if way == "update" && fmt.Sprint(saved["id"]) != fmt.Sprint(id) {
			t.Errorf("the response to the update of %v has the id %v", id, saved["id"])
		}
		id = saved["id"]
		compareResponse(t, saved, out[0].Interface(), v.unlisted)
	}
}

// upsertSchema is the schema of what an operation that creates and changes takes for one of the two.
func upsertSchema(doc *spec.Document, op *spec.Operation, way string) *spec.Schema {
	if way == "create" {
		return doc.Schemas[op.Upsert.Create]
	}
	return doc.Schemas[op.Upsert.Update]
}

func callOnce(t *testing.T, doc *spec.Document, op *spec.Operation, server *vendortest.Server, client any, v vendor) {
	if op.Upsert != nil {
		callUpsert(t, doc, op, server, client, v)
		return
	}
	method := goMethod(client, op.Tag, op.GoMethod)
	if !method.IsValid() {
		t.Fatalf("the client has no method %s.%s", op.Tag, op.GoMethod)
	}
	params := server.PathParams(op.ID)
	made := exampler{deepest: v.deepest}
	if v.prepare != nil {
		made.fixed = v.prepare(t, server, client, op.ID, params)
	}
	var raw rest.Response
	given := makeArguments(t, made, op, method.Type(), params)
	args := append(given.values, reflect.ValueOf(rest.WithResponse(&raw)))
	body := given.body
	out := method.Call(args)

	if failure, _ := out[len(out)-1].Interface().(error); failure != nil {
		t.Fatalf("%v\nbody: %s", failure, raw.Body)
	}
	sent := lastRequest(server, op.ID)
	got, err := url.ParseQuery(sent.Query)
	must(t, err)
	got.Del("access_token") // a credential that travels in the query
	if diff := difference(given.query, got); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if media, how, _ := mime.ParseMediaType(sent.Header.Get("Content-Type")); strings.HasPrefix(media, "multipart/") {
		compareParts(t, op.Body.Content().Schema, body.(map[string]any), multipart.NewReader(bytes.NewReader(sent.Body), how["boundary"]))
	} else if fields, form := body.(map[string]any); form && isForm(sent) {
		received, err := url.ParseQuery(string(sent.Body))
		must(t, err)
		if diff := difference(formOf(op.Body.Content().Schema, fields), received); diff != "" {
			t.Errorf("form (-want +got):\n%s", diff)
		}
	} else if body != nil {
		var received any
		must(t, json.Unmarshal(sent.Body, &received))
		if diff := difference(body, received); diff != "" {
			t.Errorf("body (-want +got):\n%s", diff)
		}
	}
	if len(out) == 1 {
		return
	}
	var came any // raw.Body decoded, where something was looked at in it
	if op.Page != nil {
		// The made-up filters fit no record. Without them there are rows to look at.
		for i := range args {
			if needsQuery(op) {
				break
			}
			if args[i].Kind() == reflect.Pointer && strings.HasSuffix(args[i].Type().Elem().Name(), "Params") {
				args[i] = only(t, op, args[i].Type(), v.needed[op.ID])
			}
		}
		out = method.Call(args)
		if failure, _ := out[len(out)-1].Interface().(error); failure != nil {
			t.Fatalf("without parameters: %v", failure)
		}
		came = decodedJSON(t, raw.Body)
		if rows := rowsOf(came, op.Page); rows == 0 {
			t.Error("the list is empty, so nothing of a row was compared")
		}
		iterateAll(t, client, op, args)
	}
	switch got := out[0].Interface().(type) {
	case *rest.Download:
		defer got.Close()
		if n, err := io.Copy(io.Discard, got); err != nil || n == 0 {
			t.Errorf("the download gave %d bytes, %v", n, err)
		}
	case value.JSON:
		if string(got) != string(raw.Body) {
			t.Errorf("the raw response was changed: %s", got)
		}
	default:
		if came == nil {
			came = decodedJSON(t, raw.Body)
		}
		compareResponse(t, withoutEnvelope(v.envelope, came), got, v.unlisted)
	}
}

func lastRequest(server *vendortest.Server, operation string) vendortest.Request {
	requests := server.Requests(operation)
	if len(requests) == 0 {
		return vendortest.Request{}
	}
	return requests[len(requests)-1]
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
