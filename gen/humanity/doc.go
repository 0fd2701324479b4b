// Package humanity is a client of Humanity's API v2: shift scheduling, employees and positions, clock times, leave, availability,
// payroll reports and tasks. Humanity was formerly ShiftPlanning. v2 is a layer over the modules of v1, an RPC API that isn't
// covered here.
//
// # Access
//
// An app made under Settings > API v2 gives App ID and App Secret. Tokens are issued for a user's name and password, and have that
// user's rights; users who can only sign in through SSO have no password that works. Package auth obtains the tokens and renews
// them:
//
//	source, err := auth.HumanityPassword(auth.HumanityConfig{ClientID: ..., ClientSecret: ..., Username: ..., Password: ...})
//	client, err := humanity.NewClient("", humanity.WithRequestEditorFn(auth.Humanity(source)))
//
// The token is sent in the query, which every version of the documentation mentions; auth.HumanityHeader puts it into a header. Each
// method's comment states the lowest role that may call it. In a group account ForCompany names the company.
//
// # Success and failure
//
// Humanity responds with HTTP status 200 to failures too. What counts is the field status of the body: 1 is success, and anything
// else is returned as a *rest.Error with the vendor's Code, its CodeName and its message, whatever the HTTP status was:
//
//	-3 key banned         3 bad token (ErrUnauthorized)   9 bad parameter type  20 no permission (ErrForbidden)
//	-2 too many bad tries 4 bad method                   10 extra parameter     30 unknown, seen on shift breaks
//	-1 key disabled       5 bad module                   12 create failed       90 key suspended
//	 1 success            6 bad action                   13 update failed       91 throttled (ErrRateLimited)
//	 2 bad key            7 login failed                 14 delete failed       98 bad API parameters
//	                      8 missing parameter            15 get failed          99 offline (ErrServer)
//
// 13 is also how a clock-in is refused, and 15 may be the response to an id that doesn't exist, since there is no code for "not
// found". Every response repeats the access token; the client masks it before anybody sees the response.
//
// There are no idempotency keys, so a POST isn't retried: it could make a second record. Two reads change data, Shifts.Publish and
// Shifts.Clear, and aren't retried either.
//
// # Times and zones
//
// Most times are wall times in the account's zone, without saying so: strings such as 2026-03-29 09:00:00, DateObject (pieces of a
// date), Slot (quarter hours, 1 to 97). Client.Zone asks for the zone. Moment, DateObject.In, Slot.On, Shift.StartIn,
// Timeclock.OutAt and similar functions return a time.Time in it. A wall time that is skipped when daylight saving begins is moved
// forward; of one that occurs twice when it ends the first is taken, unless the response has an offset.
//
// A time that isn't set is "0", or a DateObject in 1970; these functions report that, whereas value.Time reads "0" as 1970.
//
// Requests take days as 2006-01-02 and times of day as 5:00pm, which Day and ClockText write; ShiftCreate.SetTimes and
// ShiftUpdate.SetTimes do both. Days written as DD-MM-YYYY give no rows and no error.
//
// # Lists
//
// Lists are sent whole in one response; only leaves, open shifts and master tasks are known to have pages. Shifts.Between and
// Timeclocks.Between iterate over any span of days, in windows. UpdatedSince reads what changed. Shifts.Open and MasterTasks.All
// iterate by the little that is public about their paging.
//
// Users of the vendor's forum report filters that are ignored: employees by location, shifts by skill and by employee. Check that
// the rows match your filter. Disabled employees are listed only with Disabled; one client combines the rows of both lists.
//
// # Several forms
//
// Where the vendor sends one thing in several forms, a method returns it in one: Reports.Custom, Reports.Group and Payroll.Report
// (DecodeReport for other reports), WeeklyAvailabilityResponse.Days, TimeclockStatusItem.Timeclock, Employee.Picture, Leave.Person,
// Leave.ApprovedAt, TradeOffers.Offers.
//
// # Writes
//
// Create and Update of a record that has a type return its Item (ShiftItem, LeaveItem), with the record in Data; other writes return
// a [Response], whose Data is JSON. For some writes it isn't public whether the record is returned; their methods say so, and Data is
// zero, without an error, if it isn't.
//
// Shifts.AddEmployees and Shifts.RemoveEmployees check that the change was made, because sources disagree on whether it needs a
// flag: WithUpdateStaff, and ShiftUpdate.WithUpdateFlags for other changes. Timeclocks.ClockInChecked and ClockOutChecked read the
// status first. If the fields of a body aren't public, its type has a field Extra.
//
// # What is known
//
// The vendor publishes no OpenAPI document, and few of its pages are publicly stored in full. Of 211 operations 15 are documented in
// a text that we could read, 32 were observed in clients that run against live accounts, and 164 are inferred: their paths are in an
// SDK that follows the vendor's reference, while parameter names and response schemas are those of v1 ("v1-derived"), which match
// wherever both versions were seen. Each method's comment says which it is. What isn't public at all is value.JSON.
// specs/humanity/ledger.yaml lists where sources contradict each other, and what a live account should settle.
package humanity
