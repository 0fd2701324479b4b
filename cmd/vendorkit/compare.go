package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/openapi"
)

// The exit codes of a comparison that found a difference, and of one that found none but couldn't see everything.
const (
	exitDiffers = 3
	exitUnseen  = 4
)

func compareCommand(files fs.FS, m machine) *cobra.Command {
	var with, format, propose, from, edition, folder string
	vendors, _ := source.Vendors(files)
	cmd := &cobra.Command{
		Use:   "compare VENDOR --with FILE",
		Short: "Compare a document with the vendor's own OpenAPI",
		Long: "compare reads an OpenAPI document of the vendor's own (Halo serves one on every instance, Holaspirit at its\n" +
			"documentation address) and lists what differs, by resource: operations, parameters, bodies, responses and fields that only\n" +
			"one of the two has, and those that have another type, are required in one only, or have other values. Such files are made\n" +
			"by servers and are wrong in many ways; their defects are listed and read past.\n\n" +
			"--propose writes what only theirs has as a patch to specs/, for git apply. It only adds lines, with the evidence\n" +
			"\"documented\" and --source. Summaries come from names: put better ones in their place. With --edition theirs is taken\n" +
			"for a newer edition of what ours was written from: the evidence of the whole document names it then, what it adds needs\n" +
			"none of its own, and what it hasn't got any more is marked with the edition before.\n\n" +
			"Faults of theirs that the ledger lists, with what they hide, mark differences as known.\n\n" +
			"Exit codes: 0 when nothing differs but what is known, 3 when something does, 4 when nothing does as far as theirs could be\n" +
			"read (a reference leads nowhere, or into another file), 1 when something failed, 2 for a faulty command line.",
		Example: "  curl -o swagger.json https://acme.halopsa.com/api/swagger/v2/swagger.json\n" +
			"  vendorkit compare halo --with swagger.json\n" +
			"  vendorkit compare halo --with swagger.json --propose halo.patch --edition 2026-11\n" +
			"  git apply halo.patch",
		ValidArgs: vendors,
		Args:      oneVendor(vendors),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case with == "":
				return usageError{errors.New("--with: give the vendor's OpenAPI document, a JSON or YAML file, or - for standard input")}
			case format != "text" && format != "json":
				return usageError{fmt.Errorf("--format: %q is unknown, give text or json", format)}
			case from != "" && propose == "":
				return usageError{errors.New("--source needs --propose")}
			case edition != "" && propose == "":
				return usageError{errors.New("--edition needs --propose")}
			case edition != "" && from != "":
				return usageError{errors.New("--source can't be given with --edition: the source comes from the document's x-evidence; leave --source out")}
			case edition != "" && !plainEdition.MatchString(edition):
				return usageError{fmt.Errorf("--edition: %q: give a name of letters, digits, dots and dashes, such as 2026-11", edition)}
			case strings.ContainsAny(from, "\r\n"):
				return usageError{errors.New("--source: give one line")}
			}
			if folder != "" {
				files = os.DirFS(folder)
			}
			theirs, err := interruptible(cmd.Context(), func() (*openapi.Foreign, error) { return readForeign(with, m.in) })
			if err != nil {
				return fmt.Errorf("--with: %w", err)
			}
			report, err := openapi.Compare(files, args[0], theirs)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if propose == "-" {
				out = cmd.ErrOrStderr()
			}
			if format == "json" {
				err = report.JSON(out)
			} else {
				err = report.Text(out)
			}
			if err != nil {
				return err
			}
			if propose != "" {
				name := filepath.Base(with)
				if version := report.Version; version != "" {
					name += ", version " + version
				}
				if err := writeProposal(cmd, report, files, propose, openapi.Origin{Source: cmp.Or(from, name), Edition: edition}); err != nil {
					return err
				}
			}
			if report.Differ() {
				return codedError{errors.New("the documents differ"), exitDiffers}
			}
			if n := len(report.Unresolved); n > 0 {
				return codedError{fmt.Errorf("nothing differs in what could be compared; %d things could not, see the report", n), exitUnseen}
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&with, "with", "", "the vendor's OpenAPI document, 2.0 or 3, JSON or YAML; - for standard input")
	flags.StringVar(&format, "format", "text", "form of the report: text or json")
	completeWords(cmd, "format", "text", "json")
	flags.StringVar(&propose, "propose", "", "write a patch that adds what only theirs has to this `file`; - for standard output")
	flags.StringVar(&from, "source", "", "public name of the document, for the evidence of what is proposed; its file's name and\nversion unless set")
	flags.StringVar(&edition, "edition", "", "name of theirs as a newer edition of what ours was written from, such as 2026-11")
	flags.StringVar(&folder, "specs", "", "`folder` of the vendors' documents; those in the program unless set")
	return cmd
}

var plainEdition = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,30}$`)

func readForeign(name string, stdin io.Reader) (*openapi.Foreign, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	const limit = 64 << 20
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, err
	}
	foreign, err := openapi.Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return foreign, nil
}

func writeProposal(cmd *cobra.Command, report *openapi.Report, files fs.FS, to string, from openapi.Origin) error {
	proposal, err := report.Propose(files, from)
	if err != nil {
		return err
	}
	say := cmd.ErrOrStderr()
	for _, skipped := range proposal.Skipped {
		fmt.Fprintf(say, "not proposed: %s\n", skipped)
	}
	fmt.Fprintf(say, "proposed: %d operations, %d parameters, %d fields, %d schemas\n",
		proposal.Operations, proposal.Parameters, proposal.Fields, proposal.Schemas)
	if from.Edition != "" {
		fmt.Fprintf(say, "marked as not in the edition of %s: %d\n", from.Edition, proposal.Gone)
	}
	if to == "-" {
		_, err = cmd.OutOrStdout().Write(proposal.Patch)
		return err
	}
	if len(proposal.Patch) == 0 {
		fmt.Fprintln(say, "there is nothing to propose, so no file was written")
		return nil
	}
	if err := replaceFile(to, proposal.Patch); err != nil {
		return fmt.Errorf("--propose: %w", err)
	}
	return nil
}
