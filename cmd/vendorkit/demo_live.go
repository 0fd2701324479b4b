package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	haloapi "github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/internal/demo"
	"github.com/seed-8da6be54/vendorkit/internal/logins"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/upstream/probe"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/drift"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// liveRows is how many rows a page of a live demonstration is asked for.
const liveRows = 5

// liveReads lists what a live demonstration calls, in order, and calls it. Each says in words what came.
func liveReads(client probe.Caller) (operations []string, read func(ctx context.Context, said func(string), opts ...rest.CallOption) error) {
	rows := new(int64(liveRows))
	switch client := client.(type) {
	case *haloapi.Client:
		return []string{"listTickets", "listClients"}, func(ctx context.Context, said func(string), opts ...rest.CallOption) error {
			tickets, err := client.Tickets.List(ctx, &haloapi.ListTicketsParams{Count: rows}, opts...)
			if err != nil {
				return err
			}
			for i := range tickets.Tickets[:min(1, len(tickets.Tickets))] {
				said(demo.DescribeTicket(&tickets.Tickets[i]))
			}
			said(fmt.Sprintf("tickets      %d read of %d", len(tickets.Tickets), tickets.RecordCount))
			clients, err := client.Clients.List(ctx, &haloapi.ListClientsParams{Count: rows}, opts...)
			if err != nil {
				return err
			}
			said(fmt.Sprintf("clients      %d read of %d", len(clients.Clients), clients.RecordCount))
			return nil
		}
	case *holaspirit.Client:
		return []string{"getMe", "listMembers", "listRoles"}, func(ctx context.Context, said func(string), opts ...rest.CallOption) error {
			me, err := client.Me.Get(ctx, opts...)
			if err != nil {
				return err
			}
			if me.Data.Settings == nil || me.Data.Settings.CurrentOrganization == "" {
				return errors.New("the user has no current organization, so there is nothing to read")
			}
			organization := me.Data.Settings.CurrentOrganization
			members, err := client.Members.List(ctx, organization, &holaspirit.ListMembersParams{Count: rows}, opts...)
			if err != nil {
				return err
			}
			roles, err := client.Roles.List(ctx, organization, &holaspirit.ListRolesParams{Count: rows}, opts...)
			if err != nil {
				return err
			}
			for i := range members.Data[:min(1, len(members.Data))] {
				said(demo.DescribeMember(&members.Data[i]))
			}
			said(fmt.Sprintf("read         %d members, %d roles", len(members.Data), len(roles.Data)))
			return nil
		}
	case *humanity.Client:
		return []string{"getMe", "listShifts"}, func(ctx context.Context, said func(string), opts ...rest.CallOption) error {
			zone, err := client.Zone(ctx, opts...)
			if err != nil {
				return err
			}
			today := time.Now()
			week := &humanity.ListShiftsParams{StartDate: new(humanity.Day(today, zone)), EndDate: new(value.DateOf(today.In(zone).AddDate(0, 0, 6)))}
			shifts, err := client.Shifts.List(ctx, week, opts...)
			if err != nil {
				return err
			}
			for i := range shifts.Data[:min(1, len(shifts.Data))] {
				said(demo.DescribeShift(&shifts.Data[i], zone))
			}
			said(fmt.Sprintf("shifts       %d from %s to %s", len(shifts.Data), *week.StartDate, *week.EndDate))
			return nil
		}
	case *spiro.Client:
		return []string{"listCompanies", "listOpportunities"}, func(ctx context.Context, said func(string), opts ...rest.CallOption) error {
			companies, err := client.Companies.List(ctx, &spiro.ListCompaniesParams{PageSize: rows}, opts...)
			if err != nil {
				return err
			}
			deals, err := client.Opportunities.List(ctx, &spiro.ListOpportunitiesParams{PageSize: rows}, opts...)
			if err != nil {
				return err
			}
			for i := range deals.Data[:min(1, len(deals.Data))] {
				said(demo.DescribeOpportunity(&deals.Data[i]))
			}
			said(fmt.Sprintf("read         %d companies, %d opportunities", len(companies.Data), len(deals.Data)))
			return nil
		}
	}
	return nil, nil
}

// liveDemo reads a real account, and says first what it is going to call.
func liveDemo(ctx context.Context, out io.Writer, files fs.FS, login storedLogin) error {
	vendor := login.vendor.Name
	doc, err := spec.Open(files, vendor)
	if err != nil {
		return err
	}
	observer, err := drift.New(files, vendor)
	if err != nil {
		return err
	}
	client, err := login.caller(observer)
	if err != nil {
		return err
	}
	operations, read := liveReads(client)
	if read == nil {
		return fmt.Errorf("there is no live demonstration of %s yet", vendor)
	}
	s, _ := logins.SettingsOf(login.Record)
	server := hostOf(s.BaseURL)
	if server == "" {
		server = vendor + "'s own server"
	}
	fmt.Fprintf(out, "This reads a real account: %s, account %s, at %s. It is going to make these calls, at most %d rows or seven days each:\n",
		vendor, logins.ShownName(login.Key.Account), server, liveRows)
	for _, id := range operations {
		op := doc.Operation(id)
		if op == nil || op.Method != http.MethodGet {
			return fmt.Errorf("%s is no GET of %s's document", id, vendor)
		}
		fmt.Fprintf(out, "  %s %s\n", op.Method, op.Path)
	}
	fmt.Fprint(out, "Anything but a GET is refused before it is sent. When the access token is stale, a new one is asked for first.\n\n")

	said := func(line string) { fmt.Fprintf(out, "  %s\n", line) }
	err = read(ctx, said, rest.WithEditor(onlyGET))
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case errors.Is(err, auth.ErrLoginNeeded):
		return fmt.Errorf("%w. Run '%s'", err, login.Again())
	case err != nil && !errors.Is(err, rest.ErrDecode):
		return err
	case err != nil: // worth more than the rest: the document is wrong there
		fmt.Fprintf(out, "  unreadable   %v\n", err)
	}
	findings := len(observer.Report().Findings)
	if findings == 0 {
		said("differences  none between the responses and the document")
		return nil
	}
	said(fmt.Sprintf("differences  %d between the responses and the document: 'vendorkit drift %s' makes a report to send, without values", findings, vendor))
	return nil
}

// onlyGET is a request editor that lets nothing through that could change anything.
func onlyGET(_ context.Context, request *http.Request) error {
	if request.Method != http.MethodGet {
		return errors.New("a live demonstration only reads, and this is a " + strings.ToUpper(request.Method))
	}
	return nil
}
