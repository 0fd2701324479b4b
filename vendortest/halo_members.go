package vendortest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// haloNames are the names of the records of small collections. The last status is the one of closed tickets.
var haloNames = map[string][]string{
	"Status":     {"New", "In Progress", "Action Required", "With User", "With Supplier", "On Hold", "Updated", "Closed"},
	"TicketType": {"Incident", "Service Request", "Problem", "Change Request", "Project", "Opportunity"},
	"Priority":   {"Critical", "High", "Medium", "Low"},
	"Team":       {"1st Line Support", "2nd Line Support", "Infrastructure", "Projects"},
	"Outcome":    {"Private Note", "Email User", "Update", "Close", "Reassign"},
}

// haloRelations say which field of a record holds what of which other record.
var haloRelations = map[string]struct{ to, field string }{
	"client_id": {"Client", "id"}, "client_name": {"Client", "name"},
	"site_id": {"Site", "id"}, "site_name": {"Site", "name"},
	"user_id": {"Users", "id"}, "user_name": {"Users", "name"}, "user_email": {"Users", "emailaddress"},
	"agent_id": {"Agent", "id"}, "agent_name": {"Agent", "name"}, "who_agentid": {"Agent", "id"},
	"actionby_agent_id": {"Agent", "id"}, "who": {"Agent", "name"},
	"status_id": {"Status", "id"}, "status_name": {"Status", "name"},
	"tickettype_id": {"TicketType", "id"}, "tickettype_name": {"TicketType", "name"},
	"priority_id": {"Priority", "priorityid"}, "priority_name": {"Priority", "name"},
	"team": {"Team", "name"}, "team_id": {"Team", "id"},
	"ticket_id": {"Tickets", "id"}, "faultid": {"Tickets", "id"},
	"main_site_id": {"Site", "id"}, "main_site_name": {"Site", "name"},
	"outcome": {"Outcome", "name"}, "outcome_id": {"Outcome", "id"},
}

// related gives the slot of the seeded record of another collection that a seeded record belongs to. Everything of a ticket
// fits together: its user is of its site, and the site of its client.
func (h *haloServer) related(from string, slot int, to string) (int, bool) {
	via := func(between string) (int, bool) {
		middle, ok := h.related(from, slot, between)
		if !ok {
			return 0, false
		}
		return h.related(between, middle, to)
	}
	if from == "Opportunities" || from == "Projects" {
		from = "Tickets"
	}
	spread := 1
	switch from + " " + to {
	case "Tickets Users":
		spread = 7
	case "Tickets Site":
		return via("Users")
	case "Tickets Client", "Users Client", "Asset Client":
		return via("Site")
	case "Tickets Agent", "Tickets Status", "Tickets TicketType", "Tickets Priority", "Tickets Team",
		"Actions Tickets", "Actions Agent", "Actions Outcome", "Attachment Tickets",
		"Users Site", "Asset Site", "Asset Users", "Site Client", "Client Site", "Agent Team":
	default:
		return 0, false
	}
	k := h.kinds[to]
	if k == nil {
		return 0, false
	}
	n := h.sizeOf(k)
	if n == 0 {
		return 0, false
	}
	return slot * spread % n, true
}

// field makes the fields of seeded records whose values have to fit others.
func (h *haloServer) field(c *collection, slot int, name string) (any, bool) {
	kind := c.kind.name
	if c.kind != h.kinds[kind] {
		return nil, false
	}
	if relation, ok := haloRelations[name]; ok {
		if other, ok := h.related(kind, slot, relation.to); ok {
			return h.records(relation.to).field(other, relation.field), true
		}
	}
	if names := haloNames[kind]; name == "name" && len(names) > 0 {
		return names[slot%len(names)], true
	}
	switch kind {
	case "Priority":
		if name == "priorityid" {
			return slot + 1, true
		}
	case "Users", "Agent":
		if name == "name" {
			g := generator{slot: slot}
			return g.firstName() + " " + g.lastName(), true
		}
	case "Tickets", "Opportunities", "Projects":
		switch name {
		case "hasbeenclosed":
			return h.isClosed(c.field, slot), true
		case "dateclosed", "closedate":
			if !h.isClosed(c.field, slot) {
				return nil, true
			}
		case "dateoccurred":
			return h.stamp(epoch.Add(time.Duration(slot) * 37 * time.Minute)), true
		}
	case "Lookup":
		if name == "lookupid" {
			return slot/haloLookupValues + 1, true
		}
	case "Actions":
		if name == "datetime" || name == "actiondatecreated" {
			return h.stamp(epoch.Add(time.Duration(slot) * 11 * time.Minute)), true
		}
	case "Attachment":
		switch name {
		case "filename":
			return fmt.Sprintf("file-%d.txt", slot+1), true
		case "filesize":
			return len(haloContent(h.records(kind).id(slot))), true
		case "content_type":
			return "text/plain", true
		case "data", "data_base64", "file":
			return nil, true
		}
	}
	return nil, false
}

// haloLookupValues is how many values each seeded lookup has.
const haloLookupValues = 5

// haloHidden reports whether a field is an order of a write or news about one call, such as _warning.
func haloHidden(name string) bool { return strings.HasPrefix(name, "_") }

// isClosed reports whether a ticket has the last of the statuses.
func (h *haloServer) isClosed(field func(slot int, name string) any, slot int) bool {
	statuses := h.records("Status")
	return statuses.len() > 0 && haloSame(field(slot, "status_id"), statuses.id(len(haloNames["Status"])-1))
}

