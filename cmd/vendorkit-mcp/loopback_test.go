package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// TestAnyKeyIsTakenAsItIs: a key is a person's, and may have characters that mean something to a URL or to http.ServeMux.
func TestAnyKeyIsTakenAsItIs(t *testing.T) {
	simulator := vendortest.NewSpiro(t)
	folder := storeFor(t, "spiro", simulator)
	for _, key := range []string{"{any}", "{", "a b", "x//y", "../up", "base64+/==", "50%41?", "schlüssel"} {
		t.Run(key, func(t *testing.T) {
			t.Setenv(envKey, key)
			ctx, stop := context.WithCancel(t.Context())
			says, said := io.Pipe()
			ended := make(chan int, 1)
			go func() {
				ended <- run(ctx, []string{"spiro", "--store", folder, "--http", "127.0.0.1:0"}, io.NopCloser(strings.NewReader("")), nil, said)
				said.Close()
			}()
			defer func() { stop(); <-ended }()
			line, err := bufio.NewReader(says).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			go io.Copy(io.Discard, says)
			address := strings.TrimSpace(strings.TrimPrefix(line, "serving at "))
			session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).
				Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: address}, nil)
			if err != nil {
				t.Fatalf("%s: %v", address, err)
			}
			session.Close()
			at, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{"/", "/other", "/" + key + "x", "/" + key + "/"} {
				at.Path, at.RawPath = path, ""
				request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at.String(), bytes.NewReader([]byte(`{"jsonrpc":"2.0","id":1,"method":"ping"}`)))
				if err != nil {
					t.Fatal(err)
				}
				request.Header.Set("Content-Type", "application/json")
				request.Header.Set("Accept", "application/json, text/event-stream")
				response, err := http.DefaultClient.Do(request)
				if err != nil {
					t.Fatal(err)
				}
				response.Body.Close()
				if response.StatusCode != http.StatusNotFound {
					t.Errorf("path %s is let in: status %d", path, response.StatusCode)
				}
			}
		})
	}
}
