// A program that uses the made-up vendor as any other: a simulator, a credential obtained from it, the client.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/acme"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

func main() {
	ctx := context.Background()
	server, err := vendortest.Start("acme")
	check(err)
	defer server.Close()
	given := server.Credentials()
	source, err := auth.AcmeClientCredentials(auth.AcmeConfig{
		BaseURL: server.OAuthURL, ClientID: given.ClientID, ClientSecret: auth.NewSecret(given.ClientSecret),
	})
	check(err)
	client, err := acme.NewClient(server.URL, acme.WithRequestEditorFn(auth.Acme(source)))
	check(err)
	rows := 0
	for parcel, err := range client.Parcels.All(ctx, nil) {
		check(err)
		if parcel.ID > 0 && parcel.Name != "" && !parcel.CreatedAt.IsZero() {
			rows++
		}
	}
	made, err := client.Parcels.Create(ctx, acme.ParcelCreate{Name: "Socks", Weight: new(0.25)})
	check(err)
	read, err := client.Parcels.Get(ctx, made.ID)
	check(err)
	_, err = client.Parcels.Get(ctx, 4711)
	fmt.Println(rows, "parcels;", read.Name, read.Weight, "kg;", errors.Is(err, rest.ErrNotFound), server.Tokens().Issued, len(server.Violations()))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
