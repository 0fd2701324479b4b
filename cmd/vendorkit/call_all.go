package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/invoke"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// endedEarly is an iteration that a person ended, or a failure did, and what to do to go on.
type endedEarly struct{ error }

func (e endedEarly) Unwrap() error { return e.error }

// everyRow prints the rows of a list, page after page. A page is printed whole before the place behind it counts, so where an iteration
// ends early nothing is missing in front of that place, and nothing of what stands behind it was printed, but for a part of a page where
// standard output failed.
func (c *caller) everyRow(ctx context.Context, made *invoke.Call) error {
	var (
		from   = c.from // where to go on
		rows   int
		pages  int
		ended  bool // the last page was printed
		print  = c.printLines
		sees   = isTerminal(c.notes)
		status = ""
	)
	if c.flags.table {
		print = c.printTables()
	}
	clear := func() {
		if status != "" {
			fmt.Fprintf(c.notes, "\r%s\r", strings.Repeat(" ", len(status)))
			status = ""
		}
	}
	defer clear()
	fault := func(err error) error {
		clear()
		return c.goOn(ctx, err, from, rows, ended)
	}
	for page, err := range made.Pages(ctx, from) {
		if err != nil {
			if bad, ok := errors.AsType[*invoke.InputError](err); ok {
				return inFlags(bad)
			}
			return fault(err)
		}
		clear()
		for i, row := range page.Rows {
			page.Rows[i] = c.shown(made, row)
		}
		if err := print(ctx, page.Rows); err != nil {
			if bad, ok := errors.AsType[usageError](err); ok {
				return bad
			}
			return fault(err)
		}
		rows += len(page.Rows)
		pages++
		ended, from = page.Next == "", page.Next
		if sees {
			status = fmt.Sprintf("%d rows, %d pages", rows, pages)
			if page.Total > 0 {
				status = fmt.Sprintf("%d rows of %d, %d pages", rows, page.Total, pages)
			}
			fmt.Fprintf(c.notes, "\r%s", status)
		}
		if ctx.Err() != nil && !ended {
			return fault(ctx.Err())
		}
	}
	return nil
}

// goOn says how to go on after an iteration that ended early.
func (c *caller) goOn(ctx context.Context, err error, from rest.Cursor, rows int, ended bool) error {
	if c.op.List.Style == "none" && rows == 0 {
		return err
	}
	_, torn := errors.AsType[tornPage](err)
	what := "it ended early"
	if ctx.Err() != nil {
		what, err = "interrupted", nil
	}
	where := "begin anew: nothing was printed"
	switch {
	case ended:
		where = "there is no page behind it"
		if incomplete, ok := errors.AsType[*rest.PageError](err); ok && incomplete.Next != "" {
			where = "to read the last page again, add --from " + quoteAlways(c.place(incomplete.Next))
		}
	case from != "":
		where = "to go on, add --from " + quoteAlways(c.place(from))
	}
	if torn { // what was printed isn't whole
		if where = "begin anew, with nothing of what was printed"; from != "" {
			where = fmt.Sprintf("to go on, keep the first %s of what this run printed and add --from %s", counted(rows, "row"), quoteAlways(c.place(from)))
		}
	}
	told := fmt.Sprintf("%s after %s; %s", what, counted(rows, "row"), where)
	if err == nil {
		return endedEarly{errors.New(told)}
	}
	return endedEarly{fmt.Errorf("%w\nvendorkit: %s", err, told)}
}

// tornPage is a page of which a part may have been printed.
type tornPage struct{ error }

func (e tornPage) Unwrap() error { return e.error }

func torn(err error) error {
	return tornPage{fmt.Errorf("standard output: %w; a part of a page may be there", err)}
}

func quoteAlways(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// printLines prints rows as JSON lines, a page in one write.
func (c *caller) printLines(ctx context.Context, rows []json.RawMessage) error {
	var out bytes.Buffer
	for _, row := range rows {
		if err := json.Compact(&out, row); err != nil {
			return fmt.Errorf("a row isn't JSON: %w", err)
		}
		out.WriteByte('\n')
	}
	if out.Len() == 0 {
		return nil
	}
	if _, err := io.WriteString(c.out, c.secrets(ctx).hide(out.String())); err != nil {
		return torn(err)
	}
	return nil
}

// printTables prints rows as a table whose columns are those that were asked for, or those of the first page.
func (c *caller) printTables() func(context.Context, []json.RawMessage) error {
	var columns []string
	return func(ctx context.Context, rows []json.RawMessage) error {
		hidden, secrets := make([]json.RawMessage, len(rows)), c.secrets(ctx)
		for i, row := range rows {
			hidden[i] = json.RawMessage(secrets.hide(string(row)))
		}
		var table [][]string
		if c.columns == nil {
			table = tableOf(hidden, columns)
		} else {
			if columns == nil {
				if err := checkColumns(c.op, c.offers.Document().Envelope.Data, hidden, c.columns); err != nil {
					return err
				}
			}
			table = columnsTable(hidden, c.columns)
		}
		if len(table) == 0 {
			return nil
		}
		if columns == nil {
			columns = table[0]
		} else {
			table = table[1:]
		}
		if err := printTable(c.out, table); err != nil {
			return torn(err)
		}
		return nil
	}
}
