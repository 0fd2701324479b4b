package vendortest_test

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// closeTicket is the integration under test: it gives a ticket another status.
func closeTicket(baseURL, token string, id int64, status int) error {
	body := fmt.Sprintf(`[{"id": %d, "status_id": %d}]`, id, status)
	req, err := http.NewRequest("POST", baseURL+"/Tickets", strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusCreated {
		return fmt.Errorf("closing ticket %d: %s", id, res.Status)
	}
	return nil
}

// A test prepares records, runs the integration, and asserts on what that wrote: this, and nothing else.
func ExampleRecords_Changes() {
	srv, err := vendortest.Start("halo")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	tickets := srv.Records("Tickets")
	tickets.Insert(0, map[string]any{"id": 7001, "summary": "Printer down", "status_id": 1})

	if err := closeTicket(srv.URL, srv.Credentials().AccessToken, 7001, 8); err != nil {
		fmt.Println(err)
	}

	for _, change := range srv.Changes() {
		fmt.Println(change.Kind, change.Collection, change.ID, change.Before["status_id"], "->", change.After["status_id"])
	}
	ticket, ok := tickets.Find("summary", "Printer down")
	fmt.Println(ok, ticket["status_id"], len(srv.Violations()))
	// Output:
	// changed /Tickets 7001 1 -> 8
	// true 8 0
}
