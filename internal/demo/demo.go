// Package demo runs the real clients against simulators of the vendors, and says what came of it: 'make demo' and 'vendorkit demo'.
// It has a program of its own, internal/tools/demo, since most of a first build of the command line is for other commands.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// limit bounds one vendor's demonstration: a simulator on loopback responds in milliseconds.
const limit = 2 * time.Minute

// ErrInterrupted is what a person's ctrl-C ends a demonstration in: no failure of anything. Programs exit with ExitInterrupted then.
var ErrInterrupted = errors.New("interrupted; nothing is left running")

// ExitInterrupted is what shells know as the exit code of an interrupted command.
const ExitInterrupted = 130

// demos are the vendors' demonstrations.
func demos() map[string]func(context.Context, *vendortest.Server, *report) error {
	return map[string]func(context.Context, *vendortest.Server, *report) error{
		"halo":       runHalo,
		"holaspirit": runHolaspirit,
		"humanity":   runHumanity,
		"spiro":      runSpiro,
	}
}

// Vendors lists the vendors that have a demonstration, in order.
func Vendors() []string { return slices.Sorted(maps.Keys(demos())) }

// report is what a demonstration did, beside what its simulator counted.
type report struct {
	flow    string   // how the credentials were obtained
	sample  string   // one record, in words
	records int      // rows read
	pages   int      // pages read
	calls   int      // counted by the simulator
	notes   []string // what else was shown

	progress *progress
}

// read counts a page.
func (r *report) read(rows int) {
	r.pages, r.records = r.pages+1, r.records+rows
	r.progress.show(fmt.Sprintf("%d records read", r.records))
}

// Run demonstrates the vendors one by one and writes to out what came of it. Screen is a terminal that shows meanwhile what is being
// done, nil for none. A vendor that fails is told in out, and the others go on.
func Run(ctx context.Context, out, screen io.Writer, vendors []string) error {
	fmt.Fprint(out, "These are simulators, not the vendors: they run on this machine, with made-up records and credentials. The clients, the\n"+
		"logins and the requests are the real ones.\n\n")
	began, total := time.Now(), report{}
	var failures []error
	for _, vendor := range vendors {
		did, err := run(ctx, out, newProgress(screen, vendor), vendor, demos()[vendor])
		if ctx.Err() != nil {
			return ErrInterrupted
		}
		if err != nil {
			fmt.Fprintf(out, "  FAILED       %v\n\n", err)
			failures = append(failures, fmt.Errorf("%s: %w", vendor, err))
			continue
		}
		total.records, total.pages, total.calls = total.records+did.records, total.pages+did.pages, total.calls+did.calls
	}
	if failures != nil {
		return errors.Join(failures...)
	}
	fmt.Fprintf(out, "total: %d of %d vendors, %d records on %d pages, %d calls, none of which broke a document; %.1f s\n\n",
		len(vendors), len(demos()), total.records, total.pages, total.calls, time.Since(began).Seconds())
	fmt.Fprintf(out, "next:\n"+
		"  vendorkit fake %[1]s           serves a simulator for a program of your own, in any language\n"+
		"  vendorkit login %[1]s          logs in to your account, and demo --live %[1]s reads it\n"+
		"  go doc github.com/seed-8da6be54/vendorkit/gen/%[1]s\n", vendors[0])
	return nil
}

func run(ctx context.Context, out io.Writer, shown *progress, vendor string, demo func(context.Context, *vendortest.Server, *report) error) (*report, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	began := time.Now()
	fmt.Fprintln(out, vendor)
	shown.show("starting the simulator")
	defer shown.clear()
	server, err := vendortest.Start(vendor)
	if err != nil {
		return nil, err
	}
	defer server.Close()
	did := &report{progress: shown}
	if err := demo(ctx, server, did); err != nil {
		return nil, err
	}
	shown.clear()
	if broken := server.Violations(); len(broken) > 0 {
		return nil, fmt.Errorf("%d requests broke the document, the first: %v", len(broken), broken[0])
	}
	called := map[string]bool{}
	for _, request := range server.Requests() {
		if request.Operation != "" {
			called[request.Operation] = true
			did.calls++
		}
	}
	if did.records == 0 || did.pages == 0 || did.calls == 0 || did.sample == "" {
		return nil, fmt.Errorf("read %d records on %d pages with %d calls: nothing was shown", did.records, did.pages, did.calls)
	}
	fmt.Fprintf(out, "  %s\n", did.sample)
	fmt.Fprintf(out, "  read         %d records on %d pages; %d calls of %d operations\n", did.records, did.pages, did.calls, len(called))
	fmt.Fprintf(out, "  logged in    %s\n", did.flow)
	for _, note := range did.notes {
		fmt.Fprintf(out, "  also         %s\n", note)
	}
	fmt.Fprintf(out, "  took         %.2f s\n\n", time.Since(began).Seconds())
	return did, nil
}
