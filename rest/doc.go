// Package rest is what the generated clients have in common: the options of a client and of a single call, the errors, the pages
// of lists, downloads, pacing, retries and observers. It builds a request, has it authorised, sends it, maps a failure to one
// error type and decodes the response. A generated method only describes its call, by package [call]; you need that only to write
// such methods yourself.
//
// A call ends in one of two ways: a decoded response, or an [*Error] that says which vendor, operation and path failed,
// with which status and the vendor's own code and message. [errors.Is] distinguishes the common cases ([ErrNotFound],
// [ErrUnauthorized], [ErrForbidden], [ErrConflict], [ErrRateLimited], [ErrServer], [ErrDecode], ...), and [Error.Outcome] whether
// the vendor may have acted on the call. [Error.Details] has what the vendor says about individual fields.
//
// An iteration over a list that ends without an error gave every row that the vendor counts; where it doesn't count them, that
// can't be checked. When it can't go on
// although no call failed, it ends in a [*PageError]: [ErrIncomplete], [ErrRepeatedPage] or [ErrPageCeiling].
//
// [Resume] goes on with an iteration in the next run of the program: an export that outlives crashes.
//
// A call is tried again when that may help and can do no harm ([WithRetries] says when), and held to the vendor's rate limit
// where that is known ([NewLimiter]). Both are on unless switched off; [WithObserver] and package calllog show them at work.
//
// No error reveals a secret, whichever verb or logger prints it: URLs are given as path templates, headers and bodies are
// left out, and credentials that a vendor echoes are masked.
//
// The package knows no vendor: what a vendor does in its own way stands in its document. The types of single values, lenient
// where vendors are inconsistent, are in package [value].
//
// [call]: https://pkg.go.dev/github.com/seed-8da6be54/vendorkit/rest/call
// [value]: https://pkg.go.dev/github.com/seed-8da6be54/vendorkit/rest/value
package rest
