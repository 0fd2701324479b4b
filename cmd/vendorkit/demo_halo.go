package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/seed-8da6be54/vendorkit/auth"
	haloapi "github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// demoHalo logs in as an application, walks tickets over pages that are cut at 100 rows, makes a ticket, changes one field of
// it, notes something on it and sends a file up and down.
func demoHalo(ctx context.Context, server *vendortest.Server) (*report, error) {
	source, err := haloSource(ctx, server)
	if err != nil {
		return nil, err
	}
	client, err := haloapi.NewClient(server.URL, haloapi.WithRequestEditorFn(auth.Bearer(source, server.URL)))
	if err != nil {
		return nil, err
	}
	did := &report{flow: "client credentials, at the tenant's token endpoint"}
	asked := &haloapi.ListTicketsParams{StatusID: new(int64(1)), Order: new("id"), PageSize: new(int64(500))}
	if err := walk(did, client.Tickets.Pages(ctx, asked), func(l *haloapi.TicketList) int { return len(l.Tickets) }); err != nil {
		return nil, err
	}

	saved, err := client.Tickets.Create(ctx, []haloapi.TicketCreate{{ClientID: new(int64(12)), Summary: new("db1: disk 97 % full")}})
	if err != nil {
		return nil, err
	}
	if len(saved) != 1 || saved[0].ID == 0 {
		return nil, errors.New("the new ticket didn't come back")
	}
	id := saved[0].ID
	if _, err := client.Tickets.Update(ctx, []haloapi.TicketUpdate{{ID: id, AgentID: new(int64(7))}}); err != nil {
		return nil, err
	}
	ticket, err := client.Tickets.Get(ctx, id, nil)
	if err != nil {
		return nil, err
	}
	if ticket.AgentID != 7 || ticket.ClientID != 12 || ticket.Summary != "db1: disk 97 % full" {
		return nil, fmt.Errorf("the ticket reads agent %d, client %d, %q after one field was changed", ticket.AgentID, ticket.ClientID, ticket.Summary)
	}
	did.notes = append(did.notes, "a ticket was made and one field of it changed")

	note := haloapi.ActionCreate{TicketID: new(id), Outcome: new("Private Note"), Note: new("Logs rotate again."), HiddenFromUser: new(true)}
	if _, err := client.Actions.Create(ctx, []haloapi.ActionCreate{note}); err != nil {
		return nil, err
	}
	actions, err := client.Actions.List(ctx, &haloapi.ListActionsParams{TicketID: new(id)})
	if err != nil {
		return nil, err
	}
	if len(actions.Actions) != 1 || actions.Actions[0].Note != "Logs rotate again." {
		return nil, fmt.Errorf("the ticket has %d actions after a note was made", len(actions.Actions))
	}
	did.notes = append(did.notes, "a private note was made and read back")
	return did, demoHaloFile(ctx, client, id, did)
}

// demoHaloFile sends a file up and down.
func demoHaloFile(ctx context.Context, client *haloapi.Client, ticket int64, did *report) error {
	const content = "Filesystem  Use%\n/dev/sda1    97%\n"
	file := haloapi.AttachmentCreate{TicketID: new(ticket), Filename: new("df.txt"), Data: []byte(content)}
	saved, err := client.Attachments.Create(ctx, []haloapi.AttachmentCreate{file})
	if err != nil {
		return err
	}
	if len(saved) != 1 {
		return errors.New("the attachment didn't come back")
	}
	download, err := client.Attachments.Get(ctx, saved[0].ID, nil)
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

// haloSource logs in as an application that acts by itself.
func haloSource(ctx context.Context, server *vendortest.Server) (auth.TokenSource, error) {
	given := server.Credentials()
	config := clientcredentials.Config{
		ClientID: given.ClientID, ClientSecret: given.ClientSecret, TokenURL: server.TokenURL + "?tenant=" + given.Tenant,
		Scopes: []string{"all"}, AuthStyle: oauth2.AuthStyleInParams,
	}
	return auth.FromOAuth2(config.TokenSource(ctx)), nil
}
