package vendortest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Shifts are seeded six to a day from a Monday on, so that they cross the beginning of summer time. One in five is open:
// nobody works it yet.
var humanityShiftHours = []int{6, 8, 9, 13, 16, 22}

func humanityShiftStart(slot int) time.Time {
	day := time.Date(epoch.Year(), epoch.Month(), epoch.Day()+slot/len(humanityShiftHours), 0, 0, 0, 0, time.UTC)
	return humanityAt(day.Add(time.Duration(humanityShiftHours[slot%len(humanityShiftHours)]) * time.Hour))
}

func (p *humanityServer) completeShift(c *collection, slot int, record map[string]any) {
	start := humanityShiftStart(slot)
	setShiftTimes(record, start, start.Add(8*time.Hour), slot)
	position, _ := p.pick("listPositions", slot)
	p.setShiftPosition(record, position, slot)
	record["user"] = p.of("listEmployees").idOf(0)
	record["created"], record["edited"] = humanityUnix(epoch.AddDate(0, 0, -14), slot), humanityUnix(epoch.AddDate(0, 0, -7), slot)
	record["published"] = any("0")
	if slot%4 != 0 {
		record["published"] = humanityUnix(epoch.AddDate(0, 0, -6), slot)
	}
	record["location"], record["deleted"], record["confirmed"] = humanitySite(slot), "0", humanityNumber(slot%2, slot+1)
	record["absent"], record["traded"], record["ref"], record["perms"] = "0", "0", "0", "2"
	record["repeats"], record["trades"] = "0", nil
	record["confirmed_start_timestamp"], record["confirmed_end_timestamp"] = nil, nil
	record["type"], record["needed"] = humanityNumber(0, slot+1), humanityNumber(1, slot+1)
	staff := []string{}
	for i := range 1 + slot%2 {
		id, _ := p.pick("listEmployees", slot+7*i)
		staff = append(staff, id)
	}
	if slot%5 == 4 {
		record["type"], record["needed"], staff = humanityNumber(1, slot+1), humanityNumber(2, slot+1), nil
	}
	p.setStaff(record, staff, slot)
	if slot%5 == 4 && slot%2 == 0 {
		record["employees"] = nil // an empty list in most responses
	}
	if slot%12 == 0 && len(staff) > 0 {
		record["employeesOnCall"] = []any{p.shiftEmployee(staff[0], 8, slot)}
	} else {
		delete(record, "employeesOnCall")
	}
}

// humanitySite is the remote site of a seeded shift, in each of the forms that were seen: "0" for none, an id, an object.
func humanitySite(slot int) any {
	switch slot % 4 {
	case 1:
		return map[string]any{"lat": 41.88 + float64(slot%10)/100, "lon": "-87.63"}
	case 2:
		return map[string]any{"id": humanityNumber(33_900+slot%5, slot/4), "lat": "41.79", "lon": -87.6}
	case 3:
		return humanityNumber(33_900+slot%5, slot/4)
	}
	return "0"
}

// showShift gives a list what it shows of a remote site, which is an object without anything in it, and takes out of a single
// shift what a forum user misses there. What skill_requirement holds isn't public.
func showShift(c *call, record map[string]any) {
	switch c.operation.ID {
	case "listShifts":
		if site, ok := record["location"].(map[string]any); ok {
			record["location"] = map[string]any{}
			if site["id"] != nil {
				record["location"] = map[string]any{"lat": map[string]any{}, "lon": map[string]any{}}
			}
		}
	case "getShift":
		delete(record, "schedule_location_id")
		record["skill_requirement"] = []any{}
	}
}

