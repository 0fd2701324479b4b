//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// measured as the first argument has this program run the command behind it and do nothing else. A process counts as its own the
// most memory that the one that started it ever had, and this program reads whole documents; started anew it is small.
const measured = "-measured"

// run runs a command and reports what it and its children took.
func run(ctx context.Context, folder string, name string, args ...string) (spent, error) {
	return runWith(ctx, nil, folder, name, args...)
}

// runWith does the same with more in the environment.
func runWith(ctx context.Context, env []string, folder, name string, args ...string) (took spent, err error) {
	self, err := os.Executable()
	if err != nil {
		return spent{}, err
	}
	figures, given, err := os.Pipe()
	if err != nil {
		return spent{}, err
	}
	defer figures.Close()
	cmd := exec.CommandContext(ctx, self, append([]string{measured, name}, args...)...)
	cmd.Dir = folder
	cmd.Env = append(append(os.Environ(), "GOFLAGS=", "GOWORK=off"), env...)
	cmd.ExtraFiles = []*os.File{given}
	output, err := cmd.CombinedOutput()
	given.Close()
	if err != nil {
		return spent{}, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, output)
	}
	var user int64
	if _, err := fmt.Fscan(figures, &user, &took.memory); err != nil {
		return spent{}, fmt.Errorf("%s %s: what it took can't be read: %w", name, strings.Join(args, " "), err)
	}
	took.user = time.Duration(user)
	return took, nil
}

// measureCommand runs a command and writes what it took to the file that runWith gave, number 3. It returns the exit status.
func measureCommand(name string, args []string) int {
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		if failed, ok := errors.AsType[*exec.ExitError](err); ok && failed.ExitCode() > 0 {
			return failed.ExitCode()
		}
		return 1
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage) // always is, on Unix
	fmt.Fprintln(os.NewFile(3, "figures"), int64(cmd.ProcessState.UserTime()), int64(usage.Maxrss)*maxrssUnit)
	return 0
}
