package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/changelog"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/ledger"
)

// codeNews is the exit code of upstream when a changelog has entries that the ledger doesn't know.
const codeNews = 3

// errNews says that there is something to work in.
var errNews = errors.New("the changelog has entries that the ledger doesn't know; --accept writes stubs for them")

// upstreamOptions are the flags of upstream.
type upstreamOptions struct {
	from, specs, format string
	accept              bool
}

func upstreamCommand(embedded fs.FS) *cobra.Command {
	vendors, _ := spec.Vendors(embedded)
	var o upstreamOptions
	cmd := &cobra.Command{
		Use:   "upstream [VENDOR]",
		Short: "List what a vendor's changelog has and our ledger doesn't",
		Long: "upstream reads a vendor's changelog, Markdown or plain text, and lists the entries that specs/VENDOR/ledger.yaml doesn't\n" +
			"have, and known ones whose text or date has changed since they were read. Without VENDOR it does so for every vendor\n" +
			"whose ledger has the address of a changelog.\n\n" +
			"An entry is recognised by its words, of which the ledger keeps a fingerprint, and by its date. --accept writes a stub\n" +
			"into the ledger for each new entry, with status: open, and marks the edited ones with status: edited; everything else in\n" +
			"the file remains as it is.\n\n" +
			"Exit codes: 0 if there is nothing new or it was accepted, 3 if there is something new, 1 if something failed, 2 for an\n" +
			"invalid command line.",
		Example: "  vendorkit upstream holaspirit\n  vendorkit upstream holaspirit --from changelog.md --accept",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return oneVendor(o.vendors(embedded))(cmd, args)
		},
		ValidArgs: vendors,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case o.format != "text" && o.format != "json":
				return usageError{fmt.Errorf("--format: %q is neither text nor json", o.format)}
			case o.from != "" && len(args) == 0:
				return usageError{errors.New("--from: name the VENDOR that it is the changelog of")}
			}
			return o.run(cmd, embedded, args)
		},
	}
	cmd.Flags().StringVar(&o.from, "from", "", "the changelog: a `file` or an https address; default: the one that the ledger names")
	cmd.Flags().BoolVar(&o.accept, "accept", false, "write stubs for new entries into the ledger")
	cmd.Flags().StringVar(&o.format, "format", "text", "text or json")
	completeWords(cmd, "format", "text", "json")
	cmd.Flags().StringVar(&o.specs, "specs", "specs", "`folder` of the documents; where there is none, the ledgers that this program was built with")
	return cmd
}

// files are the ledgers on disk or, where there are none, the ones built in.
func (o upstreamOptions) files(embedded fs.FS) (files fs.FS, onDisk bool) {
	disk := os.DirFS(o.specs)
	if found, err := spec.Vendors(disk); err == nil && len(found) > 0 {
		return disk, true
	}
	return embedded, false
}

func (o upstreamOptions) vendors(embedded fs.FS) []string {
	files, _ := o.files(embedded)
	vendors, _ := spec.Vendors(files)
	return vendors
}

func (o upstreamOptions) run(cmd *cobra.Command, embedded fs.FS, args []string) error {
	files, onDisk := o.files(embedded)
	if !onDisk && (o.accept || cmd.Flags().Changed("specs")) {
		return usageError{fmt.Errorf("--specs: there are no documents in %q; run it in the module's folder or name theirs", o.specs)}
	}
	all := len(args) == 0
	if all {
		args = o.vendors(embedded)
	}
	var reports []upstreamReport
	var failures []error
	news := false
	for _, vendor := range args {
		l, err := ledger.Load(files, vendor)
		if err == nil && all && l.Changelog.URL == "" {
			continue
		}
		var r upstreamReport
		if err == nil {
			r, err = o.one(cmd.Context(), l)
		}
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", vendor, err))
			continue
		}
		reports = append(reports, r)
		news = news || r.news()
	}
	if all && len(reports) == 0 && len(failures) == 0 {
		return errors.New("no ledger names the address of a changelog")
	}
	if err := writeReports(cmd.OutOrStdout(), reports, o.format); err != nil {
		failures = append(failures, err)
	}
	switch {
	case len(failures) > 0:
		return errors.Join(failures...)
	case news && !o.accept:
		return codedError{errNews, codeNews}
	}
	return nil
}

// one compares the changelog of one vendor, and accepts what is new if that was asked for.
func (o upstreamOptions) one(ctx context.Context, l *ledger.Ledger) (upstreamReport, error) {
	from := o.from
	if from == "" {
		from = changelog.RawURL(l.Changelog.URL)
	}
	if from == "" {
		why := "its ledger names no changelog"
		if l.Changelog.Note != "" {
			why += " (" + l.Changelog.Note + ")"
		}
		return upstreamReport{}, fmt.Errorf("%s; give --from: a file or an https address of a text with dates", why)
	}
	data, err := changelog.Read(ctx, from)
	if err != nil {
		return upstreamReport{}, fmt.Errorf("reading the changelog: %w", err)
	}
	entries, err := changelog.Parse(data)
	if err != nil {
		return upstreamReport{}, fmt.Errorf("%s: %w", from, err)
	}
	known := make([]changelog.Known, len(l.Entries))
	for i, e := range l.Entries {
		known[i] = e.Known()
	}
	c := changelog.Compare(entries, known)
	r := newUpstreamReport(l, from, len(entries), c)
	if !o.accept {
		return r, nil
	}
	before := l.Bytes()
	after, err := l.Accept(c, changelog.BaseName(from))
	if err != nil || bytes.Equal(before, after) {
		return r, err
	}
	file := filepath.Join(o.specs, filepath.FromSlash(ledger.File(l.Vendor)))
	r.Accepted = true
	return r, ledger.Write(file, after)
}

func (r upstreamReport) news() bool { return len(r.New)+len(r.Edited) > 0 }

// writeReports prints what was found.
func writeReports(out io.Writer, reports []upstreamReport, format string) error {
	if format == "json" {
		return encodeReports(out, reports)
	}
	var text bytes.Buffer
	for _, r := range reports {
		r.print(&text)
	}
	_, err := out.Write(text.Bytes())
	return err
}

// pendingOf lists a ledger's entries that wait to be worked in.
func pendingOf(l *ledger.Ledger) []pendingEntry {
	var list []pendingEntry
	for _, e := range l.Entries {
		if e.Pending() {
			list = append(list, pendingEntry{Date: e.Date, Title: e.Title, Status: e.Status})
		}
	}
	return slices.Clip(list)
}
