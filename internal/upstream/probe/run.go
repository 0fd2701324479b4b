package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/drift"
)

// Caller makes a call with an account's login; the generated clients have it.
type Caller interface {
	Call(ctx context.Context, method, path string, query url.Values, in, out any, opts ...rest.CallOption) error
}

// Settings of a survey.
type Settings struct {
	// Calls is how many calls there may be, attempts that follow a failure left out.
	Calls int
	// Values are for parameters, by name, in place of ids that lists give.
	Values map[string]string
}

// Outcome is what became of an operation that was called. It holds no value of any record.
type Outcome struct {
	Operation string `json:"operation"`
	Level     string `json:"evidence"` // of the document
	Unknown   bool   `json:"unknown_response,omitzero"`
	Status    int    `json:"status"` // 0: there was no response
	Result    string `json:"result"` // "responded", "empty list" or in what it failed
}

// Result is what a survey did.
type Result struct {
	Outcomes []Outcome
	Refused  []Refusal
}

// givesUp is how many calls may fail one after the other without a response.
const givesUp = 3

// Run calls the safe reads of a document until each was called once or the calls are used up. It fails when the account can't be
// used at all.
func Run(ctx context.Context, doc *spec.Document, client Caller, s Settings) (*Result, error) {
	reads, refused := plan(doc)
	w := &run{client: client, settings: s, ids: map[string][]string{}, byNoun: map[string][]string{}}
	result := &Result{Refused: refused}
	silent := 0
	for len(reads) > 0 && len(result.Outcomes) < s.Calls {
		at := slices.IndexFunc(reads, func(r *read) bool { _, ok := w.path(r); return ok && w.asked(r) })
		if at < 0 {
			break
		}
		r := reads[at]
		reads = slices.Delete(reads, at, at+1)
		outcome, err := w.call(ctx, r)
		if err != nil {
			return nil, err
		}
		result.Outcomes = append(result.Outcomes, outcome)
		if silent++; outcome.Status != 0 {
			silent = 0
		}
		if silent >= givesUp {
			return nil, fmt.Errorf("%d calls in a row had no response, the last: %s", silent, outcome.Result)
		}
	}
	for _, r := range reads {
		reason := OverMany
		if _, ok := w.path(r); len(result.Outcomes) >= s.Calls {
			reason = OverMany // and lists that weren't read would have given ids
		} else if !ok {
			reason = NoID
		} else if !w.asked(r) {
			reason = NoValue
		}
		result.Refused = append(result.Refused, Refusal{r.id, reason})
	}
	slices.SortFunc(result.Refused, func(a, b Refusal) int { return strings.Compare(a.Operation, b.Operation) })
	return result, nil
}

// run is a survey under way. The ids stay in memory, and nothing of them gets into a report.
type run struct {
	client   Caller
	settings Settings
	ids      map[string][]string // by the path of their collection, values filled in
	byNoun   map[string][]string // by the last part of that path
}

// path fills in an operation's path, if there is a value for each of its parameters.
func (w *run) path(r *read) (string, bool) {
	path := r.path
	for _, p := range r.places {
		place := "{" + p.name + "}"
		at := strings.Index(path, place)
		if at < 0 {
			return "", false
		}
		value, ok := w.value(p, strings.TrimSuffix(path[:at], "/"))
		if !ok {
			return "", false
		}
		path = path[:at] + url.PathEscape(value) + path[at+len(place):]
	}
	return path, true
}

func (w *run) value(p parameter, collection string) (string, bool) {
	if v, ok := w.settings.Values[p.name]; ok {
		return v, true
	}
	noun := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(p.name), "_id"), "id")
	for _, ids := range [][]string{w.ids[collection], w.byNoun[noun]} {
		if len(ids) > 0 {
			return ids[0], true
		}
	}
	return "", false
}

// asked reports whether there is a value for every query parameter that an operation needs.
func (w *run) asked(r *read) bool {
	return !slices.ContainsFunc(r.asks, func(p parameter) bool { _, ok := w.value(p, ""); return !ok })
}

func (w *run) call(ctx context.Context, r *read) (Outcome, error) {
	path, _ := w.path(r)
	query := url.Values{}
	for name, values := range r.query {
		query[name] = values
	}
	for _, p := range r.asks {
		value, _ := w.value(p, "")
		query.Set(p.name, value)
	}
	for name, value := range w.settings.Values {
		if r.query.Has(name) {
			query.Set(name, value)
		}
	}
	var raw rest.Response
	err := w.client.Call(drift.WithOperation(ctx, r.id), http.MethodGet, path, query, nil, nil, rest.WithResponse(&raw))
	outcome := Outcome{Operation: r.id, Level: r.level, Unknown: r.unknown, Status: raw.Status, Result: "responded"}
	if ctx.Err() != nil {
		return outcome, ctx.Err()
	}
	if err != nil {
		failure, ok := errors.AsType[*rest.Error](err)
		if !ok {
			return outcome, err
		}
		outcome.Result = failed(failure)
		if failure.Is(rest.ErrUnauthorized) || failure.Status == 0 && !failure.Is(rest.ErrConnection) {
			return outcome, err // the login is at fault, and so would every other call be
		}
		return outcome, nil
	}
	if rows, ok := w.harvest(r, path, raw.Body); ok && rows == 0 {
		outcome.Result = "empty list"
	}
	return outcome, nil
}

// failed says in what a call failed, without the vendor's words: those may quote a record.
func failed(failure *rest.Error) string {
	for _, kind := range []struct {
		is   error
		word string
	}{
		{rest.ErrNotFound, "not found"}, {rest.ErrForbidden, "not allowed"}, {rest.ErrRateLimited, "too many calls"},
		{rest.ErrConflict, "conflict"}, {rest.ErrServer, "the server failed"}, {rest.ErrInvalid, "refused as invalid"},
		{rest.ErrDecode, "not what the document declares"}, {rest.ErrConnection, "no response"},
	} {
		if failure.Is(kind.is) {
			return kind.word
		}
	}
	return "failed"
}

// harvest keeps the first ids of a list.
func (w *run) harvest(r *read, path string, body []byte) (rows int, list bool) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var value any
	if dec.Decode(&value) != nil {
		return 0, false
	}
	records, list := rowsOf(value, r.rows)
	noun := spec.Singular(strings.ToLower(path[strings.LastIndexByte(path, '/')+1:]))
	for _, record := range records {
		record, _ := record.(map[string]any)
		for _, name := range []string{"id", noun + "_id", noun + "Id"} {
			id := fmt.Sprint(record[name])
			if record[name] == nil || id == "" || id == "0" || len(w.ids[path]) >= 3 {
				continue
			}
			w.ids[path] = append(w.ids[path], id)
			w.byNoun[noun] = append(w.byNoun[noun], id)
			break
		}
	}
	return len(records), list
}

// rowsOf finds the rows of a list: where the document says, or the response itself, or the one list in it.
func rowsOf(value any, at []string) ([]any, bool) {
	if rows, ok := value.([]any); ok {
		return rows, true
	}
	in, _ := value.(map[string]any)
	if len(at) > 0 {
		var here any = in
		for _, name := range at {
			step, _ := here.(map[string]any)
			here = step[name]
		}
		if rows, ok := here.([]any); ok {
			return rows, true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if rows, ok := in[name].([]any); ok && (len(rows) == 0 || isRecord(rows[0])) {
			return rows, true
		}
	}
	return nil, false
}

func isRecord(v any) bool { _, ok := v.(map[string]any); return ok }
