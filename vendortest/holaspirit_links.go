package vendortest

import (
	"fmt"
	"time"
)

// holaspiritLinks ties the seeded circles, roles and members of one organization together, so that following links from a member
// to its roles and back ends where it began.
//
// The first roles are the circles' own; circle n sits in circle (n-1)/4; the other roles are spread over the circles;
// each role has up to three members.
type holaspiritLinks struct {
	circles, roles, members *collection

	rolesOf      map[int][]int // by member: roles
	rolesIn      map[int][]int // by circle: roles that sit in it
	membersOf    map[int][]int // by role
	circleOf     map[int]int   // by role: the circle that it sits in
	membersUnder map[int][]int // by circle
}

func (h *holaspiritServer) linksOf(params map[string]string) *holaspiritLinks {
	organization := params["organization_id"]
	if l := h.links[organization]; l != nil {
		return l
	}
	of := func(operation string) *collection {
		return h.collection(h.model.byID()[operation].kind, map[string]string{"organization_id": organization})
	}
	l := &holaspiritLinks{
		circles: of("listCircles"), roles: of("listRoles"), members: of("listMembers"),
		rolesOf: map[int][]int{}, rolesIn: map[int][]int{}, membersOf: map[int][]int{}, circleOf: map[int]int{}, membersUnder: map[int][]int{},
	}
	h.links[organization] = l
	circles, members := l.circles.seeded, l.members.seeded
	seen := map[[2]int]bool{}
	for role := range l.roles.seeded {
		if circles > 0 && role > 0 {
			in := role % circles
			if role < circles {
				in = (role - 1) / 4
			}
			l.circleOf[role] = in
			l.rolesIn[in] = append(l.rolesIn[in], role)
		}
		for i := range role % 4 {
			if members == 0 {
				break
			}
			member := (role*7 + i*31) % members
			if l.has(role, member) {
				continue
			}
			l.membersOf[role] = append(l.membersOf[role], member)
			l.rolesOf[member] = append(l.rolesOf[member], role)
			if in, ok := l.circleOf[role]; ok && !seen[[2]int{in, member}] {
				seen[[2]int{in, member}] = true
				l.membersUnder[in] = append(l.membersUnder[in], member)
			}
		}
	}
	return l
}

func (l *holaspiritLinks) has(role, member int) bool {
	for _, m := range l.membersOf[role] {
		if m == member {
			return true
		}
	}
	return false
}

func ids(of *collection, slots []int) []any {
	out := make([]any, len(slots))
	for i, slot := range slots {
		out[i] = of.id(slot)
	}
	return out
}

// assignation is the id of the record that says that a member fills a role.
func (l *holaspiritLinks) assignation(role, member int) string {
	return hexID(l.roles.server.settings.seed, l.roles.path+"/assignedmembers", role*100_000+member)
}

func (l *holaspiritLinks) accountability(role, i int) string {
	return hexID(l.roles.server.settings.seed, l.roles.path+"/accountabilities", role*10+i)
}

// complete ties a seeded record to the others.
func (h *holaspiritServer) complete(c *collection, slot int, record map[string]any) {
	if organization := c.params["organization_id"]; organization != "" && record["organization"] != nil {
		record["organization"] = organization
	}
	switch c.kind.name {
	case "organizations":
		id := stringOf(record["id"])
		record["slug"], record["publicSlug"] = slugOf(id), slugOf(id)
	case "members":
		l := h.linksOf(c.params)
		roles := l.rolesOf[slot]
		record["memberInRoles"], record["rolesCount"] = ids(l.roles, roles), len(roles)
		record["privilege"] = "member"
		switch {
		case slot == 0:
			record["privilege"] = "owner"
			record["email"] = h.credentials.Username
		case slot%20 == 1:
			record["privilege"] = "admin"
		}
	case "circles":
		h.completeCircle(h.linksOf(c.params), slot, record)
	case "roles":
		h.completeRole(h.linksOf(c.params), slot, record)
	case "feed":
		// Newest first. Every tenth item shares its time with the one before, as happens when one change touches
		// several objects.
		back := time.Duration(slot-slot/10) * 47 * time.Minute
		record["time"] = h.stamp(epoch.AddDate(1, 0, 0).Add(-back))
		if record["object"] == nil { // what happened happened to something; only the target may be nothing
			g := c.server.generator(c.path+" object", slot)
			if ids := c.link(g, "role", 1); len(ids) > 0 {
				record["object"] = map[string]any{"id": ids[0], "type": "role", "title": g.phrase()}
			}
		}
	case "jobs": // one is there from the start, so that its file can be fetched at once
		record["status"] = "done"
	case "tasks": // every third one is at the top, the two behind it are below it
		record["parent"], record["rootTask"] = nil, nil
		if top := slot - slot%3; top != slot {
			record["parent"], record["rootTask"] = c.id(top), c.id(top)
		}
	case "okrs":
		record["parent"] = nil
		if slot > 0 {
			record["parent"] = c.id((slot - 1) / 3)
		}
		record["children"] = []any{}
		for child := 3*slot + 1; child <= 3*slot+3 && child < c.seeded; child++ {
			record["children"] = append(record["children"].([]any), c.id(child))
		}
	}
}

