// Package rest is what the generated clients have in common: the options of a client and of a single call, the errors, the pages
// of lists, downloads, pacing, retries and observers. It builds a request, has it authorized, sends it, maps a failure to one
// error type and decodes the response. A generated method only describes its call, by package [call]; you need that package only to
// write such methods yourself.
//
// A call ends in one of two ways: with a decoded response, or with an [*Error] that says which vendor, operation and path failed,
// with which status and with which code and message of the vendor. [errors.Is] distinguishes the common cases ([ErrNotFound],
// [ErrUnauthorized], [ErrForbidden], [ErrConflict], [ErrRateLimited], [ErrServer], [ErrDecode], ...), and [Error.Outcome] says whether
// the vendor may have acted on the call. [Error.Details] has what the vendor says about individual fields.
//
// An iteration over a list that ends without an error returned as many rows as the vendor counts. Where the vendor doesn't count them, that
// can't be checked; [Pages] says what can go unnoticed when a list changes during the iteration. An iteration that can't continue
// although no call failed ends in a [*PageError]: [ErrIncomplete], [ErrRepeatedPage] or [ErrPageCeiling].
//
// [Resume] continues an iteration in the next run of the program, for exports that survive crashes.
//
// # What is read and what is written
//
// The fields that are read have plain types, and large nested records are value.Lazy: JSON that its Decode method reads. The fields that are
// written are pointers, so that false, 0 and "" can be sent, and what isn't set is left out:
// holaspirit.TensionUpdate{Name: new("Broken lift")}. Enums are open: the known values are constants, and unknown ones decode too.
// The various spellings of the vendors (numbers as strings, [] for an empty object, times without a zone) decode into one Go type each.
//
// [WithRows] reads rows into a struct of your own: only the fields that it names are decoded, which for five fields of a hundred takes
// about a fifth of the time and a tenth of the memory. [WithResponse] gives access to the raw response of any call. A client's method
// Call makes calls that no document has, with the same credentials and errors.
//
// # Retries and pacing
//
// Both are on unless switched off; [WithObserver] and package calllog show them at work.
//
// A failed call is retried when that may help and can do no harm. [WithRetries] says which failures are retried, how often and after
// which waits. An upload follows the same rules if its body wasn't read yet or can be rewound (an [io.Seeker]).
//
// Calls to a vendor whose rate limit is known keep to it ([NewLimiter]). A burst may use the whole window, calls that wait are served in
// order, and what others use of the account is learned from the vendor's headers and refusals. Processes that use one account can share its
// window by package sqlpace.
//
// The options are [WithoutRetries], [Retries] and [Repeatable] of one call, [WithRetryWait], [WithRetrier], [WithoutPacing] and
// [WithLimiter]. [AttemptOf] tells a RoundTripper which call a request belongs to; the module rest/otelexample makes spans and
// metrics that way.
//
// # Secrets
//
// No error reveals a secret, however it is printed or logged: paths are shown as templates, queries, headers and bodies are left out, and
// credentials that a vendor repeats in a message are masked.
//
// The package knows no vendor: what is peculiar to one is in its document. The types of single values, which are lenient where
// vendors are inconsistent, are in package [value].
//
// [call]: https://pkg.go.dev/github.com/seed-8da6be54/vendorkit/rest/call
// [value]: https://pkg.go.dev/github.com/seed-8da6be54/vendorkit/rest/value
package rest
