// Package catalog describes what a vendor's API offers, for a reader or a shell: each operation with its parameters, its body, its
// response, its sources and how Go calls it; and a search over all of them.
//
// It puts together a vendor's document (package spec), which is read only as far as it is needed, and texts for people (package prose). A Catalog may be used by several goroutines.
package catalog
