package halo_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 13, 0, 0, 0, time.FixedZone("", 3600))
	filters := halo.Filters{
		halo.In("status_id", 1, 2), halo.NotIn("team", "a", "b"), halo.Equal("azureoid", "x"), halo.NotEqual("inactive", true),
		halo.Like("summary", `50% "off"`), halo.NotLike("summary", "test"), halo.Above("id", int64(7)), halo.AtLeast("cost", 1.5),
		halo.Below("dateoccurred", at), halo.AtMost("id", 9),
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(filters.String()), &got); err != nil {
		t.Fatal(err)
	}
	row := func(name string, kind float64, value string) map[string]any {
		return map[string]any{"filter_name": name, "filter_type": kind, "filter_value": value}
	}
	want := []map[string]any{
		row("status_id", 0, "1,2"), row("team", 1, "a,b"), row("azureoid", 2, "x"), row("inactive", 3, "true"),
		row("summary", 4, `50% "off"`), row("summary", 5, "test"), row("id", 7, "7"), row("cost", 8, "1.5"),
		row("dateoccurred", 9, "2026-03-01T12:00:00"), row("id", 10, "9"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("filters (-want +got):\n" + diff)
	}
	if none := (halo.Filters{}).String(); none != "[]" {
		t.Errorf("no filters are %s", none)
	}
}
