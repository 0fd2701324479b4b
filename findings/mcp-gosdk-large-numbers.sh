#!/bin/sh
# github.com/modelcontextprotocol/go-sdk v1.8.0: a tool that AddTool makes of a Go function is given other digits than were sent, although
# both the argument and the field are whole numbers (int64): the arguments are decoded into floats to be checked and have their defaults
# filled in, encoded again, and only then decoded into the Go type. A result goes the same way. Beyond 2^53 a call by id gets, or changes,
# another record. The arguments as they came are in the request, and Server.AddTool (the method) passes them on untouched.
# Seen of id 9007199254740993: function 9007199254740992, request 9007199254740993; a result of ...993 is sent as ...992.
# Exits with 1 when it behaves otherwise, with 2 when it can't be run.
set -eu

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'END'
package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type record struct {
	ID int64 `json:"id"`
}

func main() {
	ctx := context.Background()
	server := mcp.NewServer(&mcp.Implementation{Name: "s", Version: "1"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "get"}, func(_ context.Context, r *mcp.CallToolRequest, in record) (*mcp.CallToolResult, record, error) {
		fmt.Println("function:", in.ID)
		fmt.Println("request:", string(r.Params.Arguments))
		return nil, record{9007199254740993}, nil
	})
	theirs, ours := mcp.NewInMemoryTransports()
	if _, err := server.Connect(ctx, ours, nil); err != nil {
		panic(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "c", Version: "1"}, nil).Connect(ctx, theirs, nil)
	if err != nil {
		panic(err)
	}
	result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: "get", Arguments: json.RawMessage(`{"id":9007199254740993}`)})
	if err != nil {
		panic(err)
	}
	fmt.Println("result:", result.Content[0].(*mcp.TextContent).Text)
}
END
(go mod init example.test/mcp && go get github.com/modelcontextprotocol/go-sdk/mcp@v1.8.0 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
function: 9007199254740992
request: {"id":9007199254740993}
result: {"id":9007199254740992}
END
cmp -s out want
