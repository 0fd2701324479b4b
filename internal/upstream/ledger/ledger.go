// Package ledger reads the ledgers of upstream changes, specs/VENDOR/ledger.yaml, checks them against the documents and
// writes stubs into them.
package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seed-8da6be54/vendorkit/internal/upstream/changelog"
)

// Ledger is a vendor's ledger. What stands beside changelog and entries (where to look, what to ask a live account) is a
// vendor's own and isn't read.
type Ledger struct {
	Vendor    string
	Changelog Changelog
	Entries   []Entry // newest first
	// Unshaped are the schemas that entries name and the document doesn't have, because too little of them is known. Any
	// other name that the document doesn't have is a slip.
	Unshaped []string

	data []byte
	list *yaml.Node // of the entries; nil when the file has none
}

// Changelog says where the vendor's changelog is and how far it was read.
type Changelog struct {
	URL       string `yaml:"url"`
	ReadUntil string `yaml:"read-until"`
	Revision  string `yaml:"revision"`
	Note      string `yaml:"note"`
}

// Entry is what the vendor changed once, and what the document does about it.
type Entry struct {
	Date        string `yaml:"date"` // 2025-07-11, 2025-07, 2025 or unknown
	Title       string `yaml:"title"`
	Source      string `yaml:"source"`
	Fingerprint string `yaml:"fingerprint"` // of the vendor's words, see upstream.Entry.Fingerprint
	// Merged are the fingerprints of entries that the vendor has since put into this one.
	Merged     []string `yaml:"merged"`
	Change     string   `yaml:"change"`
	Status     string   `yaml:"status"` // empty: worked in; open or edited: not yet
	Removed    Names    `yaml:"removed"`
	Added      Names    `yaml:"added"`
	Deprecated Names    `yaml:"deprecated"`
	Kept       Names    `yaml:"kept"` // what stays in the document although it was removed; Document says why
	Touches    Touches  `yaml:"touches"`
	Document   string   `yaml:"document"`

	node *yaml.Node
}

// Names are operations ("GET /path", "* /path" for every method) and fields ("Shape.field").
type Names struct {
	Operations []string `yaml:"operations"`
	Fields     []string `yaml:"fields"`
}

// UnmarshalYAML reads a mapping of these two and of nothing else: what stands under another key would be held against no document.
func (n *Names) UnmarshalYAML(node *yaml.Node) error {
	const form = "write {operations: [\"GET /path\"], fields: [Schema.field]}, or one of the two"
	if node.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: it must be a mapping: %s", node.Line, form)
	}
	for i := 0; i < len(node.Content); i += 2 {
		if key := node.Content[i]; key.Value != "operations" && key.Value != "fields" {
			return fmt.Errorf("line %d: it has no %q: %s", key.Line, key.Value, form)
		}
	}
	type names Names // without this method
	return node.Decode((*names)(n))
}

// Touches are the operations that an entry concerns. In the file it may be the word all, which is read as none in particular.
type Touches []string

// UnmarshalYAML reads a list, or the word all.
func (t *Touches) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode && node.Value == "all" {
		return nil
	}
	return node.Decode((*[]string)(t))
}

// The states of an entry that isn't worked into the document yet.
const (
	Open   = "open"   // a stub
	Edited = "edited" // the vendor changed an entry that had been worked in
)

// todo is what a stub says where a person is to say something.
const todo = "TODO"

// Pending reports whether the entry waits to be worked into the document.
func (e Entry) Pending() bool { return e.Status != "" }

// Known is the entry as upstream compares it.
func (e Entry) Known() changelog.Known {
	date, _ := changelog.ParseDate(e.Date) // Parse has checked it
	return changelog.Known{Date: date, Title: e.Title, Fingerprint: e.Fingerprint, Merged: e.Merged}
}

// Bytes returns the file as it was read.
func (l *Ledger) Bytes() []byte { return l.data }

// File is where a vendor's ledger stands below the folder of the documents.
func File(vendor string) string { return path.Join(vendor, "ledger.yaml") }

// Load reads the ledger of a vendor.
func Load(specs fs.FS, vendor string) (*Ledger, error) {
	data, err := fs.ReadFile(specs, File(vendor))
	if err != nil {
		return nil, err
	}
	l, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", File(vendor), err)
	}
	if l.Vendor != vendor {
		return nil, fmt.Errorf("%s: vendor: is %q and must be %q", File(vendor), l.Vendor, vendor)
	}
	return l, nil
}

