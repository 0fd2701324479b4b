package lab

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// seen is what a request looked like when it arrived.
type seen struct {
	Method, Path, Query, ContentType, Body string
}

// serve starts a server that notes each request and answers as told, and a client for it.
func serve(t *testing.T, answer http.HandlerFunc, opts ...ClientOption) (*Client, *[]seen) {
	t.Helper()
	var mu sync.Mutex
	var requests []seen
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		requests = append(requests, seen{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, r.Header.Get("Content-Type"), string(body)})
		mu.Unlock()
		if got := r.Header.Get("X-Lab"); got != "7" {
			t.Errorf("X-Lab = %q, want 7: the document's own header is missing", got)
		}
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := NewClient(server.URL+"/base", opts...)
	if err != nil {
		t.Fatal(err)
	}
	return client, &requests
}

func answerJSON(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, body)
	}
}

func noContent(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }

func TestRequestsOnTheWire(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	tests := []struct {
		name   string
		call   func(*Client) error
		answer http.HandlerFunc
		want   seen
	}{
		{
			name: "nothing set sends no query",
			call: func(c *Client) error { _, err := c.Tickets.List(ctx, &ListTicketsParams{}); return err },
			want: seen{Method: "GET", Path: "/base/tickets"},
		},
		{
			name: "every kind of parameter, zero values too",
			call: func(c *Client) error {
				_, err := c.Tickets.List(ctx, &ListTicketsParams{
					PageNo: new(int64(0)), OpenOnly: new(false), NameContains: new("a&b c"), StatusIDs: []int64{1, 2},
					Tags: []string{"x,y", "z"}, Order: new(ListTicketsParamsOrderDesc),
					Since: new(rest.At(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))), MinCost: new(0.5),
					Extra: map[string]string{"b": "2", "a": "1"},
				})
				return err
			},
			want: seen{Method: "GET", Path: "/base/tickets", Query: "page_no=0&open_only=false&filter%5Bname_cont%5D=a%26b+c&status_ids=1%2C2" +
				"&tag=x%2Cy&tag=z&order=desc&since=2026-01-02T03%3A04%3A05Z&min_cost=0.5&extra%5Ba%5D=1&extra%5Bb%5D=2"},
		},
		{
			name: "a path parameter stays one segment",
			call: func(c *Client) error { _, err := c.Tickets.ListFeed(ctx, "a/b c?d%", nil); return err },
			want: seen{Method: "GET", Path: "/base/people/a%2Fb%20c%3Fd%25/feed"},
		},
		{
			name: "a JSON body holds what was set and nothing else",
			call: func(c *Client) error {
				_, err := c.Tickets.Create(ctx, TicketCreate{Summary: "", Done: new(false), Tags: []string{}, Amount: new(0.0)})
				return err
			},
			want: seen{Method: "POST", Path: "/base/tickets", ContentType: "application/json", Body: `{"amount":0,"done":false,"summary":"","tags":[]}`},
		},
		{
			name: "an open write shape sends what no source names",
			call: func(c *Client) error {
				_, err := c.Tickets.Create(ctx, TicketCreate{Summary: "s", Extra: map[string]any{"later": 1, "summary": "wins"}})
				return err
			},
			want: seen{Method: "POST", Path: "/base/tickets", ContentType: "application/json", Body: `{"later":1,"summary":"wins"}`},
		},
		{
			name: "an array body, null where null means something",
			call: func(c *Client) error {
				_, err := c.Tickets.Save(ctx, []TicketUpdate{{ID: 4, Cost: rest.Null[float64]()}, {ID: 5, Cost: rest.Value(0.0)}})
				return err
			},
			answer: answerJSON(`[]`),
			want:   seen{Method: "POST", Path: "/base/tickets/bulk", ContentType: "application/json", Body: `[{"cost":null,"id":4},{"cost":0,"id":5}]`},
		},
		{
			name: "a form body",
			call: func(c *Client) error {
				_, err := c.Tickets.Update(ctx, 9, TicketUpdate{ID: 9, Done: new(false), Tags: []string{"a", "b"}, Fields: map[string]string{"k": "v"}, Summary: new("")})
				return err
			},
			want: seen{Method: "PATCH", Path: "/base/tickets/9", ContentType: "application/x-www-form-urlencoded", Body: "done=0&fields%5Bk%5D=v&id=9&summary=&tags=a%2Cb"},
		},
		{
			name:   "a stream",
			call:   func(c *Client) error { return c.Files.Replace(ctx, "a.txt", "text/plain", strings.NewReader("bytes")) },
			answer: noContent,
			want:   seen{Method: "PUT", Path: "/base/files/a.txt", ContentType: "text/plain", Body: "bytes"},
		},
		{
			name:   "no body and no answer",
			call:   func(c *Client) error { return c.Tickets.Delete(ctx, 3) },
			answer: noContent,
			want:   seen{Method: "DELETE", Path: "/base/tickets/3", ContentType: "application/json"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			answer := test.answer
			if answer == nil {
				answer = answerJSON(`{}`)
			}
			client, requests := serve(t, answer)
			if err := test.call(client); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]seen{test.want}, *requests); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMultipart(t *testing.T) {
	t.Parallel()
	var name, content, note string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, header, err := r.FormFile("file")
		if err != nil {
			t.Errorf("no file part: %v", err)
			return
		}
		data, _ := io.ReadAll(file)
		name, content, note = header.Filename, string(data), r.FormValue("note")
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	client, err := NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	err = client.Files.Upload(context.Background(), FileUpload{File: rest.File{Name: `a"b.txt`, Content: strings.NewReader("bytes")}, Note: new("n")})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`a"b.txt`, "bytes", "n"}, []string{name, content, note}); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if err := client.Files.Upload(context.Background(), FileUpload{}); !errors.Is(err, rest.ErrRequest) {
		t.Errorf("a file without content: got %v, want rest.ErrRequest", err)
	}
}