// listShiftApprovals has a row for each employee of a shift; of every fourth shift it is the older form, the shift itself.
func (p *humanityServer) listShiftApprovals(c *call) response {
	shifts := p.of("listShifts")
	slot, ok := shifts.find(c.params["shift_id"])
	if !ok {
		return c.no(notFound())
	}
	shift := shifts.record(slot)
	if slot%4 == 3 {
		return humanityData(shift)
	}
	rows := []any{}
	for n, id := range staffOf(shift) {
		rows = append(rows, map[string]any{
			"employee": id, "present": humanityNumber(1, n), "absent": "0", "early": "0", "late": "0", "ontime": "0", "worked_late": "0",
			"shift": shift["id"], "confirmed_start": humanityNoDate(), "confirmed_end": humanityNoDate(),
		})
	}
	return humanityData(rows)
}

func setShiftTimes(record map[string]any, start, end time.Time, n int) {
	start, end = start.In(humanityZone(start)), end.In(humanityZone(end))
	hours := end.Sub(start).Hours()
	record["start_date"], record["end_date"] = humanityDate(start, n), humanityDate(end, n)
	record["start_time"], record["end_time"] = humanityTimeSlot(start, n), humanityTimeSlot(end, n)
	record["start_timestamp"], record["end_timestamp"] = start.Format(humanityWall), end.Format(humanityWall)
	record["length"], record["paidtime"] = hours, hours
}

func (p *humanityServer) setShiftPosition(record map[string]any, id string, n int) bool {
	positions := p.of("listPositions")
	slot, ok := positions.find(id)
	if !ok {
		return false
	}
	position := positions.record(slot)
	record["schedule"], record["schedule_name"] = id, position["name"]
	record["schedule_color"] = position["color"]
	record["schedule_location_id"] = humanityNumber(int(whole64(humanityText(nested(position, "location")["id"]))), n)
	return true
}

// setStaff puts people on a shift, those and no others.
func (p *humanityServer) setStaff(record map[string]any, ids []string, n int) {
	hours, _ := record["length"].(float64)
	list, dollars := []any{}, 0.0
	for _, id := range ids {
		employee := p.shiftEmployee(id, hours, n)
		list = append(list, employee)
		cost, _ := employee["cost"].(float64)
		dollars += cost
	}
	record["employees"] = list
	record["working"] = humanityNumber(len(ids), n+1)
	record["cost"] = map[string]any{"staff": len(ids), "hours": hours * float64(len(ids)), "dollars": dollars}
}

func (p *humanityServer) shiftEmployee(id string, hours float64, n int) map[string]any {
	employees := p.of("listEmployees")
	out := map[string]any{"id": humanityNumber(int(whole64(id)), n+1), "avatar": nil, "status": "0", "absent": "0",
		"notified_day": "0", "notified_hour": "0", "rate": "0", "ratecard": "0", "confirmed_start": nil, "confirmed_end": nil,
		"last_active": humanityUnix(epoch.AddDate(0, 0, -1), n), "paidtime": hours}
	slot, ok := employees.find(id)
	if !ok {
		return out
	}
	wage := 12.5 + float64(slot%9)*0.75
	eid := fmt.Sprintf("E%04d", slot+1)
	if record, ok := employees.written[slot]; ok {
		eid = stringOf(record["eid"])
		if own, err := strconv.ParseFloat(humanityText(record["wage"]), 64); err == nil {
			wage = own
		}
	}
	out["name"], out["eid"] = p.nameOf(employees, slot), eid
	out["wage"], out["cost"] = strconv.FormatFloat(wage, 'f', 2, 64), wage*hours
	return out
}

// staffOf lists the ids of who works a shift.
func staffOf(record map[string]any) []string {
	var out []string
	list, _ := record["employees"].([]any)
	for _, employee := range list {
		employee, _ := employee.(map[string]any)
		out = append(out, humanityText(employee["id"]))
	}
	return out
}

