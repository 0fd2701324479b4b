// Package call describes calls. It is for generated code, and for code that is written by hand beside it: who calls an API has no
// use for it.
//
// A method of a generated client names its operation (New), fills in the path, the query, the headers and the body, and hands
// the Call to a rest.Client, whose Do and Open send it. An argument that can't be sent, such as an empty id, is kept as the Call's
// error, and fails it before anything is sent. A Call for a list carries a Listing, by which rest.Pages and rest.All find their way from
// page to page.
//
// What stands in the URL is escaped here, and what would lead out of an operation's path refused. The functions that
// fill in a Call are kept out of line: every generated method uses them, and inlined they would make programs large.
package call