var (
	changes  = []string{"added", "removed", "changed", "deprecated", "none", "unknown"}
	statuses = []string{"", Open, Edited}
	keys     = []string{"date", "title", "source", "fingerprint", "merged", "change", "status", "removed", "added", "deprecated", "kept",
		"touches", "document", "confirmed"}
)

// Parse reads a ledger and checks its form. Every fault is in the error, by its line.
func Parse(data []byte) (*Ledger, error) {
	var root yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&root); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var more yaml.Node
	if err := decoder.Decode(&more); err == nil {
		return nil, fmt.Errorf("line %d: a second document begins after ---, and nothing reads it", more.Line)
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(root.Content) == 0 || root.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("the file must hold one mapping")
	}
	l := &Ledger{data: data}
	top := root.Content[0]
	if node := value(top, "vendor"); node != nil {
		l.Vendor = node.Value
	}
	if node := value(top, "changelog"); node != nil {
		if err := node.Decode(&l.Changelog); err != nil {
			return nil, fmt.Errorf("changelog: %w", err)
		}
	}
	if node := value(top, "unshaped"); node != nil {
		if err := node.Decode(&l.Unshaped); err != nil {
			return nil, fmt.Errorf("unshaped: %w", err)
		}
	}
	node := value(top, "entries")
	switch {
	case node == nil || node.Tag == "!!null":
		return l, nil
	case node.Kind != yaml.SequenceNode:
		return nil, fmt.Errorf("line %d: entries: must be a list", node.Line)
	}
	l.list = node
	prints := map[string]int{} // the lines of the entries that have them
	var faults []error
	for _, item := range node.Content {
		entry := Entry{node: item}
		if item.Kind != yaml.MappingNode {
			faults = append(faults, fmt.Errorf("line %d: an entry must be a mapping", item.Line))
			continue
		}
		for i := 0; i < len(item.Content); i += 2 {
			if key := item.Content[i]; !slices.Contains(keys, key.Value) {
				faults = append(faults, fmt.Errorf("line %d: an entry has no %q; it has %s", key.Line, key.Value, strings.Join(keys, ", ")))
			}
		}
		if err := item.Decode(&entry); err != nil {
			faults = append(faults, fmt.Errorf("line %d: %w", item.Line, err))
			continue
		}
		faults = append(faults, entry.form()...)
		for _, print := range append([]string{entry.Fingerprint}, entry.Merged...) {
			if at, twice := prints[print]; twice && print != "" {
				faults = append(faults, fmt.Errorf("line %d: entry %s %q: the entry of line %d has the fingerprint %s too: one of the two is there twice", item.Line, entry.Date, entry.Title, at, print))
			}
			prints[print] = item.Line
		}
		l.Entries = append(l.Entries, entry)
	}
	return l, errors.Join(faults...)
}

// form checks what can be seen without the document.
func (e Entry) form() (faults []error) {
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("line %d: entry %s %q: %w", e.node.Line, e.Date, e.Title, fmt.Errorf(format, args...)))
	}
	if _, err := changelog.ParseDate(e.Date); err != nil {
		fault("date: %w", err)
	}
	if e.Title == "" || e.Source == "" || e.Document == "" {
		fault("title, source and document must be there")
	}
	if !slices.Contains(changes, e.Change) {
		fault("change: %q is none of %s", e.Change, strings.Join(changes, ", "))
	}
	if !slices.Contains(statuses, e.Status) {
		fault("status: %q is neither open nor edited; an entry that is worked in has none", e.Status)
	}
	for _, merged := range e.Merged {
		if !changelog.ValidFingerprint(merged) {
			fault("merged: %q is no fingerprint", merged)
		}
	}
	if e.Fingerprint != "" && !changelog.ValidFingerprint(e.Fingerprint) {
		fault("fingerprint: %q is none; delete it, and `vendorkit upstream --accept` writes it anew", e.Fingerprint)
	}
	if !e.Pending() && (e.Change == "unknown" || strings.Contains(e.Title, todo) || strings.Contains(e.Document, todo)) {
		fault("it says TODO or change: unknown, and has no status: open")
	}
	return faults
}

func value(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}
