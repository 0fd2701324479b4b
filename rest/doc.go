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
// An iteration over a list that ends without an error gave as many rows as the vendor counts; where it doesn't count them, that can't be
// checked, and [Pages] says what a list that changes meanwhile may hide. When it can't go on although no call failed, it ends in a
// [*PageError]: [ErrIncomplete], [ErrRepeatedPage] or [ErrPageCeiling].
//
// [Resume] goes on with an iteration in the next run of the program: an export that outlives crashes.
//
// A call is tried again when that may help and can do no harm ([WithRetries] says when), and held to the vendor's rate limit
// where that is known ([NewLimiter]). Both are on unless switched off; [WithObserver] and package calllog show them at work.
//
// # What is read and what is written
//
// What is read is plain values; large nested records are value.Lazy, JSON that Decode reads. What is written has pointers, so that
// false, 0 and "" can be sent and what isn't set stays out: holaspirit.TensionUpdate{Name: new("Broken lift")}. Enums are open:
// unknown values decode, and known ones are constants. Vendors' spellings (numbers as strings, [] for an empty object, times
// without zone) decode into one Go type each.
//
// [WithRows] reads rows into a struct of your own: only the fields that it names are decoded, which takes about a fifth of the time
// and a tenth of the memory for five fields of a hundred. [WithResponse] gives the raw response of any call, and a client's method
// Call calls what no document has, with the same credentials and errors.
//
// # Retries and pacing
//
// Both are on. [WithRetries] says which failures are tried again, how often and after which waits; an upload follows the same rules where
// its body wasn't read yet or can be rewound (an [io.Seeker]). A vendor whose rate limit is known is held to it: a burst may use the whole
// window, calls that wait are served in order, and what others use of the account is learnt from the vendor's headers and refusals.
// Options: [WithoutRetries], [Retries] and [Repeatable] of one call, [WithRetryWait], [WithRetrier], [WithoutPacing], [WithLimiter].
// Processes that use one account share its window by package sqlpace. [AttemptOf] tells a RoundTripper what a request belongs to; the
// module rest/otelexample makes spans and metrics that way.
//
// # Secrets
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
