package vendortest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// humanityOpenClocks is how many of the seeded clock times are still running.
const humanityOpenClocks = 2

func (p *humanityServer) completeTimeclock(c *collection, slot int, record map[string]any) {
	start := humanityShiftStart(slot).Add(time.Duration(slot%7-3) * time.Minute)
	employee, name := p.pick("listEmployees", slot)
	position, positionName := p.pick("listPositions", slot)
	record["employee"] = map[string]any{"id": employee, "name": name}
	record["schedule"] = map[string]any{"id": position, "name": positionName}
	if slot%12 == 11 {
		record["schedule"] = map[string]any{} // none
	}
	record["created"], record["shift"] = humanityUnix(start, slot), nil
	if shifts := p.of("listShifts"); slot%3 != 2 && slot%5 != 4 && slot < shifts.seeded {
		record["shift"] = humanityNumber(int(whole64(shifts.idOf(slot))), slot)
	}
	record["status"] = humanityNumber(slot%2, slot+1)
	record["approved_by"], record["approved_time"] = "0", "0"
	if slot%2 == 1 {
		record["approved_by"] = p.of("listEmployees").idOf(0)
	}
	record["in_gps"] = `{"latitude":41.88,"longitude":-87.63,"supported":true}`
	record["out_gps"], record["screenshots"], record["remote_site"] = nil, nil, nil
	record["in_terminal"], record["out_terminal"] = humanityNumber(0, slot), humanityNumber(0, slot+1)
	delete(record, "start")
	delete(record, "current_length")
	record["events"] = []any{}
	if slot%3 == 0 {
		at := humanityShiftStart(slot).Add(4 * time.Hour)
		record["events"] = []any{humanityEvent(slot*10, humanityText(record["id"]), 1, at), humanityEvent(slot*10+1, humanityText(record["id"]), 2, at.Add(30*time.Minute))}
	}
	setClockStart(record, start, slot)
	if slot >= c.seeded-humanityOpenClocks {
		clearClockEnd(record)
	} else {
		setClockEnd(record, start, start.Add(7*time.Hour+45*time.Minute), slot)
	}
}

func setClockStart(record map[string]any, at time.Time, n int) {
	at = at.In(humanityZone(at))
	record["in_timestamp"], record["start_timestamp"] = humanityUnix(at, n), at.Format(humanityWall)
	record["in_day"], record["in_hour"] = humanityDate(at, 0)["dayid"], humanityNumber(humanitySlot(at), n)
	record["in_time"] = map[string]any{"time": at.Format("3:04 pm"), "day": at.Format("Jan 2, 2006"), "timestamp": fmt.Sprint(at.Unix())}
}

func setClockEnd(record map[string]any, start, end time.Time, n int) {
	end = end.In(humanityZone(end))
	length := end.Sub(start)
	record["out_timestamp"], record["end_timestamp"] = humanityUnix(end, n), end.Format(humanityWall)
	record["out_day"], record["out_hour"] = humanityDate(end, 0)["dayid"], humanityNumber(humanitySlot(end), n)
	record["out_time"] = map[string]any{"time": end.Format("3:04 pm"), "day": end.Format("Jan 2, 2006"), "timestamp": fmt.Sprint(end.Unix())}
	record["length"] = map[string]any{
		"total_hours": fmt.Sprintf("%.2f", length.Hours()), "hours": int(length.Hours()), "mins": int(length.Minutes()) % 60,
	}
}

// clearClockEnd leaves a clock time running.
func clearClockEnd(record map[string]any) {
	record["end_timestamp"], record["out_timestamp"], record["out_day"], record["out_hour"] = nil, "0", "0", "0"
	record["out_time"] = []any{}
	record["length"] = map[string]any{"total_hours": "0.00", "hours": 0, "mins": 0}
}

func humanityEvent(id int, clock string, kind int, at time.Time) map[string]any {
	return map[string]any{"id": humanityNumber(id+1, id), "clock_time": clock, "type": humanityNumber(kind, id+1),
		"timestamp": at.In(humanityZone(at)).Format(humanityWall), "data": []any{}}
}

// matchTimeclocks keeps the clock times of a period, of an employee, of a position.
func (p *humanityServer) matchTimeclocks(c *call) func(map[string]any) bool {
	query := c.query
	from, to := query.Get("start_date"), query.Get("end_date")
	employee, position, status := query.Get("employee"), query.Get("schedule"), query.Get("status")
	return func(record map[string]any) bool {
		day := stringOf(record["start_timestamp"])
		day = day[:min(len(day), len(time.DateOnly))]
		return (from == "" || day >= from) && (to == "" || day <= to) &&
			(employee == "" || humanityText(nested(record, "employee")["id"]) == employee) &&
			(position == "" || humanityText(nested(record, "schedule")["id"]) == position) &&
			(status == "" || humanityTrue(record["status"]) == (status == "approved"))
	}
}

