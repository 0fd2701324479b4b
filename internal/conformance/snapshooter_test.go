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
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// tokenEditor sends a token the way the document's first security scheme says.
func tokenEditor(t *testing.T, doc *source.Document, base string) rest.RequestEditorFn {
	t.Helper()
	return credentialEditor(t, doc, base, "token-of-the-snapshots")
}

// credentialEditor sends a token as the first of the document's security schemes has it.
func credentialEditor(t *testing.T, doc *source.Document, base, value string) rest.RequestEditorFn {
	t.Helper()
	token := auth.FromOAuth2(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: value}))
	security, _ := doc.Tree()["security"].([]any)
	if len(security) == 0 {
		t.Fatal("the document has no security")
	}
	first, _ := security[0].(map[string]any)
	for name := range first {
		scheme, _ := doc.Resolve("#/components/securitySchemes/" + name)
		switch {
		case scheme["type"] == "http" && scheme["scheme"] == "bearer":
			return auth.Bearer(token, base)
		case scheme["type"] == "apiKey" && scheme["in"] == "query":
			return auth.QueryToken(token, scheme["name"].(string), base)
		case scheme["type"] == "apiKey" && scheme["in"] == "header":
			return auth.HeaderKey(scheme["name"].(string), auth.NewSecret(value), base)
		}
		t.Fatalf("no call can be made with security scheme %s: %v", name, scheme)
	}
	return nil
}

// snapshooter takes the snapshot of one operation.
type snapshooter struct {
	doc      *source.Document
	op       source.Operation
	recorder *recorder
	client   any
	valid    *validator
	deepest  int // how many records deep a snapshot's records are filled
}

// hidden is how deep records are filled in a call that is checked and not written down.
const hidden = 3

// take calls the operation and returns its snapshot: a section for each call, and one for what became of the answer.
func (s snapshooter) take(t *testing.T) string {
	t.Helper()
	ways := []string{s.op.GoMethod()}
	if s.op.Spec["x-upsert"] != nil { // one operation, two methods
		ways = []string{"Create", "Update"}
	}
	answer := s.answer(t)
	var out strings.Builder
	decoded := ""
	var first *sentRequest
	for _, way := range ways {
		method := goMethod(s.client, s.op.Tag(), way)
		if !method.IsValid() {
			t.Fatalf("the client has no method %s.%s", s.op.Tag(), way)
		}
		title := ""
		if len(ways) > 1 {
			title = strings.ToLower(way) + ", "
		}
		full, results := s.call(t, method, way, answer, false)
		fmt.Fprintf(&out, "-- %severything\n%s", title, full.text())
		if first == nil {
			first, decoded = full, s.decoded(t, answer, results)
		}
		least, _ := s.call(t, method, way, answer, true)
		fmt.Fprintf(&out, "-- %sleast\n%s", title, least.text())
		if deep := s; s.deepest < hidden {
			deep.deepest = hidden
			answer := deep.answer(t)
			sent, results := deep.call(t, method, way, answer, false)
			deep.decoded(t, answer, results)
			for _, fault := range s.valid.answer(s.op, sent, answer) {
				t.Errorf("the deep example answer breaks the document: %s", fault)
			}
		}
	}
	for _, fault := range s.valid.answer(s.op, first, answer) {
		t.Errorf("the example answer breaks the document: %s", fault)
	}
	return out.String() + decoded
}