func TestNothingIsSentWhenTheCallIsBad(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, call := range map[string]func(*Client) error{
		"empty path parameter":       func(c *Client) error { _, err := c.Tickets.ListFeed(ctx, "", nil); return err },
		"dot-dot path parameter":     func(c *Client) error { _, err := c.Tickets.ListFeed(ctx, "..", nil); return err },
		"required parameter missing": func(c *Client) error { _, err := c.Tickets.Search(ctx, nil); return err },
		"nil stream":                 func(c *Client) error { return c.Files.Replace(ctx, "a", "", nil) },
		"undocumented path with ..":  func(c *Client) error { return c.Call(ctx, "GET", "/a/%2e%2e/b", nil, nil, nil) },
		"undocumented relative path": func(c *Client) error { return c.Call(ctx, "GET", "a", nil, nil, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, requests := serve(t, answerJSON(`{}`))
			if err := call(client); !errors.Is(err, rest.ErrRequest) {
				t.Errorf("got %v, want rest.ErrRequest", err)
			}
			if len(*requests) != 0 {
				t.Errorf("%d requests were sent", len(*requests))
			}
		})
	}
}

func TestLenientDecoding(t *testing.T) {
	t.Parallel()
	client, _ := serve(t, answerJSON(`{
		"id": 7, "summary": null, "status": "never heard of", "amount": "1,234.50", "flag": "0", "ref": 12,
		"watchers": "one", "counts": [], "token": "hush", "mystery": {"a": [1]}, "changedAt": "2026-05-06 07:08:09",
		"agent": {"name": "A", "hidden": 5}, "unknown": {"x": 1}
	}`))
	ticket, err := client.Tickets.Get(context.Background(), 7)
	if err != nil {
		t.Fatal(err)
	}
	want := &Ticket{
		ID: 7, Status: "never heard of", Amount: 1234.5, Ref: "12", Watchers: rest.List[string]{"one"},
		Counts: rest.Map[int64]{}, Token: rest.NewSecret("hush"), Mystery: rest.JSON(`{"a": [1]}`),
		ChangedAt: rest.ParseTime("2026-05-06T07:08:09Z"),
		Agent:     &Person{Name: "A", Raw: rest.JSON(`{"name": "A", "hidden": 5}`)},
	}
	if diff := cmp.Diff(want, ticket); diff != "" {
		t.Errorf("ticket (-want +got):\n%s", diff)
	}
	if ticket.Status.Valid() {
		t.Error("an unknown status counts as known")
	}
	if n, ok := ticket.Agent.Raw.Member("hidden").Int(); !ok || n != 5 {
		t.Errorf("hidden member = %d, %t", n, ok)
	}
	if data, _ := json.Marshal(ticket); strings.Contains(string(data), "hush") {
		t.Errorf("the secret shows: %s", data)
	}
}

func TestASurpriseCostsOneMember(t *testing.T) {
	t.Parallel()
	body := `{"tickets":[{"id":1,"summary":"a"},{"id":2,"summary":{"x":1},"flag":"maybe","done":true}],"paging":{}}`
	client, _ := serve(t, answerJSON(body))
	list, err := client.Tickets.List(context.Background(), nil)
	failure, ok := errors.AsType[*rest.Error](err)
	if !ok || !errors.Is(err, rest.ErrDecode) || failure.Field != "tickets[1].flag" && failure.Field != "tickets[1].summary" {
		t.Fatalf("got %v, want an unexpected answer at tickets[1]", err)
	}
	if string(failure.Body()) != body {
		t.Error("the raw answer is lost")
	}
	want := []Ticket{{ID: 1, Summary: "a"}, {ID: 2, Done: true}}
	if list == nil || !cmp.Equal(want, list.Tickets) {
		t.Errorf("what could be decoded is lost: %+v", list)
	}

	var told []string
	client, _ = serve(t, answerJSON(body), rest.WithDecodeSurprise(func(e *rest.Error) { told = append(told, e.Field) }))
	n := 0
	for _, err := range client.Statuses.All(context.Background()) {
		if err == nil {
			n++
		}
	}
	if _, err := client.Tickets.List(context.Background(), nil); err != nil || len(told) != 1 {
		t.Errorf("tolerant: err %v, told %v", err, told)
	}
}

