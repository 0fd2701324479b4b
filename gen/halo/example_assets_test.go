package halo_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// clientNamed finds the one client of a name. Search gives every client that matches somewhere, so the name itself decides, and two
// of a name are an error and not a guess.
func clientNamed(ctx context.Context, client *halo.Client, name string) (*halo.CustomerSummary, error) {
	var found *halo.CustomerSummary
	for customer, err := range client.Clients.All(ctx, &halo.ListClientsParams{Search: new(name), Order: new("id")}) {
		if err != nil {
			return nil, err
		}
		if !strings.EqualFold(customer.Name, name) {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("clients %d and %d are both called %q", found.ID, customer.ID, name)
		}
		found = customer
	}
	if found == nil {
		return nil, fmt.Errorf("no client is called %q", name)
	}
	return found, nil
}

// A client is found by its name, and then its assets by the client's id.
func Example_clientByNameAndItsAssets() {
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
	id := server.Records("Client").Insert(0, map[string]any{"name": "Acme Ltd"})
	server.Records("Client").Insert(0, map[string]any{"name": "Acme Ltd (Leeds)"})
	for _, tag := range []string{"PC-7", "PC-8"} {
		server.Records("Asset").Insert(0, map[string]any{"inventory_number": tag, "client_id": id})
	}

	acme, err := clientNamed(ctx, client, "acme ltd")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(acme.Name)
	for asset, err := range client.Assets.All(ctx, &halo.ListAssetsParams{ClientID: new(acme.ID), Order: new("id")}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(" ", asset.InventoryNumber)
	}
	// Output:
	// Acme Ltd
	//   PC-7
	//   PC-8
}
