package vendortest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Requests of employees: leave, trades of shifts, availability.

func (p *humanityServer) completeLeave(_ *collection, slot int, record map[string]any) {
	id, name := p.pick("listEmployees", slot)
	day := epoch.AddDate(0, 0, 7+slot%60)
	first := humanityAt(time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC))
	p.setLeave(record, first, first.AddDate(0, 0, slot%4), slot)
	record["userid"], record["employee_name"] = humanityNumber(int(whole64(id)), slot+1), name
	record["employee"] = []any{id, map[string]any{"id": id, "name": name}, whole64(id)}[slot%3]
	record["status"] = humanityNumber([]int{1, 0, -1}[slot%3], slot+1)
	record["date"] = humanityUnix(epoch.AddDate(0, 0, -slot%30), slot)
	record["requested_on"] = humanityDate(p.local(epoch.AddDate(0, 0, -slot%30)), slot)
	record["approved_on"] = ""
	if slot%3 == 0 {
		record["approved_on"] = humanityDate(p.local(epoch), slot)
	}
	kind, label := p.pick("listLeaveTypes", slot)
	record["leave_type"], record["leave_type_name"] = kind, label
}

func (p *humanityServer) setLeave(record map[string]any, first, last time.Time, n int) {
	record["start_day"], record["end_day"] = humanityDate(first, n), humanityDate(last, n)
	record["total_days"] = strconv.Itoa(int(last.Sub(first).Hours()/24+0.5) + 1)
}

// leaveDay is the day of a DateObject, as a string.
func leaveDay(v any) string {
	object, _ := v.(map[string]any)
	text := stringOf(object["date"])
	return text[:min(len(text), len(time.DateOnly))]
}

func (p *humanityServer) matchLeaves(c *call) func(map[string]any) bool {
	from, to := c.query.Get("start_date"), c.query.Get("end_date")
	person := c.query.Get("employee")
	if person == "" {
		person = c.query.Get("user_id")
	}
	return func(record map[string]any) bool {
		return (from == "" || leaveDay(record["end_day"]) >= from) && (to == "" || leaveDay(record["start_day"]) <= to) &&
			(person == "" || humanityText(record["userid"]) == person)
	}
}

func (p *humanityServer) createLeave(c *call) response {
	body, leaves := c.object(), p.of("listLeaves")
	employee := humanityText(body["employee"])
	if employee == "" {
		employee = p.of("listEmployees").idOf(0)
	}
	name, ok := p.named("listEmployees", employee)
	if !ok {
		return c.no(humanityFail(humanityCreateFailed, humanityNoEmployee))
	}
	record := map[string]any{
		"store": p.company(), "userid": employee, "employee": employee, "employee_name": name, "date": humanityUnix(p.now(), 0),
		"requested_on": humanityDate(p.local(p.now()), 0), "approved_on": "", "status": "0", "admin": "0", "comments": "", "notes": "",
		"leave_type": "0", "leave_type_name": nil, "total_days_alotted": "0", "conflicts": map[string]any{"count": 0},
	}
	if no := p.changeLeave(record, body, humanityCreateFailed); no != nil {
		return c.no(no)
	}
	if kind := humanityText(body["leavetype"]); kind != "" {
		label, ok := p.named("listLeaveTypes", kind)
		if !ok {
			return c.no(humanityFail(humanityCreateFailed, "Not a valid leave type!"))
		}
		record["leave_type"], record["leave_type_name"] = kind, label
	}
	return c.one(leaves.record(leaves.insert(leaves.len(), record)))
}

func (p *humanityServer) updateLeave(c *call) response {
	leaves := p.of("listLeaves")
	slot, ok := leaves.find(c.params["leave_id"])
	if !ok {
		return c.no(notFound())
	}
	record := leaves.record(slot)
	if no := p.changeLeave(record, c.object(), humanityUpdateFailed); no != nil {
		return c.no(no)
	}
	leaves.put(slot, record)
	return c.one(record)
}