func (h *holaspiritServer) completeCircle(l *holaspiritLinks, slot int, record map[string]any) {
	record["parentCircle"] = nil
	if slot > 0 {
		record["parentCircle"] = l.circles.id((slot - 1) / 4)
	}
	if slot < l.roles.seeded {
		record["role"] = l.roles.id(slot)
	}
	roles, members := l.rolesIn[slot], l.membersUnder[slot]
	record["subRoles"] = ids(l.roles, roles)
	record["rolesCount"], record["membersCount"] = len(roles), len(members)
	half := (len(members) + 1) / 2
	record["decisionMakers"], record["nonDecisionMakers"] = ids(l.members, members[:half]), ids(l.members, members[half:])
}

func (h *holaspiritServer) completeRole(l *holaspiritLinks, slot int, record map[string]any) {
	record["circle"], record["parentCircle"] = nil, nil
	if slot < l.circles.seeded {
		record["circle"] = l.circles.id(slot)
	}
	if in, ok := l.circleOf[slot]; ok {
		record["parentCircle"] = l.circles.id(in)
	}
	members := l.membersOf[slot]
	record["members"] = ids(l.members, members)
	assigned, accountabilities := []any{}, []any{}
	for _, member := range members {
		assigned = append(assigned, l.assignation(slot, member))
	}
	for i := range 1 + slot%3 {
		accountabilities = append(accountabilities, l.accountability(slot, i))
	}
	record["assignedMembers"], record["accountabilities"] = assigned, accountabilities
	record["hasAssignation"] = len(members) > 0
}

// sideload adds linked: the records that a response's data names by id. Which ones come with which operation is what the
// document says of it; the vendor trims this from time to time.
func (h *holaspiritServer) sideload(c *call, body map[string]any, records []map[string]any) {
	op := c.operation
	if op.response == nil || op.response.Properties["linked"] == nil {
		return
	}
	linked := map[string]any{}
	body["linked"] = linked
	l := func() *holaspiritLinks { return h.linksOf(c.params) }
	add := func(key string, record map[string]any) {
		list, _ := linked[key].([]any)
		for _, have := range list {
			if fmt.Sprint(have.(map[string]any)["id"]) == fmt.Sprint(record["id"]) {
				return
			}
		}
		linked[key] = append(list, record)
	}
	named := func(key string, of *collection, v any, keep ...string) {
		for _, id := range listOf(v) {
			if slot, ok := of.find(fmt.Sprint(id)); ok {
				add(key, reduced(of.record(slot), keep))
			}
		}
	}
	other := func(operation string) *collection {
		return h.collection(h.model.byID()[operation].kind, c.params)
	}
	for _, record := range records {
		switch op.ID {
		case "listCircles", "listCirclesTimeSpent", "getCircle":
			named("roles", l().roles, record["role"], "id", "name", "type", "circle", "parentCircle")
			if op.ID == "getCircle" {
				named("roles", l().roles, record["subRoles"], "id", "name", "type", "circle", "parentCircle")
			}
		case "listRoles", "listRolesCustomFields", "getRole", "listPublicRoles":
			h.linkRole(l(), record, add)
			if op.ID == "getRole" {
				named("roles", l().roles, record["visibleSubRoles"], "id", "name", "type")
			}
		case "getMeeting":
			named("tensions", other("listTensions"), record["tensions"])
		case "listTasks":
			named("tasks", other("listTasks"), record["parent"], "id", "title", "type", "context")
		case "listProjectTodoLists":
			h.linkTodoItems(record, add)
		}
	}
}

// linkRole adds a role's assignations and accountabilities.
func (h *holaspiritServer) linkRole(l *holaspiritLinks, record map[string]any, add func(string, map[string]any)) {
	role, ok := l.roles.find(fmt.Sprint(record["id"]))
	if !ok {
		return
	}
	make := func(schema string, i int) map[string]any {
		v, _ := h.generator(schema, i).value(h.model.component(schema), schema)
		record, _ := v.(map[string]any)
		return record
	}
	for _, member := range l.membersOf[role] {
		a := make("RoleAssignation", role+member)
		a["id"], a["role"], a["member"] = l.assignation(role, member), record["id"], l.members.id(member)
		add("assignedmembers", a)
	}
	for i := range 1 + role%3 {
		a := make("Accountability", role*3+i)
		a["id"] = l.accountability(role, i)
		add("accountabilities", a)
	}
}

// linkTodoItems adds the items of a project's to-do list.
func (h *holaspiritServer) linkTodoItems(record map[string]any, add func(string, map[string]any)) {
	for i, id := range listOf(record["items"]) {
		add("todolistitems", map[string]any{"id": id, "name": fmt.Sprintf("Step %d", i+1), "checked": i%2 == 0})
	}
}

func listOf(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case nil:
		return nil
	}
	return []any{v}
}

// reduced keeps some members of a record; all when none are named.
func reduced(record map[string]any, keep []string) map[string]any {
	if len(keep) == 0 {
		return record
	}
	out := map[string]any{}
	for _, name := range keep {
		if v, ok := record[name]; ok {
			out[name] = v
		}
	}
	return out
}
