// Package halo is a client of Halo's API: HaloPSA, HaloITSM, HaloCRM and Halo Service Desk, which are one server with one
// API. It has all 1,633 operations that the server's own documents of 2024 to July 2026 name.
//
// # Access
//
// The address is that of the resource server, as the product shows it under Configuration > Integrations > Halo API; it ends
// in /api. An API application made there gives a client id, and a secret for services:
//
//	source, err := auth.HaloClientCredentials(auth.HaloConfig{BaseURL: "https://acme.halopsa.com", ClientID: ..., ClientSecret: ...})
//	client, err := halo.NewClient("https://acme.halopsa.com/api", halo.WithRequestEditorFn(auth.Halo(source)))
//
// What a call may do is what the application's scopes and the rights of the agent behind it have in common: a 403
// (rest.ErrForbidden) lacks one or the other, and the server rarely says which. Webhooks without the scope admin:webhooks are
// a 401. Package auth has the other flows (a person's login with PKCE, password, API key), tenants and discovery.
//
// # Finding an operation
//
// The services that people use every day are fields of [Client]: Tickets, Actions, Clients, Sites, Users, Agents, Assets,
// Appointments, Attachments, Contracts, Invoices, Items, KBArticles, Opportunities, Projects, Quotations, Reports, Statuses,
// Suppliers, Teams, TicketTypes and some twenty-five more. The others stand in packages below this one, each for a field of work;
// New makes them from a client, whose credentials, pace and options they have:
//
//	details, err := integrations.New(client).XeroDetails.List(ctx, nil)
//
//	assetrecords      types and groups of assets, their changes, meters, remote sessions
//	billing           charge rates, templates and states of invoices, rules of taxes
//	calendar          types of bookings, free times, the calendar of changes
//	configuration     settings, custom fields, lookups, buttons, imports, the audit
//	contractsetup     rules and schedules of contracts, contracts with suppliers
//	customerrecords   contact groups, address books, what hangs on customers and users
//	development       products, releases, milestones
//	events            webhooks and their deliveries, notifications, automations
//	integrations      other systems, from Addigy to Xero
//	knowledge         lists of questions, news, bookmarks
//	messaging         mailboxes, e-mails and their templates, chats, campaigns
//	reporting         dashboards, forecasts, custom queries
//	sales             orders of customers and to suppliers, campaigns
//	servicecatalogue  services, their categories, statuses and downtimes
//	servicedesk       drafts of tickets, who views them, logs of calls
//	staff             roles, qualifications, presence, security of agents
//	stock             groups, stock, consignments and suppliers of items
//	ticketsetup       outcomes, workflows, templates, rules, approvals
//
// Those packages import this one, and none another. What this package's types need of them is a lazy field, value.JSON, whose comment
// names the type that Decode reads it into.
//
// Names are those of the product. The server's documents use those of its source: there tickets are Faults, customers Area,
// agents Uname, assets Device, ticket types RequestType, teams SectionDetail, reports AnalyzerProfile, contracts
// ContractHeader, priorities Policy, opportunities Opps, items of software Licence. A customer's record is [Customer], because
// Client is the client. Each method's comment has its path.
//
// # Creating and changing
//
// The server's POST takes a list and does both: a record with an id is changed, one without is created, silently. Here
// Create and Update are two methods with two types of the same fields. A Create whose record has an id, and an Update whose record
// has none, are refused before anything is sent. What isn't set isn't sent and stays as it is; new(false), new(int64(0)) and new("") are sent. Both return
// what was saved, as a list, though the server responds a single record without one.
//
//	saved, err := client.Tickets.Update(ctx, []halo.TicketUpdate{{ID: 42, Summary: new("Printer down")}})
//
// The list may be shorter than what was sent, since Halo's own document has one record in the response to several, and empty with no
// error, since a 2xx may have no record: check its length before saved[0] is read.
//
// Neither is repeated after a failure of which it isn't known how far it came: a second Create would be a second record.
//
// A 2xx may carry a Warning, or an Error: the server did something and has something to say. Sending the warning back confirms
// it. Extra takes fields that this package doesn't name.
//
// # Lists
//
// List gets one response, All and Pages iterate. Where the server has pages it gives no more than 100 rows whatever is asked, and
// still counts all in RecordCount; an iteration counts the rows that came and ends with rest.ErrIncomplete when they are fewer.
// When rows are added before its place, those behind them move and some come twice; when rows are removed, it goes back for
// those that moved. Order by id, upwards, and new rows come at the end.
//
// Many lists have no documented response. Servers send an array, or an object around one; both are read. An iteration over a list
// that says nothing of its length ends at an empty page that has nothing behind it, or, of a list that isn't cut into pages, when it
// comes again.
//
// [Filters] are typed conditions for AdvancedSearch. Filters that are set and do nothing have been reported for ColumnsID, ViewID
// and ListID. Actions need a ticket, or a span of at most a day; one action is named by its number and its ticket.
//
// # Values
//
// Fields that are absent, null or "" read as zero. Ids that come as 12.0 or "12" read as 12. Fields of a type that nobody
// foresaw cost themselves alone: the call returns the value and an error that names them (see rest.ErrDecode).
//
// Times come without zone and are UTC. [Date] reads one, and knows that a day of 1899 or 1900 is none. [None], [GeneralUser] and
// [UnknownOwner] are ids that stand for nothing. Custom fields have typed access in [CustomFields], and [SetCustomField] to write.
// The fields of an asset's type are in [Asset.Fields]; they are written as [FieldHelperInput], whose Value value.ToJSON makes. Whether a
// write keeps those fields that it doesn't name isn't known: read the asset with IncludeDetails, and send them all.
//
// Records are large: a ticket has more than a thousand fields, and what hangs on it is the half of Halo. Fields of type
// value.Lazy are read when they are asked for:
//
//	var user halo.User
//	err := appointment.User.Decode(&user)
//
// # Files
//
// Attachments.Upload sends one, Attachments.Get reads one as it comes, Attachments.UploadImage sends an image for the text of a
// ticket. A page of HTML that doesn't come as a named file is taken for a login page; for attachments that may be pages give
// rest.AllowHTML. Reports.Run runs SQL.
//
// # Limits
//
// Hosted servers take 300 requests in any five minutes and then respond with 429 and a text (rest.ErrRateLimited), not always with
// Retry-After. The client keeps to that number and, after a 429 all the same, waits for the window and tries again; a call whose
// context ends before fails at once. Servers of one's own have limits of their own: rest.WithoutPacing, rest.WithLimiter. Several
// processes with one account share the number by rest/sqlpace.
//
// # What is known
//
// The server publishes its document on each instance, and the copies in public repositories are what this package is made from,
// the newest of July 2026. It types the responses of 91 operations. Where a resource's own record is known, from what its POST
// takes, its responses are typed by that, and the method's comment says that it is inferred. What nobody knows is value.JSON. A
// comment that ends in "last in the edition of 2025-03" is of something that newer servers may not have. specs/halo/ledger.yaml says
// which copies were compared and how to pull a live one.
package halo
