// Command documents tries the four documents with other people's tools, at the versions of go.mod and package-lock.json:
//
//	go run . lint      # Redocly's and Spectral's error rules
//	go run . generate  # clients by other generators, compiled
//	go run . prism     # the project's own clients against Prism's mocks
//
// It runs in its own folder and leaves nothing in the repository: what it makes is in a temporary folder, and npm's packages
// in the user's cache folder. With -optional it says "skipped" and succeeds where the tools can't be had, for lack of Node
// or of a registry.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

// root is the project's folder, seen from this one.
const root = "../../.."

var errFound = errors.New("found what shouldn't be")

func main() {
	optional := flag.Bool("optional", false, "succeed, and say so, where the tools can't be had")
	given := flag.String("documents", "", "`folder` of documents to try instead: VENDOR.json each")
	flag.Parse()
	jobs := map[string]func(context.Context, workshop) error{"lint": lint, "generate": generate, "prism": prism}
	tools := map[string]string{"lint": "Redocly and Spectral", "generate": "other people's generators", "prism": "Prism"}
	job := jobs[flag.Arg(0)]
	if job == nil || flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "documents: say lint, generate or prism")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := prepare(ctx, *given, job)
	var missing missingError
	switch {
	case err == nil:
	case *optional && errors.As(err, &missing):
		fmt.Printf("skipped, nothing was tried with %s: %v\n", tools[flag.Arg(0)], err)
	default:
		fmt.Fprintf(os.Stderr, "documents: %v\n", err)
		os.Exit(1)
	}
}

// workshop is where the tools and what they are tried on lie.
type workshop struct {
	node      string            // folder that has node_modules
	temporary string            // folder for what is made, and goes afterwards
	vendors   []string          // sorted
	documents map[string]string // vendor to file
}

// prepare installs the tools, prints the documents and does the job.
func prepare(ctx context.Context, given string, job func(context.Context, workshop) error) error {
	node, err := install(ctx)
	if err != nil {
		return err
	}
	temporary, err := os.MkdirTemp("", "documents-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	shop := workshop{node: node, temporary: temporary, documents: map[string]string{}}
	found, err := filepath.Glob(root + "/specs/*/openapi.yaml")
	if err != nil || len(found) == 0 {
		return errors.New("no documents under specs; run this in internal/tools/documents")
	}
	for _, path := range found {
		vendor := filepath.Base(filepath.Dir(path))
		file := filepath.Join(temporary, vendor+".json")
		if given != "" {
			if file, err = filepath.Abs(filepath.Join(given, vendor+".json")); err != nil {
				return err
			}
		} else if err := spec(ctx, vendor, file); err != nil {
			return err
		}
		shop.vendors = append(shop.vendors, vendor)
		shop.documents[vendor] = file
	}
	return job(ctx, shop)
}

// spec writes what vendorkit spec prints to file.
func spec(ctx context.Context, vendor, file string) error {
	print := exec.CommandContext(ctx, "go", "run", "./cmd/vendorkit", "spec", vendor)
	print.Dir = root
	var failure strings.Builder
	print.Stderr = &failure
	data, err := print.Output()
	if err != nil {
		return fmt.Errorf("vendorkit spec %s: %w\n%s", vendor, err, failure.String())
	}
	return os.WriteFile(file, data, 0o600)
}
