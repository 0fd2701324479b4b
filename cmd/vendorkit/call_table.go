package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

const (
	mostColumns = 8
	widestCell  = 40
)

// tableRows finds the rows of a response: those of a list, of the only list in it, or the record itself.
func tableRows(op *catalog.Operation, data string, body []byte) (rows []json.RawMessage) {
	if op.List != nil && op.List.Items != "" && jsonscan.Kind(body) == jsonscan.Object {
		for name := range strings.SplitSeq(op.List.Items, ".") {
			body = fieldOf(body, name)
		}
	} else if data != "" && jsonscan.Kind(body) == jsonscan.Object {
		if within := fieldOf(body, data); within != nil {
			body = within
		}
	}
	if jsonscan.Kind(body) == jsonscan.List {
		jsonscan.Items(body, func(item []byte) { rows = append(rows, slices.Clone(item)) })
		return rows
	}
	if len(body) > 0 {
		rows = append(rows, body)
	}
	return rows
}

func fieldOf(object []byte, name string) (found []byte) {
	jsonscan.Fields(object, func(field, value []byte) bool {
		if string(field) == name {
			found = value
		}
		return true
	})
	return found
}

func rowsTable(rows []json.RawMessage) [][]string { return tableOf(rows, nil) }

// tableOf makes a table of rows, headings first. Without columns it takes those that say most.
func tableOf(rows []json.RawMessage, columns []string) [][]string {
	cells := make([]map[string]string, len(rows))
	var names []string
	filled := map[string]int{}
	for i, row := range rows {
		cells[i] = map[string]string{}
		collectCells(row, "", cells[i], func(name string) {
			if filled[name] == 0 {
				names = append(names, name)
			}
			filled[name]++
		})
	}
	if columns == nil {
		columns = chooseColumns(names, filled)
	}
	if len(columns) == 0 {
		return nil
	}
	table := [][]string{columns}
	for _, row := range cells {
		line := make([]string, len(columns))
		for k, name := range columns {
			line[k] = row[name]
		}
		table = append(table, line)
	}
	return table
}

// collectCells notes the plain values of a record, and of the records in it that hold its fields, as JSON:API has them.
func collectCells(row []byte, before string, into map[string]string, note func(name string)) {
	if jsonscan.Kind(row) != jsonscan.Object {
		if text := jsonscan.Scalar(row); before == "" && text != "" {
			into["value"] = cell(text)
			note("value")
		}
		return
	}
	jsonscan.Fields(row, func(name, value []byte) bool {
		column := before + string(name)
		switch jsonscan.Kind(value) {
		case jsonscan.Object:
			if before == "" && string(name) == "attributes" {
				collectCells(value, "", into, note)
			}
		case jsonscan.List:
		default:
			if text := jsonscan.Scalar(value); text != "" && text != "null" && !secretColumn(column) {
				into[column] = cell(text)
				note(column)
			}
		}
		return true
	})
}

// secretColumn reports whether a field of this name is left out of a table, which people leave on a screen.
func secretColumn(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "token") || strings.Contains(name, "secret") || strings.Contains(name, "password")
}

func cell(text string) string { return cutTo(wiretext.Show(text, nil, 4*widestCell), widestCell) }

// told are the names of fields that tell most of a record, the best first.
var told = [...]string{"id", "name", "fullname", "display_name", "first_name", "last_name", "fname", "lname", "title", "summary", "subject", "email", "status", "status_name", "value"}

// chooseColumns takes the fields that tell most, then those that most rows have, in the order of the rows.
func chooseColumns(names []string, filled map[string]int) (columns []string) {
	for _, name := range told {
		if filled[name] > 0 && len(columns) < mostColumns {
			columns = append(columns, name)
		}
	}
	most := 0
	for _, n := range filled {
		most = max(most, n)
	}
	for _, least := range [...]int{most, 1} {
		for _, name := range names {
			if len(columns) < mostColumns && filled[name] >= least && !slices.Contains(columns, name) {
				columns = append(columns, name)
			}
		}
	}
	return columns
}
