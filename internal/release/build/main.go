// Command build builds the vendorkit command for every platform into a folder, with the checksums beside it. `make
// release` calls it. The folder is replaced as a whole when all could be built, and left alone otherwise.
//
//	go run ./internal/release/build FOLDER
package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

// platforms are those that a release has the command for.
var platforms = [...]string{"darwin/amd64", "darwin/arm64", "linux/amd64", "linux/arm64", "windows/amd64", "windows/arm64"}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) != 2 || strings.HasPrefix(os.Args[1], "-") {
		fmt.Fprintln(os.Stderr, "usage: build FOLDER")
		os.Exit(2)
	}
	if err := build(ctx, ".", "./cmd/vendorkit", platforms[:], os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// build builds a command of the module at root and puts the programs into folder.
func build(ctx context.Context, root, command string, platforms []string, folder string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	made, err := os.MkdirTemp(filepath.Dir(folder), filepath.Base(folder)+"-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(made)
	var checksums strings.Builder
	for _, platform := range platforms {
		system, machine, _ := strings.Cut(platform, "/")
		name := filepath.Base(command) + "_" + system + "_" + machine
		if system == "windows" {
			name += ".exe"
		}
		cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(made, name), command)
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+machine, "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", platform, err, out)
		}
		data, err := os.ReadFile(filepath.Join(made, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&checksums, "%x  %s\n", sha256.Sum256(data), name)
	}
	err = errors.Join(
		os.WriteFile(filepath.Join(made, "checksums.txt"), []byte(checksums.String()), 0o644),
		os.Chmod(made, 0o755),
		os.RemoveAll(folder),
	)
	if err != nil {
		return err
	}
	return os.Rename(made, folder)
}
