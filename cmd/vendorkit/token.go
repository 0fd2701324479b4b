package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/oauth2"

	"github.com/seed-8da6be54/vendorkit/auth"
)

func tokenCommand(m machine) *cobra.Command {
	var account, folder string
	vendors := loginVendors()
	cmd := &cobra.Command{
		Use:   "token VENDOR",
		Short: "Print a valid access token, for scripts",
		Long: "token prints a valid access token, renewing it first if it has expired or is about to. Nothing else is printed to\n" +
			"standard output. Programs that share the store renew a token only once between them, so a script may run this as often\n" +
			"as it likes. A static token or an API key is printed as it is.\n\n" +
			"Without --account it uses the account named default, or the only one.",
		Example: "  printf 'Authorization: Bearer %s' \"$(vendorkit token holaspirit)\" | curl -H @- https://app.holaspirit.com/api/me\n" +
			"  vendorkit token spiro --account sales",
		ValidArgs: loginVendorNames(vendors),
		Args:      oneVendor(loginVendorNames(vendors)),
		RunE: func(cmd *cobra.Command, args []string) error {
			login, err := m.findLogin(cmd.Context(), folder, loginVendorOf(vendors, args[0]), account, cmd.Flags().Changed("account"))
			if err != nil {
				return err
			}
			source, err := login.Source()
			if err != nil {
				return err
			}
			token, err := finish(cmd.Context(), cmd.ErrOrStderr(), func(ctx context.Context) (*oauth2.Token, error) { return source.Token(ctx) })
			if errors.Is(err, auth.ErrLoginNeeded) {
				return fmt.Errorf("%w. Run '%s'", err, login.Again())
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), token.AccessToken)
			return err
		},
	}
	accountFlags(cmd.Flags(), &account, &folder)
	return cmd
}
