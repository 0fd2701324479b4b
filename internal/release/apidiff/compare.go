package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
)

// compare reports what changed between a commit and the work tree.
func compare(ctx context.Context, repo repository, since string) (*report, error) {
	old, err := os.MkdirTemp("", "vendorkit-since-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(old)
	if err := repo.checkOut(ctx, since, old); err != nil {
		return nil, err
	}
	before, err := readTree(ctx, old)
	if err != nil {
		return nil, fmt.Errorf("the files of %s: %w", since, err)
	}
	now, err := readTree(ctx, repo.root)
	if err != nil {
		return nil, err
	}
	var found []change
	for vendor := range union(before.documents, now.documents) {
		list, err := documentChanges(vendor, before.documents[vendor], now.documents[vendor])
		if err != nil {
			return nil, fmt.Errorf("document %s: %w", vendor, err)
		}
		found = append(found, list...)
	}
	for path := range union(before.packages, now.packages) {
		found = append(found, packageChanges(path, before.packages[path], now.packages[path], titles(before, now))...)
	}
	slices.SortFunc(found, func(a, b change) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Kind.order(), b.Kind.order()), cmp.Compare(a.Side, b.Side),
			cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Text, b.Text))
	})
	return newReport(since, found), nil
}

// state is what is compared of a state of the files.
type state struct {
	documents map[string]*vendorDocument
	packages  map[string]*goPackage // by path below the module's
}

func readTree(ctx context.Context, root string) (state, error) {
	documents, err := readDocuments(ctx, root)
	if err != nil {
		return state{}, err
	}
	packages, err := readPackages(ctx, root)
	return state{documents, packages}, err
}

// titles gives the vendors' names as people write them.
func titles(trees ...state) map[string]string {
	names := map[string]string{}
	for _, t := range trees {
		for vendor, doc := range t.documents {
			names[vendor] = doc.title
		}
	}
	return names
}

func union[V any](a, b map[string]V) map[string]bool {
	all := map[string]bool{}
	for name := range a {
		all[name] = true
	}
	for name := range b {
		all[name] = true
	}
	return all
}

// listed joins names for a line: all of a few, the first of many.
func listed(names []string) string {
	const most = 3
	if len(names) > most+1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
