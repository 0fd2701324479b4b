package halo_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// A private note is an action that end users don't see.
func Example_privateNote() {
	server, err := vendortest.Start("halo", vendortest.WithRequestBodies()) // in place of your Halo
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
	for _, saved := range saved {
		fmt.Println(saved.ID, saved.Outcome, saved.HiddenFromUser)
	}
	for _, sent := range server.Requests("saveActions") {
		fmt.Printf("%s\n", sent.Body)
	}
	// Output:
	// 9001 Private Note true
	// [{"hiddenfromuser":true,"note":"Ordered a larger disk.","outcome":"Private Note","ticket_id":2041,"timetaken":0.25}]
}

// An iteration goes over all pages, of which the server never gives more than a hundred rows.
func Example_openTickets() {
	server, err := vendortest.Start("halo", vendortest.WithRecords(250, "Tickets")) // in place of your Halo
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
	open := &halo.ListTicketsParams{OpenOnly: new(true), Order: new("id")}
	n := 0
	for ticket, err := range client.Tickets.All(context.Background(), open) {
		if err != nil {
			log.Fatal(err)
		}
		if n++; n <= 3 {
			fmt.Println(ticket.ID, ticket.Summary)
		}
	}
	fmt.Println(n, "open tickets on", server.Count("listTickets"), "pages")
	// Output:
	// 1 Silver Meadow 1
	// 2 Silver Compass 2
	// 3 Steady Studio 3
	// 219 open tickets on 3 pages
}

// One field is changed; what isn't set stays as it is.
func Example_updateOneField() {
	server, err := vendortest.Start("halo", vendortest.WithRequestBodies()) // in place of your Halo
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

	saved, err := client.Tickets.Update(ctx, []halo.TicketUpdate{{ID: 42, AgentID: new(int64(0))}})
	if err != nil {
		log.Fatal(err)
	}
	for _, saved := range saved {
		fmt.Println(saved.ID, saved.AgentID, saved.Summary)
	}

	// Without an id the server would create a ticket. It isn't asked.
	_, err = client.Tickets.Update(ctx, []halo.TicketUpdate{{Summary: new("Printer down")}})
	fmt.Println(errors.Is(err, rest.ErrRequest), err)
	for _, sent := range server.Requests("saveTickets") {
		fmt.Printf("%s\n", sent.Body)
	}
	// Output:
	// 42 0 Keen Meadow 42
	// true halo: saveTickets: POST /Tickets: bad call: record 1 has no id: an update without one would create a new record
	// [{"agent_id":0,"id":42}]
}

// A file goes up as JSON and comes back as bytes.
func Example_attachment() {
	server, err := vendortest.Start("halo", vendortest.WithRequestBodies()) // in place of your Halo
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
	for _, sent := range server.Requests("saveAttachments") {
		fmt.Printf("%s\n", sent.Body)
	}
	// Output:
	// log.txt: all is well
	// [{"data":"YWxsIGlzIHdlbGwK","filename":"log.txt","ticket_id":42}]
}

// SQL runs as a report that isn't saved.
func Example_report() {
	server, err := vendortest.Start("halo") // in place of your Halo
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	// The simulator doesn't run SQL, so it is told the rows.
	server.Fail(vendortest.Fault{Operation: "saveReports", Body: `{
		"available_columns": [{"name": "name"}, {"name": "open"}],
		"report": {"loaded": true, "rows": [{"name": "Acme", "open": 3}, {"name": "Umbrella", "open": null}]}
	}`})
	source, err := auth.HaloClientCredentials(server.Credentials().Halo()) // auth.HaloConfig{BaseURL: ..., ClientID: ..., ClientSecret: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(auth.Halo(source)))
	if err != nil {
		log.Fatal(err)
	}
	report, err := client.Reports.Run(context.Background(), "select name, open from my_open_tickets")
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range report.Rows {
		name, ok := row["name"].Text()
		if !ok {
			log.Fatalf("the name is %s", row["name"])
		}
		if open, ok := row["open"].Int(); ok {
			fmt.Println(name, open)
		} else {
			fmt.Println(name, "has no number")
		}
	}
	// Output:
	// Acme 3
	// Umbrella has no number
}

