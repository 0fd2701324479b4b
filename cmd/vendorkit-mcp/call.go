package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/seed-8da6be54/vendorkit/internal/invoke"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/rest"
)

func (s *server) callTool() *mcp.Tool {
	only := "Only operations that read can be called."
	if len(s.writes) > 0 {
		only = "Besides those that read, operations of " + s.writable() + " can be called."
	}
	yes := true
	return &mcp.Tool{
		Name:        "call",
		Description: "Call an operation and get the vendor's response as JSON; of a list, a page of rows. Describe it first. " + only,
		InputSchema: json.RawMessage(`{"type":"object","additionalProperties":false,"required":["operation"],"properties":{` +
			`"operation":{"type":"string"},` +
			`"params":{"type":"object","description":"parameters of path, query and header by name; a list where one is taken"},` +
			`"body":{"description":"the body as JSON"},` +
			`"fields":{"type":"array","items":{"type":"string"},"description":"the only fields wanted of the record or of each row"},` +
			`"cursor":{"type":"string","description":"where a result goes on, with the same arguments"}}}`),
		Annotations: &mcp.ToolAnnotations{Title: "Call an operation", ReadOnlyHint: len(s.writes) == 0, OpenWorldHint: &yes},
	}
}

type callInput struct {
	Operation string                     `json:"operation"`
	Params    map[string]json.RawMessage `json:"params"`
	Body      json.RawMessage            `json:"body"`
	Fields    []string                   `json:"fields"`
	Cursor    string                     `json:"cursor"`
}

func (s *server) call(ctx context.Context, in callInput) (string, error) {
	if strings.HasPrefix(in.Cursor, restCursor) {
		return s.rests.more(in.Cursor, s.budget)
	}
	op, err := s.offers.Operation(in.Operation)
	if err != nil {
		return "", err
	}
	if err := s.allowed(op, op.Reads); err != nil {
		return "", err
	}
	params, err := paramsOf(in.Params)
	if err != nil {
		return "", err
	}
	if op.Body == nil && string(in.Body) == "null" {
		in.Body = nil // as parameters that are null
	}
	made, err := s.invoker.Prepare(op, invoke.Input{Params: params, Body: in.Body})
	if err != nil {
		return "", err
	}
	if err := s.allowed(op, made.Reads); err != nil {
		return "", err
	}
	if in.Cursor != "" && op.List == nil {
		return "", fmt.Errorf("cursor: %q isn't kept any more, or never was; %s is no list", in.Cursor, op.Name)
	}
	var text string
	switch {
	case op.List != nil:
		text, err = s.page(ctx, made, params, in)
	case made.Downloads():
		text, err = s.download(ctx, made)
	default:
		text, err = s.record(ctx, made, in.Fields)
	}
	if err != nil {
		return "", err
	}
	for _, warning := range made.Warnings {
		text += "\nWarning: " + warning
	}
	return text, nil
}

// paramsOf makes strings of what JSON has: a parameter that takes a list comes several times.
func paramsOf(given map[string]json.RawMessage) ([]invoke.Param, error) {
	var params []invoke.Param
	for _, name := range slices.Sorted(maps.Keys(given)) {
		values := []json.RawMessage{given[name]}
		if jsonscan.Kind(given[name]) == jsonscan.List {
			if err := json.Unmarshal(given[name], &values); err != nil {
				return nil, fmt.Errorf("params: %s: %w", name, err)
			}
		}
		for _, raw := range values {
			value := string(bytes.TrimSpace(raw))
			switch {
			case value == "null":
				continue // as if it weren't there
			case jsonscan.Kind(raw) == jsonscan.Object || jsonscan.Kind(raw) == jsonscan.List:
				return nil, fmt.Errorf("params: %s is an object; a string, a number, true, false or a list of these was expected", name)
			case strings.HasPrefix(value, `"`):
				if err := json.Unmarshal(raw, &value); err != nil {
					return nil, fmt.Errorf("params: %s: %w", name, err)
				}
			}
			params = append(params, invoke.Param{Name: name, Value: value})
		}
	}
	return params, nil
}

// record makes a call that isn't one for a list.
func (s *server) record(ctx context.Context, made *invoke.Call, fields []string) (string, error) {
	result, err := made.Do(ctx)
	if err != nil {
		return "", err
	}
	if result.JSON == nil {
		return fmt.Sprintf("Done: status %d, without a body.", result.Status), nil
	}
	picked := picker{fields: fields}
	out := picked.response(result.JSON, s.offers.Document().Envelope.Data)
	return s.cut(ctx, string(made.Masked(out, true)), s.budget) + picked.warnings(), nil
}

