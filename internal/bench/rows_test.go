package bench_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/bench/stock"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// five are the fields that a caller wants of a hundred, one of each kind.
type five struct {
	ID      int64      `json:"id"`
	Name    string     `json:"field_00"`
	Cost    float64    `json:"field_02"`
	Open    bool       `json:"field_03"`
	Changed value.Time `json:"field_04"`
}

type fives struct {
	Count int64  `json:"record_count"`
	Rows  []five `json:"rows"`
}

// BenchmarkRows reads a list of a thousand rows of a hundred fields for five of these.
func BenchmarkRows(b *testing.B) {
	ctx := context.Background()
	body := page(1000)
	b.Run("impl=stock", func(b *testing.B) {
		client := theirs(b, body)
		b.ReportAllocs()
		for b.Loop() {
			got, err := client.ListRowsWithResponse(ctx, &stock.ListRowsParams{})
			if err != nil || got.JSON200 == nil || len(*got.JSON200.Rows) != 1000 || *(*got.JSON200.Rows)[999].ID != 999 {
				b.Fatal(err)
			}
		}
	})
	b.Run("impl=whole", func(b *testing.B) {
		client := ours(b, body)
		b.ReportAllocs()
		for b.Loop() {
			for got, err := range client.Rows.Pages(ctx, nil) {
				if err != nil || len(got.List.Rows) != 1000 || got.List.Rows[999].ID != 999 {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("impl=ours", func(b *testing.B) {
		client := ours(b, body)
		b.ReportAllocs()
		for b.Loop() {
			var rows []five
			for _, err := range client.Rows.Pages(ctx, nil, rest.WithRows(&rows)) {
				if err != nil || len(rows) != 1000 || rows[999].ID != 999 || rows[999].Name != "text 0 of row 999" || !rows[999].Changed.Valid() {
					b.Fatal(err)
				}
			}
		}
	})
	hand := func(unmarshal func([]byte, any) error) func(*testing.B) {
		return func(b *testing.B) {
			client := &http.Client{Transport: memory(body)}
			b.ReportAllocs()
			for b.Loop() {
				var got fives
				if err := byHand(ctx, client, address+"/rows", &got, unmarshal); err != nil || len(got.Rows) != 1000 || got.Rows[999].ID != 999 {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("impl=hand", hand(json.Unmarshal))
	if unmarshalV2 != nil {
		b.Run("impl=hand-v2", hand(unmarshalV2))
	}
}
