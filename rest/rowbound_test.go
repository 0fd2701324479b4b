package rest_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// Wide is a row that takes much memory.
type Wide struct {
	ID   int64 `json:"id"`
	Many [400]int64
}

// Embedded is behind a pointer in a row.
type Embedded struct {
	Embedded []Wide `json:"embedded"`
}

// TestRowsAreBoundedAtEveryDepth: some bytes on the wire make a wide row wherever it stands, and all of them count against the
// bound of a body. What is within it is read.
func TestRowsAreBoundedAtEveryDepth(t *testing.T) {
	type row struct {
		*Embedded
		Lines   []Wide                                  `json:"lines"`
		ByName  map[string]Wide                         `json:"by_name"`
		Pointer []*Wide                                 `json:"pointers"`
		Lenient value.List[Wide]                        `json:"lenient"`
		Inner   struct{ Deep []struct{ Lines []Wide } } `json:"inner"`
	}
	type list struct {
		Rows []row `json:"rows"`
	}
	const many = 60_000
	for name, body := range map[string]string{
		"lists":             `{"rows":[{"lines":[` + strings.Repeat("{},", many) + `{}]}]}`,
		"lists of zeros":    `{"rows":[{"lines":[` + strings.Repeat("0,", many) + `0]}]}`,
		"names in any case": `{"ROWS":[{"Lines":[` + strings.Repeat("{},", many) + `{}]}]}`,
		"maps":              `{"rows":[{"by_name":{` + strings.Repeat(`"a":{},`, many) + `"b":{}}}]}`,
		"pointers":          `{"rows":[{"pointers":[` + strings.Repeat("{},", many) + `{}]}]}`,
		"lenient lists":     `{"rows":[{"lenient":[` + strings.Repeat("{},", many) + `{}]}]}`,
		"many small lists":  `{"rows":[` + strings.Repeat(`{"lines":[{}]},`, many) + `{}]}`,
		"embedded":          `{"rows":[{"embedded":[` + strings.Repeat("{},", many) + `{}]}]}`,
		"further down":      `{"rows":[{"inner":{"Deep":[` + strings.Repeat(`{"Lines":[{},{}]},`, many/2) + `{}]}}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			client := newClient(t, respond(200, "application/json", body), rest.WithMaxBody(2<<20), rest.WithoutRetries())
			err := only(client.Do(t.Context(), call.New("list", "GET", "/"), nil, new(list)))
			runtime.ReadMemStats(&after)
			if !errors.Is(err, rest.ErrTooLarge) || after.TotalAlloc-before.TotalAlloc > 64<<20 {
				t.Errorf("%v, after %d MB", err, (after.TotalAlloc-before.TotalAlloc)>>20)
			}
		})
	}
	var got list
	body := `{"rows":[{"lines":[` + strings.Repeat(`{"id":7},`, 5000) + `{}],"free":[` + strings.Repeat("1,", many) + `1]}]}`
	client := newClient(t, respond(200, "application/json", body), rest.WithMaxBody(2<<20))
	if err := only(client.Do(t.Context(), call.New("list", "GET", "/"), nil, &got)); err != nil || len(got.Rows[0].Lines) != 5001 {
		t.Errorf("what is within the bound: %v", err)
	}
}
