package sqltest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/holaspirit"
	"github.com/seed-8da6be54/vendorkit/rest/sqlpace"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// Two clients, which might as well be two processes, share what the vendor gives their account: 250 requests in five
// minutes.
func Example_sharedPace() {
	server, err := vendortest.Start("holaspirit") // in place of the vendor
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)

	db, err := sql.Open("sqlite", filepath.Join(folder, "pace.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	pace, err := sqlpace.New(sqlpace.Config{DB: db, Dialect: sqlpace.SQLite()})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	if err := pace.CreateSchema(ctx); err != nil {
		log.Fatal(err)
	}
	source, err := auth.HolaspiritPassword(server.Credentials().Holaspirit()) // auth.HolaspiritConfig{...}
	if err != nil {
		log.Fatal(err)
	}
	login := holaspirit.WithRequestEditorFn(auth.Holaspirit(source))
	one, err := holaspirit.NewClient(server.URL, login, pace.Share("acme"))
	if err != nil {
		log.Fatal(err)
	}
	two, err := holaspirit.NewClient(server.URL, login, pace.Share("acme"))
	if err != nil {
		log.Fatal(err)
	}
	count := func(client *holaspirit.Client) (n int) {
		for ; n < 200; n++ {
			ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
			_, err := client.Me.Get(ctx)
			cancel()
			if errors.Is(err, context.DeadlineExceeded) { // there is no room for so long
				break
			} else if err != nil {
				log.Fatal(err)
			}
		}
		return n
	}
	fmt.Println(count(one), "requests of the first")
	n := count(two) // the first may still hold a few places, which it gives back after a while
	fmt.Println("of the second as many as are left:", n >= 38 && n <= 50)
	refused := 0
	for _, request := range server.Requests() {
		if request.Limited {
			refused++
		}
	}
	fmt.Println(refused, "were refused")
	// Output:
	// 200 requests of the first
	// of the second as many as are left: true
	// 0 were refused
}
