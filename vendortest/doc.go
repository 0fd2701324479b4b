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
// Outside a test, use [Start], or the command "vendorkit fake" for clients in any language: it prints a curl command to try, and reports each
// request that breaks the document as it arrives; with --strict it refuses those.
//
// # Requests
//
// One engine reads a vendor's OpenAPI document and serves it. Operations have the names (operationIds) of that document, which the clients'
// errors show and "vendorkit operations VENDOR" lists. A request that breaks the document (an unknown query parameter or body
// field, a wrong type, a missing header) is refused with status 400 and recorded in [Server.Violations]. [AllowViolations] lets it
// through, unless it has no readable body where one is required. What the vendor is known to ignore is let through in either case and
// recorded with [Violation.Ignored], so that a test that wants no mistakes still finds a misspelt name. That is: query parameters
// that Halo and Holaspirit don't know, Halo's empty parameters and unknown body fields, a JSON body where Humanity expects a form,
// and all but the last of a parameter that Humanity is sent several times.
//
// # Records
//
// Records are synthetic and made from a seed: the same seed gives the same bytes. They refer to one another, can be created, changed and
// deleted, and come in pages. [Server.Records] gives access to them: a test inserts, changes and looks up records there.
// [Server.Changes] lists what calls wrote, record by record, and [Server.Collections] the names of all collections.
//
// # Faults
//
// A [Fault] makes a response late, incomplete, wrong or hostile: statuses, connections cut before or within the body, truncated and slow
// bodies, a body that never ends, gzip bombs, redirects, HTML pages, fields with values that no type can hold, fields sent
// twice. A fault for the operation "token" hits the token endpoint.
//
// # Time
//
// Clients pace themselves and retry against a simulator as they do against the real vendor, in real time. A test that makes more calls than the rate
// limit allows, or that looks for an error which a retry would hide, gives its client rest.WithoutPacing() or
// rest.WithoutRetries(). [Server.Advance] moves the simulator's clock forward, so that tokens expire; what is written is dated by the real
// time all the same. In a bubble of testing/synctest, a simulator made with [InMemory] lets every wait pass at once.
//
// Every test can have a simulator of its own: the first one of a vendor in a process is ready in about a hundredth of a second, each further one
// in a fraction of a millisecond. Simulators don't affect one another, so tests may run in parallel.
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
// The following is proven, in the sense that the vendor's documentation or clients that ran against it say so. So are the paths,
// parameters and schemas, to the extent that each operation's evidence states.
//
//   - Holaspirit: refresh tokens work once, for the client that they were made for, for a month; access tokens last an hour;
//     wrong credentials get status 400 with an OAuth error body; an "api:" token can only read, and only within its own
//     organization, and /api/me responds to it with 403; 250 calls in 5 minutes, reported in three headers, then 429; jobs vanish after
//     a week. An unknown query parameter is ignored: one client sends per_page to twenty lists.
//   - Humanity: nearly every failure has HTTP status 200 and a status other than 1 in the body; every response repeats the token;
//     the token is sent in the query or in the header; bodies are forms, and where a form is expected, JSON counts as a form without
//     fields; code 13 when someone clocks in or out twice; publish, a GET, changes state; ids, numbers and flags are numbers in
//     one response and strings in another, and empty maps are []; access tokens last an hour. Paths may end in a slash and have
//     doubled slashes; dates are accepted as 2025-03-03, 03/03/2025 and Mar 3, 2025, and lists of ids with spaces; of a
//     parameter sent twice the last counts, as in PHP. A shift's site is an id or an object, which is empty in lists.
//     Giving an employee a position doesn't change the wage; changing the position's wage changes the employee's.
//   - Halo: a POST of an array silently updates the records that have an id and creates the others; for one record the response is
//     one object; fields that aren't sent keep their values. A page never has more than 100 rows, whatever is requested; record_count
//     remains the total, but is 0 on a page after the last row, by which one client recognises the end. With pageinate there are
//     pages, without it the first count rows. Actions are listed by ticket or by a day, or not at all. Lists that no document
//     describes are bare arrays or, with [HaloEnvelopes], within an object. A tenant that doesn't exist gets status 500. 300
//     calls in a rolling 5 minutes, not reported in headers, then 429 with the vendor's message. Files are sent as bytes; POST
//     /Report runs SQL. An id written as 95.0 is refused. Times have no zone, some ids are sent as 12.0, and null isn't sent.
//     Paths, parameter names and flags are accepted in any case, whole numbers as strings too, and null in any field. A read
//     accepts the parameters for paging, order and detail that a widely used client sends everywhere. A query parameter that the server doesn't know is
//     ignored, as are those of that client; one without a value (client_id=) and a flag with an invalid value (nocache=undefined)
//     count as not sent. Body fields that the server doesn't know are ignored, since clients send whole records back, and so is
//     a body where none is expected. text/json and application/…+json count as JSON, as the vendor's own document says. The rows of
//     TopLevel are in tree, and those of Item in items when pages are requested; the login host serves its OpenID configuration.
//   - Spiro: a refresh gives a new pair, and the old pair dies when the new access token is first used; access tokens last
//     24 hours; every client sends X-Api-Version.
//
// The following are guesses of the simulator. Don't rely on them:
//
//   - Humanity and Spiro refuse a query parameter that isn't in their documents. What the vendors do isn't known; one of Humanity's
//     codes is called "extra parameter".
//   - A response that the document declares unknown is {"data": {...}}, which holds the record for a write, and a small object for a read.
//   - A field of unknown type holds what its name suggests. Deprecated fields aren't sent. Fields of a write that a read of the
//     record doesn't show are dropped; [WithRequestBodies] keeps the whole body.
//   - The largest page (500 rows for Holaspirit, 100 for Spiro), and Spiro's default of 25; larger pages are silently cut.
//   - Holaspirit: past the 10,000th item the response is 400. The rate limit counts all calls together, not by token. A job is
//     done at the third poll or after two seconds; until then its file is 404. Revoking an access token also ends its refresh
//     token. Members, roles and tasks keep the order in which they were created.
//   - Humanity: refresh tokens work once and don't expire; clear, a GET, changes state too; which code is sent for what, beyond 3,
//     13 and 91; 401 for a call without a token, 404 and 405 for an unknown path or method; the rate limit counts all calls
//     together. Changing a shift's times, type, notes or position requires the matching update_ flag, while add and remove don't
//     ([HumanityStaffFlag]). Also guessed are the texts of messages, the metadata field that leads to the next page, and what a report has beside its rows. A
//     response whose data isn't public holds the record, or a sentence for a deletion. A list of shifts includes those that
//     overlap one of its days, even if they begin before the first. Which shifts have which form of site, and that every fourth has
//     its approvals in the older form. Disabled employees are in the list with disabled, and in no other. Roles aren't checked:
//     everything is allowed, unless a [Fault] with code 20 says otherwise. The accounts of a group all show the same records.
//   - Halo: one object instead of a list is refused; with [AllowViolations] it counts as a list of one. Field names are accepted in
//     any case, as in .NET, and so is the name of a ticket's team. An update of a record that doesn't exist gets 404, and nothing
//     else of its list is written; an id of 0 counts as none. Which error has which of the forms that were seen. 50 rows where
//     neither pages nor a count are requested, and at most 100 there too. A single read without includedetails leaves out
//     nested records except custom fields; so do the response to a write and a row without a schema of its own. The filters are
//     client_id, site_id, ticket_id, user_id, agent_id, status_id and a few like them, open_only and closed_only (the last status
//     counts as closed), search (in names, summaries and the like), advanced_search (all conditions must hold; one that can't be
//     parsed finds nothing) and order with orderdesc; the other parameters are accepted and have no effect. A new ticket has the
//     first status. SQL isn't run: the columns after SELECT hold fields of the first tickets, by turns at the top of the
//     response and within report. What POST /Attachment/image returns; an action without an outcome gets 400. Every single read
//     has a field that isn't in the document, field_of_a_later_version. Fields that begin with _ are dropped, but a [Fault]
//     with Fields can send _warning. Custom fields of any name are accepted. A write of customfields keeps those that it doesn't
//     name; a write of an asset's fields replaces all of them. The rows of /Opportunities and /Projects aren't tickets of
//     /Tickets. Guesses about the login are that refresh tokens are replaced ([HaloKeepsRefreshTokens]), that only logins with
//     offline_access have one, that codes last five minutes, and the error bodies other than invalid_client and invalid_scope.
//   - Spiro: the error bodies of the API and of the token endpoint; 400 without X-Api-Version; a code lasts ten minutes; a second
//     refresh with the same token gives a second pair, and whichever pair is used first ends the other; what include and
//     the filters do on lists; custom entities as a whole.
//   - 405 for a method that the path doesn't support.
//
// Some query parameters of lists are in the document, but have no effect in the simulator, because it isn't known what they do or its records
// have nothing that they apply to (for Halo, the filters above are those that have an effect):
//
//   - Holaspirit: taken and without effect are sort of the circles, event of a member's feed, and view of the roles.
//   - Humanity: taken and without effect are check_permission, inactive, location, scheduler_users, with_custom_fields and
//     with_settings of the employees; deleted, force_user_timezone, location, mode, position and sortby of the leaves;
//     filter[include_primary] and updated_at of the locations; mode of the messages, lateforwork of who is on now, type of the
//     availability's approvals and of the training's comments, detailed of its modules, location of the timeclocks; and of the
//     shifts budget, filled, filter_by_employee, filter_by_site, filter_by_skill, include_ghost_shifts, overnight and vacation.
//   - Spiro: taken and without effect are per_page, of all lists.
//   - Humanity's reports heed the type, the days and the employees, where they have them, and the fields of custom reports; nothing else.
package vendortest
