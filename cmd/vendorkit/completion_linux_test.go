package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
)

// commandLineVariable makes the test's program the command line, for the scripts that complete it.
const commandLineVariable = "VENDORKIT_TEST_COMMAND_LINE"

func TestMain(m *testing.M) {
	if os.Getenv(commandLineVariable) != "" {
		main()
	}
	os.Exit(m.Run())
}

// shells are how each is started, made ready to complete, and has ctrl-G write what stands on its line into the file "line", and empty it.
var shells = map[string]struct {
	start []string
	setup []string
}{
	"bash": {[]string{"bash", "--norc", "--noprofile", "-i"}, []string{
		`[ -f /usr/share/bash-completion/bash_completion ] && source /usr/share/bash-completion/bash_completion`,
		`source <(vendorkit completion bash)`,
		`bind "set completion-query-items 0"; bind "set page-completions off"; bind "set enable-bracketed-paste off"`,
		`bind -x '"\C-g": printf "%s" "$READLINE_LINE" >line.new; mv line.new line; READLINE_LINE=""'`,
	}},
	"zsh": {[]string{"zsh", "-f", "-i"}, []string{
		`autoload -U compinit; compinit -u -D; LISTMAX=10000`,
		`source <(vendorkit completion zsh)`,
		`shown() { print -rn -- "$BUFFER" >line.new; mv line.new line; BUFFER="" }; zle -N shown; bindkey "^G" shown`,
	}},
	"fish": {[]string{"fish", "--no-config", "-i"}, []string{
		`vendorkit completion fish | source`,
		`bind \cg 'commandline >line.new; mv line.new line; commandline ""'`,
	}},
}

// TestShellsComplete types the beginnings of lines into the shells that are here, and a tab.
func TestShellsComplete(t *testing.T) {
	t.Parallel()
	for shell, how := range shells {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(shell); err != nil {
				t.Skip(shell, "isn't here")
			}
			if shell == "bash" {
				if _, err := os.Stat("/usr/share/bash-completion/bash_completion"); err != nil {
					t.Skip("bash-completion isn't here, without which cobra's script does nothing")
				}
			}
			folder := t.TempDir()
			store, err := auth.NewFileStore(filepath.Join(folder, "store"))
			if err != nil {
				t.Fatal(err)
			}
			for _, account := range []string{"sales", "acme corp", "acme: north", "o'neil", "ann@example.com", `k="v$`, "日本 語"} {
				if _, err := store.Update(t.Context(), auth.Key{Vendor: "spiro", Account: account}, func(context.Context, auth.Record) (auth.Record, error) {
					return auth.Record{AccessToken: auth.NewSecret("x")}, nil
				}); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range []string{"change.json", "my change.json"} {
				if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			typed := typist(t, folder, how.start, how.setup)
			const call = "vendorkit call spiro listCompanies --store store "
			comma := ","
			if shell == "bash" { // which puts a backslash there, for nothing
				comma = `\,`
			}
			for line, want := range map[string]string{
				"vendorkit ca":                                               "vendorkit call ",
				"vendorkit cal":                                              "vendorkit call ",
				"vendorkit login hum":                                        "vendorkit login humanity ",
				"vendorkit login humanity ch":                                "vendorkit login humanity ch", // no file
				"vendorkit login humanity --by pa":                           "vendorkit login humanity --by password ",
				"vendorkit login humanity --password-file ch":                "vendorkit login humanity --password-file change.json ",
				"vendorkit login humanity --username ch":                     "vendorkit login humanity --username ch",
				"vendorkit accounts --store st":                              "vendorkit accounts --store store/",
				"vendorkit completion z":                                     "vendorkit completion zsh ",
				"vendorkit help tok":                                         "vendorkit help token ",
				"vendorkit call halo listTicketAr":                           "vendorkit call halo listTicketAreas ",
				"vendorkit describe halo Tickets.Al":                         "vendorkit describe halo Tickets.All ",
				"vendorkit spec spiro getComp":                               "vendorkit spec spiro getCompany ",
				"vendorkit spec spiro --format y":                            "vendorkit spec spiro --format yaml ",
				"vendorkit call halo getTicket --par":                        "vendorkit call halo getTicket --param ",
				"vendorkit call halo getTicket --param include_":             "vendorkit call halo getTicket --param include_auditing=",
				"vendorkit call halo getTicket --param=include_":             "vendorkit call halo getTicket --param=include_auditing=",
				"vendorkit call humanity listShifts --param mode=ov":         "vendorkit call humanity listShifts --param mode=overview",
				"vendorkit call humanity listShifts --param=mode=ov":         "vendorkit call humanity listShifts --param=mode=overview",
				"vendorkit call halo listTickets --all --columns id,summ":    "vendorkit call halo listTickets --all --columns id" + comma + "summary",
				"vendorkit call spiro updateOpportunity --body @ch":          "vendorkit call spiro updateOpportunity --body @change.json ",
				"vendorkit call spiro updateOpportunity --body @sto":         "vendorkit call spiro updateOpportunity --body @store/",
				"vendorkit call spiro listCompanies --param per":             "vendorkit call spiro listCompanies --param per_page=",
				`vendorkit call spiro listCompanies --param page\[s`:         `vendorkit call spiro listCompanies --param page\[size\]=`,
				`vendorkit call spiro listCompanies --param filter\[website`: `vendorkit call spiro listCompanies --param filter\[website_cont\]=`,
				call + "--account sa":                                        call + "--account sales ",
				call + "--account=sa":                                        call + "--account=sales ",
				call + "--account ac":                                        call + "--account acme",
				call + `--account acme\ c`:                                   call + `--account acme\ corp `,
				call + `--account acme\ corp --param per`:                    call + `--account acme\ corp --param per_page=`,
				`vendorkit call spiro updateOpportunity --body @my\ ch`:      `vendorkit call spiro updateOpportunity --body @my\ change.json `,
				call + "--account acme:":                                     call + `--account acme:\ north `,
				call + "--account o":                                         call + `--account o\'neil `,
				call + "--account ann":                                       call + "--account ann@example.com ",
				call + "--account k":                                         call + `--account k=\"v\$ `,
				call + "--account 日":                                         call + `--account 日本\ 語 `,
			} {
				if got := typed(line + "\t"); got != want {
					t.Errorf("%q became %q, want %q", line, got, want)
				}
			}
			if shell != "zsh" { // where a bracket that isn't escaped is an array's
				const want = `vendorkit call spiro listCompanies --param page\[size\]=`
				if got := typed("vendorkit call spiro listCompanies --param page[s\t"); got != want {
					t.Errorf("a bracket became %q, want %q", got, want)
				}
			}
		})
	}
}

