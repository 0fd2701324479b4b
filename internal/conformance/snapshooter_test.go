package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// tokenEditor sends a token the way the document's first security scheme says.
func tokenEditor(t *testing.T, doc *spec.Document, base string) rest.RequestEditorFn {
	t.Helper()
	return credentialEditor(t, doc, base, "token-of-the-snapshots")
}

// credentialEditor sends a token as the first of the document's security schemes has it.
func credentialEditor(t *testing.T, doc *spec.Document, base, value string) rest.RequestEditorFn {
	t.Helper()
	token := auth.FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: value}))
	switch scheme := doc.Credential; {
	case scheme.Type == "http" && scheme.Scheme == "bearer":
		return auth.Bearer(token, base)
	case scheme.Type == "apiKey" && scheme.In == "query":
		return auth.QueryToken(token, scheme.Parameter, base)
	case scheme.Type == "apiKey" && scheme.In == "header":
		return auth.HeaderKey(scheme.Parameter, auth.NewSecret(value), base)
	default:
		t.Fatalf("no call can be made with security scheme %+v", scheme)
		return nil
	}
}

// snapshooter takes the snapshot of one operation.
type snapshooter struct {
	doc      *spec.Document
	op       *spec.Operation
	recorder *recorder
	client   any
	valid    *validator
	deepest  int // how many records deep a snapshot's records are filled
	before   *earlier
}

// hidden is how deep records are filled in a call that is checked and not written down.
const hidden = 3

// take calls the operation and returns its snapshot: a section for each call, and one for what became of the response.
func (s snapshooter) take(t *testing.T) string {
	t.Helper()
	ways := s.op.GoMethods()
	response := s.response(t)
	leastResponse := s.leastOf(t, response)
	var out strings.Builder
	decoded := ""
	var first *sentRequest
	deep, deepResponse := s, response
	if deep.deepest = max(s.deepest, hidden); deep.deepest > s.deepest {
		deepResponse = deep.response(t)
	}
	for i, way := range ways {
		method := goMethod(s.client, s.op.Tag, way)
		if !method.IsValid() {
			t.Fatalf("the client has no method %s.%s", s.op.Tag, way)
		}
		title := ""
		if len(ways) > 1 {
			title = strings.ToLower(way) + ", "
		}
		full, results := s.call(t, method, way, response, false)
		fmt.Fprintf(&out, "-- %severything\n%s", title, full.text())
		if first == nil {
			first, decoded = full, s.decoded(t, response, results)
		}
		least, _ := s.call(t, method, way, leastResponse, true)
		fmt.Fprintf(&out, "-- %sleast\n%s", title, least.text())
		if deep.deepest > s.deepest {
			sent, results := deep.call(t, method, way, deepResponse, false)
			if len(results) > 0 {
				deep.checkDecoded(t, deepResponse, results[0].Interface())
			}
			if i > 0 { // the response is the same
				continue
			}
			for _, fault := range s.valid.response(s.op, sent, deepResponse) {
				t.Errorf("the deep example response breaks the document: %s", fault)
			}
		}
	}
	for _, fault := range s.valid.response(s.op, first, response) {
		t.Errorf("the example response breaks the document: %s", fault)
	}
	return out.String() + decoded
}

// call calls a method once and checks what it sent against the document.
func (s snapshooter) call(t *testing.T, method reflect.Value, way string, response response, least bool) (*sentRequest, []reflect.Value) {
	t.Helper()
	s.recorder.respondWith(response)
	made := exampler{deepest: s.deepest, varied: true, least: least}
	args, body := s.arguments(t, made, way, method.Type())
	results := method.Call(args)
	sent := s.recorder.taken(t)
	if failure, _ := results[len(results)-1].Interface().(error); failure != nil {
		t.Fatalf("%s: %v\nthe request was\n%s", way, failure, sent.text())
	}
	for _, fault := range s.valid.request(s.op, sent) {
		t.Errorf("%s: the request breaks the document: %s\nit was\n%s", way, fault, sent.text())
	}
	if !least {
		for _, name := range s.unsent(sent, body) {
			t.Errorf("%s: the document has %s, and the request with everything hasn't:\n%s", way, name, sent.text())
		}
	}
	return sent, results[:len(results)-1]
}

// unsent lists the parameters of the document, and the fields of the body, that a request lacks.
func (s snapshooter) unsent(sent *sentRequest, body any) (names []string) {
	query := sent.URL.Query()
	for _, p := range s.op.Parameters {
		if p.In == "query" && !query.Has(p.Name) || p.In == "header" && sent.Header.Get(p.Name) == "" {
			names = append(names, "parameter "+p.Name)
		}
	}
	media, how, _ := mime.ParseMediaType(sent.Header.Get("Content-Type"))
	fields, _ := body.(map[string]any)
	switch {
	case body == nil:
	case strings.HasSuffix(media, "json"):
		arrived, err := sent.decoded()
		if err != nil {
			return append(names, "a JSON body")
		}
		for _, what := range lost(body, arrived, "") {
			names = append(names, "field "+what)
		}
	case how["boundary"] != "":
		for name := range fields {
			if !bytes.Contains(sent.body, []byte(`name="`+name)) {
				names = append(names, "part "+name)
			}
		}
	default:
		for name := range fields {
			if form := "&" + string(sent.body); !strings.Contains(form, "&"+url.QueryEscape(name)+"=") && !strings.Contains(form, "&"+url.QueryEscape(name+"[")) {
				names = append(names, "field "+name)
			}
		}
	}
	return names
}

