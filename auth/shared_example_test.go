package auth_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// worker makes a process's client. All that the processes share is the folder, and the account's name in it.
func worker(folder string, cfg auth.SpiroConfig) (*spiro.Client, error) {
	store, err := auth.NewFileStore(folder) // of many machines: auth.NewSQLStore
	if err != nil {
		return nil, err
	}
	cfg.Store, cfg.Account = store, "crm"
	source, err := auth.SpiroRefresh(cfg)
	if err != nil {
		return nil, err
	}
	return spiro.NewClient(cfg.APIURL, spiro.WithRequestEditorFn(auth.Spiro(source)))
}

// Processes of one machine share a login by a folder. Spiro's refresh tokens end when their successor comes into use; so the first
// process that finds the access token stale renews it, and the other ones wait for that and take what it got.
func Example_sharedStore() {
	server, err := vendortest.Start("spiro") // in place of Spiro
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	folder, err := os.MkdirTemp("", "logins")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	cfg := server.Credentials().Spiro() // auth.SpiroConfig{ClientID: ..., ClientSecret: ..., RefreshToken: ...}
	ctx := context.Background()

	var clients []*spiro.Client // each as a process of its own would make it
	for range 2 {
		client, err := worker(folder, cfg)
		if err != nil {
			log.Fatal(err)
		}
		clients = append(clients, client)
	}
	for range 2 {
		server.Advance(25 * time.Hour) // the access token's day is over
		for _, client := range clients {
			if _, err := client.Companies.List(ctx, nil); err != nil {
				log.Fatal(err)
			}
		}
	}
	tokens := server.Tokens()
	fmt.Println(tokens.Refreshed, "renewals,", tokens.Reused, "spent tokens sent")
	// Output: 2 renewals, 0 spent tokens sent
}
