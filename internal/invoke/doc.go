// Package invoke calls any operation of a vendor by its name, with parameters as strings and a body as JSON: what a shell or a tool has,
// in place of the types of the generated clients.
//
// A call is checked against the document before anything is sent, described as the generated methods describe theirs (package
// rest/call) and handed to the same rest.Client, so credentials, pacing, retries, the vendor's own verdicts and the pages of lists are those
// of the clients. Responses remain the JSON that the vendor sent.
package invoke
