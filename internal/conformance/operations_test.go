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
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/specs"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// vendor is how a vendor's client is tested, where that can't be read from its document: a client logged in to a simulator,
// and what some operations need: path parameters that name something else than a record, and members or parameters that
// can't be just anything. A vendor of which nothing of the kind is to be said has none.
type vendor struct {
	// client makes a client that logs in by the vendor's own flow. Without it the simulator's token is sent as the document says.
	client   func(t *testing.T, server *vendortest.Server) any
	envelope []string // members of an answer that a client keeps to itself
	// deepest is how deep the objects of bodies are filled, where a vendor's shapes make that grow without end.
	deepest int
	// needed are parameters without which a list is empty, by operation.
	needed map[string]map[string]any
	// unlisted is a member that the simulator adds to records and the document doesn't have.
	unlisted string
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
				client, err := holaspirit.NewClient(server.URL, holaspirit.WithRequestEditorFn(auth.Holaspirit(source)), rest.WithoutPacing(), rest.WithoutRetries())
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
				client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)), rest.WithoutPacing(), rest.WithoutRetries())
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
				client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)), rest.WithoutPacing(), rest.WithoutRetries())
				must(t, err)
				return client
			},
			prepare: prepareHumanity,
		},
		"halo": {
			client: func(t *testing.T, server *vendortest.Server) any {
				key := auth.HeaderKey("X-Halo-Api-Key", auth.NewSecret(server.Credentials().APIToken), server.URL)
				client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(key), rest.WithoutPacing(), rest.WithoutRetries())
				must(t, err)
				return client
			},
			deepest:  3,
			needed:   map[string]map[string]any{"listActions": {"ticket_id": 5}},
			unlisted: "member_of_a_later_version",
			prepare: func(_ *testing.T, server *vendortest.Server, _ any, operation string, path map[string]string) map[string]any {
				switch operation {
				case "getAction", "deleteAction": // of the ticket that it belongs to
					for record := range server.Records("Actions").All() {
						if fmt.Sprint(record["id"]) == path["id"] {
							return map[string]any{"ticket_id": record["ticket_id"]}
						}
					}
				case "saveAttachments":
					return map[string]any{"data": "aGFsbG8=", "data_base64": "aGFsbG8="}
				case "saveReports": // one to keep, not one to run
					return map[string]any{"_loadreportonly": false}
				}
				return nil
			},
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
	names, err := source.Vendors(specs.Files())
	must(t, err)
	for _, name := range names {
		v := all[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := source.Load(specs.Files(), name)
			must(t, err)
			server, err := vendortest.Start(name, vendortest.WithoutRateLimit(), vendortest.WithRequestBodies())
			must(t, err)
			defer server.Close()
			if v.client == nil {
				v.client = func(t *testing.T, server *vendortest.Server) any {
					given := server.Credentials()
					editor := credentialEditor(t, doc, server.URL, cmp.Or(given.AccessToken, given.APIToken))
					client, err := newClient(name, server.URL, rest.WithRequestEditorFn(editor), rest.WithoutPacing(), rest.WithoutRetries())
					must(t, err)
					return client
				}
			}
			client := v.client(t, server)
			v.envelope = envelopeOf(t, doc)
			operations := doc.Operations()
			// What deletes comes last, so that the rest finds its records.
			slices.SortStableFunc(operations, func(a, b source.Operation) int {
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

// callUpsert calls an operation that creates and changes: Create, then Update for the record that this made.
func callUpsert(t *testing.T, doc *source.Document, op source.Operation, server *vendortest.Server, client any, v vendor) {
	upsert := op.Spec["x-upsert"].(map[string]any)
	made := exampler{doc: doc, deepest: v.deepest, fixed: map[string]any{}}
	if v.prepare != nil {
		maps.Copy(made.fixed, v.prepare(t, server, client, op.ID(), nil))
	}
	var id any
	for _, way := range [...]string{"create", "update"} {
		method := goMethod(client, op.Tag(), strings.ToUpper(way[:1])+way[1:])
		if !method.IsValid() {
			t.Fatalf("%s has no method to %s", op.Tag(), way)
		}
		shape, _ := doc.Resolve("#/components/schemas/" + upsert[way].(string))
		record, _ := generic(t, made.object(shape, 1)).(map[string]any)
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
		must(t, json.Unmarshal(lastRequest(server, op.ID()).Body, &received))
		if diff := gocmp.Diff(any(body), received); diff != "" {
			t.Errorf("%s: body (-want +got):\n%s", way, diff)
		}
		var saved map[string]any
		if err := json.Unmarshal(raw.Body, &saved); err != nil {
			t.Fatalf("%s: the answer to one record isn't one object: %.200s", way, raw.Body)
		}
		if way == "update" && fmt.Sprint(saved["id"]) != fmt.Sprint(id) {
			t.Errorf("the update of %v answered with %v", id, saved["id"])
		}
		id = saved["id"]
		compareAnswer(t, raw.Body, out[0].Interface(), v.unlisted)
	}
}

func callOnce(t *testing.T, doc *source.Document, op source.Operation, server *vendortest.Server, client any, v vendor) {
	if op.Spec["x-upsert"] != nil {
		callUpsert(t, doc, op, server, client, v)
		return
	}
	method := goMethod(client, op.Tag(), op.GoMethod())
	if !method.IsValid() {
		t.Fatalf("the client has no method %s.%s", op.Tag(), op.GoMethod())
	}
	params := server.PathParams(op.ID())
	made := exampler{doc: doc, deepest: v.deepest}
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
	if media, how, _ := mime.ParseMediaType(sent.Header.Get("Content-Type")); strings.HasPrefix(media, "multipart/") {
		compareParts(t, bodySchema(made, op), body.(map[string]any), multipart.NewReader(bytes.NewReader(sent.Body), how["boundary"]))
	} else if members, form := body.(map[string]any); form && isForm(sent) {
		received, err := url.ParseQuery(string(sent.Body))
		must(t, err)
		if diff := gocmp.Diff(formOf(bodySchema(made, op), members), received); diff != "" {
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
				args[i] = only(t, args[i].Type(), v.needed[op.ID()])
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
	case value.JSON:
		if string(value) != string(raw.Body) {
			t.Errorf("the raw answer was changed: %s", value)
		}
	default:
		compareAnswer(t, withoutEnvelope(t, v.envelope, raw.Body), value, v.unlisted)
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
func envelopeOf(t *testing.T, doc *source.Document) (members []string) {
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

// only makes parameters that hold nothing but the given ones; none at all is a nil pointer.
func only(t *testing.T, params reflect.Type, values map[string]any) reflect.Value {
	t.Helper()
	if len(values) == 0 {
		return reflect.Zero(params)
	}
	out := reflect.New(params.Elem())
	for i := range params.Elem().NumField() {
		name, _, _ := strings.Cut(params.Elem().Field(i).Tag.Get("json"), ",")
		if value, ok := values[name]; ok {
			data, err := json.Marshal(value)
			must(t, err)
			must(t, json.Unmarshal(data, out.Elem().Field(i).Addr().Interface()))
		}
	}
	return out
}

// needsQuery reports whether an operation has query parameters that can't be left out.
func needsQuery(doc *source.Document, op source.Operation) bool {
	return slices.ContainsFunc(doc.Parameters(op), func(p map[string]any) bool {
		required, _ := p["required"].(bool)
		return required && p["in"] == "query"
	})
}

// walkAll runs a list's iterator over its first rows.
func walkAll(t *testing.T, client any, op source.Operation, args []reflect.Value) {
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
		if items, ok := page["items"].(string); ok {
			answer = envelope[items]
		} else {
			answer = onlyList(envelope)
		}
	}
	rows, _ := answer.([]any)
	return len(rows)
}

// onlyList is the list in an object around rows that the document declares bare; the object itself where there isn't just one.
func onlyList(envelope map[string]any) any {
	var found any = envelope
	lists := 0
	for _, member := range envelope {
		if rows, ok := member.([]any); ok {
			found = rows
			lists++
		}
	}
	if lists != 1 {
		return envelope
	}
	return found
}

// compareAnswer holds what was decoded against what came.
func compareAnswer(t *testing.T, raw []byte, value any, unlisted string) {
	t.Helper()
	data, err := json.Marshal(value)
	must(t, err)
	var came, back any
	must(t, json.Unmarshal(raw, &came))
	must(t, json.Unmarshal(data, &back))
	// A list may come in an object around it. Where it is read as a list of one, the object is that one.
	if envelope, ok := came.(map[string]any); ok {
		if rows, ok := back.([]any); ok && len(rows) != 1 {
			came = onlyList(envelope)
		}
	}
	if record, ok := came.(map[string]any); ok && unlisted != "" {
		delete(record, unlisted)
	}
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
	for i := 0; !field.IsValid() && i < reflect.ValueOf(client).NumMethod(); i++ {
		// A client with many services keeps some of them in groups, behind a method each.
		group := reflect.ValueOf(client).Method(i)
		if t := group.Type(); t.NumIn() != 0 || t.NumOut() != 1 || t.Out(0).Kind() != reflect.Pointer || t.Out(0).Elem().Kind() != reflect.Struct {
			continue
		}
		field = group.Call(nil)[0].Elem().FieldByName(service)
	}
	if !field.IsValid() {
		return reflect.Value{}
	}
	return field.Addr().MethodByName(name)
}

// arguments makes a method's arguments, and what should arrive of them: the query and the JSON body.
func arguments(t *testing.T, made exampler, op source.Operation, method reflect.Type, path map[string]string) ([]reflect.Value, url.Values, any) {
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
			args = append(args, parameters(t, made, op, in, query))
		default:
			schema := bodySchema(made, op)
			if schema == nil {
				t.Fatalf("argument %d of type %s has no counterpart in the document", i, in)
			}
			body = generic(t, made.value(schema, "body", 0))
			value := reflect.New(in)
			data, err := json.Marshal(body)
			must(t, err)
			must(t, json.Unmarshal(data, value.Interface()))
			attach(value.Elem())
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

// parameters fills every field of a parameter struct and notes what should arrive. Nothing to fill is a nil pointer.
func parameters(t *testing.T, made exampler, op source.Operation, params reflect.Type, query url.Values) reflect.Value {
	t.Helper()
	out := reflect.New(params.Elem())
	params, given := params.Elem(), 0
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
		if required, _ := spec["required"].(bool); made.least && !required && name != op.Spec["x-scope"] {
			continue
		}
		given++
		value := made.value(schema, name, 0)
		if name == "page" || name == "page[number]" {
			value = int64(1)
		}
		if schema["type"] == "string" && schema["enum"] == nil && schema["format"] == nil && made.fixed[name] == nil && !made.varied {
			value = "2026-03-04T05:06:07Z" // a text that any of the vendors' filters takes
		}
		data, err := json.Marshal(value)
		must(t, err)
		must(t, json.Unmarshal(data, out.Elem().Field(i).Addr().Interface()))
		for _, text := range wireTexts(value, spec) {
			query.Add(name, text)
		}
	}
	if given == 0 {
		return reflect.Zero(out.Type())
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

func bodySchema(made exampler, op source.Operation) map[string]any {
	body, _ := op.Spec["requestBody"].(map[string]any)
	content, _ := body["content"].(map[string]any)
	if len(content) == 0 {
		return nil
	}
	first := slices.Min(slices.Collect(maps.Keys(content))) // the one that clients send
	media, _ := content[first].(map[string]any)
	schema, _ := media["schema"].(map[string]any)
	if ref, ok := schema["$ref"].(string); ok {
		schema, _ = made.doc.Resolve(ref)
	}
	return schema
}

func isForm(request vendortest.Request) bool {
	return request.Header.Get("Content-Type") == "application/x-www-form-urlencoded"
}

// fileContent is what every file in a body holds.
const fileContent = "the content of a file"

// attach puts a file into every field of a body that takes one.
func attach(body reflect.Value) {
	if body.Kind() != reflect.Struct {
		return
	}
	for i := range body.NumField() {
		file := value.File{Name: "a file.txt", ContentType: "text/plain", Content: strings.NewReader(fileContent)}
		switch field := body.Field(i); field.Interface().(type) {
		case value.File:
			field.Set(reflect.ValueOf(file))
		case *value.File:
			field.Set(reflect.ValueOf(&file))
		case []value.File:
			field.Set(reflect.ValueOf([]value.File{file}))
		}
	}
}

// compareParts holds the parts of a body against what was sent: a part for each item of a list, texts for scalars, JSON for
// everything else.
func compareParts(t *testing.T, schema map[string]any, body map[string]any, parts *multipart.Reader) {
	t.Helper()
	want, got := map[string][]any{}, map[string][]any{}
	properties, _ := schema["properties"].(map[string]any)
	for name, property := range properties {
		switch format := property.(map[string]any)["format"]; v := body[name].(type) {
		case nil:
			if format == "binary" {
				want[name] = []any{fileContent}
			}
		case []any:
			want[name] = v
		case map[string]any:
			want[name] = []any{v}
		default:
			want[name] = []any{plain(v)}
		}
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		must(t, err)
		content, err := io.ReadAll(part)
		must(t, err)
		var value any = string(content)
		var object map[string]any
		if json.Unmarshal(content, &object) == nil {
			value = object
		}
		got[part.FormName()] = append(got[part.FormName()], value)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

// formOf is how a body travels as a form: a list in one text with commas, a map as name[key], a flag as 1 or 0.
func formOf(schema map[string]any, body map[string]any) url.Values {
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
		for piece := range strings.SplitSeq(part, "{") {
			if name, _, ok := strings.Cut(piece, "}"); ok {
				names = append(names, name)
			}
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
