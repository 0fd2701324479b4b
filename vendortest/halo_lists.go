package vendortest

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// haloFilters are the parameters of lists that narrow them here, and the field that each looks at. The many others are
// taken and do nothing.
var haloFilters = map[string][]string{
	"client_id": {"client_id"}, "client_ids": {"client_id"}, "site_id": {"site_id"}, "user_id": {"user_id"},
	"agent_id": {"agent_id", "who_agentid"}, "agent": {"agent_id"}, "status_id": {"status_id"}, "status": {"status_id"},
	"ticket_id": {"ticket_id"}, "tickettype_id": {"tickettype_id"}, "requesttype_id": {"tickettype_id"},
	"requesttype": {"tickettype_id"}, "priority": {"priority_id"}, "assettype_id": {"assettype_id"}, "lookupid": {"lookupid"},
}

// haloKeep reports whether a slot's record belongs in a list.
type haloKeep func(slot int) bool

// slots applies filters and order.
func (h *haloServer) slots(c *call, records *collection) []int {
	tests, ok := h.tests(c, records)
	order := c.query.Get("order")
	if !ok {
		return []int{}
	}
	if len(tests) == 0 && order == "" {
		return nil
	}
	out := make([]int, 0, records.len())
	for place := range records.len() {
		slot := records.at(place)
		if !slices.ContainsFunc(tests, func(keep haloKeep) bool { return !keep(slot) }) {
			out = append(out, slot)
		}
	}
	if order != "" {
		haloSort(records, out, order, c.truth("orderdesc"))
	}
	if n := c.asked("count"); n > 0 && c.operation.page.Style != source.PageByNumber {
		out = out[:min(n, len(out))]
	}
	return out
}

// tests gathers the filters of a call. It reports false when the call is one that lists nothing.
func (h *haloServer) tests(c *call, records *collection) (tests []haloKeep, ok bool) {
	kind := records.kind
	for _, parameter := range sortedKeys(haloFilters) {
		asked := c.query.Get(parameter)
		if asked == "" || asked == "0" || !c.operation.query[parameter] {
			continue
		}
		for _, field := range haloFilters[parameter] {
			if propertyOf(kind.record, field) == nil && propertyOf(kind.row, field) == nil {
				continue
			}
			wanted := strings.Split(strings.ReplaceAll(asked, " ", ""), ",")
			tests = append(tests, func(slot int) bool { return slices.Contains(wanted, haloNumber(records.field(slot, field))) })
			break
		}
	}
	for parameter, want := range map[string]bool{"open_only": false, "closed_only": true} {
		if c.truth(parameter) && c.operation.query[parameter] {
			tests = append(tests, func(slot int) bool { return h.isClosed(records.field, slot) == want })
		}
	}
	if text := c.query.Get("search"); text != "" && c.operation.query["search"] {
		tests = append(tests, haloSearch(records, text))
	}
	if text := c.query.Get("advanced_search"); text != "" {
		conditions, good := haloConditions(records, text)
		if !good {
			return nil, false
		}
		tests = append(tests, conditions...)
	}
	if kind.name == "Actions" && c.query.Get("ticket_id") == "" {
		within, good := haloDay(records, c.query.Get("startdate"), c.query.Get("enddate"))
		if !good {
			return nil, false
		}
		tests = append(tests, within)
	}
	return tests, true
}

// haloDay keeps the actions of a stretch that is at most a day long.
func haloDay(records *collection, start, end string) (haloKeep, bool) {
	from, ok := haloTime(start)
	to, okTo := haloTime(end)
	if !ok || !okTo || to.Sub(from) > 24*time.Hour {
		return nil, false
	}
	if len(end) == len(time.DateOnly) {
		to = to.Add(24 * time.Hour)
	}
	return func(slot int) bool {
		at, ok := haloTime(haloNumber(records.field(slot, "datetime")))
		return ok && !at.Before(from) && at.Before(to.Add(time.Second))
	}, true
}

// haloTime reads a time as clients write them: a day, or a time with or without fraction and zone.
func haloTime(text string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// haloSearch finds a string in what a record is called. Where the vendor looks isn't published.
func haloSearch(records *collection, text string) haloKeep {
	text = strings.ToLower(text)
	return func(slot int) bool {
		for _, field := range []string{"name", "summary", "details", "client_name", "user_name", "emailaddress", "inventory_number", "key_field", "note"} {
			if v := records.field(slot, field); v != nil && strings.Contains(strings.ToLower(haloNumber(v)), text) {
				return true
			}
		}
		return haloNumber(records.field(slot, "id")) == text
	}
}

// haloConditions reads advanced_search: conditions that must all hold. A text that is none finds nothing, which is a guess.
func haloConditions(records *collection, text string) (tests []haloKeep, ok bool) {
	var conditions []struct {
		Name  string `json:"filter_name"`
		Kind  any    `json:"filter_type"`
		Value any    `json:"filter_value"`
	}
	if err := json.Unmarshal([]byte(text), &conditions); err != nil {
		return nil, false
	}
	for _, condition := range conditions {
		kind, err := strconv.Atoi(haloNumber(condition.Kind))
		if err != nil || kind < 0 || kind > 10 {
			return nil, false
		}
		value := haloNumber(condition.Value)
		if values, ok := condition.Value.([]any); ok {
			strs := make([]string, len(values))
			for i, v := range values {
				strs[i] = haloNumber(v)
			}
			value = strings.Join(strs, ",")
		}
		tests = append(tests, func(slot int) bool {
			return haloHolds(kind, haloNumber(records.field(slot, condition.Name)), value)
		})
	}
	return tests, true
}

// haloHolds compares as a condition of advanced_search says. Type 6 is printed as "=" in the vendor's page.
func haloHolds(kind int, got, want string) bool {
	switch kind {
	case 0, 1:
		in := slices.ContainsFunc(strings.Split(want, ","), func(one string) bool {
			return strings.EqualFold(strings.Trim(one, " '"), got)
		})
		return in == (kind == 0)
	case 2, 6:
		return strings.EqualFold(got, want)
	case 3:
		return !strings.EqualFold(got, want)
	case 4, 5:
		like := strings.Contains(strings.ToLower(got), strings.ToLower(strings.Trim(want, "%")))
		return like == (kind == 4)
	}
	order := haloCompare(got, want)
	return kind == 7 && order > 0 || kind == 8 && order >= 0 || kind == 9 && order < 0 || kind == 10 && order <= 0
}

// haloCompare orders numbers as numbers and everything else as a string; times are strings that order themselves.
func haloCompare(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(a, b)
}

func haloSort(records *collection, slots []int, field string, down bool) {
	type keyed struct {
		slot int
		key  string
	}
	rows := make([]keyed, len(slots))
	for i, slot := range slots {
		rows[i] = keyed{slot, haloNumber(records.field(slot, field))}
	}
	slices.SortStableFunc(rows, func(a, b keyed) int {
		if down {
			a, b = b, a
		}
		return haloCompare(a.key, b.key)
	})
	for i, row := range rows {
		slots[i] = row.slot
	}
}
