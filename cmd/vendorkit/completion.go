package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// refuseUnknown makes cobra's own commands fail for a word that they don't know, where they would show help as if all were well. The
// outputs are set before: the command for completion keeps that which it finds.
func refuseUnknown(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "completion":
			var shells []string
			for _, shell := range cmd.Commands() {
				shells = append(shells, shell.Name())
			}
			cmd.Args = func(_ *cobra.Command, args []string) error {
				if len(args) > 0 {
					return usageError{fmt.Errorf("there is no completion for shell %q; give one of %s", args[0], strings.Join(shells, ", "))}
				}
				return nil
			}
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() } // without it the arguments aren't checked
		case "help":
			cmd.Args = func(_ *cobra.Command, args []string) error {
				found, left, err := root.Find(args)
				switch {
				case err != nil:
					return usageError{err}
				case len(left) > 0 && found.HasAvailableSubCommands():
					return usageError{fmt.Errorf("unknown command %q for %q", left[0], found.CommandPath())}
				}
				return nil
			}
		}
	}
}

// completeFlow completes a way to log in: one of the vendor's, or of any before there is a vendor.
func completeFlow(_ *cobra.Command, args []string, _ string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
	for _, v := range loginVendors() {
		if len(args) > 0 && v.Name != args[0] {
			continue
		}
		for _, flow := range v.flows() {
			if !slices.Contains(found, flow) {
				found = append(found, flow)
			}
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completeWords has a flag completed that takes one of a few words.
func completeWords(cmd *cobra.Command, flag string, words ...cobra.Completion) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)) // fails for a flag that isn't there only
}

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