// listTimeclocks sorts by id, or by the end; what still runs ends last.
func (p *humanityServer) listTimeclocks(c *call) response {
	records := p.of("listTimeclocks")
	var rows []map[string]any
	for _, slot := range c.matching(records) {
		rows = append(rows, records.record(slot))
	}
	slices.SortStableFunc(rows, func(a, b map[string]any) int {
		x, y := humanityText(a["id"]), humanityText(b["id"])
		if c.query.Get("order_by") == "end_timestamp" {
			x, y = stringOf(a["end_timestamp"])+"~", stringOf(b["end_timestamp"])+"~"
		}
		if c.query.Get("direction") == "desc" {
			x, y = y, x
		}
		return strings.Compare(x, y)
	})
	if from, size, ok := humanityWindow(c); ok {
		rows = rows[min(from, len(rows)):min(from+size, len(rows))]
	}
	return c.page(rows, figures{rows: len(rows)})
}

// running finds the clock time that an employee is clocked in by.
func (p *humanityServer) running(employee string) (slot int, ok bool) {
	records := p.of("listTimeclocks")
	slots := slices.Collect(maps.Keys(records.written))
	for i := range min(humanityOpenClocks, records.seeded) {
		slots = append(slots, records.seeded-1-i)
	}
	slices.Sort(slots)
	for _, slot := range slots {
		if _, there := records.find(records.idOf(slot)); !there {
			continue
		}
		record := records.record(slot)
		if record["end_timestamp"] == nil && humanityText(nested(record, "employee")["id"]) == employee {
			return slot, true
		}
	}
	return 0, false
}

// startClock makes a clock time that begins then.
func (p *humanityServer) startClock(employee, position string, at time.Time) (*collection, int) {
	records := p.of("listTimeclocks")
	n := records.slots
	name, _ := p.named("listEmployees", employee)
	record := map[string]any{
		"store": p.company(), "status": "0", "employee": map[string]any{"id": employee, "name": name}, "shift": nil, "notes": nil, "tips": nil,
		"created": humanityUnix(p.now(), 0), "in_location": "", "out_location": "", "in_terminal": "0", "out_terminal": "0", "approved_by": "0",
		"approved_time": "0", "approved_notes": "", "in_gps": nil, "out_gps": nil, "screenshots": nil, "break_time": 0, "remote_site": nil,
		"events": []any{}, "unique_id": nil, "schedule": map[string]any{"id": "0", "name": ""},
	}
	if label, ok := p.named("listPositions", position); ok {
		record["schedule"] = map[string]any{"id": position, "name": label}
	}
	setClockStart(record, at, n)
	clearClockEnd(record)
	return records, records.insert(records.len(), record)
}

// clockIn refuses whoever is clocked in already, with code 13.
func (p *humanityServer) clockIn(c *call) response {
	if !p.employeesExist([]string{c.params["employee_id"]}) {
		return c.no(humanityFail(humanityUpdateFailed, humanityNoEmployee))
	}
	if _, in := p.running(c.params["employee_id"]); in {
		return c.no(humanityFail(humanityUpdateFailed, "Employee is already clocked in"))
	}
	at := p.now()
	if text := stringOf(c.object()["clock_in_time"]); text != "" {
		var ok bool
		if at, ok = humanityMoment(text); !ok {
			return c.no(humanityFail(humanityBadType, "Not a valid time!"))
		}
	}
	records, slot := p.startClock(c.params["employee_id"], "", at)
	return c.one(records.record(slot))
}

// clockOut refuses whoever isn't clocked in.
func (p *humanityServer) clockOut(c *call) response {
	slot, in := p.running(c.params["employee_id"])
	if !in {
		return c.no(humanityFail(humanityUpdateFailed, "Employee is not clocked in"))
	}
	at := p.now()
	if text := stringOf(c.object()["clock_out_time"]); text != "" {
		var ok bool
		if at, ok = humanityMoment(text); !ok {
			return c.no(humanityFail(humanityBadType, "Not a valid time!"))
		}
	}
	return c.one(p.endClock(slot, at, c.object()))
}

