package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// tooMany says of an argument that it is one too many, and of a word for a switch how that is given: a flag that is one takes no value
// of its own accord. Any other word is said only where it can't be a secret.
func tooMany(cmd *cobra.Command, extra string, maybeSecret bool) error {
	text := fmt.Sprintf("%q is an argument too many", extra)
	if _, err := strconv.ParseBool(extra); err != nil || len(extra) < 2 {
		if maybeSecret {
			text = "there is an argument too many"
		}
		return usageError{errors.New(text)}
	}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "bool" {
			text += fmt.Sprintf("; --%s takes no value, or --%[1]s=%s", f.Name, extra)
		}
	})
	return usageError{errors.New(text)}
}

// vendorAndOperation checks that a command got these two arguments.
func vendorAndOperation(cmd *cobra.Command, args []string) error {
	if err := oneVendor(catalog.Vendors())(cmd, args[:min(1, len(args))]); err != nil {
		return err
	}
	switch {
	case len(args) < 2:
		return usageError{fmt.Errorf("OPERATION: give one, such as a name that 'vendorkit operations %s' lists", args[0])}
	case len(args) == 2:
		return nil
	}
	_, op, err := findOperation(args[:2])
	if err != nil {
		return err
	}
	err = tooMany(cmd, args[2], false)
	if cmd.Flags().Lookup("param") == nil || strings.Contains(err.Error(), ";") {
		return err
	}
	return usageError{fmt.Errorf("%w; %s", err, givenAs(op, args[2]))}
}

// givenAs says how an argument may have been meant.
func givenAs(op *catalog.Operation, extra string) string {
	if strings.HasPrefix(extra, "{") || strings.HasPrefix(extra, "[") || strings.HasPrefix(extra, "@") {
		return "a body is given by --body " + quoteWord(extra)
	}
	if _, _, named := strings.Cut(extra, "="); named {
		return "a parameter is given by --param " + quoteWord(extra)
	}
	var required []string
	for _, p := range op.Parameters {
		if p.Required || p.In == "path" {
			required = append(required, p.Name)
		}
	}
	if len(required) == 1 {
		return "a parameter is given by its name: --param " + quoteWord(required[0]+"="+extra)
	}
	return "a parameter is given by its name: --param NAME=" + quoteWord(extra)
}
