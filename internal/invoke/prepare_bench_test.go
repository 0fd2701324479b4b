package invoke_test

import (
	"encoding/json"
	"testing"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/invoke"
)

// BenchmarkPrepareWideRecord prepares a call with one of Halo's tickets that has each of its hundreds of fields.
func BenchmarkPrepareWideRecord(b *testing.B) {
	offers, err := catalog.Open("halo")
	if err != nil {
		b.Fatal(err)
	}
	client, err := halo.NewClient("http://127.0.0.1:1")
	if err != nil {
		b.Fatal(err)
	}
	operation, err := offers.Operation("saveTickets")
	if err != nil {
		b.Fatal(err)
	}
	record := map[string]any{}
	for _, field := range operation.Body.Schema.Items().Fields() {
		if field.Name != "id" {
			record[field.Name] = nil
		}
	}
	body, err := json.Marshal([]any{record})
	if err != nil {
		b.Fatal(err)
	}
	invoker := invoke.New(offers, client.Core())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := invoker.Prepare(operation, invoke.Input{Body: body}); err != nil {
			b.Fatal(err)
		}
	}
}
