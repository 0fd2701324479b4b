package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/demo"
)

// errInterrupted is a demonstration that a person ended.
var errInterrupted = codedError{demo.ErrInterrupted, demo.ExitInterrupted}

func demoCommand(files fs.FS, m machine) *cobra.Command {
	var live bool
	var account, folder string
	vendors := demo.Vendors()
	cmd := &cobra.Command{
		Use:   "demo [VENDOR]",
		Short: "Run the real clients against simulators of all vendors, or of one",
		Long: "demo starts a simulator of each vendor on a loopback address, logs in by the vendor's real flow, and reads and writes\n" +
			"through the real client. It needs no account and no network. Its exit code isn't 0 if a vendor fails.\n\n" +
			"With --live it reads a real account instead, with a login that 'vendorkit login' has stored. It first says what it is\n" +
			"going to call: at most three reads, all of them GET, one page of each. Anything but a GET is refused before it is sent.",
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
			var screen io.Writer
			if isTerminal(cmd.ErrOrStderr()) {
				screen = cmd.ErrOrStderr()
			}
			err := demo.Run(cmd.Context(), cmd.OutOrStdout(), screen, args)
			if errors.Is(err, demo.ErrInterrupted) {
				return errInterrupted
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&live, "live", false, "read a real account by a stored login; GET only")
	accountFlags(cmd.Flags(), &account, &folder)
	return cmd
}
