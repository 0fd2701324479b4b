package spiro_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func TestRelationship(t *testing.T) {
	t.Parallel()
	ada, bob := spiro.ResourceIdentifier{ID: "1", Type: "user"}, spiro.ResourceIdentifier{ID: "2", Type: "user"}
	for sent, want := range map[string]value.List[spiro.ResourceIdentifier]{
		`{"data": {"id": "1", "type": "user"}}`:                                {ada},
		`{"data": [{"id": "1", "type": "user"}, {"id": "2", "type": "user"}]}`: {ada, bob},
		`{"data": []}`:   {},
		`{"data": null}`: nil,
		`{}`:             nil,
		`null`:           nil,
		`{"links": {}}`:  nil,
	} {
		t.Run(sent, func(t *testing.T) {
			t.Parallel()
			var got spiro.Relationship
			if err := json.Unmarshal([]byte(sent), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.Data); diff != "" {
				t.Error("identifiers (-want +got):\n" + diff)
			}
			id, kind := "", ""
			if len(want) > 0 {
				id, kind = want[0].ID, want[0].Type
			}
			if got.ID() != id || got.Type() != kind {
				t.Errorf("leads to %q %q, want %q %q", got.Type(), got.ID(), kind, id)
			}
		})
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	included := []spiro.Resource{
		{ID: "1", Type: "company", Attributes: value.JSON(`{"name": "Acme"}`)},
		{ID: "1", Type: "user", Attributes: value.JSON(`{"first_name": "Ada", "shoe_size": 43}`)},
	}
	owner, ok := spiro.Relationship{Data: value.List[spiro.ResourceIdentifier]{{ID: "1", Type: "user"}}}.Find(included)
	if !ok || owner.Type != "user" {
		t.Fatalf("found %v, %+v", ok, owner)
	}
	var attributes spiro.UserAttributes
	if err := owner.Decode(&attributes); err != nil {
		t.Fatal(err)
	}
	if size, _ := attributes.Raw.Field("shoe_size").Int(); attributes.FirstName != "Ada" || size != 43 {
		t.Errorf("attributes are %+v", attributes)
	}
	for _, id := range []spiro.ResourceIdentifier{{}, {ID: "1"}, {ID: "2", Type: "user"}, {ID: "1", Type: "contact"}} {
		if got, ok := spiro.Find(included, id); ok {
			t.Errorf("%+v found %+v", id, got)
		}
	}
	if _, ok := (spiro.Relationship{}).Find(included); ok {
		t.Error("a relationship to nothing found something")
	}
	if err := (spiro.Resource{}).Decode(&attributes); err == nil {
		t.Error("a record without attributes decoded")
	}
}
