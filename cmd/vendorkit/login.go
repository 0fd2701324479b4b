package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// Where secrets come from when no file is named. None is ever taken from the command line, which others can read.
const (
	envPrefix       = "VENDORKIT_"
	envPassword     = envPrefix + "PASSWORD"
	envClientSecret = envPrefix + "CLIENT_SECRET"
	envToken        = envPrefix + "TOKEN"
)

type loginFlags struct {
	account, store             string
	baseURL, oauthURL          string
	tenant, scopes, by         string
	clientID, clientSecretFile string
	username, passwordFile     string
	tokenFile                  string
	redirectURL                string
	paste, noBrowser           bool
	timeout                    time.Duration
}

// login is one run of the command.
type login struct {
	machine
	vendor loginVendor
	flags  loginFlags
	given  func(flag string) bool
	notes  io.Writer // for the person
}

func loginCommand(m machine) *cobra.Command {
	var flags loginFlags
	vendors := loginVendors()
	cmd := &cobra.Command{
		Use:   "login VENDOR",
		Short: "Log in to a vendor and keep the login",
		Long: "login gets the tokens of an account and stores them, in place of any earlier login of that account. Other commands,\n" +
			"and programs that open the same folder by auth.NewFileStore, use them from there and renew them.\n\n" +
			aboutLogins(vendors) +
			"\nSettings that aren't given are taken from the account's earlier login, or asked for if there is none. Passwords, client\n" +
			"secrets and tokens come from a file, from the environment (" + envPassword + ", " + envClientSecret + ",\n" +
			envToken + ") or from a prompt without echo, never from the command line. A file named - is standard input.\n\n" +
			"What is needed to renew the login, including the client secret, is stored with the tokens, in files that only you may\n" +
			"read. A password isn't stored: when a login can't be renewed any more, log in again.\n\n" +
			"A login page sends the browser back to --redirect-url, which must be registered at the vendor exactly as it is given.\n" +
			"This command listens at that address; port 0 means any free port, if the vendor allows that. With --paste\n" +
			"nothing listens: log in with a browser anywhere, and paste the address at which it ends.",
		Example: "  vendorkit login holaspirit --username ada@example.com\n" +
			"  vendorkit login holaspirit --account reports --token-file token.txt\n" +
			"  vendorkit login humanity --client-id 1a2b --client-secret-file secret.txt --username ada\n" +
			"  vendorkit login spiro --client-id 1a2b --client-secret-file secret.txt\n" +
			"  vendorkit login halo --base-url acme.halopsa.com --client-id 1a2b\n" +
			"  vendorkit login halo --base-url acme.halopsa.com --client-id 1a2b --client-secret-file secret.txt\n" +
			"  ssh -t server vendorkit login spiro --client-id 1a2b --client-secret-file secret.txt --paste",
		ValidArgs: loginVendorNames(vendors),
		Args:      oneVendor(loginVendorNames(vendors)),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, address := range []*string{&flags.baseURL, &flags.oauthURL} {
				*address = wholeURL(*address)
			}
			l := &login{machine: m, vendor: loginVendorOf(vendors, args[0]), flags: flags, given: cmd.Flags().Changed, notes: cmd.ErrOrStderr()}
			flow, err := l.flow()
			if err == nil {
				err = l.checkFlags(cmd.Flags(), flow)
			}
			if err != nil {
				return usageError{err}
			}
			return l.run(cmd.Context(), cmd.OutOrStdout(), flow)
		},
	}
	set := cmd.Flags()
	accountFlags(set, &flags.account, &flags.store)
	set.StringVar(&flags.by, "by", "", "`way` to log in, where a vendor has several: code, client, password or token")
	set.StringVar(&flags.baseURL, "base-url", "", "the vendor's `URL`, when it isn't the usual one (a simulator's, for instance); Halo's is always needed. Without a scheme it is https, or http on this machine")
	set.StringVar(&flags.oauthURL, "oauth-url", "", "`URL` of the login server, when it isn't the one of --base-url")
	set.StringVar(&flags.tenant, "tenant", "", "Halo's `tenant`; the instance is asked when neither this nor --oauth-url is given")
	set.StringVar(&flags.scopes, "scopes", "", "Halo's `scopes` to ask for, separated by spaces (default all, with a refresh token where there can be one)")
	set.StringVar(&flags.clientID, "client-id", "", "`id` of the application")
	set.StringVar(&flags.clientSecretFile, "client-secret-file", "", "`file` with the application's secret")
	set.StringVar(&flags.username, "username", "", "user `name` or e-mail address")
	set.StringVar(&flags.passwordFile, "password-file", "", "`file` with the password")
	set.StringVar(&flags.tokenFile, "token-file", "", "`file` with a static token or API key")
	set.StringVar(&flags.redirectURL, "redirect-url", "", "registered redirect `URL` (default "+usualRedirect+")")
	set.BoolVar(&flags.paste, "paste", false, "paste the address on which the browser ends, instead of waiting for it")
	set.BoolVar(&flags.noBrowser, "no-browser", false, "print the login page's address and start no browser")
	set.DurationVar(&flags.timeout, "timeout", 5*time.Minute, "how long to wait for the person and the browser")
	_ = cmd.RegisterFlagCompletionFunc("by", completeFlow) // fails for a flag that isn't there only
	return cmd
}

