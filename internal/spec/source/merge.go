package source

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// merge reads a vendor's files and puts them together. A path, method or component that two files define is a fault:
// the reader of one file must be able to trust what it says. Written has for each schema the tags of its file.
func merge(fsys fs.FS, vendor string) (root tree.Object, written map[string][]string, err error) {
	main := path.Join(vendor, "openapi.yaml")
	if root, err = read(fsys, main); err != nil {
		return nil, nil, err
	}
	files, err := resourceFiles(fsys, vendor)
	if err != nil {
		return nil, nil, err
	}
	written = map[string][]string{}
	var faults []error
	parts, failed := readAll(fsys, files)
	for i, file := range files {
		part := parts[i]
		if failed[i] != nil {
			faults = append(faults, failed[i])
			continue
		}
		for key := range part {
			if key != "paths" && key != "components" && key != "tags" {
				faults = append(faults, fmt.Errorf("%s: only paths, components and tags may stand here, found %q", file, key))
			}
		}
		if tags, ok := part["tags"].([]any); ok {
			all, _ := root["tags"].([]any)
			root["tags"] = append(all, tags...)
			for schema := range below(below(part, "components"), "schemas") {
				for _, tag := range tags {
					tag, _ := tag.(tree.Object)
					written[schema] = append(written[schema], tree.String(tag, "name"))
				}
			}
		}
		faults = append(faults, mergePaths(tree.Child(root, "paths"), tree.Child(part, "paths"), file)...)
		components := tree.Child(root, "components")
		for kind, named := range tree.Child(part, "components") {
			named, ok := named.(tree.Object)
			if !ok {
				faults = append(faults, fmt.Errorf("%s: components.%s must be an object", file, kind))
				continue
			}
			faults = append(faults, mergeNamed(tree.Child(components, kind), named, file, "components."+kind+".")...)
		}
	}
	return root, written, errors.Join(faults...)
}

// readAll reads files side by side: a large document is half a second of parsing.
func readAll(fsys fs.FS, files []string) ([]tree.Object, []error) {
	parts, failed := make([]tree.Object, len(files)), make([]error, len(files))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				parts[i], failed[i] = read(fsys, files[i])
			}
		})
	}
	workers.Wait()
	return parts, failed
}

func mergePaths(into, from tree.Object, file string) (faults []error) {
	for _, p := range slices.Sorted(maps.Keys(from)) {
		item, ok := from[p].(tree.Object)
		if !ok {
			faults = append(faults, fmt.Errorf("%s: path %s must be an object", file, p))
			continue
		}
		faults = append(faults, mergeNamed(tree.Child(into, p), item, file, "path "+p+" ")...)
	}
	return faults
}

func mergeNamed(into, from tree.Object, file, what string) (faults []error) {
	for _, name := range slices.Sorted(maps.Keys(from)) {
		if _, ok := into[name]; ok {
			faults = append(faults, fmt.Errorf("%s: %s%s is defined in another file too", file, what, name))
			continue
		}
		into[name] = from[name]
	}
	return faults
}