func (p *humanityServer) endClock(slot int, at time.Time, body map[string]any) map[string]any {
	records := p.of("listTimeclocks")
	record := records.record(slot)
	start, _ := humanityMoment(stringOf(record["start_timestamp"]))
	if at.Before(start) {
		at = start
	}
	setClockEnd(record, start, at, slot)
	for _, name := range []string{"notes", "tips"} {
		if v, ok := body[name]; ok {
			record[name] = humanityText(v)
		}
	}
	if id := humanityText(body["schedule"]); id != "" {
		if label, ok := p.named("listPositions", id); ok {
			record["schedule"] = map[string]any{"id": id, "name": label}
		}
	}
	records.put(slot, record)
	return record
}

// timeclockStatus is a word, or with details the clock time; for whoever is out it is the word either way.
func (p *humanityServer) timeclockStatus(c *call) response {
	if !p.employeesExist([]string{c.params["employee_id"]}) {
		return c.no(notFound())
	}
	slot, in := p.running(c.params["employee_id"])
	switch {
	case !in:
		return humanityData("out")
	case c.params["details"] != "1":
		return humanityData("in")
	}
	return humanityData(p.of("listTimeclocks").record(slot))
}

// createTimeclock adds a clock time, a running one when it has no end.
func (p *humanityServer) createTimeclock(c *call) response {
	body := c.object()
	employee := humanityText(body["employee"])
	if !p.employeesExist([]string{employee}) {
		return c.no(humanityFail(humanityCreateFailed, humanityNoEmployee))
	}
	running := body["end_date"] == nil && body["end_time"] == nil
	if running {
		body = maps.Clone(body)
		body["end_date"], body["end_time"] = "2099-12-31", "11:59pm"
	}
	start, end, ok := humanityPeriod(body, humanityFirstDay, humanityFirstDay)
	if !ok {
		return c.no(humanityFail(humanityCreateFailed, humanityNoTimeframe))
	}
	records, slot := p.startClock(employee, humanityText(body["schedule"]), start)
	if running {
		return c.one(records.record(slot))
	}
	return c.one(p.endClock(slot, end, c.object()))
}

// addClockTime is the older form, with date and time in one text.
func (p *humanityServer) addClockTime(c *call) response {
	body := c.object()
	employee := humanityText(body["employee"])
	start, okStart := humanityMoment(stringOf(body["datein"]))
	end, okEnd := humanityMoment(stringOf(body["dateout"]))
	onlyIn := humanityTrue(body["onlyin"])
	switch {
	case !p.employeesExist([]string{employee}):
		return c.no(humanityFail(humanityCreateFailed, humanityNoEmployee))
	case !okStart, !onlyIn && (!okEnd || !end.After(start)):
		return c.no(humanityFail(humanityCreateFailed, humanityNoTimeframe))
	}
	records, slot := p.startClock(employee, humanityText(body["schedule"]), start)
	if onlyIn {
		return c.one(records.record(slot))
	}
	return c.one(p.endClock(slot, end, body))
}

func (p *humanityServer) updateTimeclock(c *call) response {
	records := p.of("listTimeclocks")
	slot, ok := records.find(c.params["timeclock_id"])
	if !ok {
		return c.no(notFound())
	}
	body, record := c.object(), records.record(slot)
	start, _ := humanityMoment(stringOf(record["start_timestamp"]))
	end, ended := humanityMoment(stringOf(record["end_timestamp"]))
	if !ended {
		end = start
	}
	if ended = ended || body["end_date"] != nil || body["end_time"] != nil; ended {
		if start, end, ok = humanityPeriod(body, start, end); !ok {
			return c.no(humanityFail(humanityUpdateFailed, humanityNoTimeframe))
		}
	}
	if id := humanityText(body["employee"]); id != "" {
		name, ok := p.named("listEmployees", id)
		if !ok {
			return c.no(humanityFail(humanityUpdateFailed, humanityNoEmployee))
		}
		record["employee"] = map[string]any{"id": id, "name": name}
	}
	if approved, ok := body["approved"]; ok {
		record["status"] = map[bool]string{true: "1", false: "0"}[humanityTrue(approved)]
	}
	if id, ok := body["unique_id"]; ok {
		record["unique_id"] = id
	}
	setClockStart(record, start, slot)
	records.put(slot, record)
	if ended {
		record = p.endClock(slot, end, body)
	}
	return c.one(record)
}

// clockOf finds the clock time that a body names: by its own id or, where that is meant, by the employee's.
func (p *humanityServer) clockOf(c *call) (int, bool) {
	id := humanityText(c.object()["id"])
	if slot, ok := p.of("listTimeclocks").find(id); ok {
		return slot, true
	}
	return p.running(id)
}

