// Package drift compares a vendor's real responses with its document, and reports where they differ: fields that the document
// doesn't have, values of another type, statuses, content types and values of enumerations that it doesn't name. So a change at
// the vendor's is noticed before it is announced, and a report of it can be sent to this module's maintainers.
//
// An Observer makes an http.RoundTripper, which goes under a client:
//
//	observer, err := drift.New(specs.Files(), "halo")
//	client, err := halo.NewClient(url, halo.WithHTTPClient(&http.Client{Transport: observer.Transport(nil)}), ...)
//	...
//	err = observer.Report().Markdown(os.Stdout)
//
// Responses pass through as they come, byte for byte, and are looked at when their last byte was read; whatever goes wrong in
// that stays in the package. A program that doesn't import it links nothing of it.
//
// # What a report holds
//
// Each thing once, however often it occurs, and never a value of a record: a value is shown by its type, a string by its
// length where that helps. Names of fields are shown, since they are what changes. Names that look like data (an id, an
// address, a date, anything that isn't an identifier of at most 64 characters) are masked. Of an object that may hold any
// fields, by the document, none is named; WithStructure makes an exception of schemas of which the document knows a part.
//
// What can't be recognised is a plain word that a customer chose as the name of a field, in a place where the document names
// all fields: have a look at the report before you send it.
//
// # What is no mismatch
//
// A spelling that the document declares lenient, null, a field that is absent and not required, a list in an object where
// the document says that lists are loose, an empty list for an object where it says that the vendor writes empty objects so,
// and failures (4xx and 5xx) of operations with a default response. A number that
// comes as a string is one, unless declared; so are null and an empty list in place of the one record that a read is for.
package drift
