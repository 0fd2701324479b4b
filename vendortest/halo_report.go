package vendortest

import (
	"net/http"
	"strings"
)

// saveReport is POST /Report: it saves reports, or runs the SQL of one that says _loadreportonly and saves nothing.
func (h *haloServer) saveReport(c *call) response {
	reports := itemsOf(c.body)
	if len(reports) != 1 {
		return c.create()
	}
	if run, _ := fieldOf(reports[0], "_loadreportonly").(bool); !run {
		return c.create()
	}
	columns, rows := h.query(stringOf(fieldOf(reports[0], "sql")))
	h.reports++
	if h.reports%2 == 1 {
		return response{status: http.StatusOK, body: map[string]any{"rows": rows, "available_columns": columns}}
	}
	return response{status: http.StatusOK, body: []any{map[string]any{
		"available_columns": columns, "report": map[string]any{"loaded": true, "rows": rows},
	}}}
}

// query responds to SQL without reading more of it than the names behind SELECT: the first tickets, whatever it asks for. A
// column that tickets haven't got holds a number.
func (h *haloServer) query(sql string) (columns, rows []any) {
	columns, rows = []any{}, []any{}
	names := haloColumns(sql)
	for _, name := range names {
		columns = append(columns, map[string]any{"name": name})
	}
	tickets := h.records("Tickets")
	for place := range min(5, tickets.len()) {
		row := map[string]any{}
		for _, name := range names {
			if row[name] = tickets.field(tickets.at(place), name); row[name] == nil {
				row[name] = place + 1
			}
		}
		rows = append(rows, row)
	}
	return columns, rows
}

// haloColumns are the names that a SELECT gives its columns.
func haloColumns(sql string) (names []string) {
	fields := strings.Fields(strings.ReplaceAll(sql, ",", " , "))
	last := ""
	for i, field := range fields {
		end := strings.EqualFold(field, "from")
		switch {
		case i == 0 && strings.EqualFold(field, "select"):
		case end || field == ",":
			if last != "" && last != "*" {
				names = append(names, last)
			}
			last = ""
		default:
			last = strings.Trim(field[strings.LastIndexByte(field, '.')+1:], "[]'\"")
		}
		if end {
			break
		}
	}
	if len(names) == 0 {
		return []string{"id", "summary"}
	}
	return names
}
