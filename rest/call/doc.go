// Package call describes calls. It is for generated code, and for code that is written by hand beside it: who calls an API has no
// use for it.
//
// A method of a generated client names its operation (New), fills in the path, the query, the headers and the body, and hands
// the Call to a rest.Client, whose Do and Open send it. What is wrong with what it was given, such as an empty id, is kept, and
// ends the call before anything is sent. A Call for a list carries a Listing, by which rest.Pages and rest.All find their way from
// page to page.
//
// What stands in the URL is escaped here, and what would lead out of an operation's path refused. What fills in a call is kept out
// of line, because a client has a call of it in each of its methods.
package call
