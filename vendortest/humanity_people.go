package vendortest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// complete puts right what the generator can't know of a seeded record.
func (p *humanityServer) complete(c *collection, slot int, record map[string]any) {
	if _, ok := record["store"]; ok {
		record["store"] = p.company()
	}
	if schema := c.kind.record; record["name"] != nil && propertyOf(schema, "name") != nil {
		switch c.kind.template {
		case "/employees", "/positions", "/locations", "/leave-types", "/skills":
			record["name"] = p.nameOf(c, slot)
		}
	}
	switch c.kind.template {
	case "/employees":
		p.completeEmployee(c, slot, record)
	case "/positions":
		id, name := p.pick("listLocations", slot)
		record["location"] = map[string]any{"id": id, "name": name}
		if slot%6 == 5 {
			record["location"] = map[string]any{} // the whole company's
		}
		record["active"], record["visible"], record["deleted"] = 1, humanityNumber(1, slot), humanityNumber(0, slot)
		record["color"] = strconv.Itoa(slot%20 + 1)
	case "/locations":
		record["type"], record["deleted"] = 1+slot%2, false
		record["timezone_id"], record["timezone"] = humanityZoneID, humanityZoneName
	case "/shifts":
		p.completeShift(c, slot, record)
	case "/timeclocks":
		p.completeTimeclock(c, slot, record)
	case "/leaves":
		p.completeLeave(c, slot, record)
	case "/trades":
		p.completeTrade(slot, record)
	case "/availabilities/future":
		p.completeFuture(slot, record)
	case "/master-tasks":
		p.completeMasterTask(slot, record)
	case "/shifts/{shift_ids}/tasks", "/shifts/{shift_ids}/employee-tasks":
		p.completeShiftTask(c, slot, record)
	case "/shifts/{shift_id}/approve":
		record["shift"] = c.params["shift_id"]
	case "/timeclocks/terminal":
		record["name"] = fmt.Sprintf("Terminal %d", slot+1)
	}
}

// humanityUsername is what a seeded employee logs in with.
func humanityUsername(slot int) string {
	g := generator{slot: slot}
	return strings.ToLower(g.firstName()+"."+g.lastName()) + strconv.Itoa(slot+1)
}

// seededPositions lists the positions of a seeded employee, by their places: the first works in all of them, one in eight
// in none.
func (p *humanityServer) seededPositions(slot int) []int {
	if slot%8 == 7 {
		return nil
	}
	places, more := []int{slot}, slot%3
	if slot == 0 {
		more = p.of("listPositions").len() - 1
	}
	for i := range more {
		places = append(places, slot+1+i)
	}
	return places
}

func (p *humanityServer) completeEmployee(c *collection, slot int, record map[string]any) {
	g := generator{slot: slot}
	record["firstname"], record["lastname"] = g.firstName(), g.lastName()
	record["username"] = humanityUsername(slot)
	record["email"] = humanityUsername(slot) + "@example.com"
	record["eid"], record["unique_id"] = fmt.Sprintf("E%04d", slot+1), fmt.Sprintf("hr-%05d", slot+1)
	record["status"], record["status_name"] = humanityNumber(1, slot+1), "Activated"
	group := []int{2, 3, 4, 5, 5, 5, 5, 5}[slot%8]
	record["group"], record["group_name"] = humanityNumber(group, slot+1), map[int]string{2: "Manager", 3: "Supervisor", 4: "Scheduler", 5: "Employee"}[group]
	record["location"], _ = p.pick("listLocations", slot)
	record["wage"] = strconv.FormatFloat(12.5+float64(slot%9)*0.75, 'f', 2, 64)
	record["deleted"] = "0"
	record["timezone"], record["timezone_name"] = humanityZoneName, "Central Time (US & Canada)"
	record["timezone_id"] = humanityZoneID
	record["timezone_info"] = map[string]any{
		"timezone_id": humanityZoneID, "name": humanityZoneName, "name_formatted": "(GMT-06:00) Central Time (US & Canada)",
		"offset": "-06:00", "seconds": -21600, "hours": -6, "minutes": 0, "default": "0",
	}
	// An empty map of a server that runs PHP is an empty list.
	schedules := map[string]any{}
	for _, place := range p.seededPositions(slot) {
		id, name := p.pick("listPositions", place)
		schedules[id] = name
	}
	record["schedules"] = humanityMap(schedules)
	if slot%2 == 1 {
		record["avatar"] = fmt.Sprintf("https://example.com/avatars/%d.png", slot+1)
	}
	record["custom"] = humanityMap(map[string]any{})
	if slot%3 == 0 {
		record["custom"] = map[string]any{"10000": map[string]any{"id": "10000", "name": "T-shirt", "value": []string{"S", "M", "L"}[slot/3%3]}}
	}
	record["skills"] = humanityMap(map[string]any{})
	if slot%2 == 0 {
		id, name := p.pick("listSkills", slot)
		record["skills"] = map[string]any{id: name}
	}
	if slot == c.seeded-1 && slot > 3 {
		record["deleted"] = "1"
	}
}