func (p *humanityServer) changeLeave(record, body map[string]any, code int) *refusal {
	first, okFirst := humanityDay(leaveDay(record["start_day"]))
	last, okLast := humanityDay(leaveDay(record["end_day"]))
	if text := stringOf(body["start_date"]); text != "" {
		first, okFirst = humanityDay(text)
	}
	if text := stringOf(body["end_date"]); text != "" {
		last, okLast = humanityDay(text)
	}
	if !okFirst || !okLast || last.Before(first) {
		return humanityFail(code, humanityNoTimeframe)
	}
	p.setLeave(record, humanityAt(first), humanityAt(last), 0)
	for _, name := range []string{"comments", "notes", "status"} {
		if v, ok := body[name]; ok {
			record[name] = humanityText(v)
		}
	}
	if body["status"] != nil {
		record["approved_on"], record["admin"] = humanityDate(p.local(p.now()), 0), p.of("listEmployees").idOf(0)
	}
	return nil
}

func (p *humanityServer) completeTrade(slot int, record map[string]any) {
	record["id"] = strconv.Itoa(10_000 + slot)
	maps.Copy(record, p.trade(record["id"], slot, slot%2 == 1, "Doctor's appointment"))
}

// trade writes a trade, or a swap, of the slot-th shift.
func (p *humanityServer) trade(id any, slot int, swap bool, reason string) map[string]any {
	start := humanityShiftStart(slot)
	user, name := p.pick("listEmployees", slot)
	other, otherName := p.pick("listEmployees", slot+1)
	position, label := p.pick("listPositions", slot)
	offer := map[string]any{
		"user": other, "user_name": otherName, "trade_id": id, "shift": "0", "schedule_name": label,
		"start_timestamp": start.Format(humanityWall), "confirmed": "0", "approved": 0,
	}
	var offers any = []any{offer}
	if slot%2 == 1 {
		offers = map[string]any{"0": offer}
	}
	return map[string]any{
		"trade_id": id, "user": user, "userid": user, "user_name": name, "requested": humanityDate(p.local(epoch), slot), "reason": reason,
		"trade_reason": reason, "shift_schedule": position, "schedule_id": position, "schedule_name": label,
		"shift_start_date": humanityDate(start, slot), "shift_end_date": humanityDate(start.Add(8*time.Hour), slot),
		"shift_start_time": start.Format("3:04 pm"), "shift_end_time": start.Add(8 * time.Hour).Format("3:04 pm"),
		"confirm_before": "0", "confirmed": "0", "approved": humanityNumber(0, slot), "swap": map[bool]string{true: "1", false: "0"}[swap], "status": "0",
		"traders": map[string]any{"count": 1, "data": offers}, "data": []any{offer},
	}
}

// trades is the collection that proposals go to.
func (p *humanityServer) trades() *collection {
	return p.collection(p.kindAt("/trades"), nil)
}

// listTrades lists by a word, or gives one trade by its id: as an object, not a list.
func (p *humanityServer) listTrades(c *call) response {
	trades, mode := p.trades(), c.params["mode_or_id"]
	show := func(slot int) map[string]any {
		record := trades.record(slot)
		delete(record, "name")
		return record
	}
	if slot, ok := trades.find(mode); ok {
		return humanityData(show(slot))
	}
	if _, err := strconv.Atoi(mode); err == nil {
		return c.no(notFound())
	}
	rows := []any{}
	for place := range trades.len() {
		record := show(trades.at(place))
		if mode != "swap" || humanityTrue(record["swap"]) {
			rows = append(rows, record)
		}
	}
	return humanityData(rows)
}

func (p *humanityServer) proposeTrade(c *call) response {
	id := c.params["shift_id"]
	if id == "" {
		id = humanityText(c.object()["shift"])
	}
	shift, ok := p.of("listShifts").find(id)
	if !ok {
		return c.no(humanityFail(humanityCreateFailed, "Not a valid shift!"))
	}
	trades := p.trades()
	slot := trades.insert(trades.len(), map[string]any{})
	record := trades.record(slot)
	maps.Copy(record, p.trade(record["id"], shift, c.params["shift_id"] != "", stringOf(c.object()["reason"])))
	trades.put(slot, record)
	return humanityData(record)
}

func (p *humanityServer) answerTrade(c *call) response {
	trades := p.trades()
	slot, ok := trades.find(c.params["trade_id"])
	if !ok {
		return c.no(notFound())
	}
	record := trades.record(slot)
	switch c.object()["action"] {
	case "accept":
		record["approved"] = "1"
	case "reject", "cancel":
		record["approved"] = "-1"
	}
	trades.put(slot, record)
	return humanityData(record)
}

// Future availability is kept in the collection that changes and deletes it; reads go by employee.

