package spiro_test

import (
	"context"
	"fmt"
	"log"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// quoteLink is the key of a custom field: its label in snake case.
const quoteLink = "packaging_quote"

// Custom fields are read by their keys, each in the form that is asked for, and written without touching the others.
func Example_readAndWriteCustomFields() {
	server, err := vendortest.Start("spiro") // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.SpiroRefresh(server.Credentials().Spiro()) // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., Store: ..., Account: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient(server.URL, spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	read, err := client.Opportunities.Get(ctx, "2000005", nil)
	if err != nil {
		log.Fatal(err)
	}
	if err := client.Opportunities.SetCustomOf(ctx, &read.Data, map[string]any{quoteLink: "https://example.com/quotes/55"}); err != nil {
		log.Fatal(err)
	}
	again, err := client.Opportunities.Get(ctx, "2000005", nil)
	if err != nil {
		log.Fatal(err)
	}
	if link, ok := again.Data.Attributes.Custom[quoteLink].Link(); ok {
		fmt.Println(link.Host, link.Path)
	}
	fmt.Println(len(again.Data.Attributes.Custom) >= len(read.Data.Attributes.Custom))
	// Output:
	// example.com /quotes/55
	// true
}
