#!/bin/sh
# github.com/modelcontextprotocol/go-sdk v1.8.0: a call that the client has cancelled (notifications/cancelled) is given a response all the
# same when the tool then returns its context's error, as Go functions do: an error of code 0, which is none of JSON-RPC's. The protocol
# wants the receiver of a cancellation to send no response to that request; a client that has forgotten the id by then has to bear one.
# Seen: {"jsonrpc":"2.0","id":2,"error":{"code":0,"message":"context canceled"}}
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func main() {
	ctx := context.Background()
	server := mcp.NewServer(&mcp.Implementation{Name: "s", Version: "1"}, nil)
	began := make(chan struct{}, 1)
	server.AddTool(&mcp.Tool{Name: "wait", InputSchema: json.RawMessage(`{"type":"object"}`)},
		func(ctx context.Context, _ *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			began <- struct{}{}
			<-ctx.Done()
			return nil, ctx.Err()
		})
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	go server.Run(ctx, &mcp.IOTransport{Reader: fromClient, Writer: toClient})
	lines := make(chan string, 9)
	go func() {
		for s := bufio.NewScanner(fromServer); s.Scan(); {
			lines <- s.Text()
		}
	}()
	send := func(line string) { io.WriteString(toServer, line+"\n") }
	send(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"c","version":"1"}}}`)
	<-lines
	send(`{"jsonrpc":"2.0","method":"notifications/initialized","params":{}}`)
	send(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"wait","arguments":{}}}`)
	<-began
	send(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}`)
	select {
	case line := <-lines:
		fmt.Println(line)
	case <-time.After(10 * time.Second):
		fmt.Println("nothing")
	}
}
END
(go mod init example.test/mcp && go get github.com/modelcontextprotocol/go-sdk/mcp@v1.8.0 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
{"jsonrpc":"2.0","id":2,"error":{"code":0,"message":"context canceled"}}
END
cmp -s out want
