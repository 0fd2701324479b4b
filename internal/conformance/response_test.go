package conformance

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

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

// response makes a response that the document promises.
func (c caller) response(t *testing.T, made exampler) response {
	t.Helper()
	success := c.op.Success()
	if success == nil {
		t.Fatalf("%s: the document has no response of success", c.op.ID)
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
		if c.op.Page != nil && !made.least {
			made.deepest++ // the list is a record itself
		}
		example := exampleOf{content.Schema.Target(), made.deepest, made.least}
		again := made.known == nil && example.schema != nil
		if first, made := c.before.examples[example]; made && again {
			out.value, out.enveloped, out.body = first.value, first.enveloped, first.body
			break
		}
		out.value = generic(t, made.value(content.Schema, "answer", 0))
		out.enveloped = c.enveloped(out.value)
		out.body, err = json.Marshal(out.enveloped)
		must(t, err)
		if again {
			c.before.examples[example] = out
		}
	}
	return out
}

// enveloped adds the fields that a client looks at and keeps to itself, which schemas leave out.
func (c caller) enveloped(value any) any {
	verdict := c.doc.Envelope.Verdict
	object, ok := value.(map[string]any)
	if verdict == nil || !ok {
		return value
	}
	out := maps.Clone(object)
	out[verdict.Field] = verdict.Equals
	return out
}
