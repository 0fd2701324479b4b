//go:build unix

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// side is a temporary module with the two packages beside each other.
type side struct{ root, work, vendor string }

const stockConfig = `package: %s
output: %s
generate: {models: true, client: true}
compatibility: {always-prefix-enum-values: true}
output-options: {name-normalizer: ToCamelCaseWithInitialisms, resolve-type-name-collisions: true}
`

func (s side) path(parts ...string) string {
	return filepath.Join(append([]string{s.work}, parts...)...)
}

func (s side) prepare(ctx context.Context, doc *source.Document, call program) error {
	resolved, err := withoutGoTypes(doc)
	if err != nil {
		return err
	}
	ours, err := filepath.Glob(filepath.Join(s.root, "gen", s.vendor, "*.go")) // those below it are made by generateOurs
	if err != nil {
		return err
	}
	files := map[string]string{
		"go.mod": "module cost\n\ngo 1.26.0\n\nrequire github.com/seed-8da6be54/vendorkit v0.0.0\n\n" +
			"replace github.com/seed-8da6be54/vendorkit => " + s.root + "\n",
		"document.json":     string(resolved),
		"stock.yaml":        fmt.Sprintf(stockConfig, s.vendor, s.path("stock", "stock.gen.go")),
		"plain/main.go":     plainProgram,
		"callours/main.go":  strings.ReplaceAll(call.ours, "PACKAGE", "cost/ours"),
		"callstock/main.go": strings.ReplaceAll(call.stock, "PACKAGE", "cost/stock"),
		"stock/.keep":       "",
	}
	for _, file := range ours {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		files["ours/"+filepath.Base(file)] = string(data)
	}
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(s.path(name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	return s.buildTools(ctx)
}

// buildTools builds the commands that are measured, so that no run pays for that.
func (s side) buildTools(ctx context.Context) error {
	for name, folder := range map[string]string{
		"compile":      "./internal/tools/compile",
		"check":        "./internal/tools/check",
		"oapi-codegen": "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen",
	} {
		if _, err := run(ctx, s.root, "go", "build", "-o", s.path(name), folder); err != nil {
			return err
		}
	}
	return nil
}

// withoutGoTypes is the document as anybody would generate from it: the Go types that stand in it are ours.
func withoutGoTypes(doc *source.Document) ([]byte, error) {
	data, err := doc.JSON()
	if err != nil {
		return nil, err
	}
	var root any
	if err := json.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	var strip func(v any)
	strip = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			delete(v, source.XGoType)
			for _, field := range v {
				strip(field)
			}
		case []any:
			for _, item := range v {
				strip(item)
			}
		}
	}
	strip(root)
	return json.Marshal(root)
}

// generateOurs makes the packages anew as generate.go does; the outcome goes to the temporary folder.
func (s side) generateOurs(ctx context.Context) (spent, error) {
	return run(ctx, s.root, s.path("compile"), "-output", s.path("ours"), s.vendor, s.work)
}

func (s side) generateStock(ctx context.Context) (spent, error) {
	return run(ctx, s.root, s.path("oapi-codegen"), "-config", s.path("stock.yaml"), s.path("document.json"))
}

// tidy gets what stock output imports, and compiles everything that is imported once.
func (s side) tidy(ctx context.Context) error {
	if _, err := run(ctx, s.work, "go", "mod", "tidy"); err != nil {
		return err
	}
	_, err := run(ctx, s.work, "go", "build", "./...")
	return err
}

// compile compiles a folder's package, those below it, and nothing else: they are changed by a comment, what they import is in the build
// cache.
func (s side) compile(ctx context.Context, folder string, number int) (spent, error) {
	if err := freshen(s.path(folder), s.vendor, fmt.Sprint(s.work, number)); err != nil {
		return spent{}, err
	}
	below, err := filepath.Glob(s.path(folder, "*", "client.gen.go"))
	if err != nil {
		return spent{}, err
	}
	for _, file := range below {
		if err := freshen(filepath.Dir(file), filepath.Base(filepath.Dir(file)), fmt.Sprint(s.work, number)); err != nil {
			return spent{}, err
		}
	}
	return run(ctx, s.work, "go", "build", "./"+folder+"/...")
}

// freshen changes a package by a comment, so that it is compiled anew.
func freshen(folder, name, comment string) error {
	return os.WriteFile(filepath.Join(folder, "fresh.go"), []byte("package "+name+"\n\n// "+comment+"\n"), 0o644)
}

func (s side) programSize(ctx context.Context, folder string) (int64, error) {
	return programSize(ctx, s.work, "./"+folder)
}

// programSize builds a program without what only debuggers read, and returns its size.
func programSize(ctx context.Context, module, program string) (int64, error) {
	file := filepath.Join(module, "sized.program")
	if _, err := run(ctx, module, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", file, program); err != nil {
		return 0, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
