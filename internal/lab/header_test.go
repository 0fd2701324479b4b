package lab

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// TestHeadersOnTheWire: a header has its value as text, whatever its type: 65 is "65" and not the letter of that number.
func TestHeadersOnTheWire(t *testing.T) {
	t.Parallel()
	got := http.Header{}
	client, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for name, values := range r.Header {
			if strings.HasPrefix(name, "X-") && name != "X-Lab" {
				got[name] = values
			}
		}
		answerJSON(`{}`)(w, r)
	})
	ctx := context.Background()
	if _, err := client.Tickets.Search(ctx, &SearchTicketsParams{Q: "x"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(http.Header{"X-Deep": {"false"}}, got); diff != "" {
		t.Errorf("nothing set (-want +got):\n%s", diff)
	}
	status := SearchTicketsParamsStatus("open")
	_, err := client.Tickets.Search(ctx, &SearchTicketsParams{
		Q: "x", Tenant: new("acme"), Count: new(int64(65)), Share: new(0.25), Deep: true, Status: &status,
		Since: new(rest.At(time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC))),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := http.Header{"X-Tenant": {"acme"}, "X-Count": {"65"}, "X-Share": {"0.25"}, "X-Deep": {"true"}, "X-Status": {"open"}, "X-Since": {"2026-03-04T05:06:07Z"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("all set (-want +got):\n%s", diff)
	}
}