// page fetches a page of a list and gives as many of its rows as there is room for. The cursor says where in which page to go on.
func (s *server) page(ctx context.Context, made *invoke.Call, params []invoke.Param, in callInput) (string, error) {
	cursor, err := invoke.Cursor(s.offers.Vendor, made.Operation, params, in.Cursor)
	if err != nil {
		return "", fmt.Errorf("cursor: %w; give the arguments that it came with, or leave it out to begin from the start", err)
	}
	from, skip, err := parsePageCursor(cursor)
	if err != nil {
		return "", err
	}
	for page, err := range made.Pages(ctx, from) {
		if err != nil {
			return "", err
		}
		if skip > len(page.Rows) {
			return "", fmt.Errorf("cursor: the page has only %d rows now; begin from the start", len(page.Rows))
		}
		place := func(page rest.Cursor, skip int) string {
			return invoke.Place(s.offers.Vendor, made.Operation, params, pageCursor(page, skip))
		}
		return s.rows(ctx, made, page, from, skip, in.Fields, place), nil
	}
	return `{"rows":[]}`, nil
}

func (s *server) rows(ctx context.Context, made *invoke.Call, page invoke.Page, from rest.Cursor, skip int, fields []string, cursorOf func(rest.Cursor, int) string) string {
	var out strings.Builder
	out.WriteString(`{"rows":[`)
	next := page.Next
	place := 0
	picked := picker{fields: fields}
	for i := skip; i < len(page.Rows); i++ {
		row := made.Masked(picked.record(page.Rows[i]), true)
		if i > skip && out.Len()+len(row) > s.budget {
			next, place = from, i
			break
		}
		if i > skip {
			out.WriteByte(',')
		}
		if len(row) > s.budget {
			long, _ := json.Marshal(s.cut(ctx, string(row), s.budget/2)) // a string always encodes
			row = long
		}
		out.Write(row)
	}
	out.WriteString("]")
	if page.Total > 0 {
		fmt.Fprintf(&out, `,"total":%d`, page.Total)
	}
	if next != "" || place > 0 {
		cursor, _ := json.Marshal(cursorOf(next, place))
		fmt.Fprintf(&out, `,"cursor":%s`, cursor)
	}
	out.WriteString("}" + picked.warnings())
	return out.String()
}

// pageCursor is where in which page of a list a result goes on.
func pageCursor(page rest.Cursor, skip int) string { return strconv.Itoa(skip) + "@" + string(page) }

func parsePageCursor(text string) (rest.Cursor, int, error) {
	if text == "" {
		return "", 0, nil
	}
	number, page, ok := strings.Cut(text, "@")
	skip, err := strconv.Atoi(number)
	if !ok || err != nil || skip < 0 {
		return "", 0, fmt.Errorf("cursor: %q is none that a list gave; leave it out to begin from the start", text)
	}
	return rest.Cursor(page), skip, nil
}

// cut returns as much of a vendor's text as there is room for, without secrets, of which a part may end in the middle.
func (s *server) cut(ctx context.Context, text string, budget int) string {
	return s.rests.cut(s.secrets.mask(ctx, text), budget)
}

// mostFile bounds how much of a file is read for a result.
const mostFile = 4 << 20

// download gives the text of a file that is one. Any other has no use to a model; the command line saves it.
func (s *server) download(ctx context.Context, made *invoke.Call) (string, error) {
	file, err := made.Open(ctx)
	if err != nil {
		return "", err
	}
	defer file.Close()
	media, _, _ := mime.ParseMediaType(file.ContentType)
	data, err := io.ReadAll(io.LimitReader(file, mostFile+1))
	if err != nil {
		return "", err
	}
	about := fmt.Sprintf("a file of %s, %s", cmp.Or(media, "no stated type"), size(file.Size, len(data)))
	if len(data) > mostFile || !mayBeText(media) || !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return "", errors.New("the response is " + about + ", which can't be shown here; vendorkit call " + s.offers.Vendor + " " + made.Operation.Name + " --output FILE saves it")
	}
	return s.cut(ctx, string(data), s.budget), nil
}

func size(said int64, read int) string {
	switch {
	case said >= 0:
		return fmt.Sprintf("%d bytes", said)
	case read > mostFile:
		return fmt.Sprintf("more than %d bytes", mostFile)
	}
	return fmt.Sprintf("%d bytes", read)
}

// mayBeText reports whether a file of a media type may be text: a PDF of ASCII characters is none.
func mayBeText(media string) bool {
	kind, of, _ := strings.Cut(media, "/")
	switch kind {
	case "image", "audio", "video", "font", "model":
		return of == "svg+xml"
	case "application":
		return of != "pdf" && of != "zip" && !strings.Contains(of, "officedocument")
	}
	return true
}
