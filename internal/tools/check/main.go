// Command check checks the tree against itself: what is generated must be what the documents and templates say, the documents must be
// valid OpenAPI, go.mod must be tidy, schemas must be made with their details, no built program may be committed, and the workflows may
// run only what is tested here. It is run from the module's root by `make check`; with -fuzz it runs every fuzz target instead, with
// -release it fails while a ledger has an entry that isn't worked into its document, and with -documents it checks the documents in a
// folder against OpenAPI and nothing else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

func main() {
	each := flag.Duration("fuzz", 0, "run every fuzz target for this long instead of checking")
	release := flag.Bool("release", false, "check that every entry of every ledger is worked in")
	documents := flag.String("documents", "", "check the documents in this folder against OpenAPI, and nothing else")
	flag.Parse()
	// It runs for seconds, and most of what it makes stays in use.
	debug.SetGCPercent(400)
	var err error
	switch {
	case *each > 0:
		err = fuzzAll(context.Background(), *each)
	case *release:
		err = checkLedgers(os.DirFS("specs"))
	case *documents != "":
		_, err = checkDocuments(context.Background(), os.DirFS(*documents), *documents)
	default:
		err = checkAll(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
}

func checkAll(ctx context.Context) error {
	if _, err := source.RequireVendors(os.DirFS("specs")); err != nil {
		return err // before a generator runs that has nothing to do
	}
	began := time.Now()
	type outcome struct {
		documents int
		err       error
	}
	// While the generator runs, which can't use all processors all the time.
	checked := make(chan outcome, 1)
	go func() {
		documents, err := checkDocuments(ctx, os.DirFS("specs"), "specs")
		checked <- outcome{documents, err}
	}()
	n, err := checkGenerated(ctx, ".", func(ctx context.Context) error { return goTool(ctx, "generate", "./...") })
	if errors.Is(err, errOutdated) { // who mends that wants to know this too
		return errors.Join(err, (<-checked).err)
	}
	if err != nil {
		return err
	}
	fmt.Printf("check: %d generated files are what the documents and templates say (%.1f s)\n", n, time.Since(began).Seconds())
	if err := goTool(ctx, "mod", "tidy", "-diff"); err != nil {
		return fmt.Errorf("go.mod or go.sum isn't tidy; run go mod tidy: %w", err)
	}
	documents := <-checked
	if documents.err != nil {
		return documents.err
	}
	fmt.Printf("check: %d documents are valid OpenAPI\n", documents.documents)
	workflows, err := checkWorkflows(".")
	if err != nil {
		return err
	}
	updates, err := checkUpdates(".")
	if err != nil {
		return err
	}
	if faults := append(workflows, updates...); len(faults) > 0 {
		return fmt.Errorf(".github isn't as it should be:\n  %s", strings.Join(faults, "\n  "))
	}
	details, err := checkDetails(os.DirFS("."))
	if err != nil {
		return err
	}
	if len(details) > 0 {
		return fmt.Errorf("schemas or operations without details:\n  %s", strings.Join(details, "\n  "))
	}
	programs, err := programsAmong(committed(ctx), os.DirFS("."))
	if err != nil {
		return err
	}
	if len(programs) > 0 {
		return fmt.Errorf("built programs are committed: git rm --cached %s", strings.Join(programs, " "))
	}
	if err := checkLedgers(os.DirFS("specs")); err != nil {
		fmt.Printf("check: no release before this is done: %v\n", err)
	}
	return nil
}

func goTool(ctx context.Context, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}
