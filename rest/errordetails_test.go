package rest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// TestRemarksOnFieldsAreKept reads what servers say of single fields, each in its own form.
func TestRemarksOnFieldsAreKept(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body          string
		code, message string
		details       []rest.Detail
	}{
		"JSON:API, every error": {`{"errors":[{"status":"422","code":"blank","title":"Invalid","detail":"can't be blank","source":{"pointer":"/data/attributes/name"}},{"title":"is no date","source":{"parameter":"from"}},{"detail":"and more"}]}`,
			"blank", "", []rest.Detail{{Path: "/data/attributes/name", Code: "blank", Message: "can't be blank"}, {Path: "from", Message: "is no date"}, {Message: "and more"}}},
		"Rails":                   {`{"errors":{"name":["can't be blank","is too short"],"address":{"zip":["is wrong"]},"base":"no"}}`, "", "", []rest.Detail{{Path: "name", Message: "can't be blank"}, {Path: "name", Message: "is too short"}, {Path: "address.zip", Message: "is wrong"}, {Path: "base", Message: "no"}}},
		"Rails, nothing around":   {`{"name":["can't be blank"]}`, "", "", []rest.Detail{{Path: "name", Message: "can't be blank"}}},
		"Rails, details":          {`{"errors":{"name":[{"error":"taken","value":"x"}]}}`, "", "", []rest.Detail{{Path: "name", Message: "taken"}}},
		"a list of strings":       {`{"errors":["first","second"]}`, "", "first", []rest.Detail{{Message: "second"}}},
		"ASP.NET problem details": {`{"type":"https://x","title":"One or more validation errors occurred.","status":400,"errors":{"$[0].summary":["The value could not be converted."]}}`, "", "One or more validation errors occurred.", []rest.Detail{{Path: "$[0].summary", Message: "The value could not be converted."}}},
		"ASP.NET of old":          {`{"Message":"The request is invalid.","ModelState":{"ticket.Summary":["Required."]}}`, "", "The request is invalid.", []rest.Detail{{Path: "ticket.Summary", Message: "Required."}}},
		"names in upper case":     {`{"Errors":[{"PropertyName":"Summary","ErrorMessage":"Required.","ErrorCode":"E1"}]}`, "E1", "", []rest.Detail{{Path: "Summary", Code: "E1", Message: "Required."}}},
		"problem details":         {`{"title":"Not valid.","errors":[{"detail":"must be positive","pointer":"#/age"}]}`, "", "Not valid.", []rest.Detail{{Path: "#/age", Message: "must be positive"}}},
		"problem details of old":  {`{"title":"Not valid.","invalid-params":[{"name":"age","reason":"must be positive"}]}`, "", "Not valid.", []rest.Detail{{Path: "age", Message: "must be positive"}}},
		"OData":                   {`{"error":{"code":"BadArgument","message":"Several","target":"Contact","details":[{"code":"Null","target":"Phone","message":"is null"}]}}`, "BadArgument", "Several", []rest.Detail{{Path: "Phone", Code: "Null", Message: "is null"}}},
		"Google":                  {`{"error":{"code":400,"message":"Bad","details":[{"@type":"x","fieldViolations":[{"field":"a.b","description":"is wrong"}]}]}}`, "400", "Bad", []rest.Detail{{Path: "a.b", Message: "is wrong"}}},
		"Symfony":                 {`{"title":"Failed","violations":[{"propertyPath":"name","message":"is blank"}]}`, "", "Failed", []rest.Detail{{Path: "name", Message: "is blank"}}},
		"Symfony, a form":         {`{"code":400,"message":"Failed","errors":{"children":{"name":{"errors":["is blank"]},"age":{}}}}`, "400", "Failed", []rest.Detail{{Path: "name", Message: "is blank"}}},
		"FastAPI":                 {`{"detail":[{"loc":["body","items",0,"price"],"msg":"is no float","type":"type_error"}]}`, "type_error", "", []rest.Detail{{Path: "body.items.0.price", Code: "type_error", Message: "is no float"}}},
		"Django":                  {`{"email":["is wrong"],"profile":{"age":["is missing"]}}`, "", "", []rest.Detail{{Path: "email", Message: "is wrong"}, {Path: "profile.age", Message: "is missing"}}},
		"Mongoose":                {`{"message":"Failed","errors":{"name":{"message":"is missing","kind":"required","path":"name"}}}`, "", "Failed", []rest.Detail{{Path: "name", Message: "is missing"}}},
		"one error, not fields":   {`{"errors":{"code":"E1","message":"no"}}`, "E1", "no", nil},
		"fields of such names":    {`{"errors":{"message":["is blank"],"detail":["is long"]}}`, "", "", []rest.Detail{{Path: "message", Message: "is blank"}, {Path: "detail", Message: "is long"}}},
		"within error":            {`{"error":{"message":"Failed","errors":{"name":["is bad"]}}}`, "", "Failed", []rest.Detail{{Path: "name", Message: "is bad"}}},
		"behind a mark":           {"\xef\xbb\xbf" + `{"errors":{"name":["is bad"]}}`, "", "", []rest.Detail{{Path: "name", Message: "is bad"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := get(t.Context(), newClient(t, respond(422, "application/problem+json", test.body)))
			failure, ok := errors.AsType[*rest.Error](err)
			if !ok || failure.Code != test.code || failure.Message != test.message {
				t.Fatalf("code %q, message %q, %v", failure.Code, failure.Message, err)
			}
			if diff := cmp.Diff(test.details, failure.Details); diff != "" {
				t.Error("details (-want +got):\n" + diff)
			}
		})
	}
}

// TestRemarksAreBoundedAndMasked: a vendor that echoes the credential in a field's name shows it to nobody, and one that
// remarks on everything fills no log.
func TestRemarksAreBoundedAndMasked(t *testing.T) {
	t.Parallel()
	var many strings.Builder
	for i := range 60 {
		fmt.Fprintf(&many, `"f%d":[%q],`, i, strings.Repeat("long ", 150))
	}
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		secret := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		respond(400, "application/json", fmt.Sprintf(`{"errors":{%q:[%q],%s"z":[]}}`, secret, "bad "+secret, many.String()))(w, r)
	}, rest.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer planted-secret-0123456789")
		return nil
	}))
	_, err := get(t.Context(), client)
	failure, _ := errors.AsType[*rest.Error](err)
	if failure == nil || len(failure.Details) != 20 || strings.Contains(fmt.Sprintf("%+v", failure.Details), "planted") || len(failure.Details[1].Message) > 600 {
		t.Errorf("%d remarks, %.300s", len(failure.Details), fmt.Sprint(failure.Details))
	}
}
