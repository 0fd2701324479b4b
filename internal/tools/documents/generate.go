package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// generators are the tools that make a client, and how each one's is made and compiled in a folder of its own.
var generators = [...]struct {
	name string
	make func(ctx context.Context, shop workshop, file, folder string) error
}{
	{"openapi-typescript", openapiTypescript},
	{"hey-api", heyAPI},
	{"oapi-codegen", oapiCodegen},
	{"ogen", ogen},
}

// generate prints a table generator x document. A generator that refuses a document for a reason of its own is an exception.
func generate(ctx context.Context, shop workshop) error {
	allowed, err := readExceptions("exceptions.json")
	if err != nil {
		return err
	}
	if err := shop.goModule(ctx); err != nil {
		return err
	}
	results, failed := newTable(), false
	var names []string
	for _, generator := range generators {
		names = append(names, generator.name)
		for _, vendor := range shop.vendors {
			folder := filepath.Join(shop.temporary, "generated", strings.ReplaceAll(generator.name, "-", "")+vendor)
			if err := os.MkdirAll(folder, 0o700); err != nil {
				return err
			}
			row := results.start(shop, generator.name, vendor)
			err := generator.make(ctx, shop, shop.documents[vendor], folder)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			switch {
			case err == nil:
				row.end(true, "")
			default:
				if e := allowed.refusal(generator.name, vendor, err.Error()); e != nil {
					row.end(true, "refused, as expected: "+e.Rule)
					continue
				}
				failed = true
				row.end(false, firstLine(err))
				fmt.Printf("%s, %s: %v\n", generator.name, vendor, err)
			}
		}
	}
	results.print()
	if unused := allowed.unused(names...); len(unused) > 0 {
		return fmt.Errorf("exceptions.json: no longer needed, take them out: %s", strings.Join(unused, "; "))
	}
	if failed {
		return errFound
	}
	return nil
}

// goModule makes a module of the temporary folder whose versions are this one's, for the Go clients.
func (w workshop) goModule(ctx context.Context) error {
	if out, err := exec.CommandContext(ctx, "go", "mod", "download").CombinedOutput(); err != nil {
		if unreachable.Match(out) {
			return missingError("no Go modules: the proxy can't be reached")
		}
		return fmt.Errorf("go mod download: %w\n%s", err, out)
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(w.temporary, name), data, 0o600); err != nil {
			return err
		}
	}
	return os.Symlink(filepath.Join(w.node, "node_modules"), filepath.Join(w.temporary, "node_modules"))
}

func openapiTypescript(ctx context.Context, shop workshop, file, folder string) error {
	types := filepath.Join(folder, "schema.ts")
	if err := run(shop.tool(ctx, "openapi-typescript", file, "--output", types)); err != nil {
		return err
	}
	return shop.tsc(ctx, types)
}

func heyAPI(ctx context.Context, shop workshop, file, folder string) error {
	if err := run(shop.tool(ctx, "openapi-ts", "--input", file, "--output", folder, "--no-log-file")); err != nil {
		return err
	}
	return shop.tsc(ctx, filepath.Join(folder, "index.ts"))
}

func (w workshop) tsc(ctx context.Context, entry string) error {
	return run(w.tool(ctx, "tsc", "--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom,dom.iterable",
		"--module", "esnext", "--moduleResolution", "bundler", entry))
}

func oapiCodegen(ctx context.Context, shop workshop, file, folder string) error {
	name := filepath.Base(folder)
	if err := shop.goTool(ctx, "oapi-codegen", "-generate", "models,client", "-package", name, "-o", filepath.Join(folder, "client.gen.go"), file); err != nil {
		return err
	}
	return shop.goBuild(ctx, name)
}

func ogen(ctx context.Context, shop workshop, file, folder string) error {
	config := filepath.Join(shop.temporary, "ogen.yaml")
	if err := os.WriteFile(config, []byte("generator: {features: {disable_all: true, enable: [paths/client]}}\n"), 0o600); err != nil {
		return err
	}
	name := filepath.Base(folder)
	if err := shop.goTool(ctx, "ogen", "-config", config, "-package", name, "-target", folder, file); err != nil {
		return err
	}
	return shop.goBuild(ctx, name)
}

func (w workshop) goTool(ctx context.Context, args ...string) error {
	command := exec.CommandContext(ctx, "go", append([]string{"tool"}, args...)...)
	command.Dir = w.temporary
	return run(command)
}

func (w workshop) goBuild(ctx context.Context, name string) error {
	command := exec.CommandContext(ctx, "go", "build", "./generated/"+name)
	command.Dir = w.temporary
	return run(command)
}

// run returns what a command printed as the error when it fails, the last lines if it is long.
func run(command *exec.Cmd) error {
	out, err := command.CombinedOutput()
	if err == nil {
		return nil
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return errors.Join(err, errors.New(strings.Join(lines[max(0, len(lines)-20):], "\n")))
}

// firstLine is the error's first line that says more than how the command ended.
func firstLine(err error) string {
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "exit status") {
			return line
		}
	}
	return err.Error()
}
