package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

func (s *server) findTool() *mcp.Tool {
	return &mcp.Tool{
		Name: "find",
		Description: "Find operations of the " + s.offers.Title + " API, best first. Words match names, services, paths, summaries and names of " +
			"parameters and fields. Without words it lists the services, or the operations of one.",
		InputSchema: json.RawMessage(`{"type":"object","additionalProperties":false,"properties":{` +
			`"words":{"type":"string","description":"such as: ticket attachments"},` +
			`"service":{"type":"string","description":"only operations of this service"},` +
			`"cursor":{"type":"string","description":"where a list that was cut goes on"}}}`),
		Annotations: &mcp.ToolAnnotations{Title: "Find operations", ReadOnlyHint: true, OpenWorldHint: new(bool)},
	}
}

type findInput struct {
	Words   string `json:"words"`
	Service string `json:"service"`
	Cursor  string `json:"cursor"`
}

// mostHits is how many operations a search by words gives; a better word finds better than a longer list.
const mostHits = 40

func (s *server) find(_ context.Context, in findInput) (string, error) {
	words := strings.Fields(in.Words)
	if in.Service == "" && len(words) == 0 {
		return cutLines(s.services(), in.Cursor, s.budget)
	}
	var only *catalog.Service
	if in.Service != "" {
		service, err := s.service(in.Service)
		if err != nil {
			return "", err
		}
		only = service
	}
	var lines []string
	for _, hit := range s.offers.Find(words...) {
		if only != nil && hit.Operation.Service != only {
			continue
		}
		if len(words) > 0 && len(lines) == mostHits {
			lines = append(lines, fmt.Sprintf("(there are more than %d; more words, or a service, find fewer)", mostHits))
			break
		}
		line := s.line(hit.Operation)
		if len(hit.Fields) > 0 {
			line += " (has " + strings.Join(hit.Fields[:min(len(hit.Fields), 5)], ", ") + ")"
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return "No operation matches. Fewer or other words may; without any, find lists the services.", nil
	}
	return cutLines(lines, in.Cursor, s.budget)
}

// line is an operation in a list.
func (s *server) line(op *catalog.Operation) string {
	text := op.Name + ": " + strings.TrimSuffix(op.Summary, ".") + " (" + op.Service.Name + ")"
	switch {
	case op.Reads:
	case s.allowed(op, op.Reads) == nil:
		text += " [writes]"
	default:
		text += " [writes, not allowed here]"
	}
	if op.Deprecated {
		text += " [deprecated]"
	}
	return text
}

// services lists the services with what each is about and how many operations it has.
func (s *server) services() []string {
	count := map[*catalog.Service]int{}
	for _, op := range s.offers.Operations() {
		count[op.Service]++
	}
	var lines []string
	for _, service := range s.offers.Services {
		line := fmt.Sprintf("%s (%d)", service.Name, count[service])
		if service.About != "" {
			line += ": " + service.About
		}
		lines = append(lines, line)
	}
	return lines
}
