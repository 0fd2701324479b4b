package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest/value"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// runHumanity logs in with a password, iterates over employees, shifts and leave, outlives its access token, and clocks somebody
// in and out.
func runHumanity(ctx context.Context, server *vendortest.Server, did *report) error {
	source, err := auth.HumanityPassword(server.Credentials().Humanity())
	if err != nil {
		return err
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		return err
	}
	did.flow = "by password, then by the refresh token that came with it"
	var someone int64
	err = readPages(did, client.Employees.Pages(ctx, nil), func(l *humanity.EmployeeList) int {
		if len(l.Data) > 0 {
			someone = int64(l.Data[0].ID)
		}
		return len(l.Data)
	})
	if err != nil {
		return err
	}
	// An access token lives for an hour. The response to the next call is 401; the token is renewed and the call repeated.
	server.Advance(2 * time.Hour)
	if err := readPages(did, client.Leaves.Pages(ctx, nil), func(l *humanity.LeaveList) int { return len(l.Data) }); err != nil {
		return err
	}
	if tokens := server.Tokens(); tokens.Refreshed == 0 || tokens.Reused > 0 {
		return fmt.Errorf("the login was refreshed %d times and a spent refresh token sent %d times", tokens.Refreshed, tokens.Reused)
	}
	did.notes = append(did.notes, "an access token expired on the way and was renewed once")

	zone, err := client.Zone(ctx)
	if err != nil {
		return err
	}
	const from, to = "2025-02-01", "2025-06-30"
	before, seen := len(server.Requests()), map[value.Int]bool{}
	for shift, err := range client.Shifts.Between(ctx, value.ParseDate(from), value.ParseDate(to), nil) {
		if err != nil {
			return err
		}
		if seen[shift.ID] {
			return fmt.Errorf("shift %d came twice", shift.ID)
		}
		seen[shift.ID] = true
		if did.sample == "" {
			did.sample = DescribeShift(shift, zone)
		}
	}
	windows := len(server.Requests()) - before
	did.records, did.pages = did.records+len(seen), did.pages+windows
	did.notes = append(did.notes, fmt.Sprintf("%d shifts from %s to %s came in %d windows, none twice", len(seen), from, to, windows))

	if _, err := client.Timeclocks.ClockInChecked(ctx, someone, nil); err != nil {
		return err
	}
	if _, err := client.Timeclocks.ClockInChecked(ctx, someone, nil); !errors.Is(err, humanity.ErrAlreadyClockedIn) {
		return fmt.Errorf("an employee who is clocked in was clocked in again: %v", err)
	}
	if _, err := client.Timeclocks.ClockOutChecked(ctx, someone, nil); err != nil {
		return err
	}
	did.notes = append(did.notes, "an employee was clocked in, not clocked in again, and clocked out")
	return nil
}

// DescribeShift says in a line who is to work when, in the account's zone.
func DescribeShift(shift *humanity.Shift, zone *time.Location) string {
	start, _ := shift.StartIn(zone)
	end, _ := shift.EndIn(zone)
	return fmt.Sprintf("a shift      %q, %s to %s in %s", shift.PositionName, start.Format("Mon 2 Jan 2006 15:04"), end.Format("15:04 MST"), zone)
}
