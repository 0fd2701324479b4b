// Package spiro is a client of the API of Spiro (spiro.ai), a CRM: companies, contacts, opportunities, pipelines.
//
// # What is known, and what isn't
//
// Spiro's endpoint reference is not public. Its help centre links to one, but no copy of it could be found, nor an OpenAPI file, a
// collection or an SDK. The vendor publicly documents only the OAuth flow. Everything else here is what the integration of a single
// organization does with the API. That means:
//
//   - This is a part of the API, not all of it. Spiro says that records of each kind can be created, updated and deleted;
//     the one write that has been seen is that of an opportunity's custom fields.
//   - The comment of every method ends in its evidence. "observed": a live account's integration relied on it.
//     "inferred": client code calls it, and nothing shows that it worked.
//   - Fields carry the same words where they are less sure than their record. Unknown fields never break a call, and
//     Raw holds each record's attributes whole.
//   - Error bodies, rate limits, sorting, the largest page and the form of dates are unknown. Errors are distinguished by
//     their HTTP status; dates keep their text (value.Time).
//
// Observed: Companies.List, Contacts.List, Opportunities.List, Opportunities.Get, Opportunities.Update,
// Pipelines.ListStages. Inferred: Pipelines.List (likely), Companies.Get, Contacts.Get, Quotes.List, CustomEntities.List.
//
// Spiro's help article on its API links to the reference. If you can open it, trust it over this package.
// specs/spiro/ledger.yaml lists what a live account should settle.
//
// # Credentials
//
// Every call needs an OAuth access token in the Authorization header. Package auth obtains and renews tokens, first with an
// authorization code, then by refresh. A refresh gives a new pair of tokens, and the old pair ends when the new access token is
// first used, so the new pair must be stored before that; package auth does so.
//
//	client, err := spiro.NewClient("", spiro.WithRequestEditorFn(auth.Spiro(src)))
//
// The header X-Api-Version: 1, which every known client sends by now, is sent with every call.
//
// # Records
//
// Records look like JSON:API. A record has an ID, a Type, Attributes and Relationships. A relationship refers to another record by
// type and id. If that record is requested with Include, the response has it in Included, where Find finds it and Resource.Decode
// decodes its attributes:
//
//	got, err := client.Opportunities.Get(ctx, id, &spiro.GetOpportunityParams{Include: []string{"user"}})
//	owner, ok := got.Data.Relationships.User.Find(got.Included)
//
// An opportunity's stage can't be included; its name comes from Pipelines.ListStages.
//
// # Custom fields
//
// A tenant's own fields are in Attributes.Custom, by the field's label in snake case. Their values differ in form from field to
// field; CustomValue has an accessor for each form that has been seen, and none of them fails on a value of another form:
//
//	link, ok := attributes.Custom["packaging_quote"].Link()
//	rep, ok := attributes.Custom["assigned_rep"].Picker() // rep.Label
//	volume, ok := attributes.Custom["est_annual_volume"].Number()
//
// Opportunities.SetCustom writes them.
//
// # Pages
//
// All iterates over a list, one page at a time, as far as the caller reads. It requests pages until Spiro says that there are no
// more or, if Spiro doesn't say, until a page and the one after it are empty. A list that ignores the page number ends with
// rest.ErrRepeatedPage, after its rows. Request pages of 100 by the params' PageSize, as known clients do; the default size isn't
// public.
//
// # What isn't here
//
// Resources reads records of a kind that this package has no methods for, and Client.Call makes any other call, both with the
// client's credentials, time-outs and errors. To send a parameter that a method doesn't have, use rest.WithParameters.
package spiro
