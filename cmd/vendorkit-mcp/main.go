package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// usageError is a fault in the command line itself.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run executes a command line and returns the process's exit code: 0, 1 when something failed, 2 when it can't be understood.
func run(ctx context.Context, args []string, in io.ReadCloser, out io.WriteCloser, says io.Writer) int {
	cmd := command(in, out)
	cmd.SetArgs(args)
	cmd.SetOut(says) // standard output is the protocol's
	cmd.SetErr(says)
	err := cmd.ExecuteContext(ctx)
	if err == nil || errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return 0
	}
	fmt.Fprintln(says, "vendorkit mcp:", err)
	if _, usage := errors.AsType[usageError](err); usage {
		fmt.Fprintln(says, "Try 'vendorkit mcp --help'.")
		return 2
	}
	return 1
}

const (
	envKey = "VENDORKIT_MCP_KEY"

	usualBudget = 24 << 10
	leastBudget = 2 << 10
	mostBudget  = 2 << 20 // a frame of the SDK has at most 16 MiB, and a byte may become six in the spelling of JSON
)

func command(in io.ReadCloser, out io.WriteCloser) *cobra.Command {
	var (
		account, folder, address string
		writes                   []string
		budget                   int
	)
	cmd := &cobra.Command{
		Use:         "mcp VENDOR",
		Annotations: map[string]string{cobra.CommandDisplayNameAnnotation: "vendorkit mcp"},
		Short:       "Serve a vendor's API to assistants by the Model Context Protocol",
		Long: "mcp serves a vendor's API by three tools: find looks for operations, describe shows one, call makes it with the login of\n" +
			"'vendorkit login'. It speaks on standard input and output, or streamable HTTP on a loopback address with --http.\n\n" +
			"Only operations that read can be called, and those of the services named by --writes. A result is cut to a budget and\n" +
			"says how to get the rest. Credentials, and fields that hold any, never stand in a result. The vendor's pace is kept.\n\n" +
			"With --http the address has a key in its path, since whoever reaches the server can do what the login can: a new one\n" +
			"each time, or that in the variable " + envKey + ".",
		Example: "  vendorkit mcp halo\n" +
			"  vendorkit mcp halo --writes Tickets,Actions\n" +
			"  vendorkit mcp holaspirit --account acme --http 127.0.0.1:8765",
		ValidArgs:     catalog.Vendors(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("give one vendor of %s", strings.Join(catalog.Vendors(), ", "))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			vendor, known := logins.VendorOf(args[0])
			if !known {
				return usageError{fmt.Errorf("there is no vendor %q; give one of %s", args[0], strings.Join(catalog.Vendors(), ", "))}
			}
			if budget < leastBudget || budget > mostBudget {
				return usageError{fmt.Errorf("--budget: %d; from %d to %d bytes were expected", budget, leastBudget, mostBudget)}
			}
			place := logins.Place{Folder: folder, Named: folder != ""}
			if !place.Named {
				config, err := os.UserConfigDir()
				if err != nil {
					return usageError{fmt.Errorf("there is no usual folder for the store (%w); give one by --store", err)}
				}
				place.Folder = logins.Folder(config)
			}
			login, err := logins.Find(cmd.Context(), place, vendor, account, cmd.Flags().Changed("account"))
			if _, which := errors.AsType[*logins.AccountError](err); which {
				return usageError{err}
			}
			if err != nil {
				return err
			}
			offers, err := catalog.Open(vendor.Name)
			if err != nil {
				return err
			}
			server, err := newServer(offers, func(opts ...rest.ClientOption) (*rest.Client, error) {
				client, err := login.Client(opts...)
				if err != nil {
					return nil, err
				}
				return client.Core(), nil
			}, login.Secrets, writes, budget)
			if err != nil {
				return err
			}
			if address != "" {
				return serveHTTP(cmd.Context(), server, address, os.Getenv(envKey), cmd.ErrOrStderr())
			}
			return server.Run(cmd.Context(), messagesOnly(in, out))
		},
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		for _, name := range []string{"store", "http"} { // as a variable that isn't set makes it: what is usual in its place isn't what was meant
			if flag := cmd.Flags().Lookup(name); flag.Changed && flag.Value.String() == "" {
				return usageError{fmt.Errorf("--%s: it is empty; give a value, or leave the flag out", name)}
			}
		}
		return nil
	}
	flags := cmd.Flags()
	flags.StringVar(&account, "account", auth.DefaultAccount, "`name` of the account; without it the one named default, or the only one")
	flags.StringVar(&folder, "store", "", "`folder` of the logins, when it isn't the usual one")
	flags.StringVar(&address, "http", "", "serve streamable HTTP at this loopback `address`, such as 127.0.0.1:8765 (port 0: any)")
	flags.StringSliceVar(&writes, "writes", nil, "`services` whose operations may write, separated by commas")
	flags.IntVar(&budget, "budget", usualBudget, "how many `bytes` a result has at most")
	return cmd
}
