package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
	haloapi "github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// runHalo logs in as an application, iterates over tickets over pages that are cut at 100 rows, makes a ticket, changes one field of
// it, notes something on it and sends a file up and down.
func runHalo(ctx context.Context, server *vendortest.Server, did *report) error {
	found, err := auth.DiscoverHalo(ctx, server.URL, nil)
	if err != nil {
		return err
	}
	given := server.Credentials().Halo()
	found.Tenant, found.ClientID, found.ClientSecret = given.Tenant, given.ClientID, given.ClientSecret
	source, err := auth.HaloClientCredentials(found)
	if err != nil {
		return err
	}
	client, err := haloapi.NewClient(server.URL, haloapi.WithRequestEditorFn(auth.Halo(source)))
	if err != nil {
		return err
	}
	did.flow = "by client credentials, at the token endpoint that the instance names"
	asked := &haloapi.ListTicketsParams{StatusID: new(int64(1)), Order: new("id"), PageSize: new(int64(500))}
	if err := readPages(did, client.Tickets.Pages(ctx, asked), func(l *haloapi.TicketList) int {
		if did.sample == "" && len(l.Tickets) > 0 {
			did.sample = DescribeTicket(&l.Tickets[0])
		}
		return len(l.Tickets)
	}); err != nil {
		return err
	}

	saved, err := client.Tickets.Create(ctx, []haloapi.TicketCreate{{ClientID: new(int64(12)), Summary: new("db1: disk 97 % full")}})
	if err != nil {
		return err
	}
	if len(saved) != 1 || saved[0].ID == 0 {
		return errors.New("the new ticket didn't come back")
	}
	id := saved[0].ID
	if _, err := client.Tickets.Update(ctx, []haloapi.TicketUpdate{{ID: id, AgentID: new(int64(7))}}); err != nil {
		return err
	}
	ticket, err := client.Tickets.Get(ctx, id, nil)
	if err != nil {
		return err
	}
	if ticket.AgentID != 7 || ticket.ClientID != 12 || ticket.Summary != "db1: disk 97 % full" {
		return fmt.Errorf("the ticket reads agent %d, client %d, %q after one field was changed", ticket.AgentID, ticket.ClientID, ticket.Summary)
	}
	did.notes = append(did.notes, "a ticket was made and one field of it changed")

	note := haloapi.ActionCreate{TicketID: new(id), Outcome: new("Private Note"), Note: new("Logs rotate again."), HiddenFromUser: new(true)}
	if _, err := client.Actions.Create(ctx, []haloapi.ActionCreate{note}); err != nil {
		return err
	}
	actions, err := client.Actions.List(ctx, &haloapi.ListActionsParams{TicketID: new(id)})
	if err != nil {
		return err
	}
	if len(actions.Actions) != 1 || actions.Actions[0].Note != "Logs rotate again." {
		return fmt.Errorf("the ticket has %d actions after a note was made", len(actions.Actions))
	}
	did.notes = append(did.notes, "a private note was made and read back")
	return haloFile(ctx, client, id, did)
}

// haloFile sends a file up and down.
func haloFile(ctx context.Context, client *haloapi.Client, ticket int64, did *report) error {
	const content = "Filesystem  Use%\n/dev/sda1    97%\n"
	saved, err := client.Attachments.Upload(ctx, ticket, "df.txt", strings.NewReader(content))
	if err != nil {
		return err
	}
	download, err := client.Attachments.Get(ctx, saved.ID, nil)
	if err != nil {
		return err
	}
	defer download.Close()
	got, err := io.ReadAll(download)
	if err != nil {
		return err
	}
	if string(got) != content {
		return fmt.Errorf("the file came back as %q", got)
	}
	did.notes = append(did.notes, "a file was sent up and came back byte for byte")
	return nil
}

// DescribeTicket says in a line what a ticket is about.
func DescribeTicket(ticket *haloapi.TicketSummary) string {
	return fmt.Sprintf("a ticket     %d %q, of %q, opened %s", ticket.ID, ticket.Summary, ticket.ClientName, ticket.DateOccurred.Time().Format("2 Jan 2006 15:04 MST"))
}
