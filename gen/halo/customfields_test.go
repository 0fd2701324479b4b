package halo_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func TestCustomFields(t *testing.T) {
	t.Parallel()
	var ticket halo.Ticket
	err := value.Decode([]byte(`{"customfields": [
		{"id": 1, "name": "CFSite", "label": "Where", "value": "Kiel"},
		{"id": 2, "name": "CFCount", "label": "How many", "value": "12", "display": "twelve"},
		{"id": 3, "name": "CFOption", "value": 4, "display": "Fourth"},
		{"id": 4, "name": "CFTick", "value": true},
		{"id": 5, "name": "CFTicked", "value": "1"},
		{"id": 6, "name": "CFDue", "value": "2026-02-03T00:00:00"},
		{"id": 7, "name": "CFMany", "value": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}], "display": "a, b"},
		{"id": 8, "name": "CFParts", "value": "3, 5"},
		{"id": 9, "name": "CFNone", "value": null}
	]}`), &ticket)
	if err != nil {
		t.Fatal(err)
	}
	fields := halo.CustomFields(ticket.CustomFields)
	get := func(name string) *halo.CustomField {
		field, ok := fields.Get(name)
		if !ok {
			t.Fatalf("no field %s", name)
		}
		return field
	}
	for name, want := range map[string]string{"cfsite": "Kiel", "where": "Kiel", "CFCount": "12", "CFOption": "Fourth", "CFMany": "a, b", "CFNone": ""} {
		if got := get(name).Text(); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if _, ok := fields.Get("CFElse"); ok {
		t.Error("found a field that isn't there")
	}
	if n, ok := get("CFCount").Int(); n != 12 || !ok {
		t.Errorf("CFCount is %d, %v", n, ok)
	}
	if n, ok := get("CFOption").Float(); n != 4 || !ok {
		t.Errorf("CFOption is %g, %v", n, ok)
	}
	for name, want := range map[string][2]bool{"CFTick": {true, true}, "CFTicked": {true, true}, "CFSite": {false, false}, "CFNone": {false, false}} {
		if value, ok := get(name).Bool(); value != want[0] || ok != want[1] {
			t.Errorf("%s as a boolean is %v, %v", name, value, ok)
		}
	}
	if due := get("CFDue").Time().Time(); !due.Equal(time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("CFDue is %v", due)
	}
	if items := get("CFMany").Items(); len(items) != 2 || items[1].Field("name").String() != `"b"` {
		t.Errorf("CFMany is %v", items)
	}
	if items := get("CFParts").Items(); len(items) != 2 || items[1].String() != `"5"` {
		t.Errorf("CFParts is %v", items)
	}
	if items := get("CFNone").Items(); items != nil {
		t.Errorf("CFNone is %v", items)
	}
}

func TestSetCustomField(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		value any
		want  string
	}{{"Kiel", `"Kiel"`}, {0, `0`}, {false, `false`}, {"", `""`}, {[]int{1, 2}, `[1,2]`}, {nil, `null`}} {
		got, err := json.Marshal(halo.TicketUpdate{ID: 7, CustomFields: []halo.CustomFieldInput{halo.SetCustomField("CFSite", test.value)}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(`{"customfields":[{"name":"CFSite","value":`+test.want+`}],"id":7}`, string(got)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.value, diff)
		}
	}
}
