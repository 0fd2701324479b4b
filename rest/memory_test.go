package rest_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

const rowsOfPage = 1000

type note struct {
	ID   int64  `json:"id"`
	Text string `json:"text"`
}

type noteList struct {
	Count int64  `json:"count"`
	Notes []note `json:"notes"`
}

// TestAnIterationHoldsOnePage iterates over 100,000 rows and reads what is in use while a request waits, when a response has come
// and isn't decoded, and at the first and the last row of a page. That stays within twice of what a list of one page
// takes, within three times with a page fetched ahead, and within six with three pages side by side, of which the text is held as well. Keeping all pages would take a hundred times as much.
func TestAnIterationHoldsOnePage(t *testing.T) {
	const pages = 100
	for _, test := range []struct {
		name    string
		listing call.Listing
		opts    []rest.CallOption
		atMost  uint64
	}{
		{"pages by number", call.Listing{Style: call.ByNumber, Page: "page", Items: "notes", Total: "count"}, nil, 2},
		{"pages by the last row", call.Listing{Style: call.ByTime, Page: "from", Items: "notes", From: "id", Key: "id"}, nil, 2},
		{"one page ahead", call.Listing{Style: call.ByNumber, Page: "page", Items: "notes", Total: "count"}, []rest.CallOption{rest.WithPrefetch()}, 3},
		{"pages side by side", call.Listing{Style: call.ByNumber, Page: "page", Items: "notes", Total: "count"}, []rest.CallOption{rest.WithParallel(3)}, 6},
	} {
		t.Run(test.name, func(t *testing.T) {
			iterateNotes(t, 2, test.listing, test.opts) // makes what is made once
			one := uint64(0)
			for range 3 { // a pool may drop the buffer, and an iteration then shows less
				one = max(one, iterateNotes(t, 1, test.listing, test.opts))
			}
			all := iterateNotes(t, pages, test.listing, test.opts)
			t.Logf("one page %d kB, %d pages %d kB", one>>10, pages, all>>10)
			if one < 200<<10 {
				t.Fatalf("a page takes %d bytes: too little to tell it from what else a program holds", one)
			}
			if all > test.atMost*one {
				t.Errorf("%d pages hold %.1f times what one does, at most %d were wanted", pages, float64(all)/float64(one), test.atMost)
			}
		})
	}
}

// iterateNotes iterates over a list and returns the largest heap that was seen on the way.
func iterateNotes(t *testing.T, pages int, listing call.Listing, opts []rest.CallOption) uint64 {
	t.Helper()
	meter := &heapMeter{every: max(pages/10, 1)}
	server := httptest.NewServer(&noteVendor{pages: pages, meter: meter, text: strings.Repeat("Printer down. ", 10)})
	defer server.Close()
	client := newClientAt(t, server.URL, rest.WithoutPacing(), rest.WithHTTPClient(meteredDoer{meter}))
	meter.base = heapInUse()
	rows := 0
	for row, err := range rest.All[*noteList, *note](t.Context(), client, call.New("listNotes", http.MethodGet, "/notes").List(listing), opts) {
		if err != nil {
			t.Fatal(err)
		}
		if row.ID != int64(rows) {
			t.Fatalf("row %d is %d", rows, row.ID)
		}
		if at := rows % rowsOfPage; at == 0 || at == rowsOfPage-1 {
			meter.read(rows / rowsOfPage)
		}
		rows++
	}
	if rows != pages*rowsOfPage {
		t.Fatalf("%d rows, want %d", rows, pages*rowsOfPage)
	}
	return meter.peak
}

// heapMeter keeps the largest heap in use of all readings that were taken.
type heapMeter struct {
	mu         sync.Mutex
	every      int // read at every so many pages
	base, peak uint64
}

func (m *heapMeter) read(page int) {
	if page%m.every != 0 {
		return
	}
	now := heapInUse()
	for range 4 { // until a page that is fetched meanwhile has come: what it leaves lying about isn't held
		time.Sleep(time.Millisecond)
		now = min(now, heapInUse())
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if now > m.base {
		m.peak = max(m.peak, now-m.base)
	}
}

func heapInUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// meteredDoer sends requests, and reads the heap at the end of responses, when their text is held and not decoded.
type meteredDoer struct{ meter *heapMeter }

func (d meteredDoer) Do(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultClient.Do(r)
	if err == nil {
		page, _ := strconv.Atoi(response.Header.Get("X-Page"))
		response.Body = &meteredBody{response.Body, func() { d.meter.read(page) }}
	}
	return response, err
}

type meteredBody struct {
	io.ReadCloser
	atEnd func()
}

func (b *meteredBody) Read(into []byte) (int, error) {
	n, err := b.ReadCloser.Read(into)
	if err == io.EOF {
		b.atEnd()
	}
	return n, err
}

// noteVendor makes pages as they are asked for and holds none. It reads the heap while a request waits.
type noteVendor struct {
	pages int
	meter *heapMeter
	text  string
}

func (v *noteVendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	page, _ := strconv.Atoi(query.Get("page"))
	first := max(page-1, 0) * rowsOfPage
	if query.Has("from") { // the row that it continues from comes again
		first, _ = strconv.Atoi(query.Get("from"))
	}
	last := (first+rowsOfPage-1)/rowsOfPage*rowsOfPage + rowsOfPage
	if !query.Has("from") {
		last = first + rowsOfPage
	}
	last = min(last, v.pages*rowsOfPage)
	page = (last - 1) / rowsOfPage
	v.meter.read(page)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Page", strconv.Itoa(page))
	out := bufio.NewWriter(w)
	defer out.Flush()
	fmt.Fprintf(out, `{"count":%d,"notes":[`, v.pages*rowsOfPage)
	for row := first; row < last; row++ {
		if row > first {
			out.WriteByte(',')
		}
		fmt.Fprintf(out, `{"id":%d,"text":"%s %d"}`, row, v.text, row)
	}
	out.WriteString("]}")
}
