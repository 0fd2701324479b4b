package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/probe"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/drift"
)

func driftCommand(files fs.FS, m machine) *cobra.Command {
	var account, folder, to, format string
	var calls int
	var params []string
	vendors := loginVendors()
	names := loginVendorNames(vendors)
	cmd := &cobra.Command{
		Use:   "drift VENDOR",
		Short: "Read an account and report where its responses differ from the document",
		Long: "drift calls the safe reads of a vendor's document with a stored login, at the vendor's pace, and reports where the\n" +
			"responses differ from the document: fields that it doesn't have, other types, statuses, enum values. It writes nothing\n" +
			"at the vendor; a GET that changes something, or may do so to judge by its name, isn't called. Ids for paths come from\n" +
			"the lists read before.\n\n" +
			"The report contains names of operations and fields, and types, but no value of any record, so that it can be sent to the\n" +
			"maintainers. For them it also says how operations responded that the document is least sure of. Names that your\n" +
			"organization gave to fields of its own may be among the names: look at the report before you send it.",
		Example: "  vendorkit drift spiro --out spiro-drift.md\n" +
			"  vendorkit drift holaspirit --param organization_id=5f0000000000000000000001 --calls 50\n" +
			"  vendorkit drift halo --format json",
		ValidArgs: names,
		Args:      oneVendor(names),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case calls < 1:
				return usageError{fmt.Errorf("--calls: %d is too few, give 1 or more", calls)}
			case format != "markdown" && format != "json":
				return usageError{fmt.Errorf("--format: %q is unknown, give markdown or json", format)}
			}
			doc, err := spec.Open(files, args[0])
			if err != nil {
				return err
			}
			values, err := driftValues(doc, params)
			if err != nil {
				return usageError{fmt.Errorf("--param: %w", err)}
			}
			login, err := m.findLogin(cmd.Context(), folder, loginVendorOf(vendors, args[0]), account, cmd.Flags().Changed("account"))
			if err != nil {
				return err
			}
			observer, err := drift.New(files, args[0], drift.WithStructure())
			if err != nil {
				return err
			}
			client, err := login.caller(observer)
			if err != nil {
				return err
			}
			did, err := probe.Run(cmd.Context(), doc, client, probe.Settings{Calls: calls, Values: values})
			if errors.Is(err, auth.ErrLoginNeeded) {
				return fmt.Errorf("%w. Run '%s'", err, login.Again())
			}
			if err != nil {
				return err
			}
			return writeDrift(cmd, probe.MakeReport(files, observer.Report(), did), format, to)
		},
	}
	flags := cmd.Flags()
	accountFlags(flags, &account, &folder)
	flags.StringVar(&to, "out", "-", "write the report to this `file`; - for standard output")
	flags.StringVar(&format, "format", "markdown", "form of the report: markdown or json")
	completeWords(cmd, "format", "markdown", "json")
	flags.IntVar(&calls, "calls", 100, "how many operations to call at most")
	flags.StringArrayVar(&params, "param", nil, "a value for a parameter, as `name=value`, in place of an id that a list gives")
	return cmd
}

func writeDrift(cmd *cobra.Command, report probe.Report, format, to string) error {
	var text bytes.Buffer
	write := report.Markdown
	if format == "json" {
		write = report.JSON
	}
	if err := write(&text); err != nil {
		return err
	}
	if to == "-" {
		_, err := cmd.OutOrStdout().Write(text.Bytes())
		return err
	}
	if err := replaceFile(to, text.Bytes()); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%d operations called, %d differences; the report is in %s\n",
		len(report.ConfirmFirst)+len(report.Other), len(report.Findings), to)
	return nil
}

// driftValues reads the values of parameters.
func driftValues(doc *spec.Document, params []string) (map[string]string, error) {
	values := map[string]string{}
	for _, text := range params {
		name, value, given := strings.Cut(text, "=")
		_, again := values[name]
		switch {
		case !given:
			return nil, fmt.Errorf("%q has no =; give name=value", text)
		case !hasParameter(doc, name):
			return nil, fmt.Errorf("no read of %s has a parameter %q", doc.Vendor, name)
		case again:
			return nil, fmt.Errorf("%s is given twice, and takes one value", name)
		}
		values[name] = value
	}
	return values, nil
}

func hasParameter(doc *spec.Document, name string) bool {
	return slices.ContainsFunc(doc.Operations, func(op *spec.Operation) bool {
		return op.Method == http.MethodGet && slices.ContainsFunc(op.Parameters, func(p *spec.Parameter) bool { return p.Name == name })
	})
}

// caller makes the vendor's client with a login, its responses under the eyes of an observer.
func (l storedLogin) caller(observer *drift.Observer) (logins.Client, error) {
	return l.Client(rest.WithHTTPClient(&http.Client{Transport: observer.Transport(nil)}))
}