// aboutLogins lists how to log in to each vendor.
func aboutLogins(vendors []loginVendor) string {
	var list strings.Builder
	for _, v := range vendors {
		fmt.Fprintf(&list, "  %-12s %s\n", v.Name, v.about)
	}
	return list.String()
}

// accountFlags are those of every command about a login.
func accountFlags(set *pflag.FlagSet, account, store *string) {
	set.StringVar(account, "account", usualAccount, "`name` of the account")
	storeFlag(set, store)
}

func storeFlag(set *pflag.FlagSet, store *string) {
	set.StringVar(store, "store", "", "`folder` of the store (default \"vendorkit\" in the user's folder for settings)")
}

// flow decides how to log in.
func (l *login) flow() (string, error) {
	v := l.vendor
	switch {
	case l.flags.account == "":
		return "", errors.New("--account: the name is empty")
	case l.flags.timeout <= 0:
		return "", errors.New("--timeout: give a time above zero")
	case l.given("by"):
		if !slices.Contains(v.flows(), l.flags.by) {
			return "", fmt.Errorf("--by: a login to %s is made by %s", v.Name, strings.Join(v.flows(), ", "))
		}
		return l.flags.by, nil
	case l.given("token-file"):
		if v.Static == nil {
			return "", fmt.Errorf("--token-file: %s has no static tokens", v.Name)
		}
		return logins.FlowToken, nil
	case v.Static != nil && l.env(envToken) != "" && !l.given("username") && !l.given("password-file") && !(v.instances && l.given("client-id")):
		for _, other := range []string{envPassword, envClientSecret} {
			if l.env(other) != "" && (other == envPassword || v.client != nil) {
				return "", fmt.Errorf("%s and %s are both set; unset the one that isn't meant", envToken, other)
			}
		}
		return logins.FlowToken, nil
	case v.password != nil && (v.code == nil || l.given("username") || l.given("password-file")):
		return logins.FlowPassword, nil
	case v.client != nil && (l.given("client-secret-file") || l.env(envClientSecret) != "") && !l.wantsPage():
		return logins.FlowClient, nil
	}
	return logins.FlowCode, nil
}

// again is the way of the account's earlier login, where nothing says that another is meant. A token isn't kept apart from
// what it logs in to, so there is no way back to it.
func (l *login) again(flow string, earlier auth.Record) string {
	old, _ := logins.SettingsOf(earlier)
	if flow != logins.FlowCode || l.given("by") || l.wantsPage() || old.Flow == logins.FlowToken || !slices.Contains(l.vendor.flows(), old.Flow) {
		return flow
	}
	return old.Flow
}

// wantsPage reports whether a flag was given that only the vendor's page has a use for.
func (l *login) wantsPage() bool {
	return l.given("redirect-url") || l.given("paste") || l.given("no-browser")
}

// checkFlags refuses flags that would be ignored, and two secrets from one standard input.
func (l *login) checkFlags(set *pflag.FlagSet, flow string) error {
	fit := []string{"account", "store", "base-url", "by"}
	switch flow {
	case logins.FlowToken:
		fit = append(fit, "token-file")
	case logins.FlowPassword:
		fit = append(fit, "client-id", "client-secret-file", "username", "password-file", "timeout")
	case logins.FlowClient:
		fit = append(fit, "client-id", "client-secret-file", "timeout")
	case logins.FlowCode:
		fit = append(fit, "client-id", "client-secret-file", "redirect-url", "paste", "no-browser", "timeout")
	}
	if l.vendor.loginHost {
		fit = append(fit, "oauth-url")
	}
	if l.vendor.instances && flow != logins.FlowToken {
		fit = append(fit, "tenant", "scopes")
	}
	var err error
	set.Visit(func(flag *pflag.Flag) {
		if err == nil && !slices.Contains(fit, flag.Name) {
			err = fmt.Errorf("--%s has no meaning for a login to %s by %s", flag.Name, l.vendor.Name, flow)
		}
	})
	readers := 0
	for _, name := range []string{l.flags.clientSecretFile, l.flags.passwordFile, l.flags.tokenFile} {
		if name == "-" {
			readers++
		}
	}
	if l.flags.paste {
		readers++
	}
	if err == nil && readers > 1 {
		err = errors.New("only one secret can be read from standard input: give - to one flag, none beside --paste, and put the others into files")
	}
	return err
}

