// Package humanity is a client of Humanity's API v2: shift scheduling, employees and positions, clock times, leave,
// availability, payroll reports and tasks. Humanity was ShiftPlanning once; v2 is a skin over the modules of its v1, which
// is an RPC and not covered here.
//
// # Access
//
// An app made under Settings > API v2 gives App ID and App Secret. Tokens are got with a user's name and password, whose
// rights they have; somebody who can only sign in through SSO has no password that works. Package auth does it, and renews
// them:
//
//	source, err := auth.HumanityPassword(auth.HumanityConfig{ClientID: ..., ClientSecret: ..., Username: ..., Password: ...})
//	client, err := humanity.NewClient("", humanity.WithRequestEditorFn(auth.Humanity(source)))
//
// The token travels in the query, which is what every version of the documentation knows; auth.HumanityHeader puts it into a
// header. Each method's comment gives the lowest role that may call it. In a group account ForCompany names the company.
//
// # Success and failure
//
// Humanity responds with 200 when it means no. What counts is the field status of the body: 1 is success, anything else a
// *rest.Error with the vendor's Code, its CodeName and its message, whatever HTTP's status was:
//
//	-3 key banned         3 bad token (ErrUnauthorized)   9 bad parameter type  20 no permission (ErrForbidden)
//	-2 too many bad tries 4 bad method                   10 extra parameter     30 unknown, seen on shift breaks
//	-1 key disabled       5 bad module                   12 create failed       90 key suspended
//	 1 success            6 bad action                   13 update failed       91 throttled (ErrRateLimited)
//	 2 bad key            7 login failed                 14 delete failed       98 bad API parameters
//	                      8 missing parameter            15 get failed          99 offline (ErrServer)
//
// 13 is also how a clock-in is refused, and 15 may well be the response to an id that doesn't exist: there is no code for
// "not found". Every response echoes the access token; it is blanked before anybody sees the response.
//
// There are no idempotency keys: a POST isn't repeated, since it would make a second record. Two reads change things,
// Shifts.Publish and Shifts.Clear, and aren't repeated either.
//
// # Times and zones
//
// Most times are wall times in the account's zone without saying so: strings such as 2026-03-29 09:00:00, DateObject (pieces of
// a date), Slot (quarter hours, 1 to 97). Client.Zone asks for the zone. Moment, DateObject.In, Slot.On, Shift.StartIn,
// Timeclock.OutAt and the like give a time.Time in it. A wall time that clocks skip when daylight saving begins moves forward;
// of one that they show twice when it ends the first is taken, unless the response has an offset.
//
// A time that isn't set is "0", or a DateObject of 1970; these functions say so, whereas value.Time reads "0" as 1970.
//
// Requests take days as 2006-01-02 and times of day as 5:00pm, which Day and ClockText write; ShiftCreate.SetTimes and
// ShiftUpdate.SetTimes do both. DD-MM-YYYY gives no rows and no error.
//
// # Lists
//
// Lists come whole in one response: pages are known of leaves, open shifts and master tasks only. Shifts.Between and
// Timeclocks.Between iterate over any span of days in windows. UpdatedSince reads what changed. Shifts.Open and MasterTasks.All
// iterate by what little is public of their paging.
//
// Users of the vendor's forum report filters that are ignored: employees by location, shifts by skill and by employee.
// Compare what you get with what you asked for. Disabled employees are asked for apart, with Disabled: a client puts the rows
// of both lists together.
//
// # Several forms
//
// Where the vendor sends one thing in several forms a method gives it as one: Reports.Custom, Reports.Group and
// Payroll.Report (DecodeReport for other reports), WeeklyAvailabilityResponse.Days, TimeclockStatusItem.Timeclock,
// Employee.Picture, Leave.Person, Leave.ApprovedAt, TradeOffers.Offers.
//
// # Writes
//
// Create and Update of a record that has a type give its Item (ShiftItem, LeaveItem), with the record in Data; other writes give a
// [Response], whose Data is JSON. Of some Items nobody has published that the record comes back, which their methods say: Data is zero
// then where it doesn't, without an error.
//
// Shifts.AddEmployees and Shifts.RemoveEmployees check that the change was made, because sources disagree on whether it
// needs a flag: WithUpdateStaff, and ShiftUpdate.WithUpdateFlags for other changes. Timeclocks.ClockInChecked and
// ClockOutChecked ask for the status first. Where the fields of a body aren't public its type has a field Extra.
//
// # What is known
//
// The vendor publishes no OpenAPI document, and few of its pages are stored in full anywhere public. Of 211 operations 15
// are documented in a text that we could read, 32 were observed in clients that run against live accounts, and 164 are
// inferred: their paths stand in an SDK that follows the vendor's reference, while names of parameters and schemas of responses
// are those of v1 ("v1-derived"), which match wherever both versions were seen. Each method says in its comment which it is.
// What isn't public at all is value.JSON. specs/humanity/ledger.yaml lists where sources contradict each other, and what a live
// account should settle.
package humanity