func (p *humanityServer) completeFuture(slot int, record map[string]any) {
	day := epoch.AddDate(0, 0, 14+slot)
	id, _ := p.pick("listEmployees", slot/2)
	maps.Copy(record, p.future(day, 1+slot%2, slot))
	record["employee"] = id
}

func (p *humanityServer) future(day time.Time, flag, n int) map[string]any {
	marks := map[string]any{}
	for hour := 33; hour < 41; hour++ {
		marks[strconv.Itoa(hour)] = map[string]any{"flag": humanityNumber(flag, n), "approved": "0", "time": fmt.Sprintf("%d:%02dam", (hour-1)/4, (hour-1)%4*15)}
	}
	if n%3 == 2 {
		marks = nil
	}
	return map[string]any{"date": humanityDate(p.local(day), n), "availability": humanityMap(marks), "approved": "0", "approved_by": "0", "times": "8:00am-10:00am"}
}

// futureAvailability is a map by id; for whoever has none an empty list.
func (p *humanityServer) futureAvailability(c *call) response {
	if !p.employeesExist([]string{c.params["employee_id"]}) {
		return c.no(notFound())
	}
	all, out := p.collection(p.kindAt("/availabilities/future"), nil), map[string]any{}
	for place := range all.len() {
		slot := all.at(place)
		if record := all.record(slot); record["employee"] == c.params["employee_id"] {
			id := all.idOf(slot)
			schema := p.model.component("FutureAvailability")
			maps.DeleteFunc(record, func(name string, _ any) bool { return propertyOf(schema, name) == nil })
			out[id] = record
		}
	}
	return humanityData(humanityMap(out))
}

func (p *humanityServer) createFutureAvailability(c *call) response {
	day, ok := humanityDay(stringOf(c.object()["start_date"]))
	if !ok || !p.employeesExist([]string{c.params["employee_id"]}) {
		return c.no(humanityFail(humanityCreateFailed, "Not a valid date!"))
	}
	all := p.collection(p.kindAt("/availabilities/future"), nil)
	record := p.future(humanityAt(day), 1, 0)
	record["employee"] = c.params["employee_id"]
	return humanityData(map[string]any{"id": all.idOf(all.insert(all.len(), record))})
}

// trainingProgress is a map by the employee's id.
func (p *humanityServer) trainingProgress(*call) response {
	employees, out := p.of("listEmployees"), map[string]any{}
	for place := range min(employees.len(), 5) {
		slot := employees.at(place)
		out[employees.idOf(slot)] = map[string]any{
			"id": employees.idOf(slot), "name": p.nameOf(employees, slot), "completed": humanityNumber(slot%4, slot), "total": humanityNumber(4, slot+1),
		}
	}
	return humanityData(humanityMap(out))
}

// Reports: the rows stand under "0", "1" and so on, in one object with what the report says of itself.

func (p *humanityServer) customReport(c *call) response {
	fields := strings.Split(c.query.Get("fields"), ",")
	rows := p.reportRows(c)
	out := map[string]any{}
	for i, row := range rows {
		maps.DeleteFunc(row, func(name string, _ any) bool { return !slices.Contains(fields, name) })
		out[strconv.Itoa(i)] = row
	}
	out["custom_report"] = map[string]any{
		"type": c.query.Get("type"), "start_date": c.query.Get("start_date"), "end_date": c.query.Get("end_date"), "count": strconv.Itoa(len(rows)),
	}
	return humanityData(out)
}

