package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// vendorDocument is a vendor's document, resolved.
type vendorDocument struct {
	title string
	root  tree.Object
	// printed says that it was made for other people's tools, without what they wouldn't understand.
	printed bool
}

// readDocuments reads every vendor's document below a tree's specs. It is today's compiler that resolves them, an older
// tree's too, so that a difference is one of the documents and not of the compiler. Documents in a form that today's
// doesn't take any more are resolved by the tree's own.
func readDocuments(ctx context.Context, root string) (map[string]*vendorDocument, error) {
	specs := filepath.Join(root, "specs")
	if _, err := os.Stat(specs); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	files := os.DirFS(specs)
	vendors, err := source.Vendors(files)
	if err != nil {
		return nil, err
	}
	found := map[string]*vendorDocument{}
	for _, vendor := range vendors {
		var data []byte
		printed := false
		doc, err := source.Open(files, vendor)
		if err == nil {
			data, err = doc.JSON()
		}
		if err != nil {
			own, ownErr := printedDocument(ctx, root, vendor)
			if ownErr != nil {
				return nil, fmt.Errorf("%w\nand by the compiler beside it: %w", err, ownErr)
			}
			data, printed = own, true
		}
		read := &vendorDocument{title: vendor, printed: printed}
		if err := json.Unmarshal(data, &read.root); err != nil {
			return nil, fmt.Errorf("document %s: %w", vendor, err)
		}
		if info, _ := read.root["info"].(tree.Object); info != nil {
			if title, _ := info["title"].(string); title != "" {
				read.title = title
			}
		}
		found[vendor] = read
	}
	return found, nil
}

// printedDocument has a tree's own command line print a vendor's document.
func printedDocument(ctx context.Context, root, vendor string) ([]byte, error) {
	if _, err := os.Stat(filepath.Join(root, "cmd", "vendorkit")); err != nil {
		return nil, errors.New("there is no cmd/vendorkit to print it")
	}
	cmd := exec.CommandContext(ctx, "go", "run", "./cmd/vendorkit", "spec", vendor)
	cmd.Dir = root
	cmd.Env = goEnvironment()
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go run ./cmd/vendorkit spec %s: %w: %s", vendor, err, strings.TrimSpace(errs.String()))
	}
	return out, nil
}

// methods are those that an operation can have.
var methods = [...]string{"get", "put", "post", "patch", "delete", "head", "options", "trace"}

// operations calls visit for every operation, by "GET /path".
func (d *vendorDocument) operations(visit func(name string, operation tree.Object)) {
	paths, _ := d.root["paths"].(tree.Object)
	for path, item := range paths {
		item, _ := item.(tree.Object)
		for _, method := range methods {
			if operation, ok := item[method].(tree.Object); ok {
				visit(strings.ToUpper(method)+" "+path, operation)
			}
		}
	}
}

// parametersOf are the parameters of an operation and of its path, by what they are called in a report.
func (d *vendorDocument) parametersOf(name string, operation tree.Object) map[string]tree.Object {
	_, path, _ := strings.Cut(name, " ")
	found := map[string]tree.Object{}
	for _, list := range [...]any{within(d.root, "paths", path)["parameters"], operation["parameters"]} { // an operation's own replace its path's
		for _, parameter := range tree.List(list) {
			parameter, _ := parameter.(tree.Object)
			if ref, _ := parameter["$ref"].(string); ref != "" {
				parameter = within(d.root, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
			}
			found[tree.String(parameter, "in")+" parameter `"+tree.String(parameter, "name")+"`"] = parameter
		}
	}
	return found
}

// goNames are the names of the methods that stand for the operations: "Tickets.List" for "GET /Tickets".
func (d *vendorDocument) goNames() map[string][]string {
	names := map[string][]string{}
	d.operations(func(name string, operation tree.Object) {
		tags, _ := operation["tags"].([]any)
		method, _ := operation[source.XMethod].(string)
		if len(tags) == 0 || method == "" {
			return
		}
		methods := []string{method}
		if _, both := operation[source.XUpsert].(tree.Object); both {
			methods = []string{"Create", "Update"}
		}
		for _, method := range methods {
			names[name] = append(names[name], fmt.Sprintf("%v.%s", tags[0], method))
		}
	})
	return names
}
