package spiro_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest"
)

const get12, put12 = "GET /opportunities/12", "PUT /opportunities/12"

func TestSetCustom(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{
		get12: `{"data": {"id": "12", "type": "opportunity", "attributes": {"name": "Bottles", "custom": {"a": "old", "b": "kept"}}}}`,
		put12: ``, // an update's response isn't known; an empty one must do
	}}
	if err := f.start(t).Opportunities.SetCustom(t.Context(), "12", map[string]any{"a": "new", "c": nil}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{get12, put12}, f.asked); diff != "" {
		t.Error("requests (-want +got):\n" + diff)
	}
	want := `{"data":{"attributes":{"custom":{"a":"new","c":null}},"id":"12","type":"opportunity"}}`
	if diff := cmp.Diff(want, f.bodies[1]); diff != "" {
		t.Error("body (-want +got):\n" + diff)
	}
	if got := f.header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type is %q", got)
	}
}

// TestSetCustomFails where the response to the update says that it failed, and nothing else: nobody reads it but SetCustom.
func TestSetCustomFails(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{
		get12: `{"data": {"id": "12", "type": "opportunity"}}`,
		put12: `{"error": "upstream timed out"}`,
	}}
	err := f.start(t).Opportunities.SetCustom(t.Context(), "12", map[string]any{"a": "new"})
	if failure, ok := errors.AsType[*rest.Error](err); !ok || failure.Message != "upstream timed out" || failure.Outcome() != rest.MaybeProcessed {
		t.Errorf("%v", err)
	}
}

func TestSetCustomSendsDespiteAnOddField(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{
		get12: `{"data": {"id": "12", "type": "opportunity", "attributes": {"name": ["odd"]}}}`,
		put12: `{"data": {}}`,
	}}
	if err := f.start(t).Opportunities.SetCustom(t.Context(), "12", map[string]any{"a": 1}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{get12, put12}, f.asked); diff != "" {
		t.Error("requests (-want +got):\n" + diff)
	}
}

func TestSetCustomSendsNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		response string
		fields   map[string]any
		asked    []string
		want     error
	}{
		"without fields":         {fields: map[string]any{}, want: rest.ErrRequest},
		"without an opportunity": {fields: map[string]any{"a": 1}, asked: []string{get12}, want: rest.ErrNotFound},
		"without a type":         {response: `{"data": {"id": "12"}}`, fields: map[string]any{"a": 1}, asked: []string{get12}, want: rest.ErrDecode},
		"without an id":          {response: `{"data": {"type": "opportunity"}}`, fields: map[string]any{"a": 1}, asked: []string{get12}, want: rest.ErrDecode},
		"without a record":       {response: `"odd"`, fields: map[string]any{"a": 1}, asked: []string{get12}, want: rest.ErrDecode},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fake{responses: map[string]string{put12: `{}`}}
			if c.response != "" {
				f.responses[get12] = c.response
			}
			err := f.start(t).Opportunities.SetCustom(t.Context(), "12", c.fields)
			if !errors.Is(err, c.want) {
				t.Errorf("error is %v, want %v", err, c.want)
			}
			if diff := cmp.Diff(c.asked, f.asked); diff != "" {
				t.Error("requests (-want +got):\n" + diff)
			}
		})
	}
}

func TestSetCustomOfSendsWhatWasReadWithoutReadingAgain(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{
		"GET /opportunities": `{"data": [{"id": "12", "type": "opportunity", "attributes": {"name": "Bottles", "custom": {"a": "old"}}}]}`,
		put12:                `{}`,
	}}
	client := f.start(t)
	list, err := client.Opportunities.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Opportunities.SetCustomOf(t.Context(), &list.Data[0], map[string]any{"a": "new"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"GET /opportunities", put12}, f.asked); diff != "" {
		t.Error("requests (-want +got):\n" + diff)
	}
	want := `{"data":{"attributes":{"custom":{"a":"new"}},"id":"12","type":"opportunity"}}`
	if diff := cmp.Diff(want, f.bodies[1]); diff != "" {
		t.Error("body (-want +got):\n" + diff)
	}
}

func TestSetCustomOfRefusesWhatNoReadGave(t *testing.T) {
	t.Parallel()
	f := &fake{}
	client := f.start(t)
	fields := map[string]any{"a": 1}
	for name, err := range map[string]error{
		"nothing read":   client.Opportunities.SetCustomOf(t.Context(), nil, fields),
		"without a type": client.Opportunities.SetCustomOf(t.Context(), &spiro.Opportunity{ID: "12"}, fields),
		"without an id":  client.Opportunities.SetCustomOf(t.Context(), &spiro.Opportunity{Type: "opportunity"}, fields),
		"without fields": client.Opportunities.SetCustomOf(t.Context(), &spiro.Opportunity{ID: "12", Type: "opportunity"}, nil),
	} {
		if !errors.Is(err, rest.ErrRequest) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
	if len(f.asked) > 0 {
		t.Errorf("asked for %v", f.asked)
	}
}

func TestSetCustomTellsOfARefusedUpdate(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{get12: `{"data": {"id": "12", "type": "opportunity", "attributes": {}}}`}}
	err := f.start(t).Opportunities.SetCustom(t.Context(), "12", map[string]any{"a": 1})
	if failure, ok := errors.AsType[*rest.Error](err); !ok || failure.Operation != "updateOpportunity" {
		t.Errorf("error is %v", err)
	}
}
