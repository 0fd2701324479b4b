package vendortest

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// list responds with a page of records.
func (c *call) list() response {
	op := c.operation
	records := c.records()
	slots := c.matching(records)
	count := len(slots)
	if slots == nil {
		count = records.len()
	}
	if op.page.Style == source.PageByTime {
		return c.since(records, slots)
	}
	from, size, page := c.window(count)
	if op.page.Ceiling > 0 && from >= op.page.Ceiling {
		return c.no(refuse(http.StatusBadRequest, "", fmt.Sprintf("only the first %d items can be reached", op.page.Ceiling)))
	}
	to := min(from+size, count)
	if op.page.Ceiling > 0 {
		to = min(to, op.page.Ceiling)
	}
	var rows []map[string]any
	for place := from; place < to; place++ {
		if slots == nil {
			rows = append(rows, c.read(records, records.at(place)))
		} else {
			rows = append(rows, c.read(records, slots[place]))
		}
	}
	pages := max(1, (count+size-1)/size)
	figures := figures{current: page, pages: pages, total: count, size: size, rows: len(rows)}
	if c.server.vendor.countsWithRows && from >= count {
		figures.total = 0
	}
	switch {
	case op.page.Style == source.PageByCursor:
		if to < count {
			figures.next = "c" + strconv.Itoa(to)
		}
	case page < pages:
		figures.next = page + 1
	}
	return c.page(rows, figures)
}

// figures are what a page says of itself.
type figures struct {
	current, pages, total, size, rows int
	next                              any // nil on the last page
}

// window says where the page that is asked for starts, how long it is and which number it has.
func (c *call) window(count int) (from, size, page int) {
	op := c.operation
	if c.server.behave.window != nil {
		if from, asked, ok := c.server.behave.window(c); ok {
			size = c.pageSize(asked)
			return from, size, from/size + 1
		}
	}
	size = c.pageSize(c.asked(op.page.Size))
	switch op.page.Style {
	case source.PageByNumber:
		page = min(max(1, c.asked(op.page.Page)), math.MaxInt32)
		return (page - 1) * size, size, page
	case source.PageByCursor:
		from, _ = strconv.Atoi(strings.TrimPrefix(c.query.Get(op.page.Cursor), "c"))
		return max(0, from), size, from/size + 1
	}
	return 0, max(1, count), 1
}

// pageSize says how many rows a page holds when so many are asked for, or none are.
func (c *call) pageSize(asked int) int {
	size := cmp.Or(max(asked, 0), c.operation.usualRows, c.server.vendor.pageSize, 50)
	if most := cmp.Or(c.server.settings.pageLimit, c.operation.mostRows, c.server.vendor.maxPageSize); most > 0 {
		size = min(size, most)
	}
	return size
}

// asked reads a number from the query; 0 when there is none.
func (c *call) asked(name string) int {
	if name == "" {
		return 0
	}
	n, _ := strconv.Atoi(c.query.Get(name))
	return n
}

// truth reads a flag from the query.
func (c *call) truth(name string) bool { return strings.EqualFold(c.query.Get(name), "true") }

// matching applies the filters; nil means that there are none.
func (c *call) matching(records *collection) []int {
	if c.server.behave.slots != nil {
		return c.server.behave.slots(c, records)
	}
	if c.server.behave.matches == nil {
		return nil
	}
	keep := c.server.behave.matches(c)
	if keep == nil {
		return nil
	}
	slots := []int{}
	for place := range records.len() {
		slot := records.at(place)
		if keep(records.record(slot)) {
			slots = append(slots, slot)
		}
	}
	return slots
}

// since responds with a page of a list that goes backwards in time from a cursor. Records of the cursor's own time come
// again, since more of them may have that time than went into the page before.
func (c *call) since(records *collection, slots []int) response {
	op := c.operation
	before := c.query.Get(op.page.Cursor)
	var rows []map[string]any
	for place := range records.len() {
		slot := records.at(place)
		if slots != nil && !slices.Contains(slots, slot) {
			continue
		}
		row := records.record(slot)
		if at := stringOf(row[op.page.From]); before == "" || !laterThan(at, before) {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b map[string]any) int {
		x, y := stringOf(a[op.page.From]), stringOf(b[op.page.From])
		switch {
		case laterThan(x, y):
			return -1
		case laterThan(y, x):
			return 1
		}
		return 0
	})
	rows = rows[:min(c.pageSize(c.asked(op.page.Size)), len(rows))]
	return c.page(rows, figures{rows: len(rows)})
}

func laterThan(a, b string) bool {
	x, okX := parseStamp(a)
	y, okY := parseStamp(b)
	if okX && okY {
		return x.After(y)
	}
	return a > b
}

// page writes a page as the operation declares it.
func (c *call) page(records []map[string]any, f figures) response {
	op := c.operation
	rows := make([]any, len(records))
	for i, record := range records {
		c.show(record)
		rows[i] = c.trim(record)
	}
	items := op.items
	if items == "." {
		if c.server.behave.envelope != nil {
			items = c.server.behave.envelope(c)
		}
		if items == "." || items == "" {
			return response{status: op.status, media: op.media, body: rows}
		}
	}
	envelope := map[string]any{items: rows}
	c.place(envelope, op.page.Current, f.current, f)
	c.place(envelope, op.page.Pages, f.pages, f)
	c.place(envelope, op.page.Total, f.total, f)
	c.place(envelope, op.page.Next, f.next, f)
	c.furnish(envelope, records)
	return response{status: op.status, media: op.media, body: envelope}
}

// trim drops what a list doesn't show of a record, where its schema there is another than in a read of its own.
func (c *call) trim(record map[string]any) map[string]any {
	op := c.operation
	if op.rowSchema == nil || op.kind == nil || op.rowSchema == op.kind.record || len(op.rowSchema.Properties) == 0 {
		return record
	}
	for name := range record {
		_, inRow := op.rowSchema.Properties[name]
		if _, inRecord := op.kind.record.Properties[name]; inRecord && !inRow {
			delete(record, name)
		} else if inRow && c.server.behave.field != nil {
			record[name] = respell(op.rowSchema.Properties[name].Value, record[name])
		}
	}
	return record
}

// place puts a figure where the document says, in the spelling that its schema has.
func (c *call) place(envelope map[string]any, path []string, value any, f figures) {
	if len(path) == 0 || f.size == 0 {
		return
	}
	schema := c.operation.response
	at := envelope
	for i, name := range path {
		var property = propertyOf(schema, name)
		if i == len(path)-1 {
			if property != nil && value != nil && len(property.OneOf) > 0 {
				value = spell(value, property.OneOf[f.current%len(property.OneOf)].Value, 0)
			}
			at[name] = value
			return
		}
		inner, _ := at[name].(map[string]any)
		if inner == nil {
			inner = map[string]any{}
			at[name] = inner
		}
		at, schema = inner, property
	}
}
