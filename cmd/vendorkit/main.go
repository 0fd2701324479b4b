// Command vendorkit is the module's command line: it logs in to the vendors and keeps the logins, finds and makes the operations of their
// APIs, shows their documents, serves the simulators and runs the clients against them.
//
//	vendorkit operations halo ticket
//	vendorkit describe halo listTickets
//	vendorkit call halo listTickets --param open_only=true --all
//
// 'vendorkit completion --help' says how a shell completes vendors, operations and parameters.
//
// Exit codes: 0 when all went well, 1 when something failed, 2 when the command line can't be understood, 3 when upstream
// has found something new or what was compared differs, 4 when what was compared couldn't be read whole and differs in nothing else,
// 130 when it was interrupted before its end.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-8da6be54/vendorkit/specs"
)

// usageError is a fault in the command line itself.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// codedError is an outcome with an exit code of its own.
type codedError struct {
	error
	code int
}

func (e codedError) Unwrap() error { return e.error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run executes a command line and returns the process's exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	return runOn(ctx, thisMachine(), args, stdout, stderr)
}

// runOn is run on a given machine.
func runOn(ctx context.Context, m machine, args []string, stdout, stderr io.Writer) int {
	root := rootCommand(specs.Files(), m)
	root.SetArgs(args)
	out := &outputWatch{to: stdout}
	if root.SetOut(out); isTerminal(stdout) { // which has room, and is asked for its width
		root.SetOut(stdout)
	}
	root.SetErr(stderr)
	refuseUnknown(root)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		err = out.lost
	}
	if err == nil {
		return 0
	}
	if said, ok := errors.AsType[saidError](err); ok {
		return said.code
	}
	text := shownError(err)
	coded, known := errors.AsType[codedError](err) // whose words say what became of what was interrupted
	if !known && ctx.Err() != nil {
		coded.code = 130
		if errors.Is(err, context.Canceled) {
			text = "interrupted"
		}
	}
	fmt.Fprintln(stderr, "vendorkit:", text)
	if coded.code != 0 {
		return coded.code
	}
	fmt.Fprintf(stderr, "Try '%s --help'.\n", cmd.CommandPath())
	if _, usage := errors.AsType[usageError](err); usage || strings.HasPrefix(err.Error(), "unknown command") {
		return 2
	}
	return 1
}

func rootCommand(files fs.FS, m machine) *cobra.Command {
	root := &cobra.Command{
		Use:   "vendorkit",
		Short: "Typed clients for business APIs: logins, calls, documents, simulators, a demonstration",
		Long: "vendorkit logs in to the vendors and stores the logins, finds the operations of their APIs and calls them, prints the\n" +
			"OpenAPI documents that the clients are generated from, serves simulators of the vendors on a loopback address, and runs\n" +
			"the real clients against them.",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.Version = versionText(debug.ReadBuildInfo())
	root.SetVersionTemplate("vendorkit {{.Version}}\n")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := refuseEmpty(cmd.Flags()); err != nil {
			return err
		}
		return m.checkProxies(cmd)
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(operationsCommand(), describeCommand(), callCommand(m), mcpCommand(m))
	root.AddCommand(demoCommand(files, m), specCommand(files), fakeCommand())
	root.AddCommand(docsCommand(m))
	root.AddCommand(compareCommand(files, m), driftCommand(files, m))
	root.AddCommand(loginCommand(m), tokenCommand(m), accountsCommand(m), logoutCommand(m))
	root.AddCommand(upstreamCommand(files))
	completeRest(root, m)
	return root
}

// refuseEmpty refuses a flag that is given and empty, as a variable that isn't set makes it: what is usual in its place, such as the vendor's own
// server or the user's own store, isn't what was meant. Some flags are refused in words of their own.
func refuseEmpty(flags *pflag.FlagSet) (err error) {
	said := []string{"account name", "addr port", "body JSON", "columns names", "format string", "from place", "output file", "write folder"}
	flags.Visit(func(flag *pflag.Flag) {
		value, _ := pflag.UnquoteUsage(flag)
		if err == nil && flag.Value.Type() == "string" && flag.Value.String() == "" && !slices.Contains(said, flag.Name+" "+value) {
			err = usageError{fmt.Errorf("--%s: it is empty; give its %s, or leave the flag out", flag.Name, strings.Replace(value, "string", "value", 1))}
		}
	})
	return err
}

// oneVendor checks that a command got one argument and that it names a vendor.
func oneVendor(vendors []string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		known := strings.Join(vendors, ", ")
		switch {
		case len(args) > 1:
			return usageError{fmt.Errorf("VENDOR: give one of %s; %w", known, tooMany(cmd, args[1], true))}
		case len(args) == 0:
			return usageError{fmt.Errorf("VENDOR: give one of %s", known)}
		case !slices.Contains(vendors, args[0]):
			return usageError{fmt.Errorf("VENDOR: %q is unknown, give one of %s", args[0], known)}
		}
		return nil
	}
}
