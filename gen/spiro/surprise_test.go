package spiro_test

import (
	"errors"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
)

func TestOneOddAttributeCostsOnlyItself(t *testing.T) {
	t.Parallel()
	f := &fake{responses: map[string]string{"GET /companies/12": `{"data": {"id": "12", "type": "company", "attributes": {
		"name": "Acme", "phone": {"home": "1"}, "shoe_size": 43, "custom": {"rating": 5}
	}}}`}}
	got, err := f.start(t).Companies.Get(t.Context(), "12")
	failure, _ := errors.AsType[*rest.Error](err)
	if failure == nil || failure.Field != "data.attributes.phone" || got == nil {
		t.Fatalf("got %+v, %v", got, err)
	}
	attributes := got.Data.Attributes
	rating, _ := attributes.Custom["rating"].Number()
	size, _ := attributes.Raw.Field("shoe_size").Int()
	if attributes.Name != "Acme" || rating != 5 || size != 43 || attributes.Phone != "" {
		t.Errorf("attributes are %+v", attributes)
	}
}
