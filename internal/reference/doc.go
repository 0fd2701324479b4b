// Package reference makes the reference of the vendors' APIs that people look at in a browser: an index over the vendors, one for each
// vendor, and a page for each service, with its operations and types.
//
// A page has everything of an operation but the fields of the types that it names, which a script unfolds on demand from the files
// below types/, one for each field of work; search.js is what the search of a vendor is made from. Fields are written once,
// a type that is derived for writing as its difference from the one that is read, so that all of Halo stays below a megabyte
// (gzip). The script, assets/reference.js, builds elements and texts, never markup, and loads files only as scripts, which
// a page that is opened from a disk may do, too. The search is MiniSearch's (see minisearch/README.md).
//
// What the documents say is escaped, and the pages' policy forbids everything but the files beside them.
//
// The tests that need a browser are in browsertest, a module of its own; `make test-docs` runs them.
package reference