// call calls a method once and holds what it sent against the document.
func (s snapshooter) call(t *testing.T, method reflect.Value, way string, answer answer, least bool) (*sentRequest, []reflect.Value) {
	t.Helper()
	s.recorder.answerWith(answer)
	made := exampler{doc: s.doc, deepest: s.deepest, varied: true, least: least}
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

// unsent lists the parameters of the document, and the members of the body, that a request lacks.
func (s snapshooter) unsent(sent *sentRequest, body any) (names []string) {
	query := sent.URL.Query()
	for _, p := range s.doc.Parameters(s.op) {
		name, _ := p["name"].(string)
		if p["in"] == "query" && !query.Has(name) || p["in"] == "header" && sent.Header.Get(name) == "" {
			names = append(names, "parameter "+name)
		}
	}
	media, how, _ := mime.ParseMediaType(sent.Header.Get("Content-Type"))
	members, _ := body.(map[string]any)
	switch {
	case body == nil:
	case strings.HasSuffix(media, "json"):
		var arrived any
		if err := json.Unmarshal(sent.body, &arrived); err != nil {
			return append(names, "a JSON body")
		}
		for _, what := range lost(body, arrived, "") {
			names = append(names, "member "+what)
		}
	case how["boundary"] != "":
		for name := range members {
			if !bytes.Contains(sent.body, []byte(`name="`+name)) {
				names = append(names, "part "+name)
			}
		}
	default:
		for name := range members {
			if form := "&" + string(sent.body); !strings.Contains(form, "&"+url.QueryEscape(name)+"=") && !strings.Contains(form, "&"+url.QueryEscape(name+"[")) {
				names = append(names, "member "+name)
			}
		}
	}
	return names
}

// arguments makes what a method takes, everything that the document has for it or as little as it allows, and what the
// body should be.
func (s snapshooter) arguments(t *testing.T, made exampler, way string, method reflect.Type) ([]reflect.Value, any) {
	t.Helper()
	upsert, _ := s.op.Spec["x-upsert"].(map[string]any)
	if upsert == nil {
		path := map[string]string{}
		for _, p := range s.doc.Parameters(s.op) {
			if p["in"] == "path" {
				schema, _ := p["schema"].(map[string]any)
				path[p["name"].(string)] = plain(jsonNumber(made.value(schema, p["name"].(string), 0)))
			}
		}
		args, _, body := arguments(t, made, s.op, method, path)
		return args, body
	}
	shape, _ := s.doc.Resolve("#/components/schemas/" + upsert[strings.ToLower(way)].(string))
	record, _ := generic(t, made.object(shape, 0)).(map[string]any)
	if way == "Update" {
		properties, _ := shape["properties"].(map[string]any)
		schema, _ := properties["id"].(map[string]any)
		record["id"] = exampler{doc: s.doc}.value(schema, "id", 0)
		if scope, ok := upsert["scope"].(string); ok && record[scope] == nil { // what the id counts within
			record[scope] = record["id"]
		}
	}
	argument := reflect.New(method.In(1))
	data, err := json.Marshal([]any{record})
	must(t, err)
	must(t, json.Unmarshal(data, argument.Interface()))
	return []reflect.Value{reflect.ValueOf(t.Context()), argument.Elem()}, []any{record}
}

// answer makes the answer that the document promises, with every field set.
func (s snapshooter) answer(t *testing.T) answer {
	t.Helper()
	responses, _ := s.op.Spec["responses"].(map[string]any)
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		code, err := strconv.Atoi(strings.Replace(status, "XX", "00", 1)) // 2XX is a success whose status isn't known
		must(t, err)
		out := answer{status: code}
		response, _ := responses[status].(map[string]any)
		if ref, ok := response["$ref"].(string); ok {
			response, _ = s.doc.Resolve(ref)
		}
		content, _ := response["content"].(map[string]any)
		for _, media := range slices.Sorted(maps.Keys(content)) {
			out.media = media
			break
		}
		switch {
		case out.media == "":
		case !strings.HasSuffix(out.media, "json"):
			out.body = []byte(fileContent)
		default:
			schema, _ := content[out.media].(map[string]any)["schema"].(map[string]any)
			made := exampler{doc: s.doc, deepest: s.deepest, varied: true}
			if s.op.Spec["x-page"] != nil {
				made.deepest++ // the list is a record itself
			}
			out.value = generic(t, made.value(schema, "answer", 0))
			out.enveloped = s.enveloped(out.value)
			data, err := json.Marshal(out.enveloped)
			must(t, err)
			out.body = data
		}
		return out
	}
	t.Fatal("the document has no answer for a success")
	return answer{}
}

// enveloped adds the members that a client looks at and keeps to itself, which shapes leave out.
func (s snapshooter) enveloped(value any) any {
	envelope, _ := s.doc.Tree()["x-envelope"].(map[string]any)
	success, _ := envelope["success"].(map[string]any)
	object, ok := value.(map[string]any)
	if success == nil || !ok {
		return value
	}
	out := maps.Clone(object)
	out[success["member"].(string)] = success["equals"]
	return out
}

// decoded writes what the client made of the answer, and fails when something of it is missing.
func (s snapshooter) decoded(t *testing.T, a answer, results []reflect.Value) string {
	t.Helper()
	title := fmt.Sprintf("-- answer %d", a.status)
	if a.media != "" {
		title += " " + a.media
	}
	if len(results) == 0 {
		return title + "\n"
	}
	switch value := results[0].Interface().(type) {
	case *rest.Download:
		defer value.Close()
		content, err := io.ReadAll(value)
		must(t, err)
		if !bytes.Equal(content, a.body) {
			t.Errorf("the download gave %q", content)
		}
		return fmt.Sprintf("%s\n%s\n", title, content)
	default:
		data, err := json.Marshal(value)
		must(t, err)
		var back any
		must(t, json.Unmarshal(data, &back))
		for i, what := range lost(a.value, back, "") {
			if i == 10 {
				t.Error("and more")
				break
			}
			t.Errorf("the answer lost %s", what)
		}
		var text bytes.Buffer
		must(t, json.Indent(&text, data, "", " "))
		return fmt.Sprintf("%s %T\n%s\n", title, value, text.Bytes())
	}
}

// answer is what the recorder gives.
type answer struct {
	status    int
	media     string
	value     any // as the shape has it
	enveloped any // as it travels
	body      []byte
}

func (a answer) serve(w http.ResponseWriter) {
	if a.media != "" {
		w.Header().Set("Content-Type", a.media)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a caller that has gone is seen by the caller
}
