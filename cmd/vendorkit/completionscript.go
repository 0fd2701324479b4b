package main

import (
	"bytes"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// amendments mend the scripts that cobra makes: what stands in them, and what is to, by shell.
var amendments = map[string][]string{
	"bash": {
		// A name with a bracket is found also where it is typed without a backslash.
		`[[ $comp == "$cur"* ]] || continue`, `[[ $comp == "$cur"* || ${compline%%$tab*} == "$cur"* ]] || continue`,
	},
	"zsh": {
		// Of --param=mode=open the flag ends at the first =.
		`if [[ "${lastParam}" =~ '-.*=' ]]; then`, `if [[ "${lastParam}" =~ '^-[^=]*=' ]]; then`,
	},
	"fish": {
		`(string match -r -- '-.*=' "$lastArg")`, `(string match -r -- '^-[^=]*=' "$lastArg")`,
		// What comes for --param=mode=open is no flag of string's.
		`(string split --max 1 \t $__vendorkit_comp_results[1])`, `(string split --max 1 -- \t $__vendorkit_comp_results[1])`,
		// Whether a blank follows is for the completion to say by its last character, not for its description.
		`(string sub -s -1 -- $split)`, `(string sub -s -1 -- $split[1])`,
		// What is typed has backslashes before brackets and blanks, as fish has put them there itself; what comes has none.
		`(commandline -t | string escape --style=regex)`, `(commandline -t | string unescape | string escape --style=regex)`,
		`(string escape -- (commandline -ct))`, `(string escape -- (string unescape -- (commandline -ct); or commandline -ct))`,
		`set -l args (commandline -opc)`, `set -l args (string replace -ra -- ' ' '\\\\ ' (commandline -opc))`,
	},
}

// writeScript writes a shell's completion script.
func writeScript(root *cobra.Command, shell string, described bool, out io.Writer) error {
	var script bytes.Buffer
	var err error
	switch {
	case shell == "bash":
		err = root.GenBashCompletionV2(&script, described)
	case shell == "zsh" && described:
		err = root.GenZshCompletion(&script)
	case shell == "zsh":
		err = root.GenZshCompletionNoDesc(&script)
	case shell == "fish":
		err = root.GenFishCompletion(&script, described)
	}
	if err != nil {
		return err
	}
	_, err = strings.NewReplacer(amendments[shell]...).WriteString(out, script.String())
	return err
}