func (p *humanityServer) forceClockOut(c *call) response {
	slot, ok := p.clockOf(c)
	if !ok || p.of("listTimeclocks").record(slot)["end_timestamp"] != nil {
		return c.no(humanityFail(humanityUpdateFailed, "Employee is not clocked in"))
	}
	return c.one(p.endClock(slot, p.now(), nil))
}

func (p *humanityServer) saveTimeclockNote(c *call) response {
	slot, ok := p.clockOf(c)
	if !ok {
		return c.no(humanityFail(humanityUpdateFailed, "Not a valid timeclock!"))
	}
	records := p.of("listTimeclocks")
	record := records.record(slot)
	record["notes"] = humanityText(c.object()["notes"])
	records.put(slot, record)
	return humanityData("Note saved")
}

// manageTimeclock takes any action, since none is known; approve and disapprove do what they say.
func (p *humanityServer) manageTimeclock(c *call) response {
	slot, ok := p.clockOf(c)
	if !ok {
		return c.no(humanityFail(humanityUpdateFailed, "Not a valid timeclock!"))
	}
	records := p.of("listTimeclocks")
	record := records.record(slot)
	switch c.object()["action"] {
	case "approve":
		record["status"] = "1"
	case "disapprove":
		record["status"] = "0"
	}
	records.put(slot, record)
	return c.one(record)
}

// onNow lists who is clocked in.
func (p *humanityServer) onNow(*call) response {
	records, rows := p.of("listTimeclocks"), []any{}
	for place := range records.len() {
		slot := records.at(place)
		if _, written := records.written[slot]; !written && slot < records.seeded-humanityOpenClocks {
			continue
		}
		record := records.record(slot)
		if record["end_timestamp"] != nil {
			continue
		}
		start, _ := humanityMoment(stringOf(record["start_timestamp"]))
		rows = append(rows, map[string]any{
			"employee_id": nested(record, "employee")["id"], "employee_name": nested(record, "employee")["name"],
			"schedule_id": nested(record, "schedule")["id"], "schedule_name": nested(record, "schedule")["name"],
			"shift_id": nil, "timeclock_id": record["id"], "clockin_time": humanityDate(start, slot),
			"shift_start": humanityDate(start, slot), "shift_end": humanityNoDate(),
		})
	}
	return humanityData(rows)
}

func (p *humanityServer) listTimeclockEvents(c *call) response {
	records := p.of("listTimeclocks")
	slot, ok := records.find(c.params["timeclock_id"])
	if !ok {
		return c.no(notFound())
	}
	events, _ := records.record(slot)["events"].([]any)
	return humanityData(events)
}

func (p *humanityServer) createTimeclockEvent(c *call) response {
	records := p.of("listTimeclocks")
	slot, ok := records.find(c.params["timeclock_id"])
	if !ok {
		return c.no(notFound())
	}
	record := records.record(slot)
	events, _ := record["events"].([]any)
	// Events are written by a word and read by a number; which is which isn't public.
	kind := slices.Index([]string{"breakin", "breakout", "notes", "location", "position", "tips"}, stringOf(c.object()["type"])) + 1
	event := humanityEvent(slot*10+len(events), c.params["timeclock_id"], max(kind, 1), p.now())
	record["events"] = append(events, event)
	records.put(slot, record)
	return humanityData(event)
}

// atTerminal finds who stands at a terminal: by id, or by name and password.
func (p *humanityServer) atTerminal(c *call) (string, bool) {
	body := c.object()
	if id := humanityText(body["id"]); id != "" {
		return id, p.employeesExist([]string{id})
	}
	employees := p.of("listEmployees")
	if body["username"] == p.credentials.Username && body["password"] == p.credentials.Password && employees.len() > 0 {
		return employees.idOf(employees.at(0)), true
	}
	return "", false
}

func (p *humanityServer) logInAtTerminal(c *call) response {
	id, ok := p.atTerminal(c)
	if !ok {
		return c.no(humanityFail(humanityUpdateFailed, humanityNoEmployee))
	}
	return humanityData(id)
}

func (p *humanityServer) clockInAtTerminal(c *call) response {
	id, ok := p.atTerminal(c)
	if _, in := p.running(id); !ok || in {
		return c.no(humanityFail(humanityUpdateFailed, "Employee is already clocked in"))
	}
	p.startClock(id, "", p.now())
	return humanityData("Clocked in")
}

func (p *humanityServer) clockOutAtTerminal(c *call) response {
	id, ok := p.atTerminal(c)
	slot, in := p.running(id)
	if !ok || !in {
		return c.no(humanityFail(humanityUpdateFailed, "Employee is not clocked in"))
	}
	p.endClock(slot, p.now(), c.object())
	return humanityData("Clocked out")
}
