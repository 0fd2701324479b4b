// Package vendortest simulates the vendors on the loopback interface, so that an integration can be tested without an
// account, a network or a mock of one's own:
//
//	func TestSync(t *testing.T) {
//		srv := vendortest.NewHolaspirit(t)
//		// Make the client with srv.URL, log in with srv.Credentials(), run the integration.
//		srv.Fail(vendortest.Fault{Operation: "listMembers", Times: 2, Status: 503})
//		// Look at srv.Requests(), srv.Violations(), srv.Records("members").
//	}
//
// Outside a test, [Start] does the same; so does the command "vendorkit fake", for clients in any language.
//
// One engine reads a vendor's OpenAPI document and serves it. A request that breaks the document (an unknown query
// parameter or body member, a wrong type, a missing header) is refused with status 400 and kept in [Server.Violations];
// [Lenient] lets it through. Records are synthetic, made from a seed: the same seed gives the same bytes. They refer to
// one another, survive being created, changed and deleted, and come in pages. What is written carries the real time;
// [Server.Advance] moves the simulator's clock.
//
// # What is proven and what is a guess
//
// Proven, in the sense that the vendor's documentation or clients that ran against it say so, are the paths, parameters and
// shapes at the level that each operation's evidence states, and:
//
//   - Holaspirit: refresh tokens work once, for the client that they were made for, for a month; access tokens last an hour;
//     wrong credentials are status 400 with an OAuth error body; an "api:" token only reads, only below its own
//     organization, and /api/me answers it 403; 250 calls in 5 minutes, three headers, then 429; jobs vanish after a week.
//   - Humanity: HTTP 200 with another status than 1 in the body for nearly every failure, the token echoed in every answer;
//     the token in the query or in the header; bodies are forms, and JSON counts as no fields at all where a form is due;
//     code 13 for who clocks in or out twice; publish, a GET, changes state; ids, numbers and flags come as numbers in one
//     answer and as texts in another, empty maps as []; access tokens last an hour.
//   - Spiro: a refresh gives a new pair, and the old pair dies when the new access token is first used; access tokens last
//     24 hours; every client sends X-Api-Version.
//
// These are guesses of the simulator, not to be relied on:
//
//   - An answer that the document declares unknown is {"data": {...}}: for a write the record, for a read something small.
//   - A member of unknown type holds whatever its name suggests. A deprecated member isn't sent. What a write
//     carries and a read of the record doesn't show is dropped; WithRequestBodies keeps it.
//   - The largest page (500 rows of Holaspirit, 100 of Spiro) and Spiro's default of 25; larger ones are cut without a word.
//   - Holaspirit: past the 10,000th item the answer is 400. The rate limit counts all calls together, not by token. A job
//     is done at the third poll or after two seconds, and its file is 404 before that. Revoking an access token ends its refresh token too.
//     Members, roles and tasks keep the order in which they were made.
//   - Humanity: refresh tokens work once, and don't expire; clear, a GET, changes state too; which code comes for what, beyond 3, 13 and 91; 401 for a call
//     without a token, 404 and 405 for a path or a method that isn't there; that throttling counts all calls together. A
//     change of a shift's times, type, notes or position needs its update_ flag, add and remove don't ([WithStaffFlag]).
//     Sentences, the member of metadata that leads to the next page, and what is beside the rows of a report. An answer
//     whose data isn't public holds the record, or for a deletion a sentence. Roles aren't looked at: everything is
//     allowed, until a [Fault] with code 20 says otherwise. Children of a group account show the same records.
//   - Spiro: the error bodies, of the API and of the token endpoint; 400 without X-Api-Version; a code lives ten minutes;
//     a second refresh from the same token gives a second pair, of which the first one used ends the other; what include and
//     the filters do on lists; custom entities as a whole.
//   - 405 for a method that a path hasn't got.
package vendortest
