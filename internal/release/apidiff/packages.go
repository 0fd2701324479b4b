package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/types"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/exp/apidiff"
	"golang.org/x/tools/go/packages"
)

// goPackage is what a package exports.
type goPackage struct {
	module string // the path of the tree's own module
	types  *types.Package
}

// readPackages reads what the public packages of a tree export: all of its modules but programs and what is internal.
func readPackages(ctx context.Context, root string) (map[string]*goPackage, error) {
	found := map[string]*goPackage{}
	var faults []error
	err := filepath.WalkDir(root, func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && at != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "internal") {
			return filepath.SkipDir
		}
		if entry.Name() != "go.mod" {
			return nil
		}
		folder, err := filepath.Rel(root, filepath.Dir(at))
		if err != nil {
			return err
		}
		faults = append(faults, readModule(ctx, filepath.Dir(at), filepath.ToSlash(folder), found))
		return nil
	})
	return found, errors.Join(append(faults, err)...)
}

// readModule reads the packages of the module in a folder, which is at a path below the tree's root.
func readModule(ctx context.Context, folder, at string, found map[string]*goPackage) error {
	var errs bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", "list", "-e", "-f", "{{with .Module}}{{.Path}}{{end}} {{.ImportPath}} {{.Name}}", "./...")
	cmd.Dir, cmd.Env, cmd.Stderr = folder, goEnvironment(), &errs
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("go list: %w: %s", err, strings.TrimSpace(errs.String()))
	}
	var public []string
	module := ""
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[2] == "main" {
			continue
		}
		module = fields[0]
		if path := strings.TrimPrefix(fields[1], module); !strings.Contains(path+"/", "/internal/") {
			public = append(public, fields[1])
		}
	}
	if len(public) == 0 {
		return nil
	}
	loaded, err := packages.Load(&packages.Config{
		Context: ctx, Dir: folder, Env: goEnvironment(), Mode: packages.NeedName | packages.NeedTypes | packages.NeedModule,
	}, public...)
	if err != nil {
		return err
	}
	var faults []error
	for _, p := range loaded {
		for _, fault := range p.Errors {
			faults = append(faults, fmt.Errorf("package %s: %w", p.PkgPath, fault))
		}
		below := path.Join(at, strings.TrimPrefix(p.PkgPath, module))
		found[strings.TrimPrefix(below, ".")] = &goPackage{strings.TrimSuffix(module, "/"+at), p.Types}
	}
	return errors.Join(faults...)
}

// goEnvironment is that of the go command: paths are left out of what it makes, so that the two trees share what it keeps.
func goEnvironment() []string {
	return append(os.Environ(), "GOFLAGS=-trimpath", "GOWORK=off")
}

// packageChanges compares two states of a package; either may be nil.
func packageChanges(at string, before, now *goPackage, vendors map[string]string) []change {
	group, title := at, "`"+at+"`"
	if at == "" {
		group, title = ".", "The module's own package"
	}
	names := []string{at}
	if vendor, ok := strings.CutPrefix(at, "gen/"); ok && vendors[vendor] != "" {
		group, title = vendor, vendors[vendor]
	}
	whole := change{Group: group, Title: title, Side: "go", Names: names, Subject: "package `" + at + "`"}
	switch {
	case before == nil:
		whole.Kind, whole.Text = added, "new"
		return []change{whole}
	case now == nil:
		whole.Kind, whole.Text = breaking, "gone"
		return []change{whole}
	}
	var list []change
	for _, found := range apidiff.Changes(before.types, now.types).Changes {
		subject, text, _ := strings.Cut(found.Message, ": ")
		if found.Compatible && valueOfNewType(subject, before.types, now.types) {
			continue
		}
		c := change{Group: group, Title: title, Side: "go", Kind: breaking, Text: short(text, now.module, at)}
		if found.Compatible {
			if c.Kind = changed; text == "added" {
				c.Kind = added
			}
		}
		subject = short(subject, now.module, at)
		c.Names = namesOf(subject)
		c.Subject = "`" + subject + "`"
		list = append(list, c)
	}
	return list
}

// valueOfNewType reports whether a constant is one of the values of a type that is new itself, and needs no line of its own.
func valueOfNewType(name string, before, now *types.Package) bool {
	constant, ok := now.Scope().Lookup(name).(*types.Const)
	if !ok {
		return false
	}
	of, ok := constant.Type().(*types.Named)
	return ok && of.Obj().Pkg() == now && before.Scope().Lookup(of.Obj().Name()) == nil
}

// short takes the module's path out of the names in a text, and the package's own too.
func short(text, module, at string) string {
	text = strings.ReplaceAll(text, path.Join(module, at)+".", "")
	return regexp.MustCompile(regexp.QuoteMeta(module)+`/(?:[\w-]+/)*([\w-]+)\.`).ReplaceAllString(text, "$1.")
}

// namesOf are the names under which something of a package may be announced: its own, and its type's.
func namesOf(subject string) []string {
	plain := strings.NewReplacer("(*", "", "(", "", ")", "").Replace(subject)
	plain = strings.TrimSuffix(strings.Fields(plain)[0], ",")
	names := []string{plain}
	if kind, _, ok := strings.Cut(plain, "."); ok {
		names = append(names, kind)
	}
	return names
}
