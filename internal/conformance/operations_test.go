package conformance

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/internal/document"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/specs"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// vendor is how a vendor's client is tested: a client logged in to a simulator, and what some operations need: path
// parameters that name something else than a record, and members or parameters that can't be just anything.
type vendor struct {
	client   func(t *testing.T, server *vendortest.Server) any
	envelope []string // members of an answer that a client keeps to itself
	prepare  func(t *testing.T, server *vendortest.Server, client any, operation string, path map[string]string) (fixed map[string]any)
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
		"humanity": {
			client: func(t *testing.T, server *vendortest.Server) any {
				given := server.Credentials()
				source, err := auth.HumanityPassword(auth.HumanityConfig{
					BaseURL: server.URL, ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
					Username: given.Username, Password: auth.NewSecret(given.Password),
				})
				must(t, err)
				client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
				must(t, err)
				return client
			},
			prepare: prepareHumanity,
		},
	}
}

// prepareHumanity names records that exist, in a member's terms, and times that a clock can show.
func prepareHumanity(t *testing.T, server *vendortest.Server, _ any, operation string, _ map[string]string) map[string]any {
	id := func(collection string, place int) int64 {
		n := 0
		for record := range server.Records(collection).All() {
			if n++; n > place {
				id, err := strconv.ParseInt(fmt.Sprint(record["id"]), 10, 64)
				must(t, err)
				return id
			}
		}
		t.Fatalf("no record %d of %s", place, collection)
		return 0
	}
	switch operation {
	case "listShifts", "listTimeclocks", "listEmployees", "listPositions", "listLeaves", "getGroupReport":
		return nil
	case "findEmployeeByEID":
		return map[string]any{"eid": "E0001"}
	case "listMasterTasks":
		return map[string]any{"searchTerm": "till", "positionIds": []any{id("positions", 0)}}
	case "publishShifts", "clearShifts":
		return map[string]any{"shifts": []any{id("shifts", 0)}, "restore": int64(0)}
	case "getCustomReport", "getPayrollReport":
		return map[string]any{"start_date": "2025-03-03", "end_date": "2025-03-09", "employee": "all", "location": id("locations", 0)}
	}
	fixed := map[string]any{
		"start_time": "9:00am", "end_time": "5:00pm", "clock_in_time": "Mar 11, 2025 01:33am", "clock_out_time": "Mar 11, 2025 09:33am",
		"datein": "2025-03-10 09:00:00", "dateout": "2025-03-10 17:00:00", "employee": id("employees", 0), "employee_id": []any{id("employees", 0)},
		"add": []any{id("employees", 1)}, "remove": []any{id("employees", 2)}, "schedule": id("positions", 0), "shift": id("shifts", 0),
		"leavetype": id("leave-types", 0), "location": id("locations", 0),
		"lat": "41.88", "lon": "-87.63",
	}
	switch operation {
	case "forceClockOut", "saveTimeclockNote", "manageTimeclock":
		fixed["id"] = id("timeclocks", 95) // one that still runs
	case "logInAtTerminal", "clockInAtTerminal", "clockOutAtTerminal":
		fixed["id"] = id("employees", 5)
	case "clockIn", "clockOut", "createTimeclock", "updateTimeclock", "addClockTime", "createTimeclockEvent", "updateTimeclockEvent", "createEmployee", "updateEmployee":
		delete(fixed, "location") // an address here
	}
	return fixed
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
			v.envelope = envelopeOf(t, doc)
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
	got.Del("access_token") // a credential that travels in the query
	if diff := gocmp.Diff(query, got); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if members, form := body.(map[string]any); form && isForm(sent) {
		received, err := url.ParseQuery(string(sent.Body))
		must(t, err)
		if diff := gocmp.Diff(formOf(made, bodySchema(op), members), received); diff != "" {
			t.Errorf("form (-want +got):\n%s", diff)
		}
	} else if body != nil {
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
			if needsQuery(made.doc, op) {
				break
			}
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
		compareAnswer(t, withoutEnvelope(t, v.envelope, raw.Body), value)
	}
}

// withoutEnvelope takes off an answer what a client looks at and doesn't hand on: the verdict, its text, a token.
func withoutEnvelope(t *testing.T, members []string, raw []byte) []byte {
	t.Helper()
	if len(members) == 0 {
		return raw
	}
	var answer map[string]any
	must(t, json.Unmarshal(raw, &answer))
	for _, name := range members {
		delete(answer, name)
	}
	out, err := json.Marshal(answer)
	must(t, err)
	return out
}

// envelopeOf names the members of every answer that a client keeps to itself.
func envelopeOf(t *testing.T, doc *document.Document) (members []string) {
	t.Helper()
	text, err := doc.JSON()
	must(t, err)
	var root struct {
		Envelope map[string]any `json:"x-envelope"`
	}
	must(t, json.Unmarshal(text, &root))
	if root.Envelope["code"] == nil {
		return nil
	}
	for _, role := range []string{"code", "error", "token"} {
		name, _ := root.Envelope[role].(string)
		members = append(members, name)
	}
	return members
}

// needsQuery reports whether an operation has query parameters that can't be left out.
func needsQuery(doc *document.Document, op document.Operation) bool {
	return slices.ContainsFunc(doc.Parameters(op), func(p map[string]any) bool {
		required, _ := p["required"].(bool)
		return required && p["in"] == "query"
	})
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
			given := reflect.New(in).Elem()
			if given.CanInt() {
				n, err := strconv.ParseInt(value, 10, 64)
				must(t, err)
				given.SetInt(n)
			} else {
				given.SetString(value)
			}
			args = append(args, given)
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

func isForm(request vendortest.Request) bool {
	return request.Header.Get("Content-Type") == "application/x-www-form-urlencoded"
}

// formOf is how a body travels as a form: a list in one text with commas, a map as name[key], a flag as 1 or 0.
func formOf(made exampler, schema map[string]any, body map[string]any) url.Values {
	if ref, ok := schema["$ref"].(string); ok {
		schema, _ = made.doc.Resolve(ref)
	}
	properties, _ := schema["properties"].(map[string]any)
	text := func(v any) string {
		if flag, ok := v.(bool); ok {
			return strconv.Itoa(b2i(flag))
		}
		return plain(v)
	}
	out := url.Values{}
	for name, v := range body {
		property, _ := properties[name].(map[string]any)
		switch v := v.(type) {
		case []any:
			var parts []string
			for _, item := range v {
				parts = append(parts, text(item))
			}
			out.Set(name, strings.Join(parts, ","))
		case map[string]any:
			if property["format"] == "json" {
				data, _ := json.Marshal(v)
				out.Set(name, string(data))
				continue
			}
			for key, item := range v {
				out.Set(name+"["+key+"]", text(item))
			}
		default:
			out.Set(name, text(v))
		}
	}
	return out
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
