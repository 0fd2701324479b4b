package conformance

import (
	"encoding/json"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// compareResponse compares what was decoded with what came.
func compareResponse(t *testing.T, came, value any, unlisted string) {
	t.Helper()
	data, err := json.Marshal(value)
	must(t, err)
	back := decodedJSON(t, data)
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
		t.Errorf("the simulator's response holds nothing to compare: %s", show(came))
	}
	for i, what := range lost(came, back, "") {
		if i == 10 {
			t.Error("and more")
			break
		}
		t.Error(what)
	}
}

func decodedJSON(t *testing.T, data []byte) (out any) {
	t.Helper()
	must(t, json.Unmarshal(data, &out))
	return out
}

// withoutEnvelope takes off a response what a client looks at and doesn't hand on: the verdict, its text, a token.
func withoutEnvelope(fields []string, response any) any {
	if object, ok := response.(map[string]any); ok {
		for _, name := range fields {
			delete(object, name)
		}
	}
	return response
}

// envelopeOf names the fields of every response that a client keeps to itself.
func envelopeOf(doc *spec.Document) []string {
	if e := doc.Envelope; e.Verdict != nil {
		return []string{e.Code, e.Error, e.Token}
	}
	return nil
}
