#!/bin/sh
# github.com/modelcontextprotocol/go-sdk v1.8.0: a tool that AddTool makes of a Go function checks its result by the schema that it inferred
# from the Go type, and JSON that the function passes on as it came (json.RawMessage) doesn't fit: it is inferred as a list of small
# numbers, as bytes are. So the call fails although the JSON is good. A nil map fails as well, since it is sent as null and inferred as an
# object; a nil slice doesn't. An output type of any has no schema, and everything passes.
# Seen: raw: error; nil map: error; nil slice: ok; any: ok.
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

type in struct{}

type raw struct {
	Row json.RawMessage `json:"row"`
}

type withMap struct {
	Counts map[string]int `json:"counts"`
}

type withSlice struct {
	Names []string `json:"names"`
}

func add[Out any](s *mcp.Server, name string, out Out) {
	mcp.AddTool(s, &mcp.Tool{Name: name}, func(context.Context, *mcp.CallToolRequest, in) (*mcp.CallToolResult, Out, error) {
		return nil, out, nil
	})
}

func main() {
	ctx := context.Background()
	server := mcp.NewServer(&mcp.Implementation{Name: "s", Version: "1"}, nil)
	add(server, "raw", raw{json.RawMessage(`{"id":7}`)})
	add(server, "nil map", withMap{})
	add(server, "nil slice", withSlice{})
	add[any](server, "any", raw{json.RawMessage(`{"id":7}`)})
	theirs, ours := mcp.NewInMemoryTransports()
	if _, err := server.Connect(ctx, ours, nil); err != nil {
		panic(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "c", Version: "1"}, nil).Connect(ctx, theirs, nil)
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"raw", "nil map", "nil slice", "any"} {
		result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: name, Arguments: in{}})
		switch {
		case err != nil || result.IsError:
			fmt.Println(name + ": error")
		default:
			fmt.Println(name + ": ok")
		}
	}
}
END
(go mod init example.test/mcp && go get github.com/modelcontextprotocol/go-sdk/mcp@v1.8.0 && go build -o prog .) >get.log 2>&1 || {
	cat get.log
	exit 2
}
./prog | tee out
cat >want <<'END'
raw: error
nil map: error
nil slice: ok
any: ok
END
cmp -s out want
