package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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
				if amendments[shell.Name()] != nil {
					shell.RunE = func(cmd *cobra.Command, _ []string) error {
						bare, _ := cmd.Flags().GetBool("no-descriptions")
						return writeScript(root, cmd.Name(), !bare, cmd.OutOrStdout())
					}
				}
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

// completeRest says for every argument and flag that has no completion of its own what is to come: a vendor and nothing behind it, a folder,
// an account, or nothing where a shell would offer the names of files. Only a flag whose value is called a file is left to the shell.
func completeRest(root *cobra.Command, m machine) {
	for _, cmd := range root.Commands() {
		if words := cmd.ValidArgs; cmd.ValidArgsFunction == nil {
			cmd.ValidArgs, cmd.ValidArgsFunction = nil, func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
				if len(args) > 0 {
					return nil, cobra.ShellCompDirectiveNoFileComp
				}
				return words, cobra.ShellCompDirectiveNoFileComp
			}
		}
		cmd.Flags().VisitAll(func(flag *pflag.Flag) {
			if _, has := cmd.GetFlagCompletionFunc(flag.Name); has || flag.NoOptDefVal != "" {
				return
			}
			complete := cobra.NoFileCompletions
			switch value, _ := pflag.UnquoteUsage(flag); {
			case value == "file":
				return
			case value == "folder":
				complete = cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs)
			case flag.Name == "account":
				complete = m.completeAccount
			}
			_ = cmd.RegisterFlagCompletionFunc(flag.Name, complete) // fails for a flag that isn't there only
		})
	}
}

// completeAccount completes the accounts of which the store has a login: the vendor's, when one is named.
func (m machine) completeAccount(cmd *cobra.Command, args []string, _ string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
	folder, _ := cmd.Flags().GetString("store")
	store, _, err := m.oldStore(folder)
	if err != nil || store == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	keys, _ := store.Keys(cmd.Context()) // those that can be read
	for _, key := range keys {
		named := len(args) > 0
		if named && key.Vendor != args[0] || strings.ContainsAny(key.Account, "\t\n") || slices.Contains(found, key.Account) {
			continue // a shell's completions are lines, with a description behind a tab
		}
		found = append(found, key.Account)
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completeVendor completes a command's only argument that isn't free text.
func completeVendor(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return catalog.Vendors(), cobra.ShellCompDirectiveNoFileComp
}

// completeOperation completes a vendor, then one of its operations, with what they do; in upper case, a Go method.
func completeOperation(_ *cobra.Command, args []string, begun string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
	method := begun != "" && unicode.IsUpper(rune(begun[0]))
	return completeFrom(args, begun, func(op *catalog.Operation) (names []string) {
		if !method {
			return []string{op.Name}
		}
		for _, m := range op.Methods {
			names = append(names, m.Selector())
		}
		return names
	})
}

// completeOperationID is completeOperation without Go methods.
func completeOperationID(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return completeFrom(args, begun, func(op *catalog.Operation) []string { return []string{op.Name} })
}

func completeFrom(args []string, begun string, namesOf func(*catalog.Operation) []string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
	if len(args) != 1 {
		return completeVendor(nil, args, begun)
	}
	offers, err := catalog.Open(args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, op := range offers.Operations() {
		for _, name := range namesOf(op) {
			if len(begun) <= len(name) && strings.EqualFold(name[:len(begun)], begun) {
				found = append(found, cobra.CompletionWithDesc(name, op.Summary))
			}
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completeBody completes the name of a file behind an @, which a shell doesn't.
func completeBody(_ *cobra.Command, _ []string, begun string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
	path, is := strings.CutPrefix(begun, "@")
	if !is {
		return []cobra.Completion{"@"}, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	folder, start := filepath.Split(path)
	entries, _ := os.ReadDir(cmp.Or(folder, "."))
	directive := cobra.ShellCompDirectiveNoFileComp
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, start) || start == "" && strings.HasPrefix(name, ".") || strings.ContainsAny(name, "\t\n") {
			continue
		}
		if entry.IsDir() {
			name += "/"
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		found = append(found, "@"+folder+name)
	}
	return found, directive
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