// humanityMap writes a map as PHP does: an empty one is an empty list.
func humanityMap(m map[string]any) any {
	if len(m) == 0 {
		return []any{}
	}
	return m
}

// me responds with the user who logged in.
func (p *humanityServer) me(c *call) response {
	employees := p.of("listEmployees")
	if employees.len() == 0 {
		return c.no(notFound())
	}
	return humanityData(employees.record(employees.at(0)))
}

// employeeBy reads an employee by a field other than the id.
func (p *humanityServer) employeeBy(field string) func(c *call) response {
	return func(c *call) response {
		wanted := c.params[field]
		if wanted == "" {
			wanted = c.query.Get(field)
		}
		employees := p.of("listEmployees")
		for place := range employees.len() {
			if record := employees.record(employees.at(place)); record[field] == wanted {
				return humanityData(record)
			}
		}
		if c.operation.ID == "findEmployeeByEID" {
			return humanityData([]any{})
		}
		return c.no(notFound())
	}
}

// createEmployee takes the names that only a creation has: fname and lname, or both in name.
func (p *humanityServer) createEmployee(c *call) response {
	body := c.object()
	name := stringOf(body["name"])
	if name == "" {
		name = strings.TrimSpace(stringOf(body["fname"]) + " " + stringOf(body["lname"]))
	}
	if name == "" {
		return c.no(humanityFail(humanityMissing, "Missing parameter: name"))
	}
	employees := p.of("listEmployees")
	for place := range employees.len() {
		record := employees.record(employees.at(place))
		if eid := stringOf(body["eid"]); eid != "" && record["eid"] == eid || stringOf(body["username"]) != "" && record["username"] == body["username"] {
			return c.no(humanityFail(humanityCreateFailed, "The employee id or username is taken"))
		}
	}
	fields := p.employeeFields(body, map[string]any{"schedules": []any{}})
	fields["name"] = name
	first, last, _ := strings.Cut(name, " ")
	if stringOf(body["fname"]) != "" {
		first, last = stringOf(body["fname"]), stringOf(body["lname"])
	}
	fields["firstname"], fields["lastname"] = first, last
	if positions, err := decodeJSON([]byte(stringOf(body["positions"]))); err == nil {
		fields["schedules"] = p.schedules(map[string]any{}, humanityIDs(positions), nil)
	}
	if custom, err := decodeJSON([]byte(stringOf(body["custom"]))); err == nil {
		fields["custom"] = custom
	}
	for field, v := range map[string]any{
		"status": "1", "group": "5", "deleted": "0", "timezone": humanityZoneName, "timezone_id": humanityZoneID,
		"custom": []any{}, "skills": []any{}, "location": "0",
	} {
		if _, ok := fields[field]; !ok {
			fields[field] = v
		}
	}
	return c.one(c.add(employees, fields))
}

// employeeFields turns what a form holds into the fields of an employee, of which a change has other names than a
// creation, and a read others again. The secrets of a form are no part of the record.
func (p *humanityServer) employeeFields(body, record map[string]any) map[string]any {
	out := maps.Clone(body)
	for from, to := range map[string]string{"first_name": "firstname", "last_name": "lastname", "fname": "firstname", "lname": "lastname"} {
		if v, ok := out[from]; ok {
			out[to] = v
		}
		delete(out, from)
	}
	if out["firstname"] != nil || out["lastname"] != nil {
		first, last := out["firstname"], out["lastname"]
		if first == nil {
			first = record["firstname"]
		}
		if last == nil {
			last = record["lastname"]
		}
		out["name"] = strings.TrimSpace(humanityText(first) + " " + humanityText(last))
	}
	if out["addschedule"] != nil || out["removeschedule"] != nil {
		out["schedules"] = p.schedules(record["schedules"], humanityIDs(out["addschedule"]), humanityIDs(out["removeschedule"]))
	}
	if custom, ok := out["custom"].(map[string]any); ok {
		fields, _ := record["custom"].(map[string]any)
		fields = maps.Clone(fields)
		if fields == nil {
			fields = map[string]any{}
		}
		for id, value := range custom {
			fields[id] = map[string]any{"id": id, "value": value}
		}
		out["custom"] = fields
	}
	if wage, ok := out["wage"]; ok {
		if amount, err := strconv.ParseFloat(humanityText(wage), 64); err == nil {
			out["wage"] = strconv.FormatFloat(amount, 'f', 2, 64)
		}
	}
	// The rest are orders, or secrets.
	schema := p.of("listEmployees").kind.record
	maps.DeleteFunc(out, func(name string, _ any) bool { return schema.Properties[name] == nil })
	return out
}

