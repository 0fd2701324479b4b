// Package catalog tells what a vendor's API offers, as a reader or a shell needs it: each operation with its parameters, its body, its
// response, where it is known from and how Go calls it; and a search over all of them.
//
// It puts together a vendor's document (package spec), which is read as far as it is asked for, and what people want to know beside
// (package prose). A Catalog may be used by several goroutines.
package catalog