// matchShifts keeps the shifts of a period. Filters count in the modes that the vendor lists for them and in no others.
func (p *humanityServer) matchShifts(c *call) func(map[string]any) bool {
	query, mode := c.query, c.query.Get("mode")
	if mode == "" {
		mode = "employee"
	}
	in := func(modes ...string) bool { return slices.Contains(modes, mode) }
	var positions, employees []string
	location := ""
	if in("confirm", "location", "schedule", "employees") {
		positions = humanityIDs(query.Get("schedule"))
	}
	if in("confirm", "employees") {
		location = query.Get("location")
	}
	if in("confirm", "employees", "upcoming", "recent", "employee") {
		employees = humanityIDs(query.Get("employees"))
	}
	from, to := query.Get("start_date"), query.Get("end_date")
	return func(record map[string]any) bool {
		// Wall times compare as strings. A shift belongs to every day that it touches.
		first, last := stringOf(record["start_timestamp"]), stringOf(record["end_timestamp"])
		switch {
		case humanityTrue(record["deleted"]),
			from != "" && last <= from,
			to != "" && first[:min(len(first), len(time.DateOnly))] > to,
			in("open", "openapproval") && !humanityTrue(record["type"]),
			len(positions) > 0 && !slices.Contains(positions, humanityText(record["schedule"])),
			location != "" && humanityText(record["schedule_location_id"]) != location:
			return false
		}
		return len(employees) == 0 || slices.ContainsFunc(staffOf(record), func(id string) bool { return slices.Contains(employees, id) })
	}
}

const (
	humanityNoTimeframe = "Not a valid timeframe!"
	humanityNoSchedule  = "Not a valid schedule!"
	humanityNoEmployee  = "Not a valid employee!"
)

func (p *humanityServer) createShift(c *call) response {
	body, shifts := c.object(), p.of("listShifts")
	start, end, ok := humanityPeriod(body, humanityFirstDay, humanityFirstDay)
	if !ok {
		return c.no(humanityFail(humanityCreateFailed, humanityNoTimeframe))
	}
	staff := humanityIDs(body["employee_id"])
	n := shifts.slots
	record := map[string]any{"title": "", "notes": "", "location": "0", "type": "0", "needed": "1"}
	if !p.setShiftPosition(record, humanityText(body["schedule"]), n) {
		return c.no(humanityFail(humanityCreateFailed, humanityNoSchedule))
	}
	if !p.employeesExist(staff) {
		return c.no(humanityFail(humanityCreateFailed, humanityNoEmployee))
	}
	setShiftTimes(record, start, end, n)
	for _, name := range []string{"title", "notes", "location", "type", "needed"} {
		if v, ok := body[name]; ok {
			record[name] = humanityText(v)
		}
	}
	p.setStaff(record, staff, n)
	now := humanityUnix(p.now(), 0)
	for name, v := range map[string]any{
		"user": p.of("listEmployees").idOf(0), "created": now, "edited": now, "published": "0", "deleted": "0", "confirmed": "0",
		"absent": "0", "traded": "0", "perms": "2", "ref": "0", "repeats": "0", "skills": []any{},
	} {
		record[name] = v
	}
	slot := shifts.insert(shifts.len(), record)
	return c.one(shifts.record(slot))
}

// updateShift heeds a change of times, type, notes and position only with its update_ flag. Without it the call succeeds
// and changes nothing, as a careful client warns. People are put on and taken off with add and remove alone, which live
// clients do.
func (p *humanityServer) updateShift(c *call) response {
	shifts := p.of("listShifts")
	slot, ok := shifts.find(c.params["shift_id"])
	if !ok {
		return c.no(notFound())
	}
	body, record := c.object(), shifts.record(slot)
	if day, ok := humanityDay(stringOf(body["copy_to"])); ok {
		return p.copyShift(c, shifts, record, day, humanityIDs(body["employee_id"]))
	}
	if humanityTrue(body["update_time"]) {
		start, _ := humanityMoment(stringOf(record["start_timestamp"]))
		end, _ := humanityMoment(stringOf(record["end_timestamp"]))
		if start, end, ok = humanityPeriod(body, start, end); !ok {
			return c.no(humanityFail(humanityUpdateFailed, humanityNoTimeframe))
		}
		setShiftTimes(record, start, end, slot)
	}
	if schedule, ok := body["schedule"]; ok && humanityTrue(body["update_schedule"]) {
		if !p.setShiftPosition(record, humanityText(schedule), slot) {
			return c.no(humanityFail(humanityUpdateFailed, humanityNoSchedule))
		}
	}
	for name, flag := range map[string]string{"type": "update_type", "notes": "update_notes", "title": "", "needed": "", "confirmed": "", "location": ""} {
		v, given := body[name]
		switch {
		case !given || flag != "" && !humanityTrue(body[flag]):
		case name == "confirmed":
			record[name] = map[bool]string{true: "1", false: "0"}[humanityTrue(v)]
		default:
			record[name] = humanityText(v)
		}
	}
	staff := staffOf(record)
	if !p.Server.settings.staffFlag || humanityTrue(body["update_staff"]) {
		add, remove := humanityIDs(body["add"]), humanityIDs(body["remove"])
		if !p.employeesExist(add) {
			return c.no(humanityFail(humanityUpdateFailed, humanityNoEmployee))
		}
		for _, id := range add {
			if !slices.Contains(staff, id) {
				staff = append(staff, id)
			}
		}
		staff = slices.DeleteFunc(staff, func(id string) bool { return slices.Contains(remove, id) })
	}
	p.setStaff(record, staff, slot)
	record["edited"] = humanityUnix(p.now(), 0)
	shifts.put(slot, record)
	return c.one(record)
}

