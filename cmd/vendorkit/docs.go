package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/reference"
)

func docsCommand(m machine) *cobra.Command {
	var (
		addr, dir string
		browse    bool
	)
	vendors := catalog.Vendors()
	cmd := &cobra.Command{
		Use:   "docs [VENDOR [OPERATION]]",
		Short: "Show the reference of the vendors' APIs in a browser, or write it as files",
		Long: "docs serves a reference of the vendors' APIs, or of one, on a loopback address until it is interrupted, and prints the\n" +
			"address. There is a page for each service with its operations, how Go calls them, their parameters and responses, and\n" +
			"their sources, and a search over all operations and fields. With an operation it prints the address of that.\n\n" +
			"--write writes the same as files, which a browser can open from the disk and any file host can serve. The folder is\n" +
			"created, or replaced if docs wrote it before; one with other files in it is left alone.\n\n" +
			"Either way nothing is loaded from another host.",
		Example: "  vendorkit docs --open\n" +
			"  vendorkit docs halo listTickets\n" +
			"  vendorkit docs halo --write ./halo-reference",
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 2:
				return usageError{errors.New("give a VENDOR, a VENDOR and an OPERATION, or neither")}
			case len(args) > 0 && !slices.Contains(vendors, args[0]):
				return usageError{fmt.Errorf("VENDOR: %q is unknown, give one of %s", args[0], strings.Join(vendors, ", "))}
			}
			return nil
		},
		ValidArgsFunction: completeOperation,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("write") {
				for _, other := range [...]string{"addr", "open"} {
					if cmd.Flags().Changed(other) {
						return usageError{fmt.Errorf("--%s: nothing is served with --write; give one of them", other)}
					}
				}
				switch {
				case dir == "":
					return usageError{errors.New("--write: give a folder")}
				case len(args) == 2:
					return usageError{errors.New("OPERATION: --write writes whole references; leave it out")}
				}
			}
			if err := loopbackAddr(addr); err != nil {
				return usageError{fmt.Errorf("--addr: %w", err)}
			}
			shown, place := vendors, ""
			if len(args) > 0 {
				shown, place = args[:1], args[0]+"/"
			}
			site, err := reference.New(shown...)
			if err != nil {
				return err
			}
			if len(args) == 2 {
				if place, err = placeOf(site, args[0], args[1]); err != nil {
					return err
				}
			}
			if dir != "" {
				if err := site.Write(dir); err != nil {
					return fmt.Errorf("--write: %w", err)
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "%d files are in %s; open %[2]s/index.html\n", len(site.Names()), dir)
				return nil
			}
			return serveDocs(cmd, m, site, addr, place, browse)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "loopback address and `port` to listen on; port 0 takes a free one")
	cmd.Flags().BoolVar(&browse, "open", false, "open it in the browser")
	cmd.Flags().StringVar(&dir, "write", "", "write files into this `folder`, and serve nothing")
	return cmd
}

// placeOf is where an operation stands in a reference.
func placeOf(site *reference.Site, vendor, name string) (string, error) {
	of, err := catalog.Open(vendor)
	if err != nil {
		return "", err
	}
	op, err := of.Operation(name)
	if err != nil {
		return "", usageError{fmt.Errorf("OPERATION: %w", err)}
	}
	return site.Operation(vendor, op.Name), nil
}

// serveDocs serves a reference until the command is interrupted.
func serveDocs(cmd *cobra.Command, m machine, site *reference.Site, addr, place string, browse bool) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	server := &http.Server{Handler: site, ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	address := "http://" + listener.Addr().String() + "/" + place
	if _, err := fmt.Fprintln(cmd.OutOrStdout(), address); err != nil {
		server.Close()
		return err
	}
	if browse {
		if err := m.browse(address); err != nil {
			fmt.Fprintf(cmd.ErrOrStderr(), "the browser can't be opened (%v): open the address yourself\n", err)
		}
	}
	select {
	case err := <-served:
		return err
	case <-cmd.Context().Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(cmd.Context()), time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		server.Close()
	}
	return nil
}
