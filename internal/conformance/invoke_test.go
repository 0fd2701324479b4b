package conformance

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/invoke"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
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
			calls, err := callsOf(vendor)
			must(t, err)
			recorder := newRecorder()
			defer recorder.Close()
			editor, err := tokenEditor(calls.doc, recorder.URL)
			must(t, err)
			client, err := newClient(vendor, recorder.URL, rest.WithRequestEditorFn(editor), rest.WithoutPacing(), rest.WithoutRetries())
			must(t, err)
			invoker := invoke.New(offers, client.(interface{ Core() *rest.Client }).Core())
			for _, op := range calls.doc.Operations {
				described, err := offers.Operation(op.ID)
				must(t, err)
				for _, typed := range calls.of(t, op).exchanges {
					recorder.respondWith(typed.response)
					in := typed.byName(t, calls.doc, op)
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
					} else if typed.gives {
						typed.sameValue(t, calls.doc, op, result)
					}
					sent, err := recorder.taken()
					if err != nil {
						t.Errorf("%s: %v", op.ID, err)
					} else if !typed.sent.equal(sent) {
						if diff := difference(typed.sent.text(), sent.text()); diff != "" {
							t.Errorf("%s (-the client's request +the one by name):\n%s", op.ID, diff)
						}
					}
				}
			}
		})
	}
}

// byName is what the same call takes by the operation's name.
func (e *exchange) byName(t *testing.T, doc *spec.Document, op *spec.Operation) invoke.Input {
	t.Helper()
	in := invoke.Input{File: func(string) (value.File, error) {
		return value.File{Name: "a file.txt", ContentType: "text/plain", Content: strings.NewReader(fileContent)}, nil
	}}
	for _, name := range op.PathNames() {
		in.Params = append(in.Params, invoke.Param{Name: name, Value: e.path[name]})
	}
	for pair := range strings.SplitSeq(e.sent.URL.RawQuery, "&") {
		name, text, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		must(t, err)
		text, err = url.QueryUnescape(text)
		must(t, err)
		if name != "" && name != doc.Credential.Parameter {
			in.Params = append(in.Params, invoke.Param{Name: name, Value: text})
		}
	}
	for _, p := range op.Parameters {
		if text := e.sent.Header.Get(p.Name); p.In == "header" && text != "" {
			in.Params = append(in.Params, invoke.Param{Name: p.Name, Value: text})
		}
	}
	if strings.HasSuffix(e.sent.Header.Get("Content-Type"), "json") && len(e.sent.body) > 0 {
		in.Body = e.sent.body
	} else if fields, form := e.body.(map[string]any); form {
		fields = maps.Clone(fields)
		for _, property := range op.Body.Content().Schema.Target().Properties {
			of := property.Schema.Target()
			if of.Format == "binary" || of.Items != nil && of.Items.Target().Format == "binary" {
				fields[property.Name] = "@a file.txt"
			}
		}
		data, err := json.Marshal(fields)
		must(t, err)
		in.Body = data
	}
	return in
}

// sameValue compares a response as it is given to who calls by name with what was sent: what has the same bytes needn't be decoded.
func (e *exchange) sameValue(t *testing.T, doc *spec.Document, op *spec.Operation, result *invoke.Result) {
	t.Helper()
	if doc.Envelope.Verdict == nil && len(e.response.body) > 0 && bytes.Equal(e.response.body, result.JSON) {
		return
	}
	var got any
	if len(result.JSON) > 0 {
		must(t, json.Unmarshal(result.JSON, &got))
	}
	if diff := difference(e.response.value, got); diff != "" {
		t.Errorf("%s: the response (-sent +given):\n%s", op.ID, diff)
	}
}
