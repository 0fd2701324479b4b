package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// fewFields is how many fields of a record are shown unless all are asked for, or more have a description.
const fewFields = 40

func describeCommand() *cobra.Command {
	var asJSON, full bool
	cmd := &cobra.Command{
		Use:   "describe VENDOR OPERATION",
		Short: "Show one operation: parameters, body, response, and how Go calls it",
		Long: "describe shows everything that is known about an operation: what it does, its parameters and their values, the fields of\n" +
			"its body and of its response, the Go methods that call it, and the sources. OPERATION is a name that 'vendorkit\n" +
			"operations' lists, such as listTickets, or a Go method, such as Tickets.List.\n\n" +
			"For records with many fields it shows those that the document describes; --full shows all. --json has all fields, two\n" +
			"records deep.",
		Example: "  vendorkit describe halo listTickets\n" +
			"  vendorkit describe humanity createShift --full\n" +
			"  vendorkit describe spiro Contacts.List --json",
		ValidArgsFunction: completeOperation,
		Args:              vendorAndOperation,
		RunE: func(cmd *cobra.Command, args []string) error {
			_, op, err := findOperation(args)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(cmd.OutOrStdout(), op.Describe(2))
			}
			most := fewFields
			if full {
				most = 1 << 30
			}
			_, err = io.WriteString(cmd.OutOrStdout(), describedText(op.Describe(2), most, widthOf(cmd.OutOrStdout())))
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().BoolVar(&full, "full", false, "show all fields of large records")
	return cmd
}

func findOperation(args []string) (*catalog.Catalog, *catalog.Operation, error) {
	offers, err := catalog.Open(args[0])
	if err != nil {
		return nil, nil, err
	}
	op, err := offers.Operation(args[1])
	if err != nil {
		return nil, nil, usageError{fmt.Errorf("OPERATION: %w; 'vendorkit operations %s WORDS' finds them", err, args[0])}
	}
	return offers, op, nil
}

// describedText writes a description for people.
func describedText(d catalog.Description, most, width int) string {
	if width == 0 || width > 120 {
		width = 120
	}
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("%s: %s", d.Name, d.Summary)
	line("%s %s", d.Method, d.Path)
	if d.Deprecated != nil {
		said := "Deprecated"
		if d.Deprecated.Since != "" {
			said += " since " + d.Deprecated.Since
		}
		if d.Deprecated.Use != "" {
			said += "; use " + d.Deprecated.Use
		}
		if d.Deprecated.Reason != "" {
			said += ": " + d.Deprecated.Reason
		}
		line("%s.", strings.TrimSuffix(said, "."))
	}
	if d.Description != "" {
		line("\n%s", folded(d.Description, "", width))
	}
	line("")
	switch {
	case d.Reads && d.List:
		line("It reads a list; 'vendorkit call ... --all' gives every row.")
	case d.Reads:
		line("It reads.")
	default:
		line("It may change something: 'vendorkit call' asks first, or takes --yes.")
	}
	known := d.Evidence.Level + "; " + strings.TrimSuffix(d.Evidence.Source, ".") + "."
	if d.Evidence.Note != "" {
		known += " Note: " + strings.TrimSuffix(d.Evidence.Note, ".") + "."
	}
	line("Evidence: %s", folded(known, "  ", width))
	line("\nGo")
	for i, m := range d.Go {
		if i == 0 {
			line("  import %q", m.Import)
		}
		line("  %s", m.Call)
		line("      %s", m.Signature)
	}
	if len(d.Parameters) > 0 {
		line("\nParameters")
		for _, p := range d.Parameters {
			writeField(&out, p, p.In, width)
		}
	}
	if d.Body != nil {
		need := "may be left out"
		if d.Body.Required {
			need = "required"
		}
		line("\nBody, %s: %s, %s", need, d.Body.Type, d.Body.ContentType)
		writeFields(&out, d.Body.Fields, most, width)
	}
	switch {
	case d.Response.ContentType == "":
		line("\nResponse %s: nothing", d.Response.Status)
	case d.Response.Type == "binary":
		line("\nResponse %s: a file, %s; 'vendorkit call' saves it by --output", d.Response.Status, d.Response.ContentType)
	default:
		line("\nResponse %s (%s): %s", d.Response.Status, d.Response.Evidence, d.Response.Type)
		writeFields(&out, d.Response.Fields, most, width)
	}
	line("\nExample\n  %s", exampleCall(d))
	return out.String()
}

// writeFields writes fields; those of the records in a record that holds little else, such as the rows of a list, behind them.
func writeFields(out *strings.Builder, fields []catalog.DescribedField, most, width int) {
	shown := firstFields(fields, most)
	for _, field := range shown {
		writeField(out, field, "", width)
	}
	if left := len(fields) - len(shown); left > 0 {
		fmt.Fprintf(out, "  ... and %d more without a description; --full shows all\n", left)
	}
	if len(fields) > 4 {
		return
	}
	for _, field := range fields {
		if len(field.Fields) > 0 {
			fmt.Fprintf(out, "\n  %s, in %s\n", strings.TrimPrefix(field.Type, "list of "), field.Name)
			writeFields(out, withoutInner(field.Fields), most, width)
		}
	}
}

// firstFields are all fields where there aren't more than so many, else those that are required or that the document has words for, as it
// has for those of every day, with so many others as there is room for.
func firstFields(fields []catalog.DescribedField, most int) []catalog.DescribedField {
	if len(fields) <= most {
		return fields
	}
	var first, rest []catalog.DescribedField
	for _, field := range fields {
		if field.Required || field.Description != "" {
			first = append(first, field)
		} else {
			rest = append(rest, field)
		}
	}
	return append(first, rest[:max(0, min(most-len(first), len(rest)))]...)
}

func withoutInner(fields []catalog.DescribedField) []catalog.DescribedField {
	out := slices.Clone(fields)
	for i := range out {
		out[i].Fields = nil
	}
	return out
}

func writeField(out *strings.Builder, field catalog.DescribedField, in string, width int) {
	said := []string{field.Type}
	if in != "" {
		said = append(said, in)
	}
	if field.Required {
		said = append(said, "required")
	}
	if field.ReadOnly {
		said = append(said, "read only")
	}
	if field.Deprecated {
		said = append(said, "deprecated")
	}
	if field.Changes {
		said = append(said, "changes something")
	}
	text := field.Name + " (" + strings.Join(said, ", ") + ")"
	if field.Description != "" {
		text += ": " + field.Description
	}
	fmt.Fprintf(out, "  %s\n", folded(text, "      ", width-2))
}

// folded breaks a string into lines, those behind the first indented. Its paragraphs stay apart.
func folded(text, indent string, width int) string {
	var out strings.Builder
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			out.WriteString("\n\n" + indent)
		}
		length := 0
		for k, word := range strings.Fields(paragraph) {
			switch {
			case k == 0:
			case length+1+len(word) > width-len(indent):
				out.WriteString("\n" + indent)
				length = 0
			default:
				out.WriteByte(' ')
				length++
			}
			out.WriteString(word)
			length += len(word)
		}
	}
	return out.String()
}

// exampleCall is a command line that makes an operation.
func exampleCall(d catalog.Description) string {
	text := "vendorkit call " + d.Vendor + " " + d.Name
	for _, p := range d.Parameters {
		if p.Required {
			text += " --param " + quoteWord(p.Name+"=...")
		}
	}
	if d.Body != nil {
		text += " --body @body.json"
	}
	switch {
	case d.List:
		text += " --all"
	case d.Response.Type == "binary":
		text += " --output FILE"
	}
	if !d.Reads {
		text += " --dry-run"
	}
	return text
}

// quoteWord writes a word for a shell.
func quoteWord(text string) string {
	if text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/=@+%") == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
