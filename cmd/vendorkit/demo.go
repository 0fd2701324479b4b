package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// demoLimit bounds one vendor's demonstration: a simulator on loopback responds in milliseconds.
const demoLimit = 2 * time.Minute

// demos are the vendors' demonstrations.
func demos() map[string]func(context.Context, *vendortest.Server) (*report, error) {
	return map[string]func(context.Context, *vendortest.Server) (*report, error){
		"halo":       demoHalo,
		"holaspirit": demoHolaspirit,
		"humanity":   demoHumanity,
		"spiro":      demoSpiro,
	}
}

// report is what a demonstration did, beside what its simulator counted.
type report struct {
	flow    string   // how the credentials were obtained
	records int      // rows read
	pages   int      // pages read
	notes   []string // what else was shown
}

func demoCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run the real clients against simulators of all vendors",
		Long: "demo starts a simulator of each vendor on a loopback address, logs in by the vendor's real flow, and reads through\n" +
			"the real client. Its exit code is not 0 when a vendor fails.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("demo takes no arguments, found %q", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			var failures []error
			all := demos()
			for _, vendor := range slices.Sorted(maps.Keys(all)) {
				if err := runDemo(cmd.Context(), cmd.OutOrStdout(), vendor, all[vendor]); err != nil {
					fmt.Fprintf(cmd.OutOrStdout(), "  FAILED       %v\n\n", err)
					failures = append(failures, fmt.Errorf("%s: %w", vendor, err))
				}
			}
			return errors.Join(failures...)
		},
	}
	return cmd
}

func runDemo(ctx context.Context, out io.Writer, vendor string, demo func(context.Context, *vendortest.Server) (*report, error)) error {
	ctx, cancel := context.WithTimeout(ctx, demoLimit)
	defer cancel()
	began := time.Now()
	fmt.Fprintln(out, vendor)
	server, err := vendortest.Start(vendor)
	if err != nil {
		return err
	}
	defer server.Close()
	did, err := demo(ctx, server)
	if err != nil {
		return err
	}
	if broken := server.Violations(); len(broken) > 0 {
		return fmt.Errorf("%d requests broke the document, the first: %v", len(broken), broken[0])
	}
	called := map[string]int{}
	for _, request := range server.Requests() {
		if request.Operation != "" {
			called[request.Operation]++
		}
	}
	calls := 0
	for _, n := range called {
		calls += n
	}
	if did.records == 0 || did.pages == 0 || calls == 0 {
		return fmt.Errorf("read %d records on %d pages with %d calls: nothing was shown", did.records, did.pages, calls)
	}
	fmt.Fprintf(out, "  flow         %s\n", did.flow)
	fmt.Fprintf(out, "  operations   %d, called %d times: %s\n", len(called), calls, strings.Join(slices.Sorted(maps.Keys(called)), ", "))
	fmt.Fprintf(out, "  records      %d read on %d pages\n", did.records, did.pages)
	for _, note := range did.notes {
		fmt.Fprintf(out, "  also         %s\n", note)
	}
	fmt.Fprintf(out, "  took         %.2f s\n\n", time.Since(began).Seconds())
	return nil
}
