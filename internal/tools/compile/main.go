// Command compile makes the Go packages of a vendor. It compiles the document into what oapi-codegen gets, and has oapi-codegen write
// the types and the client of each package: the vendor's own, and those below it that the document's groups name. What oapi-codegen got
// stays in FOLDER (VENDOR.models.json and .yaml, the document and the configuration of the types; VENDOR.client.json and .yaml,
// those of the client; VENDOR.PACKAGE.models.json and so on) for who wants to look. generate.go calls it.
// Beside the document it writes the packed one, which simulators and the command line load.
// With -prose it writes what people want to know of the document, for package catalog: descriptions, and the Go methods that were made.
// With -clients it writes a Go file that makes any vendor's client by name, with -simulators one that lists the simulators.
//
//	go run ./internal/tools/compile [-specs DIR] [-templates DIR] [-output DIR] [-generator FILE | -inputs] [-prose FILE] VENDOR FOLDER
//	go run ./internal/tools/compile [-specs DIR] -clients|-simulators PACKAGE FILE
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-8da6be54/vendorkit/internal/spec/emit"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

func main() {
	specs := flag.String("specs", "specs", "folder that holds the vendors' documents")
	var config configuration
	flag.StringVar(&config.Templates, "templates", "specs/templates", "folder of the generator's templates, as seen from where the generator runs")
	flag.StringVar(&config.Output, "output", "", "folder of what is generated (gen/VENDOR unless given)")
	generator := flag.String("generator", "", "oapi-codegen's program (that of the module's tools unless given)")
	inputs := flag.Bool("inputs", false, "write what oapi-codegen gets, and don't run it")
	forPeople := flag.String("prose", "", "FILE to write what people want to know of the document, once the generator has run")
	forAll := flag.Bool("clients", false, "write FILE of package PACKAGE, which makes any vendor's client by name")
	forServers := flag.Bool("simulators", false, "write FILE of package PACKAGE, which lists the vendors' simulators")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: compile [-specs DIR] [-templates DIR] [-output DIR] [-generator FILE | -inputs] [-prose FILE] VENDOR FOLDER\n       compile [-specs DIR] -clients|-simulators PACKAGE FILE")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	var err error
	switch {
	case *forAll:
		err = writeTable(clients, *specs, flag.Arg(0), flag.Arg(1))
	case *forServers:
		err = writeTable(simulators, *specs, flag.Arg(0), flag.Arg(1))
	default:
		config.Vendor = flag.Arg(0)
		err = compile(context.Background(), *specs, config, flag.Arg(1), *generator, *inputs, *forPeople)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}

func compile(ctx context.Context, specs string, config configuration, folder, generator string, inputs bool, forPeople string) error {
	doc, err := source.Load(os.DirFS(specs), config.Vendor)
	if err != nil {
		return err
	}
	packages, err := emit.GeneratorInput(doc)
	if err != nil {
		return err
	}
	if err := pack(specs, doc); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var runs []string // what the generator gets, without the ends .yaml and .json
	for _, p := range packages {
		of, err := config.of(p.Name)
		if err != nil {
			return err
		}
		name := config.Vendor
		if p.Name != "" {
			name += "." + p.Name
			if err := writeDoc(of, p.Doc); err != nil {
				return err
			}
		}
		for _, part := range [...]struct {
			name     string
			document []byte
		}{{"models", p.Models}, {"client", p.Client}} {
			settings, err := of.write(part.name)
			if err != nil {
				return err
			}
			run := filepath.Join(folder, name+"."+part.name)
			if err := errors.Join(os.WriteFile(run+".json", part.document, 0o644), os.WriteFile(run+".yaml", settings, 0o644)); err != nil {
				return err
			}
			runs = append(runs, run)
		}
	}
	if err := noOthers(config, packages); err != nil {
		return err
	}
	if inputs {
		return nil
	}
	if err := generate(ctx, generator, runs); err != nil || forPeople == "" {
		return err
	}
	own, err := config.of("")
	if err != nil {
		return err
	}
	return writeProse(doc, own.Output, forPeople)
}
