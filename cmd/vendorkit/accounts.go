package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// account is what may be shown of a login.
type account struct {
	Vendor  string    `json:"vendor"`
	Account string    `json:"account"`
	User    string    `json:"user,omitzero"`
	Flow    string    `json:"flow,omitzero"`
	Server  string    `json:"server,omitzero"`
	Expiry  time.Time `json:"access_token_expiry,omitzero"` // absent: it has no end
	Refresh bool      `json:"has_refresh_token"`
	Error   string    `json:"error,omitzero"`
}

func accountsCommand(m machine) *cobra.Command {
	var (
		folder string
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "accounts",
		Short: "List the logins in the store",
		Long: "accounts lists the logins in the store: vendor, account, when the access token expires, and whether there is a refresh\n" +
			"token to renew it with. It shows no secret and sends nothing to a vendor.\n\n" +
			"If it can't tell whose login a file of the store holds, it still lists the others, names that file, and exits with an\n" +
			"error.",
		Example: "  vendorkit accounts\n" +
			"  vendorkit accounts --json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("accounts takes no arguments, found %q", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, folder, err := m.oldStore(folder)
			if err != nil {
				return err
			}
			list := []account{}
			var unreadable error
			if store != nil {
				list, unreadable = listAccounts(cmd.Context(), store)
			}
			switch {
			case asJSON:
				err = writeJSON(cmd.OutOrStdout(), list)
			case len(list) > 0:
				err = printAccounts(cmd.OutOrStdout(), list)
			case unreadable == nil:
				fmt.Fprintf(cmd.ErrOrStderr(), "no logins in %s\n", folder)
			}
			return cmp.Or(err, unreadable)
		},
	}
	storeFlag(cmd.Flags(), &folder)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON array")
	return cmd
}

// listAccounts lists what can be read, and returns an error about the files that can't.
func listAccounts(ctx context.Context, store *auth.FileStore) ([]account, error) {
	keys, unreadable := store.Keys(ctx)
	list := []account{}
	for _, key := range keys {
		record, err := store.Load(ctx, key)
		if err == nil && record.IsZero() { // gone meanwhile
			continue
		}
		a := account{Vendor: key.Vendor, Account: key.Account}
		if err != nil {
			a.Error = err.Error()
			list = append(list, a)
			continue
		}
		s, ours := logins.SettingsOf(record)
		a.User, a.Flow, a.Server = s.Username, s.Flow, hostOf(record.Issuer)
		if a.User == "" {
			a.User = wiretext.Show(record.Extra["user_email"].Reveal(), nil, 80)
		}
		if a.Server == "" && ours {
			a.Server = hostOf(loginVendorOf(loginVendors(), key.Vendor).tokenServer(s))
		}
		a.Expiry, a.Refresh = record.Expiry, !record.RefreshToken.IsZero()
		list = append(list, a)
	}
	return list, unreadable
}

func printAccounts(out io.Writer, list []account) error {
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "VENDOR\tACCOUNT\tACCESS TOKEN\tREFRESH TOKEN\tUSER\tSERVER")
	for _, a := range list {
		if a.Error != "" {
			fmt.Fprintf(table, "%s\t%s\tcan't be read: %s\n", logins.ShownName(a.Vendor), logins.ShownName(a.Account), a.Error)
			continue
		}
		access, refresh := "until "+until(a.Expiry), "no"
		switch {
		case a.Expiry.IsZero():
			access = "has no end"
		case !a.Expiry.After(time.Now()):
			access = "expired " + until(a.Expiry)
		}
		if a.Refresh {
			refresh = "yes"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", logins.ShownName(a.Vendor), logins.ShownName(a.Account), access, refresh, wiretext.Show(a.User, nil, 80), a.Server)
	}
	return table.Flush()
}
