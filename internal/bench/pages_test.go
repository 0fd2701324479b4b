package bench_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-github/v93/github"

	"github.com/seed-8da6be54/vendorkit/internal/fixture/widerows"
	"github.com/seed-8da6be54/vendorkit/rest"
)

const (
	pagesInAll  = 100
	rowsOfAPage = 30
	pageTakes   = 50 * time.Millisecond
)

// slow serves a list of a hundred pages, each after 50 ms, as ours and as GitHub's.
func slow(b *testing.B) *httptest.Server {
	b.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(pageTakes)
		query := r.URL.Query()
		page, _ := strconv.Atoi(query.Get("page_no") + query.Get("page"))
		page = max(page, 1)
		var rows []string
		for row := range rowsOfAPage {
			id := (page-1)*rowsOfAPage + row + 1
			rows = append(rows, fmt.Sprintf(`{"id":%d,"login":"user %d","field_00":"text %d","field_03":true}`, id, id, id))
		}
		list := "[" + strings.Join(rows, ",") + "]"
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/rows") {
			fmt.Fprintf(w, `{"record_count":%d,"rows":%s}`, pagesInAll*rowsOfAPage, list)
			return
		}
		if page < pagesInAll {
			w.Header().Set("Link", fmt.Sprintf(`<http://%s%s?page=%d>; rel="next"`, r.Host, r.URL.Path, page+1))
		}
		io.WriteString(w, list)
	}))
	b.Cleanup(server.Close)
	return server
}

// BenchmarkPages reads a list of a hundred pages, each of which takes 50 ms.
func BenchmarkPages(b *testing.B) {
	server := slow(b)
	b.Run("impl=gogithub", func(b *testing.B) {
		client, err := github.NewClient(github.WithEnterpriseURLs(server.URL, server.URL))
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			rows := 0
			for user, err := range client.Organizations.ListMembersIter(b.Context(), "acme", nil) {
				if rows++; err != nil || user.GetID() != int64(rows) {
					b.Fatal(rows, user, err)
				}
			}
			if rows != pagesInAll*rowsOfAPage {
				b.Fatal(rows)
			}
		}
	})
	for _, way := range []struct {
		name string
		opts []rest.CallOption
	}{{"in-turn", nil}, {"prefetch", []rest.CallOption{rest.WithPrefetch()}}, {"parallel8", []rest.CallOption{rest.WithParallel(8)}}} {
		b.Run("impl="+way.name, func(b *testing.B) {
			client, err := widerows.NewClient(server.URL)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				rows := 0
				for row, err := range client.Rows.All(b.Context(), nil, way.opts...) {
					if rows++; err != nil || row.ID != int64(rows) {
						b.Fatal(rows, row, err)
					}
				}
				if rows != pagesInAll*rowsOfAPage {
					b.Fatal(rows)
				}
			}
		})
	}
}
