package halo_test

import (
	"context"
	"fmt"
	"log"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// seats is the name of a custom field, as Halo's configuration shows it: it begins with CF.
const seats = "CFSeats"

// Custom fields come with a ticket when its details are asked for. They are found by name, or by the label that people see, and
// written by name; the others stay as they are.
func Example_readAndWriteCustomFields() {
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
	saved, err := client.Tickets.Create(ctx, []halo.TicketCreate{{
		Summary: new("New office"), CustomFields: []halo.CustomFieldInput{halo.SetCustomField(seats, 12), halo.SetCustomField("CFRegion", "North")},
	}})
	if err != nil || len(saved) != 1 {
		log.Fatal(len(saved), " tickets are in the response: ", err)
	}

	change := halo.TicketUpdate{ID: saved[0].ID, CustomFields: []halo.CustomFieldInput{halo.SetCustomField(seats, 13)}}
	if _, err := client.Tickets.Update(ctx, []halo.TicketUpdate{change}); err != nil {
		log.Fatal(err)
	}
	ticket, err := client.Tickets.Get(ctx, saved[0].ID, &halo.GetTicketParams{IncludeDetails: new(true)})
	if err != nil {
		log.Fatal(err)
	}
	if field, ok := halo.CustomFields(ticket.CustomFields).Get(seats); ok {
		n, whole := field.Int()
		fmt.Println(field.Name, n, whole)
	}
	// Output: CFSeats 13 true
}
