// Command compile makes the Go packages of the vendors. It compiles a document into what oapi-codegen gets, and has oapi-codegen write
// the types and the client of each package: the vendor's own, and those below it that the document's groups name. What oapi-codegen got
// stays in FOLDER (VENDOR.models.json and .yaml, the document and the configuration of the types; VENDOR.client.json and .yaml,
// those of the client; VENDOR.PACKAGE.models.json and so on) for who wants to look. generate.go calls it.
// Beside the document it writes the packed one, which simulators and the command line load.
// With -prose it writes to DIR/VENDOR.gen.json what people want to know of the document, for package catalog: descriptions, and the Go
// methods that were made. Of all vendors it also writes, with -clients, a Go file that makes any vendor's client by name, and, with -simulators, one that lists
// the simulators; each belongs to the package that its folder is named after.
//
//	go run ./internal/tools/compile [-specs DIR] [-templates DIR] [-inputs | -prose DIR] [-clients FILE] [-simulators FILE] FOLDER
//	go run ./internal/tools/compile [-specs DIR] [-templates DIR] [-inputs | -prose DIR] [-output DIR] VENDOR FOLDER
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"text/template"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

func main() {
	specs := flag.String("specs", "specs", "folder that holds the vendors' documents")
	var config configuration
	flag.StringVar(&config.Templates, "templates", "specs/templates", "folder of the generator's templates")
	flag.StringVar(&config.Output, "output", "", "folder of what is generated (gen/VENDOR unless given)")
	inputs := flag.Bool("inputs", false, "write what oapi-codegen gets, and don't run it")
	forPeople := flag.String("prose", "", "folder of what people want to know of the documents")
	forAll := flag.String("clients", "", "write this Go file, which makes any vendor's client by name")
	forServers := flag.String("simulators", "", "write this Go file, which lists the vendors' simulators")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: compile [-specs DIR] [-templates DIR] [-inputs | -prose DIR] [-clients FILE] [-simulators FILE] FOLDER\n       compile [-specs DIR] [-templates DIR] [-inputs | -prose DIR] [-output DIR] VENDOR FOLDER")
		flag.PrintDefaults()
	}
	flag.Parse()
	tables := map[string]*template.Template{}
	for file, table := range map[*string]*template.Template{forAll: clients, forServers: simulators} {
		if *file != "" {
			tables[*file] = table
		}
	}
	one := flag.NArg() == 2 && len(tables) == 0
	all := flag.NArg() == 1 && config.Output == ""
	if !one && !all || *inputs && *forPeople != "" {
		flag.Usage()
		os.Exit(2)
	}
	// It runs for seconds, and most of what it makes stays in use: a third of its time would be the collector's.
	debug.SetGCPercent(400)
	vendors, err := []string{flag.Arg(0)}, error(nil)
	if all {
		vendors, err = source.RequireVendors(os.DirFS(*specs))
	}
	out := newOutput()
	for file, table := range tables {
		err = errors.Join(err, addTable(table, *specs, file, out))
	}
	if err == nil {
		err = compileAll(*specs, config, vendors, flag.Arg(flag.NArg()-1), *inputs, *forPeople, out)
	}
	if err == nil && !*inputs {
		if err = out.write(); err == nil && all {
			err = out.leftOver("gen/*/*.gen.go", "gen/*/*/*.gen.go", filepath.Join(*forPeople, "*.gen.json"))
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}
