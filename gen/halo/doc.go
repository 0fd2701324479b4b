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
// What a call may do depends on the application's scopes and on the rights of the agent behind it: both must permit it. A 403
// (rest.ErrForbidden) means that one of the two is missing, and the server rarely says which. Webhooks without the scope
// admin:webhooks are a 401. Package auth has the other flows (a person's login with PKCE, password, API key), tenants and discovery.
//
// # Finding an operation
//
// The most used services are fields of Client: Tickets, Actions, Clients, Sites, Users, Agents, Assets, Appointments, Attachments,
// Contracts, Invoices, Items, KBArticles, Opportunities, Projects, Quotations, Reports, Statuses, Suppliers, Teams, TicketTypes and
// some twenty-five more. The others are in packages below this one, one for each field of work. Their function New makes them from a
// client, and they use its credentials, pacing and options:
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
// Those packages import this one, and none of them imports another. Where a type of this package needs one of theirs, the field is
// lazy: a value.JSON whose comment names the type to decode it into.
//
// Names are those of the product. The server's documents use those of its source code: there tickets are Faults, customers Area,
// agents Uname, assets Device, ticket types RequestType, teams SectionDetail, reports AnalyzerProfile, contracts ContractHeader,
// priorities Policy, opportunities Opps, software items Licence. A customer's record is [Customer], because Client is the API client.
// Each method's comment has its path.
//
// # Creating and changing
//
// The server's POST takes a list and does both: a record with an id is changed, and one without is silently created. Here Create and
// Update are two methods, with two types that have the same fields. A Create whose record has an id, and an Update whose record has
// none, are refused before anything is sent. Fields that aren't set aren't sent, and keep their values; new(false), new(int64(0))
// and new("") are sent. Both methods return what was saved as a list, although the server responds to a single record without one.
//
//	saved, err := client.Tickets.Update(ctx, []halo.TicketUpdate{{ID: 42, Summary: new("Printer down")}})
//
// The list may be shorter than what was sent, since Halo's own document has one record in the response to several. It may be empty
// without an error, since a 2xx may have no record. So check its length before reading saved[0].
//
// Neither is repeated after a failure if it isn't known whether the server acted on it, because a second Create would make a second
// record.
//
// A 2xx may carry a Warning or an Error: the server acted, but reports something. Sending the warning back confirms it. Extra takes
// fields that this package doesn't name.
//
// # Lists
//
// List gets one response; All and Pages iterate. If a list has pages, the server returns at most 100 rows of it, whatever is
// requested, but counts all rows in RecordCount. An iteration counts the rows it received, and ends with rest.ErrIncomplete if they
// are fewer. When rows are added before the iteration's place, later rows move and some come twice; when rows are removed, it goes
// back for those that moved. Order by id, ascending, so that new rows come at the end.
//
// Many lists have no documented response. Servers send an array, or an object around one; both are decoded. An iteration over a list
// that doesn't state its length ends at an empty page with nothing after it or, if the list isn't divided into pages, when the same
// rows come again.
//
// [Filters] are typed conditions for AdvancedSearch. The parameters ColumnsID, ViewID and ListID have been reported to have no
// effect. Actions need a ticket, or a span of at most a day; a single action is identified by its number and its ticket.
//
// # Values
//
// Fields that are absent, null or "" read as zero. Ids sent as 12.0 or "12" read as 12. A field of an unexpected type affects only
// itself: the call returns the value, and an error that names the field (see rest.ErrDecode).
//
// Times are sent without a zone and are UTC. [Date] reads one, and recognises that a day in 1899 or 1900 means none. [None], [GeneralUser]
// and [UnknownOwner] are ids that stand for nothing. [CustomFields] gives typed access to custom fields, and [SetCustomField] writes them.
// The fields of an asset's type are in [Asset.Fields]; they are written as [FieldHelperInput], whose Value is made by value.ToJSON.
// Whether a write keeps those fields that it doesn't name isn't known, so read the asset with IncludeDetails and send all of them.
//
// Records are large: a ticket has more than a thousand fields, and half of Halo is nested in it. Fields of type value.Lazy are
// decoded only on demand:
//
//	var user halo.User
//	err := appointment.User.Decode(&user)
//
// # Files
//
// Attachments.Upload sends a file, Attachments.Get reads one as a stream, and Attachments.UploadImage sends an image for the text of
// a ticket. An HTML page that isn't sent as a named file is taken for a login page; for attachments that may be HTML pages use
// rest.AllowHTML. Reports.Run runs SQL.
//
// # Limits
//
// Hosted servers accept 300 requests in any five minutes, and then respond with 429 and a text (rest.ErrRateLimited), not always
// with Retry-After. The client keeps to that number. If a 429 comes all the same, it waits for the window and retries; a call whose
// context would end before that fails at once. Self-hosted servers have limits of their own: use rest.WithoutPacing or
// rest.WithLimiter. Several processes with one account share the number by rest/sqlpace.
//
// # What is known
//
// The server publishes its document on each instance. This package is made from the copies in public repositories, the newest of
// July 2026. The document states the responses of 91 operations. If a resource's own record is known, from what its POST takes, its
// responses have that type, and the method's comment says that this is inferred. What isn't known is value.JSON. A comment that ends
// in "last in the edition of 2025-03" is about something that newer servers may not have. specs/halo/ledger.yaml says which copies
// were compared and how to get a live one.
package halo