// typist starts a shell in a folder, and returns what types into it and returns the line that stands there then.
func typist(t *testing.T, folder string, start, setup []string) func(keys string) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(folder, ".bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "vendorkit"), []byte("#!/bin/sh\n"+commandLineVariable+"=yes exec '"+program+"' \"$@\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	person, terminal := openTerminal(t)
	screen := screenOf(person)
	shell := exec.CommandContext(t.Context(), start[0], start[1:]...)
	shell.Dir, shell.Stdin, shell.Stdout, shell.Stderr = folder, terminal, terminal, terminal
	shell.Env = []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + folder, "TERM=xterm", "LANG=C.UTF-8", "PS1=$ "}
	shell.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		shell.Process.Kill()
		shell.Wait()
	})
	write := func(text string) {
		t.Helper()
		if _, err := person.WriteString(text); err != nil {
			t.Fatal(err)
		}
	}
	for i, command := range append(setup, "true") {
		done := filepath.Join(folder, "done")
		write(command + "; echo >done\r")
		awaitFile(t, done, screen)
		if err := os.Remove(done); err != nil {
			t.Fatal(i, err)
		}
	}
	return func(keys string) string {
		t.Helper()
		write(keys + "\x07")
		line := awaitFile(t, filepath.Join(folder, "line"), screen)
		if err := os.Remove(filepath.Join(folder, "line")); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSuffix(line, "\n")
	}
}

// awaitFile returns what a file holds, as soon as it is there.
func awaitFile(t *testing.T, path string, screen func() string) string {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Millisecond) {
		data, err := os.ReadFile(path)
		switch {
		case err == nil:
			return string(data)
		case !errors.Is(err, fs.ErrNotExist):
			t.Fatal(err)
		case time.Now().After(deadline):
			t.Fatalf("%s never came; the screen is %q", filepath.Base(path), screen())
		}
	}
}
