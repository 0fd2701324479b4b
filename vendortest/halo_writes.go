package vendortest

import (
	"maps"
	"slices"
	"strings"
)

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
		id, to := record[pair[0]], h.kind(haloRelations[pair[0]].to)
		if to == nil || propertyOf(k.record, pair[1]) == nil {
			continue
		}
		others := h.collection(to, nil)
		slot, found := others.find(haloNumber(id))
		_, idSent := sent[pair[0]]
		_, nameSent := sent[pair[1]]
		switch {
		case found:
			record[pair[1]] = others.field(slot, "name")
		case idSent && !nameSent: // of nobody, or of nobody known: the name that was there is another's
			delete(record, pair[1])
		}
	}
	h.relateTeam(k, record, sent)
}

// relateTeam makes the name of a ticket's team and its id agree, whichever of the two was sent. Clients send the name.
func (h *haloServer) relateTeam(k *kind, record, sent map[string]any) {
	to := h.kind("Team")
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
	} else if _, named := sent["team"]; named { // by null or "": none
		delete(record, "team_id")
	} else if _, identified := sent["team_id"]; identified {
		delete(record, "team")
	}
}
