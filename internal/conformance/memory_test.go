package conformance

import (
	"bufio"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/gen/halo"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// TestIteratingOverTicketsHoldsOnePage iterates over 100,000 of Halo's tickets, its widest list, in the pages of 100 that it cuts
// everything to. What is in use stays within twice of what a list of one page takes, and within three times with a page fetched ahead.
func TestIteratingOverTicketsHoldsOnePage(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // what is in use is seen after a collection; those between them show nothing
	for name, test := range map[string]struct {
		opts   []rest.CallOption
		atMost uint64
	}{
		"one at a time":  {nil, 2},
		"one page ahead": {[]rest.CallOption{rest.WithPrefetch()}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			iterateTickets(t, 200, test.opts) // makes what is made once
			one := uint64(0)
			for range 3 { // a pool may drop the buffer, and an iteration then shows less
				one = max(one, iterateTickets(t, ticketsOfPage, test.opts))
			}
			all := iterateTickets(t, 100_000, test.opts)
			t.Logf("one page %d kB, %d pages %d kB", one>>10, 100_000/ticketsOfPage, all>>10)
			if one < 300<<10 {
				t.Fatalf("a page takes %d bytes: too little to distinguish it from what else a program holds", one)
			}
			if all > test.atMost*one {
				t.Errorf("the iteration holds %.1f times what a page does, at most %d were wanted", float64(all)/float64(one), test.atMost)
			}
		})
	}
}

const ticketsOfPage = 100

// iterateTickets iterates over a number of tickets and returns the largest heap that was seen on the way: while a request waits,
// and at the first and the last ticket of a page.
func iterateTickets(t *testing.T, tickets int, opts []rest.CallOption) uint64 {
	t.Helper()
	var mu sync.Mutex
	var base, peak uint64
	read := func(page int) {
		if page%200 > 1 {
			return
		}
		now := heapInUse()
		for range 2 { // until a page that is fetched meanwhile has come: what it leaves lying about isn't held
			time.Sleep(2 * time.Millisecond)
			now = min(now, heapInUse())
		}
		mu.Lock()
		defer mu.Unlock()
		if now > base {
			peak = max(peak, now-base)
		}
	}
	separator := [...]string{fmt.Sprintf(`{"record_count":%d,"tickets":[{`, tickets), ",{"}
	middle := `,"summary":"` + "The printer on the second floor is down again." + `","customfields":[{"id":1,"name":"CFFloor","value":"`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("page_no"))
		read(page - 1)
		w.Header().Set("Content-Type", "application/json")
		out := bufio.NewWriter(w)
		defer out.Flush()
		row := make([]byte, 0, 256)
		for i := range ticketsOfPage { // put together without fmt, which the race detector makes as dear as reading the row
			row = append(append(row[:0], separator[min(i, 1)]...), `"id":`...)
			row = strconv.AppendInt(row, int64((page-1)*ticketsOfPage+i+1), 10)
			row = append(append(row, middle...), strconv.Itoa(i)...)
			out.Write(append(row, `"}]}`...))
		}
		out.WriteString("]}")
	}))
	defer server.Close()
	client, err := halo.NewClient(server.URL, rest.WithoutPacing())
	must(t, err)
	base = heapInUse()
	rows := 0
	for ticket, err := range client.Tickets.All(t.Context(), nil, opts...) {
		must(t, err)
		if rows++; ticket.ID != int64(rows) {
			t.Fatalf("row %d is %d", rows, ticket.ID)
		}
		if at := rows % ticketsOfPage; at <= 1 {
			read((rows - 1) / ticketsOfPage)
		}
	}
	if rows != tickets {
		t.Fatalf("%d rows, want %d", rows, tickets)
	}
	return peak
}

func heapInUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
