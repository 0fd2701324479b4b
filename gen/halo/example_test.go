package halo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// A private note is an action that end users don't see.
func Example_privateNote() {
	client, server, stop := standIn(map[string]string{"POST /api/Actions": `{"id": 3, "ticket_id": 2041, "outcome": "Private Note", "hiddenfromuser": true}`})
	defer stop()

	saved, err := client.Actions.Create(context.Background(), []halo.ActionCreate{{
		TicketID:       new(int64(2041)),
		Outcome:        new("Private Note"),
		Note:           new("Ordered a larger disk."),
		HiddenFromUser: new(true),
		TimeTaken:      new(0.25),
	}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(saved[0].ID, saved[0].HiddenFromUser)
	fmt.Println(server.bodies[0])
	// Output:
	// 3 true
	// [{"hiddenfromuser":true,"note":"Ordered a larger disk.","outcome":"Private Note","ticket_id":2041,"timetaken":0.25}]
}

// An iteration goes over all pages, of which the server never gives more than a hundred rows.
func Example_openTickets() {
	client, _, stop := standIn(map[string]string{
		"GET /api/Tickets?page_no=1&open_only=true&order=id&pageinate=true&page_size=100": `{"record_count": 3, "tickets": [{"id": 1, "summary": "Printer"}, {"id": 2, "summary": "Mail"}]}`,
		"GET /api/Tickets?page_no=2&open_only=true&order=id&pageinate=true&page_size=100": `{"record_count": 3, "tickets": [{"id": 5, "summary": "Phone"}]}`,
	})
	defer stop()

	open := &halo.ListTicketsParams{OpenOnly: new(true), Order: new("id")}
	for ticket, err := range client.Tickets.All(context.Background(), open) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(ticket.ID, ticket.Summary)
	}
	// Output:
	// 1 Printer
	// 2 Mail
	// 5 Phone
}

// One field is changed; what isn't set stays as it is.
func Example_updateOneField() {
	client, server, stop := standIn(map[string]string{"POST /api/Tickets": `[{"id": 42, "summary": "Printer down", "agent_id": 0}]`})
	defer stop()
	ctx := context.Background()

	saved, err := client.Tickets.Update(ctx, []halo.TicketUpdate{{ID: 42, AgentID: new(int64(0))}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(saved[0].ID, server.bodies[0])

	// Without an id the server would create a ticket. It isn't asked.
	_, err = client.Tickets.Update(ctx, []halo.TicketUpdate{{Summary: new("Printer down")}})
	fmt.Println(errors.Is(err, rest.ErrRequest), err)
	// Output:
	// 42 [{"agent_id":0,"id":42}]
	// true halo: saveTickets: POST /Tickets: bad call: record 1 has no id: an update without one would create a new record
}

// A file goes up as JSON and comes back as bytes.
func Example_attachment() {
	client, server, stop := standIn(map[string]string{
		"POST /api/Attachment":   `{"id": 88, "ticket_id": 42, "filename": "log.txt"}`,
		"GET /api/Attachment/88": "all is well\n",
	})
	defer stop()
	server.files["GET /api/Attachment/88"] = "log.txt"
	ctx := context.Background()

	attachment, err := client.Attachments.Upload(ctx, 42, "log.txt", strings.NewReader("all is well\n"))
	if err != nil {
		log.Fatal(err)
	}
	file, err := client.Attachments.Get(ctx, attachment.ID, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %s", file.Name, content)
	fmt.Println(server.bodies[0])
	// Output:
	// log.txt: all is well
	// [{"data":"YWxsIGlzIHdlbGwK","filename":"log.txt","ticket_id":42}]
}

// SQL runs as a report that isn't saved.
func Example_report() {
	client, _, stop := standIn(map[string]string{"POST /api/Report": `{"available_columns": [{"name": "name"}], "report": {"loaded": true, "rows": [{"name": "Acme", "open": 3}]}}`})
	defer stop()

	report, err := client.Reports.Run(context.Background(), "select name, open from my_open_tickets")
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range report.Rows {
		name, _ := row["name"].Text()
		open, _ := row["open"].Int()
		fmt.Println(name, open)
	}
	// Output: Acme 3
}

// Lines of recurring invoices tell what is charged, month after month.
func Example_recurringInvoiceLines() {
	client, _, stop := standIn(map[string]string{
		"GET /api/RecurringInvoice?page_no=1&client_id=12&pageinate=true&page_size=100": `{"record_count": 1, "invoices": [{"id": -4, "client_name": "Acme"}]}`,
		"GET /api/RecurringInvoice/-4?includedetails=true":                              `{"id": -4, "lines": [{"id": 1, "item_shortdescription": "Mailbox", "qty_order": 12, "unit_price": 4.5}]}`,
	})
	defer stop()
	ctx := context.Background()

	for invoice, err := range client.RecurringInvoices.All(ctx, &halo.ListRecurringInvoicesParams{ClientID: new(int64(12))}) {
		if err != nil {
			log.Fatal(err)
		}
		whole, err := client.RecurringInvoices.Get(ctx, invoice.ID, &halo.GetRecurringInvoiceParams{IncludeDetails: new(true)})
		if err != nil {
			log.Fatal(err)
		}
		for _, line := range whole.Lines {
			fmt.Println(line.ItemShortDescription, line.QtyOrder, line.UnitPrice)
		}
	}
	// Output: Mailbox 12 4.5
}

// Failures are distinguished by what went wrong.
func Example_errors() {
	client, _, stop := standIn(nil)
	defer stop()

	_, err := client.Tickets.Get(context.Background(), 1, nil)
	switch failure, _ := errors.AsType[*rest.Error](err); {
	case errors.Is(err, rest.ErrNotFound):
		fmt.Println("there is no such ticket:", failure.Operation, failure.Status)
	case errors.Is(err, rest.ErrForbidden): // the application's scopes, or the rights of the agent behind it
	case errors.Is(err, rest.ErrRateLimited): // failure.RetryAfter, or five minutes
	case errors.Is(err, rest.ErrDecode): // failure.Field, failure.Body()
	}
	// Output: there is no such ticket: getTicket 404
}

// A field with much in it is read when it is asked for.
func Example_lazy() {
	client, _, stop := standIn(map[string]string{"GET /api/Tickets/42?includedetails=true": `{"id": 42, "approvers": [{"id": 3, "name": "Ada"}], "related_tickets": [{"id": 43, "summary": "Also the scanner"}]}`})
	defer stop()

	ticket, err := client.Tickets.Get(context.Background(), 42, &halo.GetTicketParams{IncludeDetails: new(true)})
	if err != nil {
		log.Fatal(err)
	}
	var related []halo.Ticket
	if err := ticket.RelatedTickets.Decode(&related); err != nil {
		log.Fatal(err)
	}
	fmt.Println(related[0].ID, related[0].Summary)
	// Output: 43 Also the scanner
}

// Conditions on columns find what the plain search doesn't.
func ExampleFilters() {
	filters := halo.Filters{halo.Equal("azureoid", "5f3c"), halo.NotEqual("inactive", true)}
	params := &halo.ListUsersParams{AdvancedSearch: new(filters.String())}
	fmt.Println(*params.AdvancedSearch)
	// Output: [{"filter_name":"azureoid","filter_type":2,"filter_value":"5f3c"},{"filter_name":"inactive","filter_type":3,"filter_value":"true"}]
}

// What hasn't a method is called by its path, with the same credentials and errors.
func ExampleClient_Call() {
	client, _, stop := standIn(map[string]string{"GET /api/NewThing?id=1": `{"name": "new"}`})
	defer stop()

	var thing struct{ Name string }
	err := client.Call(context.Background(), "GET", "/NewThing", map[string][]string{"id": {"1"}}, nil, &thing)
	fmt.Println(thing.Name, err)
	// Output: new <nil>
}
