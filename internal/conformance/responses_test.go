package conformance

import (
	"encoding/json"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// compareResponse compares what was decoded with what came.
func compareResponse(t *testing.T, raw []byte, value any, unlisted string) {
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
		t.Errorf("the simulator's response holds nothing to compare: %s", raw)
	}
	for i, what := range lost(came, back, "") {
		if i == 10 {
			t.Error("and more")
			break
		}
		t.Error(what)
	}
}

// withoutEnvelope takes off a response what a client looks at and doesn't hand on: the verdict, its text, a token.
func withoutEnvelope(t *testing.T, fields []string, raw []byte) []byte {
	t.Helper()
	if len(fields) == 0 {
		return raw
	}
	var response map[string]any
	must(t, json.Unmarshal(raw, &response))
	for _, name := range fields {
		delete(response, name)
	}
	out, err := json.Marshal(response)
	must(t, err)
	return out
}

// envelopeOf names the fields of every response that a client keeps to itself.
func envelopeOf(doc *spec.Document) []string {
	if e := doc.Envelope; e.Verdict != nil {
		return []string{e.Code, e.Error, e.Token}
	}
	return nil
}