// Lines of recurring invoices tell what is charged, month after month.
func Example_recurringInvoiceLines() {
	server, err := vendortest.Start("halo", vendortest.WithRecords(0, "RecurringInvoice")) // in place of your Halo
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	server.Records("RecurringInvoice").Insert(0, map[string]any{"id": -4, "client_id": 12, "client_name": "Acme", "lines": []any{
		map[string]any{"id": 1, "item_shortdescription": "Mailbox", "qty_order": 12, "unit_price": 4.5},
		map[string]any{"id": 2, "item_shortdescription": "Backup", "qty_order": 3, "unit_price": 20},
	}})
	source, err := auth.HaloClientCredentials(server.Credentials().Halo()) // auth.HaloConfig{BaseURL: ..., ClientID: ..., ClientSecret: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(auth.Halo(source)))
	if err != nil {
		log.Fatal(err)
	}
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
			fmt.Println(invoice.ID, line.ItemShortDescription, line.QtyOrder, line.UnitPrice)
		}
	}
	// Output:
	// -4 Mailbox 12 4.5
	// -4 Backup 3 20
}

// Failures are distinguished by what went wrong.
func Example_errors() {
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
	_, err = client.Tickets.Get(context.Background(), 999_999, nil)
	switch failure, _ := errors.AsType[*rest.Error](err); {
	case err == nil:
	case errors.Is(err, rest.ErrNotFound):
		fmt.Println("there is no such ticket:", failure.Operation, failure.Status)
	case errors.Is(err, rest.ErrForbidden): // the application's scopes, or the rights of the agent behind it
	case errors.Is(err, rest.ErrRateLimited): // failure.RetryAfter, or five minutes
	case errors.Is(err, rest.ErrDecode): // failure.Field, failure.Body()
	default: // the network, or the login: errors.AsType[*auth.TokenError]
		log.Fatal(err)
	}
	// Output:
	// there is no such ticket: getTicket 404
}

// A field with much in it is read when it is asked for.
func Example_lazy() {
	server, err := vendortest.Start("halo") // in place of your Halo
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	server.Records("Tickets").Set("42", map[string]any{"related_tickets": []any{map[string]any{"id": 43, "summary": "Also the scanner"}}})
	source, err := auth.HaloClientCredentials(server.Credentials().Halo()) // auth.HaloConfig{BaseURL: ..., ClientID: ..., ClientSecret: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(auth.Halo(source)))
	if err != nil {
		log.Fatal(err)
	}
	ticket, err := client.Tickets.Get(context.Background(), 42, &halo.GetTicketParams{IncludeDetails: new(true)})
	if err != nil {
		log.Fatal(err)
	}
	var related []halo.Ticket
	if err := ticket.RelatedTickets.Decode(&related); err != nil {
		log.Fatal(err)
	}
	for _, other := range related {
		fmt.Println(other.ID, other.Summary)
	}
	// Output:
	// 43 Also the scanner
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
	server, err := vendortest.Start("halo") // in place of your Halo
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	// The simulator doesn't know the path either, so it is told the response.
	server.Fail(vendortest.Fault{Body: `{"name": "new"}`})
	source, err := auth.HaloClientCredentials(server.Credentials().Halo()) // auth.HaloConfig{BaseURL: ..., ClientID: ..., ClientSecret: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(auth.Halo(source)))
	if err != nil {
		log.Fatal(err)
	}
	var thing struct {
		Name string `json:"name"`
	}
	query := url.Values{"id": {"1"}}
	if err := client.Call(context.Background(), http.MethodGet, "/NewThing", query, nil, &thing); err != nil {
		log.Fatal(err)
	}
	fmt.Println(thing.Name)
	for _, sent := range server.Requests("") { // the path is none of the document
		fmt.Println(sent.Method, sent.Path, sent.Query, sent.Header.Get("Authorization") != "")
	}
	// Output:
	// new
	// GET /api/NewThing id=1 true
}
