package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

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
		noLimit bool
		life    time.Duration
	)
	cmd := &cobra.Command{
		Use:   "fake VENDOR",
		Short: "Serve a vendor's simulator on a loopback address",
		Long: "fake serves a simulator of a vendor until it is interrupted, for clients in any language. It prints the base URL, the\n" +
			"token URL and the credentials that it accepts, which are made up and work nowhere else.\n\n" +
			"Requests that break the document are carried out as the vendor would, except those whose body can't be read. --strict\n" +
			"refuses them, unless the vendor is known to ignore what is wrong, as Halo ignores unknown query parameters. Either way\n" +
			"each is reported on standard error as it arrives, as a violation or as ignored, without its credentials. When it is\n" +
			"interrupted it says how many requests it got, how many of them were for a token, and how many the vendor's rate limit\n" +
			"refused.",
		Example: "  vendorkit fake holaspirit --addr 127.0.0.1:8080\n" +
			"  vendorkit fake halo --token-life 1m    # see a program through its renewals",
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
			if noLimit {
				opts = append(opts, vendortest.WithoutRateLimit())
			}
			if cmd.Flags().Changed("token-life") {
				if life <= 0 {
					return usageError{fmt.Errorf("--token-life: %v is not a lifetime", life)}
				}
				opts = append(opts, vendortest.WithAccessTokenLife(life))
			}
			server, err := vendortest.Start(args[0], opts...)
			if _, listens := errors.AsType[*net.OpError](err); listens {
				return fmt.Errorf("--addr: %w", err)
			}
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
	cmd.Flags().BoolVar(&noLimit, "no-rate-limit", false, "carry out any number of calls, where the vendor would respond with 429")
	cmd.Flags().DurationVar(&life, "token-life", 0, "how long access tokens live, such as 30s (default: as long as the vendor's)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the addresses and credentials as one JSON object")
	return cmd
}

// summary says what a simulator was asked.
func summary(server *vendortest.Server) string {
	violations, ignored, limited := server.Violations(), 0, 0
	for _, v := range violations {
		if v.Ignored {
			ignored++
		}
	}
	requests := server.Requests()
	for _, r := range requests {
		if r.Limited {
			limited++
		}
	}
	return fmt.Sprintf("served %d requests, %d of them for a token; refused by the rate limit: %d; violations: %d, ignored: %d",
		len(requests), server.Count("token"), limited, len(violations)-ignored, ignored)
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
		return writeJSON(out, values)
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
