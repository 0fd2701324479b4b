package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/invoke"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// server is what the tools stand on.
type server struct {
	offers  *catalog.Catalog
	invoker *invoke.Invoker
	writes  map[string]bool // the services whose operations may write
	budget  int             // how many bytes a result has at most
	secrets *secrets
	rests   *rests
}

// newServer makes the MCP server of a vendor. NewClient makes the client that the calls go through, with the options that it is given; hidden
// lists the secrets of the login, which are kept out of results.
func newServer(offers *catalog.Catalog, newClient func(opts ...rest.ClientOption) (*rest.Client, error), hidden func(context.Context) []string, writes []string, budget int) (*mcp.Server, error) {
	s := &server{offers: offers, writes: map[string]bool{}, budget: budget, secrets: &secrets{login: hidden}, rests: &rests{}}
	if credential := offers.Document().Credential; credential.In == "query" {
		s.secrets.query = credential.Parameter
	}
	for _, name := range writes {
		service, err := s.service(name)
		if err != nil {
			return nil, fmt.Errorf("--writes: %w", err)
		}
		s.writes[service.Name] = true
	}
	client, err := newClient(rest.WithRequestEditorFn(s.secrets.note))
	if err != nil {
		return nil, err
	}
	s.invoker = invoke.New(offers, client)

	made := mcp.NewServer(&mcp.Implementation{Name: "vendorkit-" + offers.Vendor, Title: offers.Title, Version: version()},
		&mcp.ServerOptions{Instructions: s.instructions()})
	made.AddTool(s.findTool(), handler(s, s.find))
	made.AddTool(s.describeTool(), handler(s, s.describe))
	made.AddTool(s.callTool(), handler(s, s.call))
	return made, nil
}

// instructions tell a model how to go about it.
func (s *server) instructions() string {
	text := fmt.Sprintf("The API of %s, by three tools. Find an operation by words, describe it before the first call, then call it. "+
		"A result that is cut says so and gives a cursor.", s.offers.Title)
	if len(s.writes) == 0 {
		return text + " Nothing here can change anything at the vendor."
	}
	return text + " Operations that write can be called of " + s.writable() + "; make sure that the user wants it first."
}

// handler makes a tool of a function: it reads the arguments strictly and gives a failure as the result, so that the model sees the reason and
// can do better.
func handler[In any](s *server, do func(context.Context, In) (string, error)) mcp.ToolHandler {
	return func(ctx context.Context, request *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		var in In
		text, err := "", readArguments(request.Params.Name, request.Params.Arguments, &in)
		if err == nil {
			text, err = do(ctx, in)
		}
		if err != nil {
			text = explain(err)
		}
		return &mcp.CallToolResult{
			Content: []mcp.Content{&mcp.TextContent{Text: s.secrets.mask(ctx, text)}},
			IsError: err != nil,
		}, nil
	}
}

// version is that of the module, as far as the build knows it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}
