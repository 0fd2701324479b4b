package demo

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func TestDemo(t *testing.T) {
	t.Parallel()
	for vendor := range demos() { // a vendor may do without one
		if !slices.Contains(vendortest.Vendors(), vendor) {
			t.Errorf("there is a demonstration of %s and no simulator", vendor)
		}
	}
	var out bytes.Buffer
	if err := Run(t.Context(), &out, nil, Vendors()); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	printed := out.String()
	for vendor := range demos() {
		if !strings.Contains(printed, "\n"+vendor+"\n  a ") {
			t.Errorf("no record of %s is shown:\n%s", vendor, printed)
		}
	}
	for _, want := range []string{"These are simulators, not the vendors", "\ntotal: 4 of 4 vendors, ", "\nnext:\n"} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is missing:\n%s", want, printed)
		}
	}
	if strings.ContainsAny(printed, "\r\x1b") {
		t.Errorf("progress is where it stays:\n%s", printed)
	}
}

func TestDemoOfOneVendor(t *testing.T) {
	t.Parallel()
	var out, screen bytes.Buffer
	if err := Run(t.Context(), &out, &screen, []string{"spiro"}); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	if !strings.Contains(screen.String(), "spiro: ") || !strings.HasSuffix(screen.String(), "\r\x1b[K") {
		t.Errorf("on the screen meanwhile: %q", screen.String())
	}
	if printed := out.String(); !strings.Contains(printed, "\nspiro\n") || strings.Contains(printed, "\nhalo\n") || !strings.Contains(printed, "total: 1 of 4 vendors") {
		t.Errorf("printed:\n%s", printed)
	}
}

func TestDemoFailsWhenAVendorDoes(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	_, err := run(t.Context(), &out, nil, "spiro", func(ctx context.Context, server *vendortest.Server, did *report) error {
		server.Fail(vendortest.Fault{Status: http.StatusInternalServerError, Times: -1})
		return runSpiro(ctx, server, did)
	})
	if err == nil {
		t.Errorf("a vendor whose every response is a 500 passed:\n%s", out.String())
	}
	if _, err := run(t.Context(), &out, nil, "spiro", func(context.Context, *vendortest.Server, *report) error { return nil }); err == nil {
		t.Error("a demonstration that showed nothing passed")
	}
}

// Ctrl-C is what a person wants, and no failure of a vendor.
func TestDemoThatIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	if err := Run(ctx, &out, nil, Vendors()); !errors.Is(err, ErrInterrupted) || strings.Contains(out.String(), "FAILED") {
		t.Errorf("%v; printed:\n%s", err, out.String())
	}
}

func TestProgressGoesAway(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	p := &progress{screen: &screen, of: "halo"}
	p.show("100 records read")
	p.show("200 records read")
	p.clear()
	p.clear()
	if want := "\r\x1b[Khalo: 100 records read\r\x1b[Khalo: 200 records read\r\x1b[K"; screen.String() != want {
		t.Errorf("%q, want %q", screen.String(), want)
	}
}
