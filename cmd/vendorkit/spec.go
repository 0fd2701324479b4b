package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

func specCommand(files fs.FS) *cobra.Command {
	var format string
	var internal bool
	vendors, _ := source.Vendors(files)
	cmd := &cobra.Command{
		Use:   "spec VENDOR [OPERATION]",
		Short: "Print a vendor's OpenAPI document, or one operation of it",
		Long: "spec prints the document that a vendor's client is generated from, as OpenAPI 3.0.3 for any tool: its files merged,\n" +
			"write schemas derived from their read schemas, and without the extensions that only say how the Go code is generated.\n" +
			"With an operationId it prints that operation with everything that it refers to, as a document of its own.\n\n" +
			"--internal prints the document as this project's generator reads it, with all extensions.",
		Example: "  vendorkit spec holaspirit >holaspirit.json\n" +
			"  vendorkit spec halo --format yaml >halo.yaml\n" +
			"  vendorkit spec halo listTickets",
		ValidArgsFunction: completeOperationID,
		Args: func(cmd *cobra.Command, args []string) error {
			return oneVendor(vendors)(cmd, args[:min(1, len(args))])
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case format != "json" && format != "yaml":
				return usageError{fmt.Errorf("--format: %q is unknown, give json or yaml", format)}
			case len(args) > 2:
				return usageError{errors.New("OPERATION: give one operationId, or none for the whole document")}
			}
			doc, err := source.Load(files, args[0])
			if err != nil {
				return err
			}
			if !internal {
				doc = doc.Public()
			}
			if len(args) == 2 {
				if doc, err = doc.Only(args[1]); err != nil {
					return usageError{fmt.Errorf("OPERATION: %w", err)}
				}
			}
			write := doc.JSON
			if format == "yaml" {
				write = doc.YAML
			}
			data, err := write()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(data)
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "json", "form of the document: json or yaml")
	completeWords(cmd, "format", "json", "yaml")
	cmd.Flags().BoolVar(&internal, "internal", false, "with the extensions that only this project's generator reads")
	return cmd
}
