package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// What a demonstration shows is tested where it is, in internal/demo.
func TestDemoOnTheCommandLine(t *testing.T) {
	t.Parallel()
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"demo", "spiro"}, &out, &errs); code != 0 || errs.Len() > 0 || !strings.Contains(out.String(), "total: 1 of 4 vendors") {
		t.Errorf("exit %d: %q\n%s", code, errs.String(), out.String())
	}
}

// Ctrl-C is what a person wants: it gets no advice, and the exit code that shells expect.
func TestDemoThatIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	code := run(ctx, []string{"demo"}, &out, &errs)
	if want := "vendorkit: interrupted; nothing is left running\n"; code != 130 || errs.String() != want {
		t.Errorf("exit %d, %q", code, errs.String())
	}
}