func (p *humanityServer) reportRows(c *call) (rows []map[string]any) {
	from, to, employee := c.query.Get("start_date"), c.query.Get("end_date"), c.query.Get("employee")
	shifts := p.of("listShifts")
	keep := p.matchShifts(c)
	for place := range shifts.len() {
		shift := shifts.record(shifts.at(place))
		start, _ := humanityMoment(stringOf(shift["start_timestamp"]))
		end, _ := humanityMoment(stringOf(shift["end_timestamp"]))
		if day := start.Format(time.DateOnly); !keep(shift) || day < from || day > to {
			continue
		}
		for _, id := range staffOf(shift) {
			if employee != "" && employee != "all" && employee != id {
				continue
			}
			name, _ := p.named("listEmployees", id)
			location, _ := p.named("listLocations", humanityText(shift["schedule_location_id"]))
			slot, _ := p.of("listEmployees").find(id)
			row := map[string]any{
				"id": humanityNumber(10_000+len(rows), len(rows)), "employee": name, "eid": fmt.Sprintf("E%04d", slot+1), "user": id, "location": location,
				"remote_site": nil, "schedule_id": shift["schedule"], "schedule_name": shift["schedule_name"], "start_day": start.Format(time.DateOnly),
				"end_day": end.Format(time.DateOnly), "start_time": start.Format("3:04 pm"), "end_time": end.Format("3:04 pm"),
				"total_time": fmt.Sprintf("%.2f", end.Sub(start).Hours()), "overtime": 0, "break_in_out_time": "0", "rate": "0",
				"cost": 12.5 * end.Sub(start).Hours(), "notes": humanityText(shift["notes"]), "title": humanityText(shift["title"]),
			}
			if c.query.Get("type") != "confirmedtimesheets" {
				row["shift_id"], row["status"] = shift["id"], "0"
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func (p *humanityServer) payrollReport(c *call) response {
	timeclocks, out, n := p.of("listTimeclocks"), map[string]any{}, 0
	from, to, people := c.query.Get("start_date"), c.query.Get("end_date"), humanityIDs(c.query.Get("employee"))
	for place := range timeclocks.len() {
		slot := timeclocks.at(place)
		clock := timeclocks.record(slot)
		employee := humanityText(nested(clock, "employee")["id"])
		start, _ := humanityMoment(stringOf(clock["start_timestamp"]))
		end, ended := humanityMoment(stringOf(clock["end_timestamp"]))
		day := start.Format(time.DateOnly)
		if !ended || day < from || day > to || len(people) > 0 && people[0] != "all" && people[0] != "-99" && !slices.Contains(people, employee) {
			continue
		}
		hours := end.Sub(start).Hours()
		out[strconv.Itoa(n)] = map[string]any{
			"userid": employee, "employee": nested(clock, "employee")["name"], "eid": fmt.Sprintf("E%04d", slot+1), "email": "",
			"date": humanityDate(start, slot), "out_date": humanityDate(end, slot), "start_time": start.Format("3:04 pm"), "end_time": end.Format("3:04 pm"),
			"hours": map[string]any{
				"regular": hours, "special": 0, "overtime": 0, "d_overtime": 0, "total": hours, "cost": 12.5 * hours, "breaks": 0, "rate": nil,
				"position": map[string]any{"id": nested(clock, "schedule")["id"], "name": nested(clock, "schedule")["name"], "active": "1"},
			},
			"overnight": day != end.Format(time.DateOnly), "clock": clock["id"], "shift_title": "", "in_location_name": "", "out_location_name": "",
		}
		n++
	}
	if n > 0 {
		out["payroll_report"] = map[string]any{"type": c.query.Get("type"), "start_date": from, "end_date": to}
	}
	return humanityData(humanityMap(out))
}

// groupReport has the employees with their shifts of a period, under users. That it has those without shifts too, and takes no notice of
// an employee whom there isn't, are guesses.
func (p *humanityServer) groupReport(c *call) response {
	employees, shifts := p.of("listEmployees"), p.of("listShifts")
	keep, wanted := p.matchShifts(c), c.query.Get("employee")
	if !p.employeesExist([]string{wanted}) {
		wanted = ""
	}
	byEmployee := map[string][]any{}
	for place := range shifts.len() {
		shift := shifts.record(shifts.at(place))
		if !keep(shift) {
			continue
		}
		start, end := nested(shift, "start_date"), nested(shift, "end_date")
		row := map[string]any{
			"id": shift["id"], "start": nested(shift, "start_time")["id"], "end": nested(shift, "end_time")["id"], "schedule": shift["schedule"],
			"published": shift["published"], "edited": shift["edited"], "start_date": start["dayid"], "end_date": end["dayid"],
			"start_timestamp": shift["start_timestamp"], "end_timestamp": shift["end_timestamp"],
		}
		for _, id := range staffOf(shift) {
			byEmployee[id] = append(byEmployee[id], row)
		}
	}
	users := []any{}
	for place := range employees.len() {
		employee := employees.record(employees.at(place))
		id := humanityText(employee["id"])
		if wanted != "" && wanted != id {
			continue
		}
		list := byEmployee[id]
		if list == nil {
			list = []any{}
		}
		users = append(users, map[string]any{
			"id": id, "name": employee["name"], "store": p.company(), "eid": employee["eid"], "group_id": employee["group"], "location": employee["location"],
			"shifts": list,
		})
	}
	return humanityData(map[string]any{"users": users})
}
