package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// listedOperation is a line of the list of operations.
type listedOperation struct {
	Name       string   `json:"name"`
	Method     string   `json:"method"`
	Path       string   `json:"path"`
	Service    string   `json:"service"`
	Summary    string   `json:"summary"`
	Evidence   string   `json:"evidence"`
	Reads      bool     `json:"reads"`
	List       bool     `json:"list"`
	Deprecated bool     `json:"deprecated,omitzero"`
	Go         string   `json:"go"`
	Fields     []string `json:"fields,omitzero"` // that have a word, where nothing else of the operation has it
}

// fewByField is how many operations are listed that were found by a parameter or a field alone, unless all are asked for: a word such as
// client is in nearly every record.
const fewByField = 20

func operationsCommand() *cobra.Command {
	var asJSON, full bool
	cmd := &cobra.Command{
		Use:   "operations VENDOR [WORDS]",
		Short: "Find a vendor's operations",
		Long: "operations lists what a vendor's API offers: names, methods, paths, what each operation does, and how it is known\n" +
			"(documented by the vendor, observed in programs that run against it, or inferred). With words, or a sentence, it lists\n" +
			"the operations that have most of them in their names, Go methods, paths, services and summaries, best first, and below\n" +
			"these the operations where only a parameter or a field has a word. Typing errors are tolerated. Of those found by a\n" +
			"field only the first are listed; --full and --json list all.\n\n" +
			"'vendorkit describe' shows all about one of them, and 'vendorkit call' calls it.",
		Example: "  vendorkit operations halo ticket\n" +
			"  vendorkit operations humanity publish shifts\n" +
			"  vendorkit operations halo how do I create a ticket\n" +
			"  vendorkit operations holaspirit --json",
		ValidArgsFunction: completeVendor,
		Args: func(cmd *cobra.Command, args []string) error {
			return oneVendor(catalog.Vendors())(cmd, args[:min(1, len(args))])
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			offers, err := catalog.Open(args[0])
			if err != nil {
				return err
			}
			list := []listedOperation{}
			for _, hit := range offers.Find(args[1:]...) {
				op := hit.Operation
				list = append(list, listedOperation{
					op.Name, op.HTTPMethod, op.Path, op.Service.Name, op.Summary, op.Evidence.Level, op.Reads, op.List != nil, op.Deprecated,
					op.Methods[0].Call(), hit.Fields,
				})
			}
			if asJSON {
				return writeJSON(cmd.OutOrStdout(), list)
			}
			if len(list) == 0 {
				return fmt.Errorf("no operation of %s has %q; try fewer or other words, or none for all of them", args[0], strings.Join(args[1:], " "))
			}
			most := fewByField
			if full {
				most = len(list)
			}
			return printOperations(cmd.OutOrStdout(), list, most)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON array")
	cmd.Flags().BoolVar(&full, "full", false, "list all that have a word in the name of a parameter or field")
	return cmd
}

// printOperations prints operations as a table, and so many of those that were found by a parameter or a field as another.
func printOperations(out io.Writer, list []listedOperation, most int) error {
	rows := [][]string{{"NAME", "METHOD", "PATH", "EVIDENCE", "SUMMARY"}}
	byField := [][]string{{"NAME", "METHOD", "PATH", "EVIDENCE", "PARAMETER OR FIELD"}}
	for _, op := range list {
		row := []string{op.Name, op.Method, op.Path, op.Evidence, op.Summary}
		if op.Deprecated {
			row[4] = "(deprecated) " + row[4]
		}
		if len(op.Fields) == 0 {
			rows = append(rows, row)
			continue
		}
		if row[4] = strings.Join(op.Fields, ", "); op.Deprecated {
			row[4] += " (deprecated)"
		}
		byField = append(byField, row)
	}
	if len(rows) > 1 {
		if err := printTable(out, rows); err != nil || len(byField) == 1 {
			return err
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out, "By the name of a parameter or field:")
	left := len(byField) - 1 - most
	if err := printTable(out, byField[:min(most+1, len(byField))]); err != nil || left <= 0 {
		return err
	}
	_, err := fmt.Fprintf(out, "... and %d more; --full lists all\n", left)
	return err
}

// writeJSON writes a value indented to a terminal and on one line elsewhere.
func writeJSON(out io.Writer, v any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if isTerminal(out) {
		encoder.SetIndent("", "  ")
	}
	return encoder.Encode(v)
}
