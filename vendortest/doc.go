// Package vendortest simulates the vendors on the loopback interface, so that an integration can be tested without an
// account, a network or a mock of one's own:
//
//	func TestSync(t *testing.T) {
//		srv := vendortest.NewHolaspirit(t)
//		// Make the client with srv.URL, log in with srv.Credentials(), run the integration.
//		srv.Fail(vendortest.Fault{Operation: "listMembers", Times: 2, Status: 503})
//		// Look at srv.Requests(), srv.Violations(), srv.Changes(), srv.Records("members").
//	}
//
// Outside a test, [Start] does the same; so does the command "vendorkit fake", for clients in any language: it begins with a
// curl line to try, and reports each request that breaks the document as it comes; with --strict it refuses those.
//
// Clients are paced and try again here as at the real vendor, in real time. A test that makes more calls than the window has, or that
// looks for an error which passes, gives its client rest.WithoutPacing() or rest.WithoutRetries().
//
// A test need not share a simulator to save time: the first of a vendor in a process is ready in about a hundredth of a second, any other in a
// fraction of a millisecond. What an operation needs of the document is made at its first call.
//
// One engine reads a vendor's OpenAPI document and serves it. A request that breaks the document (an unknown query
// parameter or body field, a wrong type, a missing header) is refused with status 400 and kept in [Server.Violations];
// [AllowViolations] lets it through, unless there is no body to carry out where one is due. What the vendor is known to ignore is let
// through in either case, and kept with [Violation.Ignored], so that a test which wants no mistakes finds a misspelt name all the same: query parameters that Halo and Holaspirit don't know,
// Halo's empty parameters and unknown body fields, a JSON body where Humanity looks for a form, and all but the last of a parameter that
// Humanity is sent several times. Records are synthetic, made from a seed: the same seed gives the same bytes. They refer to
// one another, survive being created, changed and deleted, and come in pages. [Server.Changes] is what calls wrote, record by record,
// [Records.Find] looks one up by a field, [Server.Collections] names all there are. What is written carries the real time;
// [Server.Advance] moves the simulator's clock.
//
// A [Fault] makes responses late, cut, spoilt or hostile: statuses, resets before and within the body, truncated and slow bodies, a body that
// never ends, gzip bombs, redirects, pages of HTML, fields with values that no type can hold, fields sent twice. Faults of
// the name "token" hit the token endpoint.
//
// # Collections
//
// [Server.Records] and [WithRecords] take these names, which are the last segments of the lists' paths, in any case:
//
//   - Holaspirit: actions, attachments, backups, boards, calendars, categories, chartviews, checklists, circles, columns,
//     custom-fields, domains, feed, jobs, meetings, members, metrics, okrs, organizations, policies, projects, publications, roles,
//     tasks, tensions, todolists, webhooks.
//   - Humanity: addclocktime, approve, breakrules, budget, clockin, comments, companies, create, customfields, datapoint, datapoints,
//     datatypes, digital_signature, driver, eid, employee-tasks, employees, future, leave-types, leaves, locations, master-tasks,
//     messages, modules, notes, notices, onnow, positions, preclockin, preclockins, ratecards, sections, series, shiftbreaks, shifts,
//     skills, tasks, terminal, timeclocks, trade, trades, unique_id, wall.
//   - Spiro: companies, contacts, custom_objects, opportunities, opportunity_stages, pipelines, quotes.
//   - Halo: every resource by the name in its path. Those of every day are Actions, Agent, Appointment, Asset, AssetType, Attachment,
//     Client, ClientContract, Invoice, Item, KBArticle, Opportunities, Priority, Product, Projects, PurchaseOrder, Quotation,
//     RecurringInvoice, Report, SLA, SalesOrder, Site, Status, Supplier, Team, TicketType, Tickets, TimesheetEvent, Users; [Server.Collections]
//     lists the other three hundred.
//
// # What is proven and what is a guess
//
// Proven, in the sense that the vendor's documentation or clients that ran against it say so, are the paths, parameters and
// schemas at the level that each operation's evidence states, and:
//
//   - Holaspirit: refresh tokens work once, for the client that they were made for, for a month; access tokens last an hour;
//     wrong credentials are status 400 with an OAuth error body; an "api:" token only reads, only below its own
//     organization, and /api/me responds to it with 403; 250 calls in 5 minutes, three headers, then 429; jobs vanish after a week. A query parameter that it
//     doesn't know is ignored: one client sends per_page to twenty lists.
//   - Humanity: HTTP 200 with another status than 1 in the body for nearly every failure, the token echoed in every response;
//     the token in the query or in the header; bodies are forms, and JSON counts as no fields at all where a form is due;
//     code 13 when someone clocks in or out twice; publish, a GET, changes state; ids, numbers and flags come as numbers in one
//     response and as strings in another, empty maps as []; access tokens last an hour. Paths may have a slash at their end and
//     doubled ones; dates are read as 2025-03-03, 03/03/2025 and Mar 3, 2025, lists of ids with blanks too; of a parameter
//     sent twice the last counts, as in PHP. A shift's site is an id or an object, which lists show empty.
//     Giving somebody a position leaves their wage as it is; changing the position's wage sets theirs.
//   - Halo: a POST of an array changes the records that have an id and creates the others, without a word; one object comes back
//     for one record; what isn't sent stays. No page has more than 100 rows, whatever is asked, and record_count stays whole, but is 0
//     after the last row, by which one client knows the end;
//     pages are given when pageinate asks for them, else count rows. Actions are listed by ticket or by a day, or not at all.
//     Lists that no document describes come bare or, with [HaloEnvelopes], in an object. A tenant that doesn't exist is status
//     500. 300 calls in a rolling 5 minutes, without headers, then 429 with the vendor's words. Files come as bytes; SQL runs by
//     POST /Report. An id is refused when it is written as 95.0. Times have no zone, some ids come as 12.0, null isn't sent; paths, names of parameters
//     and flags are taken in any case, whole numbers as strings too, null in any field. A read may have the paging, order and breadth
//     parameters that a widely used client sends everywhere, and any query parameter that the server doesn't know is ignored, as
//     that client's other ones are; one without a value (client_id=) or a flag that is no flag (nocache=undefined) counts as not sent.
//     Fields of a body that the server doesn't know are ignored, since clients send whole records back, and so is a body where
//     none is due. text/json and
//     application/…+json are JSON too, as the vendor's own document says. TopLevel's rows come under tree, Item's under items when pages are
//     asked for; the login host has its OpenID configuration.
//   - Spiro: a refresh gives a new pair, and the old pair dies when the new access token is first used; access tokens last
//     24 hours; every client sends X-Api-Version.
//
// These are guesses of the simulator, not to be relied on:
//
//   - Humanity and Spiro refuse a query parameter that their documents don't have. What the vendors do isn't known; of Humanity's
//     codes one is called "extra parameter".
//   - A response that the document declares unknown is {"data": {...}}: for a write the record, for a read something small.
//   - A field of unknown type holds whatever its name suggests. A deprecated field isn't sent. What a write
//     carries and a read of the record doesn't show is dropped; WithRequestBodies keeps it.
//   - The largest page (500 rows of Holaspirit, 100 of Spiro) and Spiro's default of 25; larger ones are cut without a word.
//   - Holaspirit: past the 10,000th item the response is 400. The rate limit counts all calls together, not by token. A job
//     is done at the third poll or after two seconds, and its file is 404 before that. Revoking an access token ends its refresh token too.
//     Members, roles and tasks keep the order in which they were made.
//   - Humanity: refresh tokens work once, and don't expire; clear, a GET, changes state too; which code comes for what, beyond 3, 13 and 91; 401 for a call
//     without a token, 404 and 405 for a path or a method that isn't there; that throttling counts all calls together. A
//     change of a shift's times, type, notes or position needs its update_ flag, add and remove don't ([WithStaffFlag]).
//     Sentences, the field of metadata that leads to the next page, and what is beside the rows of a report. A response
//     whose data isn't public holds the record, or for a deletion a sentence. A list of shifts has those that touch one of its days, if
//     they begin before the first too. Which shifts have a site of which form, and that every
//     fourth has its approvals in the older form. That disabled employees are in the list with disabled and in no other. Roles aren't looked at: everything is
//     allowed, until a [Fault] with code 20 says otherwise. Children of a group account show the same records.
//   - Halo: one object in place of a list is refused, and as good as a list of one where it is let through; names of fields are
//     read in any case, as .NET does; a ticket's team is found by its name in any case; 404 for an update of a record that isn't
//     there, by which nothing else of its list is written, and 0 for an id as good as none; which error has which of the forms that
//     were seen; 50 rows where neither pages nor a count are asked for, and 100 at most there too. A single read without
//     includedetails leaves out records within the record, but for custom fields, and so do the response to a write and a row that
//     has no schema of its own. Filters are
//     client_id, site_id, ticket_id, user_id, agent_id, status_id and a few like them, open_only and closed_only (closed is
//     the last of the statuses), search (in names, summaries and the like), advanced_search (all conditions hold; one that can't
//     be read finds nothing) and order with orderdesc; the other parameters are taken and do nothing. A new ticket has the first
//     of the statuses. SQL isn't run: the columns behind SELECT hold fields of the first tickets, at the top of the response and
//     within report by turns. What POST /Attachment/image returns; an action without an outcome is 400. Every single read has a
//     field that the document doesn't know, field_of_a_later_version. Fields that begin with _ are dropped, but a
//     [Fault] with Fields sends _warning. A custom field of any name is taken. A write of customfields leaves
//     those that it doesn't name; one of an asset's fields replaces them all. What /Opportunities and /Projects list are no tickets of /Tickets. The
//     login's guesses are that refresh tokens are replaced ([WithoutRefreshRotation]), that only logins with offline_access have
//     one, that codes live five minutes, and the error bodies beyond invalid_client and invalid_scope.
//   - Spiro: the error bodies, of the API and of the token endpoint; 400 without X-Api-Version; a code lives ten minutes;
//     a second refresh from the same token gives a second pair, of which the first one used ends the other; what include and
//     the filters do on lists; custom entities as a whole.
//   - 405 for a method that the path doesn't support.
//
// Query parameters of lists that the document has and the simulator makes nothing of, since nobody knows what they do or its records
// have nothing that they look at (of Halo the filters above are those that do something):
//
//   - Holaspirit: taken and without effect are sort of the circles, event of a member's feed, and view of the roles.
//   - Humanity: taken and without effect are check_permission, inactive, location, scheduler_users, with_custom_fields and
//     with_settings of the employees; deleted, force_user_timezone, location, mode, position and sortby of the leaves;
//     filter[include_primary] and updated_at of the locations; mode of the messages, lateforwork of who is on now, type of the
//     availability's approvals and of the training's comments, detailed of its modules, location of the timeclocks; and of the
//     shifts budget, filled, filter_by_employee, filter_by_site, filter_by_skill, include_ghost_shifts, overnight and vacation.
//   - Spiro: taken and without effect are per_page, of all lists.
//   - Of Humanity's reports the type, the days and the employees count, where they have them, and custom reports' fields; nothing else.
package vendortest
