//go:build go1.27 && goexperiment.jsonv2

package rest_test

import (
	"errors"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// TestWhatTakesTheRestIsBounded: fields that a map takes because no other does count as those of any other map.
func TestWhatTakesTheRestIsBounded(t *testing.T) {
	type row struct {
		ID   int64            `json:"id"`
		Rest *map[string]Wide `json:",embed"`
	}
	type list struct {
		Rows []row `json:"rows"`
	}
	const many = 60_000
	var fields, own strings.Builder
	for i := range many {
		fields.WriteString(`,"` + strconv.Itoa(i) + `":{}`)
		own.WriteString(`,"ID":1`)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	client := newClient(t, respond(200, "application/json", `{"rows":[{"id":1`+fields.String()+`}]}`), rest.WithMaxBody(2<<20), rest.WithoutRetries())
	err := only(client.Do(t.Context(), call.New("list", "GET", "/"), nil, new(list)))
	runtime.ReadMemStats(&after)
	if !errors.Is(err, rest.ErrTooLarge) || after.TotalAlloc-before.TotalAlloc > 64<<20 {
		t.Errorf("%v, after %d MB", err, (after.TotalAlloc-before.TotalAlloc)>>20)
	}
	client = newClient(t, respond(200, "application/json", `{"rows":[{"x":{"id":7}`+own.String()+`}]}`), rest.WithMaxBody(2<<20))
	var got list
	if err := only(client.Do(t.Context(), call.New("list", "GET", "/"), nil, &got)); err != nil || len(got.Rows) != 1 || (*got.Rows[0].Rest)["x"].ID != 7 {
		t.Errorf("fields of the row's own: %v", err)
	}
}