// arguments makes what a method takes, everything that the document has for it or as little as it allows, and what the
// body should be.
func (s snapshooter) arguments(t *testing.T, made exampler, way string, method reflect.Type) ([]reflect.Value, any) {
	t.Helper()
	if s.op.Upsert == nil {
		path := map[string]string{}
		for _, p := range s.op.Parameters {
			if p.In == "path" {
				path[p.Name] = plain(jsonNumber(made.value(p.Schema, p.Name, 0)))
			}
		}
		args, _, body := arguments(t, made, s.op, method, path)
		return args, body
	}
	schema := upsertSchema(s.doc, s.op, strings.ToLower(way))
	record, _ := generic(t, made.object(schema, 0)).(map[string]any)
	if way == "Update" {
		record["id"] = exampler{}.value(schema.Properties.Get("id"), "id", 0)
		if scope := s.op.Scope; scope != "" && record[scope] == nil { // what the id counts within
			record[scope] = record["id"]
		}
	}
	argument := reflect.New(method.In(1))
	data, err := json.Marshal([]any{record})
	must(t, err)
	must(t, json.Unmarshal(data, argument.Interface()))
	return []reflect.Value{reflect.ValueOf(t.Context()), argument.Elem()}, []any{record}
}

// response makes the response that the document promises, with every field set.
func (s snapshooter) response(t *testing.T) response {
	t.Helper()
	success := s.op.Success()
	if success == nil {
		t.Fatal("the document has no response of success")
	}
	code, err := strconv.Atoi(strings.Replace(success.Status, "XX", "00", 1)) // 2XX is a success whose status isn't known
	must(t, err)
	content := success.Content()
	out := response{status: code, media: content.Media}
	switch {
	case out.media == "":
	case !wiretext.IsJSON(out.media):
		out.body = []byte(fileContent)
	default:
		made := exampler{deepest: s.deepest, varied: true}
		if s.op.Page != nil {
			made.deepest++ // the list is a record itself
		}
		example := exampleOf{content.Schema.Target(), made.deepest, false}
		if first, made := s.before.examples[example]; made && example.schema != nil {
			out.value, out.enveloped, out.body = first.value, first.enveloped, first.body
			break
		}
		out.value = generic(t, made.value(content.Schema, "answer", 0))
		out.enveloped = s.enveloped(out.value)
		data, err := json.Marshal(out.enveloped)
		must(t, err)
		out.body = data
		s.before.examples[example] = out
	}
	return out
}

// leastOf is a response with as little as the document promises, where whole is one with every field.
func (s snapshooter) leastOf(t *testing.T, whole response) response {
	t.Helper()
	if whole.value == nil {
		return whole
	}
	schema := s.op.Success().Content().Schema
	example := exampleOf{schema.Target(), s.deepest, true}
	least, known := s.before.examples[example]
	if !known || example.schema == nil {
		made := exampler{deepest: s.deepest, varied: true, least: true}
		least.value = generic(t, made.value(schema, "answer", 0))
		least.enveloped = s.enveloped(least.value)
		var err error
		least.body, err = json.Marshal(least.enveloped)
		must(t, err)
		s.before.examples[example] = least
	}
	whole.value, whole.enveloped, whole.body = least.value, least.enveloped, least.body
	return whole
}

// enveloped adds the fields that a client looks at and keeps to itself, which schemas leave out.
func (s snapshooter) enveloped(value any) any {
	verdict := s.doc.Envelope.Verdict
	object, ok := value.(map[string]any)
	if verdict == nil || !ok {
		return value
	}
	out := maps.Clone(object)
	out[verdict.Field] = verdict.Equals
	return out
}

// decoded writes what the client made of the response.
func (s snapshooter) decoded(t *testing.T, a response, results []reflect.Value) string {
	t.Helper()
	title := fmt.Sprintf("-- response %d", a.status)
	if a.media != "" {
		title += " " + a.media
	}
	if len(results) == 0 {
		return title + "\n"
	}
	value := results[0].Interface()
	data := s.checkDecoded(t, a, value)
	if _, file := value.(*rest.Download); file {
		return fmt.Sprintf("%s\n%s\n", title, data)
	}
	var text bytes.Buffer
	must(t, json.Indent(&text, data, "", " "))
	return fmt.Sprintf("%s %T\n%s\n", title, value, text.Bytes())
}

// checkDecoded fails when something of a response is missing in what the client made of it, and returns that: a file's bytes, or JSON.
func (s snapshooter) checkDecoded(t *testing.T, a response, value any) []byte {
	t.Helper()
	if download, file := value.(*rest.Download); file {
		defer download.Close()
		content, err := io.ReadAll(download)
		must(t, err)
		if !bytes.Equal(content, a.body) {
			t.Errorf("the download gave %q", content)
		}
		return content
	}
	if data, alike := s.before.decodedAlike(a, value); alike {
		return data
	}
	data, err := json.Marshal(value)
	must(t, err)
	s.before.compared(a, value, data)
	var back any
	must(t, json.Unmarshal(data, &back))
	for i, what := range lost(a.value, back, "") {
		if i == 10 {
			t.Error("and more")
			break
		}
		t.Errorf("the response lost %s", what)
	}
	return data
}

// response is what the recorder gives.
type response struct {
	status    int
	media     string
	value     any // as the schema has it
	enveloped any // as it travels
	body      []byte
}

func (a response) serve(w http.ResponseWriter) {
	if a.media != "" {
		w.Header().Set("Content-Type", a.media)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a caller that has gone is seen by the caller
}
