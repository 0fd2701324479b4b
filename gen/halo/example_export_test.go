package halo_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"iter"
	"log"
	"os"
	"path/filepath"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// export writes all tickets to a CSV file, from where its last run got to. No ticket stands there twice, and whatever ends a run, a kill
// within a page included, none of those that stay is left out: the checkpoint keeps how long the file was when a page was done, and
// what a dead run wrote behind that is cut off.
//
// Pages go by number. When tickets are deleted between two runs, those behind them move forward: the next run goes back for them, and
// skips those whose ids the file has. When as many tickets come as were deleted, the list's count doesn't show that any moved, and some
// may be missing: where tickets are deleted while an export is interrupted, remove its checkpoint and read them all again.
func export(ctx context.Context, client *halo.Client, name string) error {
	checkpoint := &rest.FileCheckpoint{Path: name + ".checkpoint"}
	progress, err := checkpoint.Load()
	if err != nil || progress.Done {
		return err
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	length, _ := strconv.ParseInt(checkpoint.Note, 10, 64) // nothing was noted: 0
	if progress.Next == "" {
		length = 0 // from the start
	}
	if err := file.Truncate(length); err != nil {
		return err
	}
	before, err := csv.NewReader(file).ReadAll() // which leaves the file at its end
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	written := make(map[string]bool, len(before))
	for _, row := range before {
		written[row[0]] = true
	}

	byID := &halo.ListTicketsParams{Order: new("id")} // an order that doesn't change keeps tickets on their pages
	pages := func(start rest.CallOption) iter.Seq2[rest.Page[*halo.TicketList], error] {
		return client.Tickets.Pages(ctx, byID, start)
	}
	rows := csv.NewWriter(file)
	for page, err := range rest.Resume(checkpoint, pages) {
		if err != nil {
			return err
		}
		for _, ticket := range page.List.Tickets {
			id := strconv.FormatInt(ticket.ID, 10)
			if !written[id] {
				rows.Write([]string{id, ticket.Summary})
				written[id] = true
			}
		}
		rows.Flush()
		if err := rows.Error(); err != nil {
			return err
		}
		if err := file.Sync(); err != nil { // on the disk before the checkpoint says so
			return err
		}
		end, err := file.Seek(0, 1)
		if err != nil {
			return err
		}
		checkpoint.Note = strconv.FormatInt(end, 10)
	}
	return nil
}

// An export that is interrupted goes on where it was.
func Example_resumableExport() {
	server, err := vendortest.Start("halo", vendortest.WithRecords(450, "Tickets")) // in place of your Halo
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HaloClientCredentials(server.Credentials().Halo()) // auth.HaloConfig{BaseURL: ..., ClientID: ..., ClientSecret: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := halo.NewClient(server.URL, halo.WithRequestEditorFn(auth.Halo(source)), rest.WithoutRetries())
	if err != nil {
		log.Fatal(err)
	}
	folder, err := os.MkdirTemp("", "export")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	name := filepath.Join(folder, "tickets.csv")

	server.Fail(vendortest.Fault{Operation: "listTickets", After: 2, Times: 1, Status: 503}) // an outage at the third page
	for range 3 {
		err := export(context.Background(), client, name)
		written, readErr := os.ReadFile(name)
		if readErr != nil {
			log.Fatal(readErr)
		}
		fmt.Println(bytes.Count(written, []byte("\n")), "tickets,", server.Count("listTickets"), "calls,", err)
	}
	// Output:
	// 200 tickets, 3 calls, halo: listTickets: GET /Tickets: HTTP 503
	// 450 tickets, 6 calls, <nil>
	// 450 tickets, 6 calls, <nil>
}
