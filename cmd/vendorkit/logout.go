package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
)

func logoutCommand(m machine) *cobra.Command {
	var (
		account, folder string
		local           bool
	)
	vendors := loginVendors()
	able := loginVendorNames(slices.DeleteFunc(loginVendors(), func(v loginVendor) bool { return !v.revokes }))
	cmd := &cobra.Command{
		Use:   "logout VENDOR",
		Short: "End a login and forget it",
		Long: "logout ends a login at the vendor, if the vendor offers that (" + strings.Join(able, ", ") + "), and removes it from the store. It says\n" +
			"which of the two was done. If the vendor can't be reached, nothing is removed; --local removes it without asking the vendor.\n\n" +
			"Without --account it uses the account named default, or the only one.",
		Example: "  vendorkit logout holaspirit\n" +
			"  vendorkit logout spiro --account sales",
		ValidArgs: loginVendorNames(vendors),
		Args:      oneVendor(loginVendorNames(vendors)),
		RunE: func(cmd *cobra.Command, args []string) error {
			login, err := m.findLogin(cmd.Context(), folder, loginVendorOf(vendors, args[0]), account, cmd.Flags().Changed("account"))
			if err != nil {
				return err
			}
			done, err := finish(cmd.Context(), cmd.ErrOrStderr(), func(ctx context.Context) (string, error) { return login.end(ctx, local) })
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s, account %s: %s\n", login.Key.Vendor, logins.ShownName(login.Key.Account), done)
			return err
		},
	}
	accountFlags(cmd.Flags(), &account, &folder)
	cmd.Flags().BoolVar(&local, "local", false, "forget the login here without asking the vendor to end it")
	return cmd
}

// end ends a login, and says what was done.
func (l storedLogin) end(ctx context.Context, local bool) (string, error) {
	s, ours := logins.SettingsOf(l.Record)
	static := ours && s.Flow == logins.FlowToken
	if l.vendor.revokes && !static && !local {
		if !ours {
			return "", fmt.Errorf("another program made this login of account %s, so it can't be ended from here; --local forgets it", logins.ShownName(l.Key.Account))
		}
		source, err := l.vendor.Resume(s, l.Store, l.Key.Account)
		if err == nil {
			err = source.Revoke(ctx)
		}
		if err != nil {
			return "", fmt.Errorf("%w. Nothing was forgotten; --local forgets the login without asking the vendor", err)
		}
		return "ended at the vendor and forgotten here", nil
	}
	_, err := update(ctx, l.Store, l.Key, func(context.Context, auth.Record) (auth.Record, error) { return auth.Record{}, nil })
	if err != nil {
		return "", err
	}
	return "forgotten here; " + l.left(static), nil
}

// left says what goes on working after a login was forgotten.
func (l storedLogin) left(static bool) string {
	switch {
	case static:
		return "the token itself goes on working: " + l.vendor.toEndKey
	case l.vendor.revokes:
		return "the vendor wasn't asked to end it, so its tokens go on working"
	case l.vendor.toEnd == "":
		return l.vendor.Name + " documents no way to end it, so its tokens go on working"
	}
	return l.vendor.Name + " documents no way to end it from here, so its tokens go on working; " + l.vendor.toEnd
}
