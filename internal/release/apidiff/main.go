// Command apidiff reports what is new for users since a version: what changed in the vendors' documents, and what in the
// exported Go API of every public package. It prints a draft for CHANGELOG.md and says whether the next version is a
// major, a minor or a patch one. With -check it fails when a change that breaks users' programs isn't announced there.
//
//	go run . -root ../../.. -since v0.1.0
//	go run . -root ../../.. -check
//
// It is a module of its own, so that what it compares with stays out of the module's go.mod.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit code: 1 after a failure, 2 when the command was given wrongly.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("changes", flag.ContinueOnError)
	flags.SetOutput(errs)
	root := flags.String("root", ".", "folder of the repository")
	since := flags.String("since", "", "tag or commit to compare the work tree with")
	latest := flags.Bool("latest", false, "compare with the latest version's tag instead")
	check := flags.Bool("check", false, "fail when CHANGELOG.md doesn't announce a breaking change; without -since, since the latest version")
	output := flags.String("output", "", "file to write to instead of the standard output")
	format := flags.String("format", "markdown", "markdown, or json for a program")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	wrong := func(format string, a ...any) int {
		fmt.Fprintf(errs, "changes: "+format+"\n", a...)
		return 2
	}
	switch {
	case flags.NArg() > 0:
		return wrong("%q is too much: only flags are taken", flags.Arg(0))
	case *format != "markdown" && *format != "json":
		return wrong("-format: %q is unknown, give markdown or json", *format)
	case *since != "" && *latest:
		return wrong("give -since or -latest, not both")
	case *since == "" && !*latest && !*check:
		return wrong("-since: name the tag to compare with, as in make changes SINCE=v0.1.0")
	}
	var text bytes.Buffer
	err := changes(ctx, *root, *since, *check, *format, &text)
	switch {
	case err != nil:
	case *output != "":
		err = writeFile(*output, text.Bytes())
	default:
		_, err = text.WriteTo(out)
	}
	if err != nil {
		fmt.Fprintln(errs, "changes:", err)
		return 1
	}
	return 0
}

// writeFile writes a file whole or not at all.
func writeFile(name string, data []byte) error {
	file, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // it is there only after a failure
	_, err = file.Write(data)
	if err := errors.Join(err, file.Close(), os.Chmod(file.Name(), 0o644)); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}

func changes(ctx context.Context, root, since string, check bool, format string, out io.Writer) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	repo := repository{root}
	if err := repo.isTop(ctx); err != nil {
		return err
	}
	if since == "" {
		if since, err = repo.latestVersion(ctx); err != nil {
			return err
		}
		if since == "" {
			return sayNothing(ctx, repo, out)
		}
	}
	report, err := compare(ctx, repo, since)
	if err != nil {
		return err
	}
	if check {
		changelog, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if err := announced(report, string(changelog)); err != nil {
			return err
		}
		fmt.Fprintf(out, "changes: %d since %s, %d of them breaking and announced\n", len(report.Changes), since, report.count(breaking))
		return nil
	}
	if format == "json" {
		return report.writeJSON(out)
	}
	return report.writeMarkdown(out)
}

func sayNothing(ctx context.Context, repo repository, out io.Writer) error {
	why := "no version has been tagged yet"
	if shallow, err := repo.shallow(ctx); err != nil {
		return err
	} else if shallow {
		why = "this clone is shallow and shows no version's tag; git fetch --unshallow --tags brings them"
	}
	_, err := fmt.Fprintf(out, "changes: %s, so there is nothing to compare with\n", why)
	return err
}
