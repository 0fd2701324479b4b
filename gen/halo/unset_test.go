package halo_test

import (
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

func TestDate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Time{
		"2025-11-05T00:00:00":         time.Date(2025, 11, 5, 0, 0, 0, 0, time.UTC),
		"2025-11-05T08:09:10.1234567": time.Date(2025, 11, 5, 8, 9, 10, 123456700, time.UTC),
		"2025-11-05T08:09:10Z":        time.Date(2025, 11, 5, 8, 9, 10, 0, time.UTC),
		"2025-11-05T08:09:10+01:00":   time.Date(2025, 11, 5, 7, 9, 10, 0, time.UTC),
		"1899-12-30T00:00:00":         {},
		"1900-01-01T00:00:00":         {},
		"0001-01-01T00:00:00":         {},
		"":                            {},
		"soon":                        {},
	} {
		got, ok := halo.Date(value.ParseTime(text))
		if !got.Equal(want) || ok == want.IsZero() {
			t.Errorf("%q is %v, %v", text, got, ok)
		}
	}
}
