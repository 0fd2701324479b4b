// Package call describes calls. It is for generated code, and for code written by hand beside it; callers of an API don't need it.
//
// A method of a generated client names its operation ([New]), fills in the path, the query, the headers and the body, and passes the
// [Call] to a rest.Client, whose methods Do and Open send it. An argument that can't be sent, such as an empty id, is kept as the
// Call's error, and fails the call before anything is sent. A Call for a list has a [Listing], by which rest.Pages and rest.All get
// from page to page.
//
// Values in the URL are escaped here, and values that would lead out of an operation's path are refused. The functions that fill in
// a Call aren't inlined: every generated method uses them, and inlining would make programs large.
package call
