package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// demoLimit bounds one vendor's demonstration: a simulator on loopback responds in milliseconds.
const demoLimit = 2 * time.Minute

// errInterrupted is what a person's ctrl-C ends a command in: no failure of anything.
var errInterrupted = codedError{errors.New("interrupted; nothing is left running"), 130}

// demos are the vendors' demonstrations.
func demos() map[string]func(context.Context, *vendortest.Server, *report) error {
	return map[string]func(context.Context, *vendortest.Server, *report) error{
		"halo":       demoHalo,
		"holaspirit": demoHolaspirit,
		"humanity":   demoHumanity,
		"spiro":      demoSpiro,
	}
}

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

func demoCommand(files fs.FS, m machine) *cobra.Command {
	var live bool
	var account, folder string
	all := demos()
	vendors := slices.Sorted(maps.Keys(all))
	cmd := &cobra.Command{
		Use:   "demo [VENDOR]",
		Short: "Run the real clients against simulators of all vendors, or of one",
		Long: "demo starts a simulator of each vendor on a loopback address, logs in by the vendor's real flow, and reads and writes\n" +
			"through the real client. It needs no account and no network. Its exit code is not 0 when a vendor fails.\n\n" +
			"With --live it reads a real account instead, by a login that 'vendorkit login' has made. It says first what it is going\n" +
			"to call: three reads at most, all of them GET, one page of each. Anything but a GET is refused before it is sent.",
		Example: "  vendorkit demo\n" +
			"  vendorkit demo halo\n" +
			"  vendorkit demo --live humanity",
		ValidArgs: vendors,
		Args: func(cmd *cobra.Command, args []string) error {
			if live && len(args) == 0 {
				return usageError{fmt.Errorf("--live: say whose account is to be read, one of %s", strings.Join(vendors, ", "))}
			}
			if len(args) == 0 {
				return nil
			}
			return oneVendor(vendors)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if live {
				login, err := m.findLogin(cmd.Context(), folder, loginVendorOf(loginVendors(), args[0]), account, cmd.Flags().Changed("account"))
				if err != nil {
					return err
				}
				return liveDemo(cmd.Context(), cmd.OutOrStdout(), files, login)
			}
			for _, flag := range []string{"account", "store"} {
				if cmd.Flags().Changed(flag) {
					return usageError{fmt.Errorf("--%s has no meaning without --live: simulators have logins of their own", flag)}
				}
			}
			if len(args) == 0 {
				args = vendors
			}
			return runDemos(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args)
		},
	}
	cmd.Flags().BoolVar(&live, "live", false, "read a real account by a stored login; GET only")
	accountFlags(cmd.Flags(), &account, &folder)
	return cmd
}

func runDemos(ctx context.Context, out, errs io.Writer, vendors []string) error {
	fmt.Fprint(out, "These are simulators, not the vendors: they run on this machine, with made-up records and credentials. The clients, the\n"+
		"logins and the requests are the real ones.\n\n")
	began, total := time.Now(), report{}
	var failures []error
	for _, vendor := range vendors {
		did, err := runDemo(ctx, out, newProgress(errs, vendor), vendor, demos()[vendor])
		if ctx.Err() != nil {
			return errInterrupted
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

func runDemo(ctx context.Context, out io.Writer, shown *progress, vendor string, demo func(context.Context, *vendortest.Server, *report) error) (*report, error) {
	ctx, cancel := context.WithTimeout(ctx, demoLimit)
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