func (l *login) run(ctx context.Context, out io.Writer, flow string) error {
	files, err := l.newStore(l.flags.store)
	if err != nil {
		return err
	}
	key := auth.Key{Vendor: l.vendor.Name, Account: l.flags.account}
	// An update that changes nothing shows whether the store can be read and locked, before a person is asked anything.
	record, err := update(ctx, files, key, func(_ context.Context, now auth.Record) (auth.Record, error) { return now, nil })
	if err != nil {
		return err
	}
	flow = l.again(flow, record)
	s, err := l.settings(ctx, storedLogin{logins.Login{Vendor: l.vendor.Vendor, Key: key, Record: record}, l.vendor}, flow)
	if err != nil {
		return err
	}
	store := newLogin{files, s.Note()}
	switch flow {
	case logins.FlowToken:
		err = l.keepToken(ctx, s, store, key)
	case logins.FlowClient:
		err = l.logInByClient(ctx, s, store)
	case logins.FlowPassword:
		err = l.logInByPassword(ctx, s, store)
	case logins.FlowCode:
		_, err = l.logInByCode(ctx, s, store)
	}
	if err != nil {
		return err
	}
	if record, err = files.Load(context.WithoutCancel(ctx), key); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, loggedIn(key, record))
	return err
}

func loggedIn(key auth.Key, record auth.Record) string {
	text := fmt.Sprintf("logged in to %s, account %s", key.Vendor, logins.ShownName(key.Account))
	s, _ := logins.SettingsOf(record)
	if who := cmp.Or(s.Username, wiretext.Show(record.Extra["user_email"].Reveal(), nil, 80)); who != "" {
		text += ", as " + who
	}
	switch {
	case s.Flow == logins.FlowToken:
		return text + "; the token was kept without asking the vendor about it"
	case s.Flow == logins.FlowClient:
		return text + "; the access token is good until " + until(record.Expiry) + ", and another is asked for after that"
	case record.RefreshToken.IsZero():
		return text + "; the access token is good until " + until(record.Expiry) + " and can't be renewed"
	}
	return text + "; the access token is good until " + until(record.Expiry) + " and is renewed after that"
}

func (l *login) logInByPassword(ctx context.Context, s logins.Settings, store auth.Store) error {
	question := "Password of " + wiretext.Show(s.Username, nil, 80)
	if s.BaseURL != "" {
		question += " at " + hostOf(s.BaseURL)
	}
	password, err := l.secret(ctx, "password", "password-file", l.flags.passwordFile, envPassword, question+": ")
	if err != nil {
		return err
	}
	source, err := l.vendor.password(s, store, l.flags.account, password)
	if err != nil {
		return err
	}
	return l.obtain(ctx, source)
}

// logInByClient lets the application log in by itself.
func (l *login) logInByClient(ctx context.Context, s logins.Settings, store auth.Store) error {
	source, err := l.vendor.client(s, store, l.flags.account)
	if err != nil {
		return err
	}
	return l.obtain(ctx, source)
}

// obtain makes a source get its first token, which puts it into the store.
func (l *login) obtain(ctx context.Context, source *auth.Source) error {
	_, err := finish(ctx, l.notes, func(ctx context.Context) (struct{}, error) {
		_, err := source.Token(ctx)
		return struct{}{}, err
	})
	return err
}

// keepToken puts a static token into the store. Whether it works isn't tried: no call is sure to be allowed to it.
func (l *login) keepToken(ctx context.Context, s logins.Settings, store auth.Store, key auth.Key) error {
	secret, err := l.secret(ctx, "token", "token-file", l.flags.tokenFile, envToken, "Token: ")
	if err != nil {
		return err
	}
	token, err := l.vendor.Static(s, secret).Token(ctx)
	if err != nil {
		return usageError{err}
	}
	_, err = update(ctx, store, key, func(context.Context, auth.Record) (auth.Record, error) {
		return auth.Record{AccessToken: auth.NewSecret(token.AccessToken), TokenType: token.TokenType, ObtainedAt: time.Now()}, nil
	})
	return err
}
