package conformance

import (
	"bytes"
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/invoke"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// TestInvokedByNameSendsWhatTheClientSends calls every operation by its generated method and by its name with strings and JSON, with
// everything set and with as little as it takes, and compares the two requests byte for byte.
func TestInvokedByNameSendsWhatTheClientSends(t *testing.T) {
	t.Parallel()
	for _, vendor := range catalog.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			offers, err := catalog.Open(vendor)
			must(t, err)
			doc := openDocument(t, vendor)
			recorder := newRecorder(t)
			client, err := newClient(vendor, recorder.URL, rest.WithRequestEditorFn(tokenEditor(t, doc, recorder.URL)), rest.WithoutPacing(), rest.WithoutRetries())
			must(t, err)
			invoker := invoke.New(offers, client.(interface{ Core() *rest.Client }).Core())
			before := newEarlier()
			for _, op := range doc.Operations {
				s := snapshooter{doc: doc, op: op, recorder: recorder, client: client, deepest: 2, before: before}
				described, err := offers.Operation(op.ID)
				must(t, err)
				for _, way := range op.GoMethods() {
					for _, least := range []bool{false, true} {
						response := s.response(t)
						typed, in, results := s.typed(t, way, response, least)
						recorder.respondWith(response)
						called, err := invoker.Prepare(described, in)
						if err != nil {
							t.Errorf("%s: %v\n%s", op.ID, err, in.Body)
							continue
						}
						if called.Downloads() {
							download, err := called.Open(t.Context())
							must(t, err)
							must(t, download.Close())
						} else if result, err := called.Do(t.Context()); err != nil {
							t.Errorf("%s: %v", op.ID, err)
						} else if len(results) > 1 {
							s.sameValue(t, response, result)
						}
						if diff := difference(typed.text(), recorder.taken(t).text()); diff != "" {
							t.Errorf("%s (-the client's request +the one by name):\n%s", op.ID, diff)
						}
					}
				}
			}
		})
	}
}

// typed calls the generated method, and returns what it sent and what the same call by name takes.
func (s snapshooter) typed(t *testing.T, way string, response response, least bool) (*sentRequest, invoke.Input, []reflect.Value) {
	t.Helper()
	s.recorder.respondWith(response)
	method := goMethod(s.client, s.op.Tag, way)
	args, body := s.arguments(t, exampler{deepest: s.deepest, varied: true, least: least}, way, method.Type())
	results := method.Call(args)
	if failure, _ := results[len(results)-1].Interface().(error); failure != nil {
		t.Fatalf("%s: %v", s.op.ID, failure)
	}
	if download, ok := results[0].Interface().(*rest.Download); ok {
		must(t, download.Close())
	}
	sent := s.recorder.taken(t)
	in := invoke.Input{File: func(string) (value.File, error) {
		return value.File{Name: "a file.txt", ContentType: "text/plain", Content: strings.NewReader(fileContent)}, nil
	}}
	next := 0
	for _, name := range pathNames(s.op.Path) {
		next++ // behind the context
		in.Params = append(in.Params, invoke.Param{Name: name, Value: plain(jsonNumber(generic(t, args[next].Interface())))})
	}
	for pair := range strings.SplitSeq(sent.URL.RawQuery, "&") {
		name, text, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		must(t, err)
		text, err = url.QueryUnescape(text)
		must(t, err)
		if name != "" && name != s.doc.Credential.Parameter {
			in.Params = append(in.Params, invoke.Param{Name: name, Value: text})
		}
	}
	for _, p := range s.op.Parameters {
		if text := sent.Header.Get(p.Name); p.In == "header" && text != "" {
			in.Params = append(in.Params, invoke.Param{Name: p.Name, Value: text})
		}
	}
	if strings.HasSuffix(sent.Header.Get("Content-Type"), "json") && len(sent.body) > 0 {
		in.Body = sent.body
	} else if fields, form := body.(map[string]any); form {
		for _, property := range s.op.Body.Content().Schema.Target().Properties {
			of := property.Schema.Target()
			if of.Format == "binary" || of.Items != nil && of.Items.Target().Format == "binary" {
				fields[property.Name] = "@a file.txt"
			}
		}
		data, err := json.Marshal(fields)
		must(t, err)
		in.Body = data
	}
	return sent, in, results
}

// sameValue compares a response as it is given to who calls by name with what was sent: what has the same bytes needn't be decoded.
func (s snapshooter) sameValue(t *testing.T, a response, result *invoke.Result) {
	t.Helper()
	if s.doc.Envelope.Verdict == nil && len(a.body) > 0 && bytes.Equal(a.body, result.JSON) {
		return
	}
	var got any
	if len(result.JSON) > 0 {
		must(t, json.Unmarshal(result.JSON, &got))
	}
	if diff := difference(a.value, got); diff != "" {
		t.Errorf("%s: the response (-sent +given):\n%s", s.op.ID, diff)
	}
}