// newRecord returns the fields of a new record. Fields that begin with _ steer the call; they are no part of the record.
func (h *haloServer) newRecord(k *kind, body map[string]any) map[string]any {
	out := map[string]any{}
	haloLay(out, body)
	now := h.stamp(h.now())
	set := func(name string, v any) {
		if out[name] == nil && propertyOf(k.record, name) != nil {
			out[name] = v
		}
	}
	switch k.name {
	case "Tickets", "Opportunities", "Projects":
		set("dateoccurred", now)
		set("last_update", now)
		if first := h.records("Status"); first.len() > 0 {
			set("status_id", first.idNumber(0))
		}
	case "Actions":
		set("datetime", now)
		set("actiondatecreated", now)
	case "Attachment":
		set("datecreated", now)
	}
	h.relate(k, out, body)
	return out
}

// merge lays what is sent over a record and keeps the rest.
func (h *haloServer) merge(c *call, record, body map[string]any) map[string]any {
	k := c.operation.kind
	out := maps.Clone(record)
	haloLay(out, body)
	out["id"] = record["id"]
	if propertyOf(k.record, "last_update") != nil {
		out["last_update"] = h.stamp(h.now())
	}
	h.relate(k, out, body)
	return out
}

// haloLay copies the fields of a write. A list of custom fields changes the fields that it names.
func haloLay(out, body map[string]any) {
	for name, v := range body {
		switch {
		case haloHidden(name):
		case v == nil:
			delete(out, name)
		case name == "customfields":
			out[name] = haloCustom(itemsOf(out[name]), itemsOf(v))
		default:
			out[name] = v
		}
	}
}

// haloCustom lays custom fields over others, by id or else by name.
func haloCustom(old, sent []any) []any {
	out := slices.Clone(old)
	for _, field := range sent {
		place := slices.IndexFunc(out, func(other any) bool {
			if id := fieldOf(field, "id"); id != nil {
				return haloSame(id, fieldOf(other, "id"))
			}
			return fieldOf(field, "name") != nil && fieldOf(field, "name") == fieldOf(other, "name")
		})
		changes, ok := field.(map[string]any)
		switch {
		case place < 0:
			out = append(out, field)
		case ok:
			both := maps.Clone(out[place].(map[string]any))
			maps.Copy(both, changes)
			out[place] = both
		}
	}
	return out
}

// relate fills in the names that belong to a record's ids, of which some were sent just now.
func (h *haloServer) relate(k *kind, record, sent map[string]any) {
	for _, pair := range [][2]string{
		{"client_id", "client_name"}, {"site_id", "site_name"}, {"user_id", "user_name"}, {"agent_id", "agent_name"},
		{"status_id", "status_name"}, {"tickettype_id", "tickettype_name"}, {"priority_id", "priority_name"},
	} {
		id, to := record[pair[0]], h.kinds[haloRelations[pair[0]].to]
		if id == nil || to == nil || propertyOf(k.record, pair[1]) == nil {
			continue
		}
		others := h.collection(to, nil)
		if slot, ok := others.find(haloNumber(id)); ok {
			record[pair[1]] = others.field(slot, "name")
		}
	}
	h.relateTeam(k, record, sent)
}

// relateTeam makes the name of a ticket's team and its id agree, whichever of the two was sent. Clients send the name.
func (h *haloServer) relateTeam(k *kind, record, sent map[string]any) {
	to := h.kinds["Team"]
	if to == nil || propertyOf(k.record, "team") == nil || propertyOf(k.record, "team_id") == nil {
		return
	}
	teams := h.collection(to, nil)
	if name := stringOf(sent["team"]); name != "" {
		for place := range teams.len() {
			if slot := teams.at(place); strings.EqualFold(stringOf(teams.field(slot, "name")), name) {
				record["team"], record["team_id"] = teams.field(slot, "name"), teams.field(slot, "id")
			}
		}
	} else if slot, ok := teams.find(haloNumber(sent["team_id"])); ok {
		record["team"] = teams.field(slot, "name")
	}
}

// haloCheck refuses what the server was seen to refuse: an id written as 95.0, a new action that has no outcome. That it
// comes as 400, and the words, are guesses.
func haloCheck(c *call, body map[string]any) *refusal {
	for _, name := range sortedKeys(body) {
		number, _ := body[name].(json.Number)
		property := propertyOf(c.operation.kind.record, name)
		if (name == "id" || strings.HasSuffix(name, "_id")) && strings.Contains(number.String(), ".") && property != nil && property.Type.Is("integer") {
			return refuse(http.StatusBadRequest, "", name+": "+number.String()+" is no whole number")
		}
	}
	if c.operation.kind.name != "Actions" || c.operation.role != roleUpsert || namesRecord(body["id"]) {
		return nil
	}
	if body["outcome"] == nil && body["outcome_id"] == nil {
		return refuse(http.StatusBadRequest, "", "An outcome is required")
	}
	return nil
}

// idNumber is the id of a slot as the JSON of a write would have it.
func (c *collection) idNumber(slot int) any { return json.Number(fmt.Sprint(c.id(slot))) }

// haloSame compares two values whichever way they are spelt: 12, 12.0 and "12" are the same.
func haloSame(a, b any) bool { return haloNumber(a) == haloNumber(b) }

func haloNumber(v any) string {
	if v == nil {
		return ""
	}
	return strings.TrimSuffix(fmt.Sprint(v), ".0")
}
