package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

const (
	deepestColumn = 2  // names with dots between, in a column that an error lists
	mostNamed     = 60 // columns that an error lists
)

// readColumns reads which columns a table is to have.
func readColumns(text string) (columns []string, err error) {
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			return nil, errors.New("--columns: give names of fields with commas between, those of an object in a row with a dot: id,summary,user.name")
		}
		columns = append(columns, name)
	}
	return columns, nil
}

// columnsTable makes a table of these columns, headings first; nil of no rows.
func columnsTable(rows []json.RawMessage, columns []string) [][]string {
	if len(rows) == 0 {
		return nil
	}
	table := [][]string{columns}
	for _, row := range rows {
		line := make([]string, len(columns))
		for i, name := range columns {
			line[i] = columnCell(columnValue(row, name))
		}
		table = append(table, line)
	}
	return table
}

// columnValue finds what a row has in a column; nil where it has nothing there. What JSON:API has in attributes is the row's own.
func columnValue(row []byte, name string) []byte {
	if jsonscan.Kind(row) != jsonscan.Object {
		if name == "value" && len(row) > 0 {
			return row
		}
		return nil
	}
	if found := fieldAt(row, name); found != nil {
		return found
	}
	return fieldAt(fieldOf(row, "attributes"), name)
}

// fieldAt finds a field by its name, or by a path with dots between. A name may have dots itself.
func fieldAt(object []byte, path string) []byte {
	if found := fieldOf(object, path); found != nil {
		return found
	}
	for i, r := range path {
		if r != '.' {
			continue
		}
		if found := fieldAt(fieldOf(object, path[:i]), path[i+1:]); found != nil {
			return found
		}
	}
	return nil
}

// columnCell shows a value of whatever kind, lists and objects as JSON.
func columnCell(value []byte) string {
	switch jsonscan.Kind(value) {
	case jsonscan.Nothing, jsonscan.Null:
		return ""
	case jsonscan.String, jsonscan.Number:
		return cell(jsonscan.Scalar(value))
	}
	var compact bytes.Buffer
	if json.Compact(&compact, value) != nil {
		return ""
	}
	return cell(compact.String())
}

// checkColumns refuses a column that neither a row nor the document has, and says which there are.
func checkColumns(op *catalog.Operation, data string, rows []json.RawMessage, columns []string) error {
	declared := rowSchema(op, data)
	if len(rows) == 0 && len(declared.Fields()) == 0 {
		return nil // nothing is known of them
	}
	for _, name := range columns {
		if declares(declared, name) || slices.ContainsFunc(rows, func(row json.RawMessage) bool { return columnValue(row, name) != nil }) {
			continue
		}
		there := columnsIn(rows)
		if len(rows) == 0 {
			for _, field := range declared.Fields() {
				there = append(there, field.Name)
			}
		}
		slices.SortStableFunc(there, func(a, b string) int { return rankTold(a) - rankTold(b) })
		listed, more := there, ""
		if len(there) > mostNamed {
			listed, more = there[:mostNamed], fmt.Sprintf(" and %d more", len(there)-mostNamed)
		}
		return usageError{fmt.Errorf("--columns: no row has %q%s\nThere are %s%s", name, nearest.Suggestion(name, there), strings.Join(listed, ", "), more)}
	}
	return nil
}

// rankTold puts the fields that tell most of a record before the others.
func rankTold(name string) int {
	if i := slices.Index(told[:], name); i >= 0 {
		return i
	}
	return len(told)
}

// rowSchema is what the document says of the rows that tableRows finds; nil where that is nothing.
func rowSchema(op *catalog.Operation, data string) *catalog.Schema {
	schema := op.Response.Schema
	switch {
	case schema.Items() != nil:
	case op.List != nil && op.List.Items != "":
		for name := range strings.SplitSeq(op.List.Items, ".") {
			schema = declaredField(schema, name)
		}
	case data != "":
		if within := declaredField(schema, data); within != nil {
			schema = within
		}
	}
	if items := schema.Items(); items != nil {
		return items
	}
	return schema
}

func declaredField(of *catalog.Schema, name string) *catalog.Schema {
	for _, field := range of.Fields() {
		if field.Name == name {
			return field.Schema
		}
	}
	return nil
}

// declares reports whether the document has a column of rows, as columnValue finds it.
func declares(rows *catalog.Schema, name string) bool {
	return declaresAt(rows, name) || declaresAt(declaredField(rows, "attributes"), name)
}

func declaresAt(object *catalog.Schema, path string) bool {
	if declaredField(object, path) != nil {
		return true
	}
	for i, r := range path {
		if r == '.' && declaresAt(declaredField(object, path[:i]), path[i+1:]) {
			return true
		}
	}
	return false
}

// columnsIn lists the columns that rows have, in the order in which they come.
func columnsIn(rows []json.RawMessage) (names []string) {
	known := map[string]bool{}
	var collect func(object []byte, before string, depth int)
	collect = func(object []byte, before string, depth int) {
		jsonscan.Fields(object, func(field, value []byte) bool {
			name := before + wiretext.Show(string(field), nil, 4*widestCell)
			if jsonscan.Kind(value) == jsonscan.Object {
				switch {
				case name == "attributes" && before == "":
					collect(value, "", depth)
					return true
				case depth < deepestColumn:
					collect(value, name+".", depth+1)
					return true
				}
			}
			if !known[name] {
				known[name] = true
				names = append(names, name)
			}
			return true
		})
	}
	for _, row := range rows {
		if jsonscan.Kind(row) != jsonscan.Object && !known["value"] {
			known["value"] = true
			names = append(names, "value")
		}
		collect(row, "", 1)
	}
	return names
}

// completeColumns completes the name of a column behind those that are there.
func completeColumns(_ *cobra.Command, args []string, begun string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
	const still = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	if len(args) != 2 {
		return nil, still
	}
	offers, op, err := findOperation(args)
	if err != nil {
		return nil, still
	}
	before := begun[:strings.LastIndexByte(begun, ',')+1]
	for _, field := range rowSchema(op, offers.Document().Envelope.Data).Fields() {
		if field.Name != "*" {
			found = append(found, cobra.CompletionWithDesc(before+field.Name, strings.ReplaceAll(field.Description, "\n", " ")))
		}
	}
	return found, still
}
