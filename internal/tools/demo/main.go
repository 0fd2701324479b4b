// Command demo is what 'make demo' runs: 'vendorkit demo' without the rest of the command line, which is long to build. It takes names of
// vendors, and none for all.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/seed-8da6be54/vendorkit/internal/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, vendors []string, out, errs io.Writer) int {
	for _, vendor := range vendors {
		if !slices.Contains(demo.Vendors(), vendor) {
			fmt.Fprintf(errs, "demo: %q is unknown, give some of %s\n", vendor, strings.Join(demo.Vendors(), ", "))
			return 2
		}
	}
	if len(vendors) == 0 {
		vendors = demo.Vendors()
	}
	err := demo.Run(ctx, out, screen(errs), vendors)
	if err != nil {
		fmt.Fprintln(errs, "demo:", err)
	}
	switch {
	case errors.Is(err, demo.ErrInterrupted):
		return demo.ExitInterrupted
	case err != nil:
		return 1
	}
	return 0
}

// screen returns what progress is shown on: standard error where it is a terminal; nil for none. The null device counts as one, and
// shows nothing.
func screen(errs io.Writer) io.Writer {
	file, ok := errs.(*os.File)
	if !ok {
		return nil
	}
	info, err := file.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return file
}
