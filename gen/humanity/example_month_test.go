package humanity_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"log"
	"strconv"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/gen/humanity"
	"github.com/seed-8da6be54/vendorkit/rest/value"
	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// writeMonth writes the shifts that begin in a month as CSV, with times in the account's zone and their offset from UTC, so that the night in
// which the clock is changed has its true length.
func writeMonth(ctx context.Context, client *humanity.Client, year int, month time.Month, to io.Writer) error {
	zone, err := client.Zone(ctx)
	if err != nil {
		return err
	}
	first := value.DateOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC))
	last := value.DateOf(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC))
	rows := csv.NewWriter(to)
	rows.Write([]string{"shift", "position", "start", "end", "hours"})
	for shift, err := range client.Shifts.Between(ctx, first, last, nil) {
		if err != nil {
			return err
		}
		start, ok := shift.StartIn(zone)
		end, ends := shift.EndIn(zone)
		if !ok || !ends {
			log.Printf("shift %d has no times", shift.ID)
			continue
		}
		if start.Year() != year || start.Month() != month {
			continue // it runs into the month from the one before, whose table it stands in
		}
		rows.Write([]string{
			strconv.FormatInt(int64(shift.ID), 10), string(shift.PositionName), start.Format(time.RFC3339), end.Format(time.RFC3339),
			strconv.FormatFloat(end.Sub(start).Hours(), 'f', -1, 64),
		})
	}
	rows.Flush()
	return rows.Error()
}

// A month of shifts becomes a table in the account's own time.
func Example_monthToCSV() {
	server, err := vendortest.Start("humanity", vendortest.WithRecords(40, "shifts")) // in place of your account
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	source, err := auth.HumanityPassword(server.Credentials().Humanity()) // auth.HumanityConfig{ClientID: ..., ClientSecret: ..., Username: ..., Password: ...}
	if err != nil {
		log.Fatal(err)
	}
	client, err := humanity.NewClient(server.URL, humanity.WithRequestEditorFn(auth.Humanity(source)))
	if err != nil {
		log.Fatal(err)
	}
	var table strings.Builder // a file, as a rule
	if err := writeMonth(context.Background(), client, 2025, time.March, &table); err != nil {
		log.Fatal(err)
	}
	lines := strings.Split(table.String(), "\n")
	fmt.Println(lines[0])
	fmt.Println(lines[1])
	fmt.Println(lines[36]) // the night in which summer time begins
	// Output:
	// shift,position,start,end,hours
	// 440000000,Barista,2025-03-03T06:00:00-06:00,2025-03-03T14:00:00-06:00,8
	// 440000035,Shift lead,2025-03-08T22:00:00-06:00,2025-03-09T07:00:00-05:00,8
}
