package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// mcpProgram is the program that serves the Model Context Protocol. It is a module of its own, so that what it is built on doesn't reach
// those who import a client.
const mcpProgram = "vendorkit-mcp"

func mcpCommand(m machine) *cobra.Command {
	return &cobra.Command{
		Use:   "mcp VENDOR [flags]",
		Short: "Serve a vendor's API to assistants by the Model Context Protocol",
		Long: "mcp starts " + mcpProgram + ", a program of its own, which serves a vendor's API by three tools: find, describe and call. It\n" +
			"looks for it beside this program, then in the folders of PATH. All further arguments are passed on, --help too.",
		Example: "  vendorkit mcp halo\n" +
			"  vendorkit mcp halo --writes Tickets,Actions\n" +
			"  vendorkit mcp holaspirit --http 127.0.0.1:8765",
		DisableFlagParsing: true,
		ValidArgsFunction:  completeVendor,
		RunE: func(cmd *cobra.Command, args []string) error {
			program, err := findMCP(os.Executable, exec.LookPath)
			if err != nil {
				if len(args) == 1 && (args[0] == "--help" || args[0] == "-h") {
					return cmd.Help()
				}
				return err
			}
			return handOver(cmd, program, m, args)
		},
	}
}

// findMCP finds the program beside this one, else in the folders of PATH.
func findMCP(self func() (string, error), look func(string) (string, error)) (string, error) {
	name := mcpProgram
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	if path, err := self(); err == nil {
		beside := filepath.Join(filepath.Dir(path), name)
		if info, err := os.Stat(beside); err == nil && !info.IsDir() {
			return beside, nil
		}
	}
	path, err := look(name)
	if err == nil || !errors.Is(err, exec.ErrNotFound) && !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	return "", fmt.Errorf("%s isn't installed. It is a program of its own: 'go -C cmd/%[1]s install .' in a checkout of the module installs it, or 'go install github.com/seed-8da6be54/vendorkit/cmd/%[1]s@latest' once there is a release", mcpProgram)
}

// handOver runs the program with this one's standard input and output, and ends as it does.
func handOver(cmd *cobra.Command, program string, m machine, args []string) error {
	run := exec.CommandContext(cmd.Context(), program, args...)
	run.Stdin, run.Stdout, run.Stderr = m.in, unwatched(cmd.OutOrStdout()), cmd.ErrOrStderr()
	run.Cancel = func() error { return interrupt(run.Process) }
	run.WaitDelay = 5 * time.Second
	err := run.Run()
	exit, ended := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil || cmd.Context().Err() != nil && errors.Is(err, context.Canceled):
		return nil
	case ended && exit.ExitCode() > 0:
		return saidError{exit.ExitCode()}
	}
	return fmt.Errorf("%s: %w", strings.TrimSuffix(filepath.Base(program), ".exe"), err)
}

// interrupt ends a process as ctrl-C does, where there is such a thing.
func interrupt(p *os.Process) error {
	if runtime.GOOS == "windows" {
		return p.Kill()
	}
	return p.Signal(os.Interrupt)
}

// saidError is the exit code of a program that has said itself what was wrong.
type saidError struct{ code int }

func (e saidError) Error() string { return fmt.Sprintf("exit code %d", e.code) }
