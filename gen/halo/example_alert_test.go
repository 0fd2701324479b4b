package halo_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// alert is what a monitoring system reports, again and again while the trouble lasts.
type alert struct {
	key  string // the same whenever the same thing is wrong
	text string
}

// written is the key as a summary has it: without a bracket that would end the mark, and so that no two keys are written alike.
func (a alert) written() string { return strings.NewReplacer("%", "%25", "]", "%5D").Replace(a.key) }

// mark is what the summary of the alert's ticket begins with. Its end shows where the key ends, so that the ticket of "db1/disk2" isn't taken
// for that of "db1/disk".
func (a alert) mark() string { return "[" + a.written() + "] " }

// find looks for the open ticket of an alert. Halo is asked for tickets that match the key as it is written, and the summary decides: where
// Search looks isn't published, so it may give more than is meant. (SearchSummary is documented as well, but not whether it wants the
// whole summary.) Once the ticket is closed, the same trouble makes a new one; where a key names one event, not a lasting trouble, leave
// OpenOnly out, and an event that is delivered again after its ticket was closed makes none.
func find(ctx context.Context, client *halo.Client, a alert) (*halo.TicketSummary, error) {
	open := &halo.ListTicketsParams{OpenOnly: new(true), Search: new(a.written()), Order: new("id")}
	for ticket, err := range client.Tickets.All(ctx, open) {
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(ticket.Summary, a.mark()) {
			return ticket, nil
		}
	}
	return nil, nil
}

// raise finds the alert's ticket and notes on it that the alert came again, or else creates it.
func raise(ctx context.Context, client *halo.Client, a alert) (id int64, created bool, err error) {
	for range 2 {
		ticket, err := find(ctx, client, a)
		if err != nil {
			return 0, false, err
		}
		if ticket != nil {
			_, err := client.Actions.Create(ctx, []halo.ActionCreate{{
				TicketID: new(ticket.ID), Outcome: new("Private Note"), Note: new(a.text), HiddenFromUser: new(true),
			}})
			return ticket.ID, false, err
		}
		saved, err := client.Tickets.Create(ctx, []halo.TicketCreate{{
			Summary: new(a.mark() + a.text), DoNotApplyTemplateInTheAPI: new(true),
		}})
		if failure, ok := errors.AsType[*rest.Error](err); ok && failure.Outcome() != rest.NotProcessed {
			continue // it may be there: look before it is made again
		}
		if err != nil {
			return 0, false, err
		}
		if len(saved) == 0 {
			continue // Halo took it and shows no record: look
		}
		return saved[0].ID, true, nil
	}
	return 0, false, errors.New("the ticket may have been created, and isn't found; look before the next try")
}

// An alert becomes a ticket, once, until that is closed. Halo has no field that it keeps unique: a second POST makes a second ticket, without a word. So
// the alert's own key stands in brackets at the beginning of the summary, which a search finds and people see. (Halo's documents name fields for
// ids of other systems on a ticket, third_party_id among them, but no list is known to search in them; a custom field would do where
// your instance's searches show that it is found.) Two programs that raise the same alert at the same time can still make two: let one worker have a key.
func Example_alertToTicket() {
	server, err := vendortest.Start("halo") // in place of your Halo
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HaloClientCredentials(server.Credentials().Halo()) // auth.HaloConfig{BaseURL: ..., ClientID: ..., ClientSecret: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(auth.Halo(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()

	// The ticket is created, but the response is lost on the way.
	server.Fail(vendortest.Fault{Operation: "saveTickets", Times: 1, Processed: true, ResetBeforeBody: true})
	before := server.Records("Tickets").Len()
	for _, a := range []alert{{"db1/disk2", "97 % full"}, {"db1/disk2", "98 % full"}, {"db1/disk", "91 % full"}, {"db1/disk", "92 % full"}} {
		id, created, err := raise(ctx, client, a)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(id > 0, created)
	}
	fmt.Println(server.Records("Tickets").Len()-before, "tickets,", len(server.Records("Actions").Changes()), "notes")
	// Output:
	// true false
	// true false
	// true true
	// true false
	// 2 tickets, 3 notes
}
