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
// A read-only token (it starts with "api:") opens only paths that begin with /api/organizations/ and its own
// organization's id. It can't discover that id, since Me.Get responds with 403, so the id has to be configured.
//
// # Calls
//
// Operations are grouped by what they are about: client.Circles, client.Tensions, client.Exports and so on. A list has
// three forms: List gives one page, Pages iterates over the pages, All over the rows.
//
//	for role, err := range client.Roles.All(ctx, organizationID, nil) {
//		...
//	}
//
// Responses side-load what their data refers to by id in Linked; which keys are there differs by operation and the vendor
// keeps trimming them. Everything but ids may be missing from any response.
//
// # Exports and webhooks
//
// An export is a job: Exports.Spreadsheet starts it, waits for it and opens the file. [ParseWebhook] and [WebhookHandler] read
// outgoing webhooks.
//
// # Limits
//
// 250 requests in five minutes, and the first 10,000 rows of a list: an iteration that would pass them ends with
// rest.ErrPageCeiling, and has to be split by the list's filters.
//
// # What is known
//
// The vendor's own OpenAPI document is not in any public repository. This package is made from the vendor's guides and
// changelog, from the property names of its published document, and from clients that were compiled against it; each
// method says in its comment what it rests on. Fields whose type no source gives are value.JSON. Write bodies of which
// only some fields are public have a field Extra for the others; where none is public the body is value.JSON.
// specs/holaspirit/ledger.yaml lists every entry of the vendor's changelog and what was done about it.
package holaspirit
