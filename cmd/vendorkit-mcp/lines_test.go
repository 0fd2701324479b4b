package main

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/seed-8da6be54/vendorkit/vendortest"
)

// A line that is no message is told to the client, and the session goes on.
func TestLinesThatAreNoMessages(t *testing.T) {
	t.Parallel()
	simulator := vendortest.NewSpiro(t)
	toServer, write := io.Pipe()
	read, fromServer := io.Pipe()
	var said strings.Builder
	ended := make(chan int, 1)
	go func() {
		ended <- run(t.Context(), []string{"spiro", "--store", storeFor(t, "spiro", simulator)}, toServer, fromServer, &said)
	}()
	responses := bufio.NewReader(read)
	type fault struct {
		Code int `json:"code"`
	}
	type response struct {
		ID    any    `json:"id"`
		Error *fault `json:"error"`
	}
	ask := func(line string) (got response) {
		t.Helper()
		go io.WriteString(write, line+"\n")
		text, err := responses.ReadString('\n')
		if err != nil || json.Unmarshal([]byte(text), &got) != nil {
			t.Fatalf("%.80q: %v, %.80q", line, err, text)
		}
		return got
	}
	ask(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}`)
	go io.WriteString(write, `{"jsonrpc":"2.0","method":"notifications/initialized"}`+"\r\n\n  \n")
	for line, want := range map[string]response{
		`hello`:                          {nil, &fault{-32700}},
		`{"jsonrpc":"2.0","id":2,`:       {nil, &fault{-32700}},
		`{"jsonrpc":"2.0","id":2} {}`:    {nil, &fault{-32700}},
		"\xff\x00":                       {nil, &fault{-32700}},
		`{"id":3,"method":"tools/list"}`: {3.0, &fault{-32600}},
		`{"id":"a","something":"else"}`:  {"a", &fault{-32600}},
		`{"id":{},"something":"else"}`:   {nil, &fault{-32600}},
		`7`:                              {nil, &fault{-32600}},
		`[]`:                             {nil, &fault{-32600}},
		`[{"jsonrpc":"1.0"}]`:            {nil, &fault{-32600}},
		`"` + strings.Repeat("x", mcp.DefaultMaxLineLength) + `"`:   {nil, &fault{-32600}},
		`{"jsonrpc":"2.0","id":4,"method":"tools/list"}`:            {4.0, nil},
		` {"jsonrpc":"2.0","id":5,"method":"tools/nothing"}` + "\r": {5.0, &fault{-32601}},
	} {
		if diff := cmp.Diff(want, ask(line)); diff != "" {
			t.Errorf("%.80q (-want +got):\n%s", line, diff)
		}
	}
	write.Close()
	if code := <-ended; code != 0 || said.Len() > 0 {
		t.Errorf("exit code %d, said %q", code, said.String())
	}
}
