package conformance

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/internal/document"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/specs"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// vendor is how a vendor's client is tested: a client logged in to a simulator, and what some operations need: path
// parameters that name something else than a record, and members or parameters that can't be just anything.
type vendor struct {
	client  func(t *testing.T, server *vendortest.Server) any
	prepare func(t *testing.T, server *vendortest.Server, client any, operation string, path map[string]string) (fixed map[string]any)
}

func vendors() map[string]vendor {
	return map[string]vendor{
		"holaspirit": {
			client: func(t *testing.T, server *vendortest.Server) any {
				given := server.Credentials()
				source, err := auth.HolaspiritPassword(auth.HolaspiritConfig{
					BaseURL: server.URL, ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
					Username: given.Username, Password: auth.NewSecret(given.Password),
				})
				must(t, err)
				client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
				must(t, err)
				return client
			},
			prepare: func(t *testing.T, server *vendortest.Server, client any, operation string, path map[string]string) map[string]any {
				if operation == "downloadTemplateSpreadsheet" { // nothing lists templates
					path["template_id"] = "5f00000000000000000000aa"
				}
				return nil
			},
		},
		"spiro": {
			client: func(t *testing.T, server *vendortest.Server) any {
				given := server.Credentials()
				source, err := auth.SpiroAuthorizationCode(t.Context(), auth.SpiroConfig{
					OAuthURL: server.OAuthURL, APIURL: server.URL, ClientID: given.ClientID,
					ClientSecret: auth.NewSecret(given.ClientSecret), RedirectURL: given.RedirectURL,
				}, given.Code)
				must(t, err)
				client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
				must(t, err)
				return client
			},
			prepare: func(t *testing.T, server *vendortest.Server, client any, operation string, path map[string]string) map[string]any {
				switch operation {
				case "updateOpportunity": // the id stands in the path and in the body
					return map[string]any{"id": path["id"], "type": "opportunity"}
				case "listCustomEntities":
					path["object_type"] = "projects"
				}
				return nil
			},
		},
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestEveryOperation calls every operation of every document once.
func TestEveryOperation(t *testing.T) {
	t.Parallel()
	all := vendors()
	names, err := document.Vendors(specs.Files())
	must(t, err)
	for _, name := range names {
		v, ok := all[name]
		if !ok {
			t.Errorf("%s has a document and no conformance test", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := document.Load(specs.Files(), name)
			must(t, err)
			server, err := vendortest.Start(name, vendortest.WithoutRateLimit(), vendortest.WithRequestBodies())
			must(t, err)
			defer server.Close()
			client := v.client(t, server)
			operations := doc.Operations()
			// What deletes comes last, so that the rest finds its records.
			slices.SortStableFunc(operations, func(a, b document.Operation) int {
				return cmp.Compare(b2i(a.Method == http.MethodDelete), b2i(b.Method == http.MethodDelete))
			})
			for _, op := range operations {
				t.Run(op.ID(), func(t *testing.T) { callOnce(t, doc, op, server, client, v) })
			}
			for _, violation := range server.Violations() {
				t.Errorf("%s %s breaks the document: %s", violation.Method, violation.Path, violation.What)
			}
			for _, op := range operations {
				if server.Count(op.ID()) == 0 {
					t.Errorf("%s was not called", op.ID())
				}
			}
		})
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func callOnce(t *testing.T, doc *document.Document, op document.Operation, server *vendortest.Server, client any, v vendor) {
	method := goMethod(client, op.Tag(), op.GoMethod())
	if !method.IsValid() {
		t.Fatalf("the client has no method %s.%s", op.Tag(), op.GoMethod())
	}
	params := server.PathParams(op.ID())
	made := exampler{doc: doc}
	if v.prepare != nil {
		made.fixed = v.prepare(t, server, client, op.ID(), params)
	}
	var raw rest.Response
	args, query, body := arguments(t, made, op, method.Type(), params)
	args = append(args, reflect.ValueOf(rest.WithResponse(&raw)))
	out := method.Call(args)

	if failure, _ := out[len(out)-1].Interface().(error); failure != nil {
		t.Fatalf("%v\nbody: %s", failure, raw.Body)
	}
	sent := lastRequest(server, op.ID())
	got, err := url.ParseQuery(sent.Query)
	must(t, err)
	if diff := gocmp.Diff(query, got); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if body != nil {
		var received any
		must(t, json.Unmarshal(sent.Body, &received))
		if diff := gocmp.Diff(body, received); diff != "" {
			t.Errorf("body (-want +got):\n%s", diff)
		}
	}
	if len(out) == 1 {
		return
	}
	if page, paged := op.Spec["x-page"].(map[string]any); paged {
		// The made-up filters fit no record. Without them there are rows to look at.
		for i := range args {
			if args[i].Kind() == reflect.Pointer && strings.HasSuffix(args[i].Type().Elem().Name(), "Params") {
				args[i] = reflect.Zero(args[i].Type())
			}
		}
		out = method.Call(args)
		if failure, _ := out[len(out)-1].Interface().(error); failure != nil {
			t.Fatalf("without parameters: %v", failure)
		}
		if rows := rowsOf(t, raw.Body, page); rows == 0 {
			t.Error("the list is empty, so nothing of a row was compared")
		}
		walkAll(t, client, op, args)
	}
	switch value := out[0].Interface().(type) {
	case *rest.Download:
		defer value.Close()
		if n, err := io.Copy(io.Discard, value); err != nil || n == 0 {
			t.Errorf("the download gave %d bytes, %v", n, err)
		}
	case rest.JSON:
		if string(value) != string(raw.Body) {
			t.Errorf("the raw answer was changed: %s", value)
		}
	default:
		compareAnswer(t, raw.Body, value)
	}
}

// walkAll runs a list's iterator over its first rows.
func walkAll(t *testing.T, client any, op document.Operation, args []reflect.Value) {
	t.Helper()
	all := goMethod(client, op.Tag(), "All"+strings.TrimPrefix(op.GoMethod(), "List"))
	if !all.IsValid() {
		t.Errorf("%s has pages and no All", op.ID())
		return
	}
	rows := 0
	for _, err := range all.Call(args[:all.Type().NumIn()-1])[0].Seq2() {
		if failure, _ := err.Interface().(error); failure != nil {
			t.Errorf("row %d: %v", rows, failure)
			return
		}
		if rows++; rows == 120 {
			return
		}
	}
	if rows == 0 {
		t.Error("All gave no row")
	}
}

func rowsOf(t *testing.T, raw []byte, page map[string]any) int {
	t.Helper()
	var answer any
	must(t, json.Unmarshal(raw, &answer))
	if envelope, ok := answer.(map[string]any); ok {
		answer = envelope[page["items"].(string)]
	}
	rows, _ := answer.([]any)
	return len(rows)
}

// compareAnswer holds what was decoded against what came.
func compareAnswer(t *testing.T, raw []byte, value any) {
	t.Helper()
	data, err := json.Marshal(value)
	must(t, err)
	var came, back any
	must(t, json.Unmarshal(raw, &came))
	must(t, json.Unmarshal(data, &back))
	if nothing(came) {
		t.Errorf("the simulator's answer holds nothing to compare: %s", raw)
	}
	for i, what := range lost(came, back, "") {
		if i == 10 {
			t.Error("and more")
			break
		}
		t.Error(what)
	}
}

func goMethod(client any, service, name string) reflect.Value {
	field := reflect.ValueOf(client).Elem().FieldByName(service)
	if !field.IsValid() {
		return reflect.Value{}
	}
	return field.Addr().MethodByName(name)
}

// arguments makes a method's arguments, and what should arrive of them: the query and the JSON body.
func arguments(t *testing.T, made exampler, op document.Operation, method reflect.Type, path map[string]string) ([]reflect.Value, url.Values, any) {
	t.Helper()
	args := []reflect.Value{reflect.ValueOf(t.Context())}
	query := url.Values{}
	var body any
	named := pathNames(op.Path)
	for i := 1; i < method.NumIn()-1; i++ {
		in := method.In(i)
		switch {
		case len(named) > 0:
			value := path[named[0]]
			if value == "" {
				t.Fatalf("no record is known for path parameter %s", named[0])
			}
			args = append(args, reflect.ValueOf(value).Convert(in))
			named = named[1:]
		case in.Kind() == reflect.Pointer && strings.HasSuffix(in.Elem().Name(), "Params"):
			args = append(args, parameters(t, made, op, in.Elem(), query))
		default:
			schema := bodySchema(op)
			if schema == nil {
				t.Fatalf("argument %d of type %s has no counterpart in the document", i, in)
			}
			body = generic(t, made.value(schema, "body", 0))
			value := reflect.New(in)
			data, err := json.Marshal(body)
			must(t, err)
			must(t, json.Unmarshal(data, value.Interface()))
			args = append(args, value.Elem())
		}
	}
	return args, query, body
}

// generic is a value as it looks after a journey through JSON.
func generic(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	must(t, err)
	var out any
	must(t, json.Unmarshal(data, &out))
	return out
}

// parameters fills every field of a parameter struct and notes what should arrive.
func parameters(t *testing.T, made exampler, op document.Operation, params reflect.Type, query url.Values) reflect.Value {
	t.Helper()
	out := reflect.New(params)
	schemas := map[string]map[string]any{}
	for _, p := range made.doc.Parameters(op) {
		schemas[p["name"].(string)] = p
	}
	for i := range params.NumField() {
		name, _, _ := strings.Cut(params.Field(i).Tag.Get("json"), ",")
		spec := schemas[name]
		if spec == nil {
			t.Fatalf("parameter %s is not in the document", name)
		}
		schema, _ := spec["schema"].(map[string]any)
		value := made.value(schema, name, 0)
		if name == "page" || name == "page[number]" {
			value = int64(1)
		}
		if schema["type"] == "string" && schema["enum"] == nil && schema["format"] == nil && made.fixed[name] == nil {
			value = "2026-03-04T05:06:07Z" // a text that any of the vendors' filters takes
		}
		data, err := json.Marshal(value)
		must(t, err)
		must(t, json.Unmarshal(data, out.Elem().Field(i).Addr().Interface()))
		for _, text := range wireTexts(value, spec) {
			query.Add(name, text)
		}
	}
	return out
}

func wireTexts(value any, spec map[string]any) []string {
	list, ok := value.([]any)
	if !ok {
		return []string{plain(jsonNumber(value))}
	}
	texts := make([]string, len(list))
	for i, item := range list {
		texts[i] = plain(jsonNumber(item))
	}
	if explode, ok := spec["explode"].(bool); ok && !explode {
		return []string{strings.Join(texts, ",")}
	}
	return texts
}

// jsonNumber turns whole numbers into what JSON makes of them.
func jsonNumber(v any) any {
	if n, ok := v.(int64); ok {
		return float64(n)
	}
	return v
}

func bodySchema(op document.Operation) map[string]any {
	body, _ := op.Spec["requestBody"].(map[string]any)
	content, _ := body["content"].(map[string]any)
	for _, media := range content {
		media, _ := media.(map[string]any)
		schema, _ := media["schema"].(map[string]any)
		return schema
	}
	return nil
}

func pathNames(template string) (names []string) {
	for part := range strings.SplitSeq(template, "/") {
		if strings.HasPrefix(part, "{") {
			names = append(names, strings.Trim(part, "{}"))
		}
	}
	return names
}

func lastRequest(server *vendortest.Server, operation string) vendortest.Request {
	var last vendortest.Request
	for _, request := range server.Requests() {
		if request.Operation == operation {
			last = request
		}
	}
	return last
}