// schedules is the map of positions that an employee has after some are added and some are taken away.
func (p *humanityServer) schedules(now any, add, remove []string) any {
	out := map[string]any{}
	if before, ok := now.(map[string]any); ok {
		maps.Copy(out, before)
	}
	for _, id := range add {
		if name, ok := p.named("listPositions", id); ok {
			out[id] = name
		}
	}
	for _, id := range remove {
		delete(out, id)
	}
	return humanityMap(out)
}

// employee finds the record of the employee that a path names.
func (p *humanityServer) employee(c *call) (*collection, int, map[string]any) {
	employees := p.of("listEmployees")
	slot, ok := employees.find(c.params["employee_id"])
	if !ok {
		return nil, 0, nil
	}
	return employees, slot, employees.record(slot)
}

// employeePosition writes what ties an employee to a position.
func (p *humanityServer) employeePosition(employee, position string) map[string]any {
	n := int(whole64(position) + whole64(employee))
	out := map[string]any{
		"id": strconv.Itoa(n), "employee_id": employee, "position_id": humanityNumber(int(whole64(position)), n),
		"created_by": p.of("listEmployees").idOf(0), "date": humanityUnix(epoch, n), "payroll_ratecard_id": nil, "payroll_wage": nil,
	}
	if wage, ok := p.wages[[2]string{employee, position}]; ok {
		out["payroll_wage"] = wage
	}
	return out
}

func (p *humanityServer) listEmployeePositions(c *call) response {
	_, _, record := p.employee(c)
	if record == nil {
		return c.no(notFound())
	}
	rows := []any{}
	schedules, _ := record["schedules"].(map[string]any)
	for _, id := range sortedKeys(schedules) {
		rows = append(rows, p.employeePosition(c.params["employee_id"], id))
	}
	return humanityData(rows)
}

func (p *humanityServer) getEmployeePosition(c *call) response {
	_, _, record := p.employee(c)
	schedules, _ := record["schedules"].(map[string]any)
	if record == nil || schedules[c.params["position_id"]] == nil {
		return c.no(notFound())
	}
	return humanityData(p.employeePosition(c.params["employee_id"], c.params["position_id"]))
}

// updateEmployeePosition takes the wage by the name that a live client sends, and by v1's.
func (p *humanityServer) updateEmployeePosition(c *call) response {
	_, _, record := p.employee(c)
	schedules, _ := record["schedules"].(map[string]any)
	if record == nil || schedules[c.params["position_id"]] == nil {
		return c.no(notFound())
	}
	for _, name := range []string{"payroll_wage", "wage"} {
		if wage, ok := c.object()[name]; ok {
			p.wages[[2]string{c.params["employee_id"], c.params["position_id"]}] = humanityText(wage)
		}
	}
	return p.getEmployeePosition(c)
}

// assignEmployeePosition leaves the wage as it is, which a user of the vendor's forum found.
func (p *humanityServer) assignEmployeePosition(c *call) response {
	employees, slot, record := p.employee(c)
	if _, ok := p.named("listPositions", c.params["position_id"]); record == nil || !ok {
		return c.no(notFound())
	}
	record["schedules"] = p.schedules(record["schedules"], []string{c.params["position_id"]}, nil)
	employees.put(slot, record)
	return humanityData(p.employeePosition(c.params["employee_id"], c.params["position_id"]))
}

func (p *humanityServer) unassignEmployeePosition(c *call) response {
	employees, slot, record := p.employee(c)
	schedules, _ := record["schedules"].(map[string]any)
	if record == nil || schedules[c.params["position_id"]] == nil {
		return c.no(notFound())
	}
	record["schedules"] = p.schedules(record["schedules"], nil, []string{c.params["position_id"]})
	employees.put(slot, record)
	return humanityData("Position removed")
}

// employeesExist reports whether all of some ids are employees'.
func (p *humanityServer) employeesExist(ids []string) bool {
	employees := p.of("listEmployees")
	return !slices.ContainsFunc(ids, func(id string) bool {
		_, ok := employees.find(id)
		return !ok
	})
}
