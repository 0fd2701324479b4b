// Command compile writes what oapi-codegen gets of a vendor, for its two runs: FOLDER/VENDOR.models.json and .yaml, the document
// and the configuration by which the types are written, FOLDER/VENDOR.client.json and .yaml, those of the client. generate.go
// calls it; nothing of this is kept. Beside the document it writes the packed one, which simulators and the command line load.
// With -clients it writes a Go file that makes any vendor's client by name, with -simulators one that lists the simulators.
//
//	go run ./internal/tools/compile [-specs DIR] [-templates DIR] [-output DIR] VENDOR FOLDER
//	go run ./internal/tools/compile [-specs DIR] -clients|-simulators PACKAGE FILE
package main

import (
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
	forAll := flag.Bool("clients", false, "write FILE of package PACKAGE, which makes any vendor's client by name")
	forServers := flag.Bool("simulators", false, "write FILE of package PACKAGE, which lists the vendors' simulators")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: compile [-specs DIR] [-templates DIR] [-output DIR] VENDOR FOLDER\n       compile [-specs DIR] -clients|-simulators PACKAGE FILE")
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
		config.Package = flag.Arg(0)
		err = compile(*specs, config, flag.Arg(1))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}

func compile(specs string, config configuration, folder string) error {
	vendor := config.Package
	doc, err := source.Load(os.DirFS(specs), vendor)
	if err != nil {
		return err
	}
	models, client, err := emit.GeneratorInput(doc)
	if err != nil {
		return err
	}
	if err := pack(specs, doc); err != nil {
		return err
	}
	files := map[string][]byte{vendor + ".models.json": models, vendor + ".client.json": client}
	for _, part := range [...]string{"models", "client"} {
		if files[vendor+"."+part+".yaml"], err = config.write(part); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