// copyShift makes the same shift on another day, for other people.
func (p *humanityServer) copyShift(c *call, shifts *collection, of map[string]any, day time.Time, staff []string) response {
	if !p.employeesExist(staff) {
		return c.no(humanityFail(humanityUpdateFailed, humanityNoEmployee))
	}
	// The clocks of the new day show what those of the old one did.
	start, _ := time.Parse(humanityWall, stringOf(of["start_timestamp"]))
	end, _ := time.Parse(humanityWall, stringOf(of["end_timestamp"]))
	wall := time.Date(day.Year(), day.Month(), day.Day(), start.Hour(), start.Minute(), 0, 0, time.UTC)
	record := maps.Clone(of)
	delete(record, "id")
	setShiftTimes(record, humanityAt(wall), humanityAt(wall.Add(end.Sub(start))), shifts.slots)
	record["published"] = "0"
	p.setStaff(record, staff, shifts.slots)
	return c.one(shifts.record(shifts.insert(shifts.len(), record)))
}

// publishShifts is a GET that changes state.
func (p *humanityServer) publishShifts(c *call) response {
	return p.eachShift(c, "published", func(shifts *collection, slot int) {
		record := shifts.record(slot)
		record["published"] = humanityUnix(p.now(), 0)
		shifts.put(slot, record)
	})
}

// clearShifts is the other one: it takes shifts away, and with restore brings them back.
func (p *humanityServer) clearShifts(c *call) response {
	if !humanityTrue(c.query.Get("restore")) {
		return p.eachShift(c, "cleared", func(shifts *collection, slot int) {
			p.cleared[shifts.idOf(slot)] = shifts.record(slot)
			shifts.remove(slot)
		})
	}
	ids, shifts := humanityIDs(c.query.Get("shifts")), p.of("listShifts")
	if len(ids) == 0 {
		ids = sortedKeys(p.cleared)
	}
	for _, id := range ids {
		if record, ok := p.cleared[id]; ok {
			shifts.insert(shifts.len(), record)
			delete(p.cleared, id)
		}
	}
	return humanityData(fmt.Sprintf("%d shifts restored", len(ids)))
}

func (p *humanityServer) eachShift(c *call, done string, do func(shifts *collection, slot int)) response {
	shifts := p.of("listShifts")
	ids := humanityIDs(c.query.Get("shifts"))
	slots := make([]int, len(ids))
	for i, id := range ids {
		slot, ok := shifts.find(id)
		if !ok {
			return c.no(humanityFail(humanityUpdateFailed, "Not a valid shift!"))
		}
		slots[i] = slot
	}
	for _, slot := range slots {
		do(shifts, slot)
	}
	return humanityData(strings.TrimSpace(fmt.Sprintf("%d shifts %s", len(slots), done)))
}
