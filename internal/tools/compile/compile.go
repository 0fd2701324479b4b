package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/spec/emit"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/strict"
)

// run is one run of the generator: a file of a package.
type run struct {
	name             string // that of what the generator gets: VENDOR.models
	config, document []byte
}

// compileAll makes the packages of vendors, side by side, into out. What the generator gets it writes to folder.
func compileAll(specs string, config configuration, vendors []string, folder string, inputs bool, forPeople string, out *output) error {
	g, err := newGenerator()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	slots := make(chan struct{}, runtime.GOMAXPROCS(0)+1) // one more than run, because one may wait for the generator
	do := func(step func() error) error {
		slots <- struct{}{}
		defer func() { <-slots }()
		return step()
	}
	return sideBySide(vendors, func(vendor string) error {
		of := config
		of.Vendor = vendor
		var doc *source.Document
		var runs []run
		if err := do(func() (err error) {
			doc, runs, err = compile(specs, of, folder, out)
			return source.Locate(os.DirFS(specs), vendor, specs, err)
		}); err != nil || inputs {
			return err
		}
		err := sideBySide(runs, func(r run) error {
			return do(func() error {
				file, code, err := g.generate(r.config, r.document)
				switch {
				case err == nil:
					out.add(file, []byte(code))
				case code != "": // so that one can see why
					broken := filepath.Join(folder, r.name+".broken")
					err = errors.Join(fmt.Errorf("%s: %w", broken, err), os.WriteFile(broken, []byte(code), 0o644))
					fallthrough
				default:
					err = fmt.Errorf("oapi-codegen, with %s.yaml and .json: %w", filepath.Join(folder, r.name), err)
				}
				return err
			})
		})
		if err != nil {
			// Most of what stops the generator is no OpenAPI, which can be told by its place.
			if invalid := strict.Check(context.Background(), doc.Public()); invalid != nil {
				err = source.Locate(os.DirFS(specs), vendor, specs, fmt.Errorf("document %s: isn't valid OpenAPI:\n%w", vendor, invalid))
			}
			return err
		}
		if forPeople == "" {
			return nil
		}
		own, err := of.of("")
		if err != nil {
			return err
		}
		return do(func() error {
			return source.Locate(os.DirFS(specs), vendor, specs, addProse(doc, own.Output, filepath.Join(forPeople, vendor+".gen.json"), out))
		})
	})
}

// sideBySide calls a function with every item at the same time.
func sideBySide[T any](items []T, do func(T) error) error {
	faults := make([]error, len(items))
	var all sync.WaitGroup
	for i, item := range items {
		all.Go(func() { faults[i] = do(item) })
	}
	all.Wait()
	return errors.Join(faults...)
}

// compile makes what a vendor's packages are made of, but for what the generator makes: it returns the document, and the
// generator's runs, the longest first.
func compile(specs string, config configuration, folder string, out *output) (*source.Document, []run, error) {
	doc, err := source.Load(os.DirFS(specs), config.Vendor)
	if err != nil {
		return nil, nil, withUnread(err, os.DirFS(specs), config.Vendor)
	}
	packages, err := emit.GeneratorInput(doc)
	if err != nil {
		return nil, nil, err
	}
	if err := pack(specs, doc, out); err != nil {
		return nil, nil, err
	}
	var runs []run
	for _, p := range packages {
		of, err := config.of(p.Name)
		if err != nil {
			return nil, nil, err
		}
		name := config.Vendor
		if p.Name != "" {
			name += "." + p.Name
			addDoc(of, p.Doc, out)
		}
		for _, part := range [...]struct {
			name     string
			document []byte
		}{{"models", p.Models}, {"client", p.Client}} {
			settings, err := of.write(part.name)
			if err != nil {
				return nil, nil, err
			}
			r := run{name + "." + part.name, settings, part.document}
			file := filepath.Join(folder, r.name)
			if err := errors.Join(os.WriteFile(file+".json", r.document, 0o644), os.WriteFile(file+".yaml", r.config, 0o644)); err != nil {
				return nil, nil, err
			}
			runs = append(runs, r)
		}
	}
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(len(b.document), len(a.document)) })
	return doc, runs, noOthers(config, packages)
}

// withUnread puts before the faults of a document the keys in it that nobody would read: a slip in one is often the reason of the others.
func withUnread(err error, specs fs.FS, vendor string) error {
	doc, openErr := source.Open(specs, vendor)
	if openErr != nil {
		return err
	}
	if _, readErr := spec.Read(doc); readErr != nil {
		head, faults, _ := strings.Cut(err.Error(), "\n")
		lines := []string{head}
		for line := range strings.SplitSeq(readErr.Error(), "\n") {
			if strings.Contains(line, " has no \"") {
				lines = append(lines, line)
			}
		}
		err = errors.New(strings.Join(append(lines, faults), "\n"))
	}
	return err
}
