package vendortest

import (
	"encoding/json"
	"fmt"
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

// idNumber is the id of a slot as the JSON of a write would have it.
func (c *collection) idNumber(slot int) any { return json.Number(fmt.Sprint(c.id(slot))) }

func haloNumber(v any) string {
	if v == nil {
		return ""
	}
	return strings.TrimSuffix(fmt.Sprint(v), ".0")
}