func TestDownload(t *testing.T) {
	t.Parallel()
	client, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/csv")
		w.Header().Set("Content-Disposition", `attachment; filename="..\\up/report.csv"`)
		io.WriteString(w, "a,b\n")
	})
	file, err := client.Files.Download(context.Background(), "r")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil || string(data) != "a,b\n" || file.Name != "report.csv" || file.Size != 4 || len(*requests) != 1 {
		t.Errorf("got %q %v, %+v", data, err, file)
	}
}

func TestPagesByRowsReceived(t *testing.T) {
	t.Parallel()
	// The server gives two rows a page whatever is asked for, and says how many pages there are as text.
	client, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		page := r.URL.Query().Get("page_no")
		rows := map[string]string{"1": `{"id":1},{"id":2}`, "2": `{"id":3},{"id":4}`, "3": `{"id":5}`}[page]
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"tickets":[`+rows+`],"paging":{"next":null,"pages":"3"}}`)
	})
	params := &ListTicketsParams{PageSize: new(int64(500))}
	var ids []int64
	for ticket, err := range client.Tickets.All(context.Background(), params) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, ticket.ID)
	}
	if diff := cmp.Diff([]int64{1, 2, 3, 4, 5}, ids); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if params.PageNo != nil {
		t.Error("the caller's parameters were changed")
	}
	if len(*requests) != 3 {
		t.Errorf("%d requests, want 3", len(*requests))
	}

	var next rest.Cursor
	for page, err := range client.Tickets.Pages(context.Background(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		next = page.Next
		break
	}
	ids = nil
	for ticket, err := range client.Tickets.All(context.Background(), nil, rest.StartAt(next)) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, ticket.ID)
	}
	if diff := cmp.Diff([]int64{3, 4, 5}, ids); diff != "" {
		t.Errorf("resumed ids (-want +got):\n%s", diff)
	}
}

func TestPagesThatContinueByTime(t *testing.T) {
	t.Parallel()
	client, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		rows := map[string]string{
			"":                     `{"id":"a","at":"2026-01-03T00:00:00Z"},{"id":"b","at":"2026-01-02T00:00:00Z"}`,
			"2026-01-02T00:00:00Z": `{"id":"b","at":"2026-01-02T00:00:00Z"},{"id":"c","at":"2026-01-01T00:00:00Z"}`,
			"2026-01-01T00:00:00Z": `{"id":"c","at":"2026-01-01T00:00:00Z"}`,
		}[r.URL.Query().Get("before")]
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"data":[`+rows+`]}`)
	})
	for range 2 { // a walk keeps nothing of an earlier one
		var ids []string
		for item, err := range client.Tickets.AllFeed(context.Background(), "me", nil) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, item.ID)
		}
		if diff := cmp.Diff([]string{"a", "b", "c"}, ids); diff != "" {
			t.Errorf("ids (-want +got):\n%s", diff)
		}
	}
	if len(*requests) != 6 {
		t.Errorf("%d requests, want 6", len(*requests))
	}
}

func TestWalksThatCannotEnd(t *testing.T) {
	t.Parallel()
	same, _ := serve(t, answerJSON(`{"tickets":[{"id":1}],"paging":{}}`))
	var last error
	n := 0
	for _, err := range same.Tickets.All(context.Background(), nil) {
		n++
		last = err
	}
	if !errors.Is(last, rest.ErrRepeatedPage) || n != 2 {
		t.Errorf("a repeated page: %d steps, %v", n, last)
	}

	page := 0
	endless, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		page++
		rows := make([]Ticket, 4000)
		rows[0].ID = int64(page)
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(TicketList{Tickets: rows})
	})
	n, last = 0, nil
	for _, err := range endless.Tickets.All(context.Background(), nil) {
		if err != nil {
			last = err
			break
		}
		n++
	}
	if !errors.Is(last, rest.ErrPageCeiling) || n != 12000 || page != 3 {
		t.Errorf("the ceiling: %d rows, %d pages, %v", n, page, last)
	}

	var cursorError error
	for _, err := range endless.Tickets.All(context.Background(), nil, rest.StartAt("time:now")) {
		cursorError = err
	}
	if !errors.Is(cursorError, rest.ErrBadCursor) {
		t.Errorf("a foreign cursor: %v", cursorError)
	}
}
