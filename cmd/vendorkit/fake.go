package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"sync"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func fakeCommand() *cobra.Command {
	var (
		addr    string
		strict  bool
		records int
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:   "fake VENDOR",
		Short: "Serve a vendor's simulator on a loopback address",
		Long: "fake serves a simulator of a vendor until it is interrupted, for clients in any language. It prints the base URL,\n" +
			"the token URL and the credentials that it lets in; they are made up and open nothing else.\n\n" +
			"Requests that break the document are carried out as the vendor would; --strict refuses them, unless the vendor is known\n" +
			"to ignore what is wrong, such as Halo a query parameter that it doesn't know. Either way each is reported on standard error\n" +
			"as it happens, as a violation or as ignored, without its credentials.",
		Example:   "  vendorkit fake holaspirit --addr 127.0.0.1:8080",
		ValidArgs: vendortest.Vendors(),
		Args:      oneVendor(vendortest.Vendors()),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := loopbackAddr(addr); err != nil {
				return usageError{fmt.Errorf("--addr: %w", err)}
			}
			if records < 0 {
				return usageError{fmt.Errorf("--records: %d is negative", records)}
			}
			said := &lines{out: cmd.ErrOrStderr()}
			opts := []vendortest.Option{vendortest.WithAddr(addr), vendortest.WithViolations(func(v vendortest.Violation) {
				if v.Ignored {
					said.print("ignored: ", v)
				} else {
					said.print("violation: ", v)
				}
			})}
			if !strict {
				opts = append(opts, vendortest.AllowViolations())
			}
			if cmd.Flags().Changed("records") {
				opts = append(opts, vendortest.WithRecords(records))
			}
			server, err := vendortest.Start(args[0], opts...)
			if err != nil {
				return err
			}
			defer server.Close()
			if err := announce(cmd.OutOrStdout(), server, asJSON); err != nil {
				return err
			}
			<-cmd.Context().Done()
			said.print(summary(server))
			return nil
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "loopback address and `port` to listen on; port 0 takes a free one")
	cmd.Flags().BoolVar(&strict, "strict", false, "refuse requests that break the document, but for what the vendor ignores")
	cmd.Flags().IntVar(&records, "records", 0, "how many records the big collections hold")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the addresses and credentials as one JSON object")
	return cmd
}

// summary says what a simulator was asked.
func summary(server *vendortest.Server) string {
	violations, ignored := server.Violations(), 0
	for _, v := range violations {
		if v.Ignored {
			ignored++
		}
	}
	return fmt.Sprintf("served %d requests; violations: %d, ignored: %d", len(server.Requests()), len(violations)-ignored, ignored)
}

// lines writes whole lines from several goroutines.
type lines struct {
	mu  sync.Mutex
	out io.Writer
}

func (l *lines) print(parts ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.out, fmt.Sprint(parts...))
}

// loopbackAddr refuses to serve made-up credentials to a network.
func loopbackAddr(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("%q: give host and port, such as 127.0.0.1:8080", addr)
	}
	if !wiretext.Loopback(host) {
		return fmt.Errorf("%q is not a loopback address; use 127.0.0.1, ::1 or localhost", host)
	}
	return nil
}

// announce prints where a simulator is and what it lets in.
func announce(out io.Writer, server *vendortest.Server, asJSON bool) error {
	c := server.Credentials()
	lines := [][2]string{
		{"base_url", server.URL},
		{"oauth_url", server.OAuthURL},
		{"token_url", server.TokenURL},
		{"client_id", c.ClientID},
		{"client_secret", c.ClientSecret},
		{"redirect_uri", c.RedirectURL},
		{"username", c.Username},
		{"password", c.Password},
		{"access_token", c.AccessToken},
		{"refresh_token", c.RefreshToken},
		{"code", c.Code},
		{"api_token", c.APIToken},
		{"tenant", c.Tenant},
		{"organization_id", c.OrganizationID},
		{"organization_slug", c.OrganizationSlug},
		{"curl", server.Curl()},
	}
	if asJSON {
		values := map[string]string{}
		for _, line := range lines {
			if line[1] != "" {
				values[line[0]] = line[1]
			}
		}
		return json.NewEncoder(out).Encode(values)
	}
	for _, line := range lines[:len(lines)-1] {
		if line[1] == "" {
			continue
		}
		if _, err := fmt.Fprintf(out, "%-18s %s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "serving; interrupt to stop. Try it:\n%s\n", server.Curl())
	return err
}
