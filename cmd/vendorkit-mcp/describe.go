package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

func (s *server) describeTool() *mcp.Tool {
	return &mcp.Tool{
		Name:        "describe",
		Description: "Describe an operation: what it does, its parameters, body and response. Or the fields of a schema that a description names.",
		InputSchema: json.RawMessage(`{"type":"object","additionalProperties":false,"properties":{` +
			`"operation":{"type":"string","description":"its name, as find gives it"},` +
			`"schema":{"type":"string","description":"the name of a schema, in place of an operation"},` +
			`"fields":{"type":"string","description":"only parameters and fields whose name or description has this"},` +
			`"cursor":{"type":"string","description":"where a description that was cut goes on"}}}`),
		Annotations: &mcp.ToolAnnotations{Title: "Describe an operation", ReadOnlyHint: true, OpenWorldHint: new(bool)},
	}
}

type describeInput struct {
	Operation string `json:"operation"`
	Schema    string `json:"schema"`
	Fields    string `json:"fields"`
	Cursor    string `json:"cursor"`
}

func (s *server) describe(_ context.Context, in describeInput) (string, error) {
	switch {
	case in.Operation != "" && in.Schema != "", in.Operation == "" && in.Schema == "":
		return "", errors.New("describe takes either an operation or a schema")
	case in.Schema != "":
		schema := s.offers.Schema(in.Schema)
		if schema == nil {
			return "", s.noSchema(in.Schema)
		}
		lines := []string{in.Schema + ": " + schema.Type()}
		return cutLines(append(lines, fieldLines(schema, in.Fields)...), in.Cursor, s.budget)
	}
	op, err := s.offers.Operation(in.Operation)
	if err != nil {
		return "", err
	}
	return cutLines(s.about(op, in.Fields), in.Cursor, s.budget)
}

func (s *server) noSchema(name string) error {
	var names []string
	for known := range s.offers.Document().Schemas {
		names = append(names, known)
	}
	return fmt.Errorf("%s has no schema %q%s", s.offers.Vendor, name, nearest.Suggestion(name, names))
}

// about describes an operation, a line for each thing.
func (s *server) about(op *catalog.Operation, filter string) []string {
	lines := []string{s.line(op), op.HTTPMethod + " " + op.Path}
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	if said := oneLine(op.Description); said != "" && said != op.Summary {
		add("%s", said)
	}
	if op.Deprecated {
		add("Deprecated: %s", strings.Join(slices.DeleteFunc([]string{op.Deprecation.Reason, op.Deprecation.Use}, func(s string) bool { return s == "" }), " "))
	}
	if op.Upsert != nil {
		add("The body is a list: records without an id are created, those with one changed.")
	}
	if op.List != nil {
		add("A list: call gives a page of rows, and the cursor of the next.")
	}
	add("Known from: %s", evidence(op))
	if len(op.Parameters) > 0 {
		add("Parameters:")
	}
	for _, p := range op.Parameters {
		if matches(filter, p.Name, p.Description) {
			description := p.Description
			if p.Changes {
				description = "A call that has it counts as one that writes. " + description
			}
			add("- %s", field(p.Name, p.Schema, p.Required, description))
		}
	}
	if op.Body != nil {
		required := ""
		if op.Body.Required {
			required = ", required"
		}
		if op.Body.Schema == nil {
			add("Body: %s%s", op.Body.Media, required)
		} else {
			add("Body: %s%s", op.Body.Schema.Type(), required)
			lines = append(lines, fieldLines(op.Body.Schema, filter)...)
		}
	}
	if schema := op.Response.Schema; schema != nil {
		how := ""
		if op.Response.Level != "" {
			how = " (" + op.Response.Level + ")"
		}
		add("Response: %s%s", schema.Type(), how)
		lines = append(lines, fieldLines(schema, filter)...)
	} else if op.Response.Media != "" {
		add("Response: %s", op.Response.Media)
	}
	return lines
}

func evidence(op *catalog.Operation) string {
	text := op.Evidence.Level
	if op.Evidence.Source != "" {
		text += ", " + op.Evidence.Source
	}
	return text
}

// fieldLines describes the fields of a schema, and of a list's items.
func fieldLines(schema *catalog.Schema, filter string) (lines []string) {
	for items := schema.Items(); items != nil; items = items.Items() {
		schema = items
	}
	for _, f := range schema.Fields() {
		if matches(filter, f.Name, f.Description) {
			lines = append(lines, "- "+field(f.Name, f.Schema, f.Required, f.Description))
		}
	}
	return lines
}

func field(name string, schema *catalog.Schema, required bool, description string) string {
	text := name + ": " + schema.Type()
	if required {
		text += ", required"
	}
	if said := oneLine(description); said != "" {
		text += ". " + said
	}
	return text
}

func matches(filter, name, description string) bool {
	return filter == "" || strings.Contains(strings.ToLower(name+" "+description), strings.ToLower(filter))
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
