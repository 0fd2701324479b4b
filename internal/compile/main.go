// Command compile writes a vendor's document in the two forms that the generator takes, FOLDER/VENDOR.models.json and
// FOLDER/VENDOR.client.json. generate.go calls it; nothing it writes is kept.
// With -clients it writes a Go file that makes any vendor's client by name, with -simulators one that lists the simulators.
//
//	go run ./internal/compile [-specs DIR] VENDOR FOLDER
//	go run ./internal/compile [-specs DIR] -clients|-simulators PACKAGE FILE
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-8da6be54/vendorkit/internal/document"
)

func main() {
	specs := flag.String("specs", "specs", "folder that holds the vendors' documents")
	forAll := flag.Bool("clients", false, "write FILE of package PACKAGE, which makes any vendor's client by name")
	forServers := flag.Bool("simulators", false, "write FILE of package PACKAGE, which lists the vendors' simulators")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: compile [-specs DIR] VENDOR FOLDER\n       compile [-specs DIR] -clients|-simulators PACKAGE FILE")
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
		err = compile(*specs, flag.Arg(0), flag.Arg(1))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}

func compile(specs, vendor, folder string) error {
	doc, err := document.Load(os.DirFS(specs), vendor)
	if err != nil {
		return err
	}
	models, client, err := doc.GeneratorInput()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(folder, vendor+".models.json"), models, 0o644),
		os.WriteFile(filepath.Join(folder, vendor+".client.json"), client, 0o644),
	)
}
