package sqltest

import (
	"context"
	"database/sql"
	"log"
	"os"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/spiro"
)

// Ten of these, on as many machines as you like, share one login. Somebody has made it once, by
// auth.SpiroAuthorizationCode with the same store and account.
func Example_workers() {
	ctx := context.Background()
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	store, err := auth.NewSQLStore(auth.SQLConfig{DB: db, Dialect: auth.PostgreSQL()})
	if err != nil {
		log.Fatal(err)
	}
	if err := store.CreateSchema(ctx); err != nil { // all ten may do this at once
		log.Fatal(err)
	}
	source, err := auth.SpiroRefresh(auth.SpiroConfig{
		ClientID:     os.Getenv("SPIRO_CLIENT_ID"),
		ClientSecret: auth.NewSecret(os.Getenv("SPIRO_CLIENT_SECRET")),
		Store:        store,
		Account:      "crm",
		OnError:      func(err error) { log.Print(err) }, // a renewal ahead of time failed; the old token still serves
	})
	if err != nil {
		log.Fatal(err)
	}
	client, err := spiro.NewClient("", spiro.WithRequestEditorFn(auth.Spiro(source)))
	if err != nil {
		log.Fatal(err)
	}
	for company, err := range client.Companies.All(ctx, nil) {
		if err != nil {
			log.Fatal(err) // errors.Is(err, auth.ErrLoginNeeded): somebody must log in again
		}
		work(company)
	}
}

func work(*spiro.Company) {}
