package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// FuzzEnvelope feeds a client responses that carry their own verdict. The verdict is the one that encoding/json would see, and
// the echoed credential is nowhere, not in the raw response either.
func FuzzEnvelope(f *testing.F) {
	for _, body := range []string{
		`{"status":1,"token":"@@"}`, `{"status":"1","token":"@@","token":"@@"}`, `{"status":91,"error":"slow @@","token":"@@"}`, `{"status":7}`,
		`{"status":1,"status":3}`, `{"status":3,"status":1}`, `{"st\u0061tus":91}`, `{"status":{"status":1}}`, `{"status":null}`, `{"status":1e400}`,
		`{"status":-1,"error":{"a":"@@"}}`, `{"token":["@@"]}`, `{"token":"a\"@@\\"}`, `{"token":"`, `{"status":1`, `[{"status":3}]`, ``, `"status"`, `{"status":"@@"}`,
	} {
		f.Add([]byte(body), 200)
		f.Add([]byte(body), 400)
	}
	about := Vendor{Envelope: &Envelope{
		Status: "status", OK: "1", Message: "error", Secret: "token", Codes: []call.Code{{Value: "91", Name: "throttled", Kind: ErrRateLimited}},
	}}
	f.Fuzz(func(t *testing.T, body []byte, status int) {
		if status != 200 {
			status = 400
		}
		body = echoing(body)
		a := &responding{status: status, bodies: [][]byte{body}}
		var raw Response
		_, err := asking(t, about, a).Do(t.Context(), call.New("getThing", "GET", "/things"), []CallOption{WithResponse(&raw)}, new(value.JSON))
		if err != nil {
			checkError(t, err)
		}
		if len(raw.Body) != min(len(body), defaultMaxError) && status != 200 || len(raw.Body) != len(body) && status == 200 {
			t.Fatalf("%d bytes became %d", len(body), len(raw.Body))
		}
		var fields map[string]json.RawMessage
		if !json.Valid(body) || json.Unmarshal(body, &fields) != nil || fields == nil {
			return
		}
		var after map[string]json.RawMessage
		if json.Unmarshal(raw.Body, &after) != nil || len(after) != len(fields) {
			t.Fatalf("blanking broke %q: %q", body, raw.Body)
		}
		if token := after["token"]; len(token) > 0 && token[0] == '"' && bytes.ContainsFunc(token[1:len(token)-1], func(r rune) bool { return r != '*' }) {
			t.Fatalf("the echoed credential is in the raw response: %q", token)
		}
		verdict, found := fields["status"]
		failure, _ := errors.AsType[*Error](err)
		switch {
		case status != 200 && err == nil:
			t.Fatalf("%q with status %d is taken for a success", body, status)
		case status == 200 && found && jsonscan.Scalar(verdict) != "1" && (failure == nil || failure.Status != 200):
			t.Fatalf("%q is taken for a success: %v", body, err)
		case status == 200 && (!found || jsonscan.Scalar(verdict) == "1") && err != nil:
			t.Fatalf("%q: %v", body, err)
		case found && jsonscan.Scalar(verdict) == "91" && !failure.Is(ErrRateLimited):
			t.Fatalf("%q isn't throttled: %v", body, err)
		}
	})
}
