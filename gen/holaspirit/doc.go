// Package holaspirit is a client of the Holaspirit API: circles and roles, members, meetings and tensions, tasks, OKRs
// and the exports of an organization.
//
// # Access
//
// The API needs the vendor's Scale or Enterprise plan. Package auth has two ways in:
//
//	// reads only, one organization, never expires
//	source := auth.HolaspiritToken(auth.NewSecret(os.Getenv("HOLASPIRIT_TOKEN")))
//
//	// reads and writes; the refresh token is single use and kept in the store
//	source, err := auth.HolaspiritPassword(auth.HolaspiritConfig{Username: ..., Password: ...})
//
//	client, err := holaspirit.NewClient("", holaspirit.WithRequestEditorFn(auth.Holaspirit(source)))
//
// A read-only token (it starts with "api:") works only for paths that begin with /api/organizations/ and its own organization's id.
// The id can't be looked up with it, since Me.Get responds with 403, so it must be configured.
//
// # Calls
//
// Operations are grouped by subject: client.Circles, client.Tensions, client.Exports and so on. A list has three methods: List
// returns one page, Pages iterates over the pages, All over the rows.
//
//	for role, err := range client.Roles.All(ctx, organizationID, nil) {
//		...
//	}
//
// Responses contain, in Linked, the records that their data refers to by id. Which keys it has differs by operation, and the vendor
// keeps removing some. Anything but ids may be missing from a response.
//
// # Exports and webhooks
//
// An export is a job: Exports.Spreadsheet starts it, waits for it and opens the file. [ParseWebhook] and [WebhookHandler] read
// outgoing webhooks.
//
// # Limits
//
// The vendor permits 250 requests in five minutes, and returns the first 10,000 rows of a list: an iteration that would pass them
// ends with rest.ErrPageCeiling, and has to be split by the list's filters.
//
// # What is known
//
// The vendor's own OpenAPI document is not in any public repository. This package is made from the vendor's guides and changelog,
// from the property names of its published document, and from clients that were compiled against it; each method's comment names its
// sources. Fields whose type no source states are value.JSON. If only some fields of a write are public, its type has a field Extra
// for the others; if none is, the body is value.JSON. specs/holaspirit/ledger.yaml lists every entry of the vendor's changelog and
// what was done about it.
package holaspirit
