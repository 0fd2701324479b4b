package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/specs"
)

// TestAmendmentsFindWhatTheyMend: another version of cobra may write its scripts otherwise.
func TestAmendmentsFindWhatTheyMend(t *testing.T) {
	t.Parallel()
	root := rootCommand(specs.Files(), machine{})
	for shell, pairs := range amendments {
		var plain, amended bytes.Buffer
		if err := map[string]func() error{
			"bash": func() error { return root.GenBashCompletionV2(&plain, true) },
			"zsh":  func() error { return root.GenZshCompletion(&plain) },
			"fish": func() error { return root.GenFishCompletion(&plain, true) },
		}[shell](); err != nil {
			t.Fatal(err)
		}
		if err := writeScript(root, shell, true, &amended); err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(pairs); i += 2 {
			fault := pairs[i]
			if strings.Count(plain.String(), fault) != 1 || strings.Contains(amended.String(), fault) {
				t.Errorf("%s: %d times %s", shell, strings.Count(plain.String(), fault), fault)
			}
		}
	}
}

// TestWhatIsCompletedWithoutAShell covers what no shell has to be there for.
func TestWhatIsCompletedWithoutAShell(t *testing.T) {
	t.Parallel()
	c := newCLI(t)
	completed := func(args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if code := runOn(t.Context(), c.machine, append([]string{cobra.ShellCompRequestCmd, args[0], "--store", c.folder}, args[1:]...), &out, io.Discard); code != 0 {
			t.Errorf("%q: exit %d", args, code)
		}
		return out.String()
	}
	if got := completed("call", "spiro", "listCompanies", "--account", ""); got != ":4\n" {
		t.Errorf("without a store: %q", got)
	}
	if _, err := os.Stat(c.folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("completion has made a store: %v", err)
	}
	c.loggedIn("spiro")
	if got := completed("call", "spiro", "listCompanies", "--account", ""); !strings.HasSuffix(got, "\n:4\n") {
		t.Errorf("of the vendor: %q", got)
	}
	if got := completed("call", "halo", "listTickets", "--account", ""); got != ":4\n" {
		t.Errorf("of another vendor: %q", got)
	}
	if got := completed("login", ""); !strings.Contains(got, "humanity\n") {
		t.Errorf("the vendors: %q", got)
	}
	if got := completed("login", "humanity", ""); got != ":4\n" {
		t.Errorf("behind the vendor: %q", got)
	}
	for _, cmd := range rootCommand(specs.Files(), c.machine).Commands() {
		if cmd.Name() != "mcp" && !cmd.HasSubCommands() && cmd.ValidArgsFunction == nil {
			t.Errorf("%s completes its arguments with files", cmd.Name())
		}
	}
}
