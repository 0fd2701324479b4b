// Package bench_test sets the calls of our clients beside those of stock oapi-codegen's client for the same document and
// beside what one would write by hand, in one run. `make bench` prints the ratios.
package bench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/seed-8da6be54/vendorkit/auth"
	"github.com/seed-8da6be54/vendorkit/internal/bench/stock"
	"github.com/seed-8da6be54/vendorkit/internal/fixture/widerows"
)

// memory gives every request a response of the same bytes, so that what is measured is the client and not the network.
type memory []byte

func (m memory) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader(m)),
		ContentLength: int64(len(m)),
	}, nil
}

const address = "https://wide.example.com"

// ours is a client with everything on: a credential bound to its host, typed errors, bounds, and what else is default.
func ours(b testing.TB, body []byte) *widerows.Client {
	b.Helper()
	credential := auth.Bearer(auth.HolaspiritToken(auth.NewSecret("api:benchmark")), address)
	client, err := widerows.NewClient("", widerows.WithHTTPClient(&http.Client{Transport: memory(body)}), widerows.WithRequestEditorFn(credential))
	if err != nil {
		b.Fatal(err)
	}
	return client
}

func theirs(b testing.TB, body []byte) *stock.ClientWithResponses {
	b.Helper()
	client, err := stock.NewClientWithResponses(address, stock.WithHTTPClient(&http.Client{Transport: memory(body)}))
	if err != nil {
		b.Fatal(err)
	}
	return client
}

const small = `{"id":42,"name":"Printer down","open":true,"cost":12.5,"changed":"2026-03-01T10:00:00Z"}`

func BenchmarkGet(b *testing.B) {
	ctx := context.Background()
	b.Run("impl=stock", func(b *testing.B) {
		client := theirs(b, []byte(small))
		b.ReportAllocs()
		for b.Loop() {
			got, err := client.GetRowWithResponse(ctx, 42)
			if err != nil || got.JSON200 == nil || *got.JSON200.ID != 42 {
				b.Fatal(err)
			}
		}
	})
	b.Run("impl=ours", func(b *testing.B) {
		client := ours(b, []byte(small))
		b.ReportAllocs()
		for b.Loop() {
			got, err := client.Rows.Get(ctx, 42)
			if err != nil || got.ID != 42 {
				b.Fatal(err)
			}
		}
	})
	b.Run("impl=hand", func(b *testing.B) {
		client := &http.Client{Transport: memory(small)}
		b.ReportAllocs()
		for b.Loop() {
			var got widerows.Small
			if err := byHand(ctx, client, address+"/rows/"+strconv.Itoa(42), &got, json.Unmarshal); err != nil || got.ID != 42 {
				b.Fatal(err)
			}
		}
	})
	if unmarshalV2 == nil {
		return
	}
	b.Run("impl=hand-v2", func(b *testing.B) {
		client := &http.Client{Transport: memory(small)}
		b.ReportAllocs()
		for b.Loop() {
			var got widerows.Small
			if err := byHand(ctx, client, address+"/rows/"+strconv.Itoa(42), &got, unmarshalV2); err != nil || got.ID != 42 {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkList(b *testing.B) {
	ctx := context.Background()
	body := page(1000)
	b.Run("impl=stock", func(b *testing.B) {
		client := theirs(b, body)
		b.ReportAllocs()
		for b.Loop() {
			got, err := client.ListRowsWithResponse(ctx, &stock.ListRowsParams{})
			if err != nil || got.JSON200 == nil || len(*got.JSON200.Rows) != 1000 {
				b.Fatal(err)
			}
		}
	})
	b.Run("impl=ours", func(b *testing.B) {
		client := ours(b, body)
		b.ReportAllocs()
		for b.Loop() {
			got, err := client.Rows.List(ctx, nil)
			if err != nil || len(got.Rows) != 1000 {
				b.Fatal(err)
			}
		}
	})
	b.Run("impl=hand", func(b *testing.B) {
		client := &http.Client{Transport: memory(body)}
		b.ReportAllocs()
		for b.Loop() {
			var got widerows.RowList
			if err := byHand(ctx, client, address+"/rows", &got, json.Unmarshal); err != nil || len(got.Rows) != 1000 {
				b.Fatal(err)
			}
		}
	})
	if unmarshalV2 == nil {
		return
	}
	b.Run("impl=hand-v2", func(b *testing.B) {
		client := &http.Client{Transport: memory(body)}
		b.ReportAllocs()
		for b.Loop() {
			var got widerows.RowList
			if err := byHand(ctx, client, address+"/rows", &got, unmarshalV2); err != nil || len(got.Rows) != 1000 {
				b.Fatal(err)
			}
		}
	})
}

// byHand is a careful call without any library: the buffer has the size that the response announces.
func byHand(ctx context.Context, client *http.Client, url string, out any, unmarshal func([]byte, any) error) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(req)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	var buffer bytes.Buffer
	buffer.Grow(int(response.ContentLength) + bytes.MinRead)
	if _, err := buffer.ReadFrom(response.Body); err != nil {
		return err
	}
	return unmarshal(buffer.Bytes(), out)
}

// page is a list of rows of a hundred fields, a fifth of them of each kind.
func page(rows int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `{"record_count":%d,"rows":[`, rows)
	for row := range rows {
		if row > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":%d`, row)
		for field := range 99 {
			fmt.Fprintf(&b, `,"field_%02d":`, field)
			switch field % 5 {
			case 0:
				fmt.Fprintf(&b, `"text %d of row %d"`, field, row)
			case 1:
				fmt.Fprint(&b, row*field)
			case 2:
				fmt.Fprintf(&b, "%d.25", row+field)
			case 3:
				fmt.Fprint(&b, row%2 == 0)
			case 4:
				fmt.Fprintf(&b, `"2026-03-%02dT10:00:00Z"`, 1+row%28)
			}
		}
		b.WriteByte('}')
	}
	b.WriteString("]}")
	return b.Bytes()
}
