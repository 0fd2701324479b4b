package humanity_test

import (
	"strings"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// A shift across the end of a month stands in the table of the month in which it begins, and in no other.
func TestMonthHasTheShiftsThatBeginInIt(t *testing.T) {
	t.Parallel()
	server, client := simulated(t, vendortest.WithRecords(0, "shifts"))
	zone, err := client.Zone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	positions, err := client.Positions.List(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	night := humanity.ShiftCreate{PositionID: int64(positions.Data[0].ID)}
	start := time.Date(2025, time.October, 31, 22, 0, 0, 0, zone)
	night.SetTimes(start, start.Add(8*time.Hour), zone)
	if _, err := client.Shifts.Create(t.Context(), night); err != nil {
		t.Fatal(err)
	}
	if n := server.Records("shifts").Len(); n != 1 {
		t.Fatalf("there are %d shifts", n)
	}
	for month, want := range map[time.Month]int{time.September: 0, time.October: 1, time.November: 0} {
		var table strings.Builder
		if err := writeMonth(t.Context(), client, 2025, month, &table); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(table.String(), "\n") - 1; got != want {
			t.Errorf("%v has %d shifts, want %d:\n%s", month, got, want, table.String())
		}
	}
}
