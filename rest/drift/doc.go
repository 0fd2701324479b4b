// Package drift compares a vendor's real responses with its document and reports where they differ: fields that the document doesn't
// have, values of another type, and statuses, content types and enum values that it doesn't name. So a change by the vendor is
// noticed before it is announced, and a report of it can be sent to this module's maintainers.
//
// An [Observer] makes an http.RoundTripper for a client's http.Client:
//
//	observer, err := drift.New(specs.Files(), "halo")
//	client, err := halo.NewClient(url, halo.WithHTTPClient(&http.Client{Transport: observer.Transport(nil)}), ...)
//	...
//	err = observer.Report().Markdown(os.Stdout)
//
// Responses are passed through unchanged, byte for byte, and examined after their last byte was read. Nothing that goes wrong in the
// examination reaches the client.
//
// # What a report contains
//
// A report lists each difference once, however often it occurs, and never a value of a record: a value is represented by its type,
// and a string by its length where that helps. Field names are shown, since it is they that change. Names that look like data (an
// id, an address, a date, anything that isn't an identifier of at most 64 characters) are masked. If the document says that an
// object may have any fields, none of its field names are shown; [WithStructure] makes an exception for schemas that the document
// knows in part.
//
// One case can't be recognised: a customer may have chosen a plain word as the name of a field, in an object whose fields the
// document names completely. So look at the report before you send it.
//
// # What isn't reported
//
// These are no differences: a spelling that the document declares lenient; null; a field that is absent and not required; a list
// within an object where the document says that lists are loose; an empty list for an object where it says that the vendor writes
// empty objects that way; and failures (4xx and 5xx) of operations with a default response. A number that is sent as a string is a
// difference, unless that is declared; so are null and an empty list in place of the one record that a read is for.
package drift
