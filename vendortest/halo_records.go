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

// relation gives the slot of the seeded record of another collection that a seeded record belongs to; nil where it belongs to none.
// Everything of a ticket fits together: its user is of its site, and the site of its client.
func (h *haloServer) relation(from, to string) func(slot int) int {
	via := func(between string) func(int) int {
		first, second := h.relation(from, between), h.relation(between, to)
		if first == nil || second == nil {
			return nil
		}
		return func(slot int) int { return second(first(slot)) }
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
		return nil
	}
	k := h.kind(to)
	if k == nil {
		return nil
	}
	n := h.sizeOf(k)
	if n == 0 {
		return nil
	}
	return func(slot int) int { return slot * spread % n }
}

// field finds how a field of seeded records is made whose value has to fit others.
func (h *haloServer) field(c *collection, name string) func(slot int) (any, bool) {
	kind := c.kind.name
	if c.kind != h.kind(kind) {
		return nil
	}
	if relation, ok := haloRelations[name]; ok {
		if related := h.relation(kind, relation.to); related != nil {
			others := h.records(relation.to)
			return func(slot int) (any, bool) { return others.field(related(slot), relation.field), true }
		}
	}
	if names := haloNames[kind]; name == "name" && len(names) > 0 {
		return func(slot int) (any, bool) { return names[slot%len(names)], true }
	}
	switch kind {
	case "Priority":
		if name == "priorityid" {
			return func(slot int) (any, bool) { return slot + 1, true }
		}
	case "Users", "Agent":
		if name == "name" {
			return func(slot int) (any, bool) {
				g := generator{slot: slot}
				return g.firstName() + " " + g.lastName(), true
			}
		}
	case "Tickets", "Opportunities", "Projects":
		return h.ticketField(c, name)
	case "Lookup":
		if name == "lookupid" {
			return func(slot int) (any, bool) { return slot/haloLookupValues + 1, true }
		}
	case "Actions":
		if name == "datetime" || name == "actiondatecreated" {
			return func(slot int) (any, bool) { return h.stamp(epoch.Add(time.Duration(slot) * 11 * time.Minute)), true }
		}
	case "Attachment":
		return h.attachmentField(kind, name)
	}
	return nil
}

func (h *haloServer) ticketField(c *collection, name string) func(slot int) (any, bool) {
	switch name {
	case "hasbeenclosed":
		return func(slot int) (any, bool) { return h.isClosed(c.field, slot), true }
	case "dateclosed", "closedate":
		return func(slot int) (any, bool) { return nil, !h.isClosed(c.field, slot) }
	case "dateoccurred":
		return func(slot int) (any, bool) { return h.stamp(epoch.Add(time.Duration(slot) * 37 * time.Minute)), true }
	}
	return nil
}

func (h *haloServer) attachmentField(kind, name string) func(slot int) (any, bool) {
	switch name {
	case "filename":
		return func(slot int) (any, bool) { return fmt.Sprintf("file-%d.txt", slot+1), true }
	case "filesize":
		return func(slot int) (any, bool) { return len(haloContent(h.records(kind).id(slot))), true }
	case "content_type":
		return func(int) (any, bool) { return "text/plain", true }
	case "data", "data_base64", "file":
		return func(int) (any, bool) { return nil, true }
	}
	return nil
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
