// Package rest is the runtime under the generated clients: it builds a request, has it authorised, sends it, maps a
// failure to one error type and decodes the answer. A generated method only names its operation and hands over typed
// parts; everything that must be right for every call is here, once.
//
// A call ends in one of two ways: a decoded answer, or an [*Error] that says which vendor, operation and path failed,
// with which status and the vendor's own code and message. [errors.Is] tells the common cases apart ([ErrNotFound],
// [ErrUnauthorized], [ErrForbidden], [ErrConflict], [ErrRateLimited], [ErrServer], [ErrDecode], ...), and [Error.Outcome] whether
// the vendor may have acted on the call. [Error.Details] has what the vendor says of single fields.
//
// An iteration over a list that ends without an error is complete, as far as the vendor counts its rows. When it can't go on
// although no call failed, it ends in a [*PageError]: [ErrIncomplete], [ErrRepeatedPage] or [ErrPageCeiling].
//
// A call is tried again when that may help and can do no harm ([WithRetries] says when), and held to the vendor's rate limit
// where that is known ([NewLimiter]). Both are on unless switched off; [WithObserver] and package calllog show them at work.
//
// No secret shows in an error, whatever the verb or the logger: URLs are given as path templates, headers and bodies are
// left out, and credentials that a vendor echoes are masked.
//
// The package knows no vendor. Vendors' inconsistencies have lenient types here ([Int], [Float], [Bool], [Text], [Time],
// [Date], [List], [Map]); a value whose shape no source gives is a [JSON].
package rest
