package vendortest

import (
	"slices"
	"strings"
)

// Tasks are the newer family: JSON bodies, whole numbers for people and shifts, ULIDs, times by RFC 3339.

func (p *humanityServer) completeMasterTask(slot int, record map[string]any) {
	record["name"] = numberedName([]string{"Open the till", "Clean the grill", "Count the stock", "Water the plants"}, slot)
	record["companyId"] = whole64(p.company())
	id, _ := p.pick("listPositions", slot)
	record["positionIds"] = []any{whole64(id)}
	record["deletedBy"], record["deletedAt"] = nil, nil
}

func (p *humanityServer) matchMasterTasks(c *call) func(map[string]any) bool {
	term, positions := strings.ToLower(c.query.Get("searchTerm")), humanityIDs(strings.Join(c.query["positionIds"], ","))
	return func(record map[string]any) bool {
		text := stringOf(record["name"])
		if humanityTrue(c.query.Get("descriptionSearchEnabled")) {
			text += " " + stringOf(record["description"])
		}
		if record["deletedAt"] != nil && !humanityTrue(c.query.Get("includeDeleted")) || !strings.Contains(strings.ToLower(text), term) {
			return false
		}
		return len(positions) == 0 || slices.ContainsFunc(humanityIDs(record["positionIds"]), func(id string) bool { return slices.Contains(positions, id) })
	}
}

// deleteMasterTask leaves a trace, which lists show on request.
func (p *humanityServer) deleteMasterTask(c *call) response {
	records := c.records()
	slot, ok := records.find(c.params["task_id"])
	if !ok {
		return c.no(notFound())
	}
	record := records.record(slot)
	record["deletedAt"], record["deletedBy"] = p.stamp(p.now()), whole64(p.of("listEmployees").idOf(0))
	records.put(slot, record)
	return humanityData("Task deleted")
}

func (p *humanityServer) completeShiftTask(c *collection, slot int, record map[string]any) {
	shift := whole64(c.params["shift_ids"])
	record["shiftId"] = shift
	master := p.of("listMasterTasks")
	if master.len() > 0 {
		at := master.at((slot + int(shift)) % master.len())
		record["taskId"] = master.idOf(at)
	}
	if c.kind.name != "employee-tasks" {
		return
	}
	tasks := p.collection(p.model.byID()["listShiftTasks"].kind, c.params)
	if tasks.len() > 0 {
		record["shiftTaskId"] = tasks.idOf(tasks.at(slot % tasks.len()))
	}
	record["activity"] = map[string]any{"startedAt": nil, "endedAt": nil, "startedBy": nil, "endedBy": nil, "status": 0}
	if changed, ok := p.activities[humanityText(record["id"])]; ok {
		record["activity"] = clone(changed)
	}
}

// listOfShifts lists what belongs to shifts, of which a path can name several.
func (p *humanityServer) listOfShifts(c *call) response {
	shifts := p.of("listShifts")
	var rows []map[string]any
	for _, id := range humanityIDs(c.params["shift_ids"]) {
		if _, ok := shifts.find(id); !ok {
			return c.no(notFound())
		}
		records := p.collection(c.operation.kind, map[string]string{"shift_ids": id})
		for place := range records.len() {
			rows = append(rows, records.record(records.at(place)))
		}
	}
	return c.page(rows, figures{rows: len(rows)})
}

// replaceShiftTasks makes the tasks of a shift those that are sent. What isn't sent is gone.
func (p *humanityServer) replaceShiftTasks(c *call) response {
	if _, ok := p.of("listShifts").find(c.params["shift_ids"]); !ok {
		return c.no(notFound())
	}
	records := p.collection(p.model.byID()["listShiftTasks"].kind, c.params)
	before := map[string]map[string]any{}
	for records.len() > 0 {
		slot := records.at(0)
		before[records.idOf(slot)] = records.record(slot)
		records.remove(slot)
	}
	now, user := p.stamp(p.now()), whole64(p.of("listEmployees").idOf(0))
	rows := []any{}
	tasks, _ := c.object()["tasks"].([]any)
	for _, task := range tasks {
		task, _ := task.(map[string]any)
		record := map[string]any{"createdBy": user, "createdAt": now, "updatedBy": nil, "updatedAt": nil, "deletedBy": nil, "deletedAt": nil}
		if old, ok := before[stringOf(task["id"])]; ok {
			record = old
			record["updatedBy"], record["updatedAt"] = user, now
		}
		for name, v := range task {
			record[name] = v
		}
		record["shiftId"] = whole64(c.params["shift_ids"])
		rows = append(rows, records.record(records.insert(records.len(), record)))
	}
	return humanityMeta(humanityData(rows))
}

// humanityMeta adds the metadata of a task's response, empty as PHP has it.
func humanityMeta(a response) response {
	a.body.(map[string]any)["metadata"] = []any{}
	return a
}

// employeeTask finds the task that a path names. Its shift stands in its id.
func (p *humanityServer) employeeTask(c *call) map[string]any {
	id := c.params["employee_task_id"]
	if len(id) != 26 {
		return nil
	}
	shift := strings.TrimLeft(id[4:15], "0")
	if _, ok := p.of("listShifts").find(shift); !ok {
		return nil
	}
	tasks := p.collection(p.model.byID()["listEmployeeTasks"].kind, map[string]string{"shift_ids": shift})
	slot, ok := tasks.find(id)
	if !ok {
		return nil
	}
	return nested(tasks.record(slot), "activity")
}

func (p *humanityServer) setEmployeeTaskStatus(c *call) response {
	activity := p.employeeTask(c)
	if activity == nil {
		return c.no(notFound())
	}
	now, user := p.stamp(p.now()), whole64(p.of("listEmployees").idOf(0))
	switch activity["status"] = c.object()["status"]; humanityText(activity["status"]) {
	case "0":
		activity["startedAt"], activity["startedBy"], activity["endedAt"], activity["endedBy"] = nil, nil, nil, nil
	case "1":
		activity["startedAt"], activity["startedBy"], activity["endedAt"], activity["endedBy"] = now, user, nil, nil
	default:
		if activity["startedAt"] == nil {
			activity["startedAt"], activity["startedBy"] = now, user
		}
		activity["endedAt"], activity["endedBy"] = now, user
	}
	return p.saveActivity(c, activity)
}

func (p *humanityServer) setEmployeeTaskTimes(c *call) response {
	activity := p.employeeTask(c)
	if activity == nil {
		return c.no(notFound())
	}
	user := whole64(p.of("listEmployees").idOf(0))
	activity["startedAt"], activity["endedAt"] = c.object()["startedAt"], c.object()["endedAt"]
	activity["startedBy"], activity["endedBy"], activity["status"] = user, user, 2
	return p.saveActivity(c, activity)
}

func (p *humanityServer) saveActivity(c *call, activity map[string]any) response {
	p.activities[c.params["employee_task_id"]] = activity
	return humanityMeta(humanityData(map[string]any{"activity": activity}))
}
