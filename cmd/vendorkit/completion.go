package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// completeVendor completes a command's only argument that isn't free text.
func completeVendor(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return catalog.Vendors(), cobra.ShellCompDirectiveNoFileComp
}

// completeOperation completes a vendor, then one of its operations, with what they do.
func completeOperation(_ *cobra.Command, args []string, begun string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
	if len(args) != 1 {
		return completeVendor(nil, args, begun)
	}
	offers, err := catalog.Open(args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, op := range offers.Operations() {
		if len(begun) <= len(op.Name) && strings.EqualFold(op.Name[:len(begun)], begun) {
			found = append(found, cobra.CompletionWithDesc(op.Name, op.Summary))
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completeParam completes the name of a parameter, and its value where there are few.
func completeParam(_ *cobra.Command, args []string, begun string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
	const still = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	if len(args) != 2 {
		return nil, still
	}
	_, op, err := findOperation(args)
	if err != nil {
		return nil, still
	}
	name, _, named := strings.Cut(begun, "=")
	for _, p := range op.Parameters {
		if !named {
			found = append(found, cobra.CompletionWithDesc(p.Name+"=", strings.ReplaceAll(p.Description, "\n", " ")))
			continue
		}
		if p.Name != name {
			continue
		}
		schema := p.Schema.Spec()
		if items := p.Schema.Items(); items != nil {
			schema = items.Spec()
		}
		for _, v := range schema.Enum {
			found = append(found, name+"="+fmt.Sprint(v))
		}
		if schema.Type == "boolean" {
			found = append(found, name+"=true", name+"=false")
		}
	}
	return found, still
}
