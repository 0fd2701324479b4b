package vendortest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// perform carries a call out on the records. The caller holds mu.
func (c *call) perform() response {
	op := c.operation
	if c.server.behave.params != nil && !c.server.behave.params(c) {
		return c.no(notFound())
	}
	for _, owner := range op.owners {
		if _, ok := c.server.collection(owner.kind, c.params).find(c.params[owner.param]); !ok {
			return c.no(notFound())
		}
	}
	if op.binary {
		return response{status: op.status, media: op.media, body: []byte(fmt.Sprintf("The content of %s.\n", op.ID))}
	}
	if op.kind == nil {
		return c.other()
	}
	switch op.role {
	case roleList:
		return c.list()
	case roleCreate, roleUpsert:
		return c.create()
	}
	records := c.records()
	slot, ok := records.find(c.params[op.itemParam()])
	if !ok || op.Scope != "" && !c.within(records.record(slot), c.query.Get(op.Scope)) {
		return c.no(notFound())
	}
	switch op.role {
	case roleGet:
		return c.one(c.read(records, slot))
	case roleDelete:
		record := records.record(slot)
		records.remove(slot)
		return c.one(record)
	}
	body := c.object()
	if no := c.checkWrite(body); no != nil {
		return c.no(no)
	}
	record := c.merged(records, records.record(slot), body)
	records.put(slot, record)
	return c.one(record)
}

// within reports whether a record is one of what its id counts within.
func (c *call) within(record map[string]any, of string) bool {
	return fmt.Sprint(record[c.operation.Scope]) == of
}

func notFound() *refusal { return refuse(http.StatusNotFound, "not_found", "there is no such object") }

// records is the collection that the call is about; a view's is the one that it shows.
func (c *call) records() *collection {
	k := c.operation.kind
	if of := c.server.behave.views[c.operation.ID]; of != "" && c.server.model.byID()[of] != nil {
		k = c.server.model.byID()[of].kind
	}
	return c.server.collection(k, c.params)
}

// object is the record that a body carries, taken out of its envelope.
func (c *call) object() map[string]any {
	object, _ := c.body.(map[string]any)
	return unwrap(object, c.server.model.doc.Envelope.Data)
}

func unwrap(object map[string]any, data string) map[string]any {
	if inner, ok := object[data].(map[string]any); ok && data != "" && len(object) == 1 {
		return inner
	}
	return object
}

func (c *call) checkWrite(body map[string]any) *refusal {
	if c.server.behave.check == nil {
		return nil
	}
	return c.server.behave.check(c, body)
}

// create adds what the body carries: one record or, where a list is taken, many. In a list a record whose id exists
// is changed.
func (c *call) create() response {
	records := c.records()
	list, many := c.body.([]any)
	if one, ok := c.body.(map[string]any); ok && c.operation.Upsert != nil {
		list, many = []any{one}, true // the vendor may not mind; it is no new record because of that
	}
	if !many {
		body := c.object()
		if no := c.checkWrite(body); no != nil {
			return c.no(no)
		}
		return c.one(c.add(records, body))
	}
	if len(list) > 0 && !slices.ContainsFunc(list, func(item any) bool { _, ok := item.(map[string]any); return ok }) {
		return c.other() // not records
	}
	for _, item := range list { // all of them first: what is refused has changed nothing
		body, ok := item.(map[string]any)
		if !ok {
			continue
		}
		if no := c.checkWrite(body); no != nil {
			return c.no(no)
		}
		slot, known := records.find(fmt.Sprint(body["id"]))
		switch {
		case c.operation.Upsert != nil && !known && namesRecord(body["id"]),
			known && body["id"] != nil && c.operation.Scope != "" && !c.within(records.record(slot), fmt.Sprint(body[c.operation.Scope])):
			return c.no(notFound())
		}
	}
	var saved []map[string]any
	for _, item := range list {
		body, ok := item.(map[string]any)
		if !ok {
			continue
		}
		slot, known := records.find(fmt.Sprint(body["id"]))
		if known && body["id"] != nil {
			record := c.merged(records, records.record(slot), body)
			records.put(slot, record)
			saved = append(saved, record)
			continue
		}
		saved = append(saved, c.add(records, body))
	}
	if c.operation.Upsert != nil {
		for _, record := range saved {
			c.drop(records, record)
		}
		if len(saved) == 1 {
			c.show(saved[0])
			return response{status: c.operation.status, media: c.operation.media, body: saved[0]}
		}
	}
	return c.several(saved)
}

// namesRecord reports whether an id in a write names a record; 0 is as good as none.
func namesRecord(id any) bool { return id != nil && fmt.Sprint(id) != "0" && fmt.Sprint(id) != "" }

// add makes a new record from a body: what the schema has beside it is empty, ids and times are the simulator's.
func (c *call) add(records *collection, body map[string]any) map[string]any {
	record := blank(records.kind.record)
	if hidden := c.server.vendor.hidden; hidden != nil {
		maps.DeleteFunc(record, func(name string, _ any) bool { return hidden(name) })
	}
	slot := records.slots
	body = records.kind.known(body)
	if c.server.behave.newRecord != nil {
		body = c.server.behave.newRecord(records.kind, body)
	}
	maps.Copy(record, body)
	if id := body["id"]; id == nil || c.operation.Upsert != nil {
		delete(record, "id")
	}
	now := c.server.now()
	for _, holder := range []map[string]any{record, nested(record, "attributes")} {
		for _, name := range []string{"createdAt", "updatedAt", "created_at", "updated_at"} {
			if property := propertyOf(records.kind.record, name); holder != nil && (holder[name] != nil || property != nil) {
				holder[name] = c.server.spellTime(now, property)
			}
		}
	}
	id := record["id"]
	records.name(record, slot)
	if id != nil {
		record["id"] = id
	}
	if organization := records.params["organization_id"]; organization != "" && record["organization"] != nil {
		record["organization"] = organization
	}
	if saysNothing(records.kind.record) && body["name"] != nil {
		record["name"] = body["name"]
	}
	if version := propertyOf(records.kind.record, "version"); version != nil && !version.Type.Is("string") {
		record["version"] = 1
	}
	return records.record(records.insert(records.len(), record))
}

// known drops what a body says that a read of the record doesn't show. A vendor takes such fields as orders, say to
// make other records; they are no part of this one.
func (k *kind) known(body map[string]any) map[string]any {
	fields := map[string]*openapi3.Schema{}
	if !collectFields(k.record, fields) {
		return body
	}
	out := map[string]any{}
	for name, v := range body {
		if _, ok := fields[name]; ok {
			out[name] = v
		}
	}
	return out
}

func nested(record map[string]any, name string) map[string]any {
	inner, _ := record[name].(map[string]any)
	return inner
}

// merged lays a write over a record.
func (c *call) merged(records *collection, record, body map[string]any) map[string]any {
	var out map[string]any
	if c.server.behave.merge != nil {
		out = c.server.behave.merge(c, record, body)
	}
	body = records.kind.known(body)
	if out == nil {
		out = maps.Clone(record)
		if c.operation.role == roleReplace {
			out = blank(records.kind.record)
			for _, keep := range []string{"id", "type", "organization", "createdAt", "created_at", "version"} {
				if v, ok := record[keep]; ok {
					out[keep] = v
				}
			}
		}
		maps.Copy(out, body)
		out["id"] = record["id"]
	}
	now := c.server.now()
	for _, name := range []string{"updatedAt", "updated_at"} {
		text := c.server.spellTime(now, propertyOf(records.kind.record, name))
		if out[name] != nil {
			out[name] = text
		}
		if attributes := nested(out, "attributes"); attributes != nil && attributes[name] != nil {
			attributes[name] = text
		}
	}
	if n, ok := out["version"].(int64); ok {
		out["version"] = n + 1
	} else if n, ok := out["version"].(int); ok {
		out["version"] = n + 1
	}
	return out
}

// blank makes an empty object of a schema: null where it may be null, else nothing, none, false and zero.
func blank(schema *openapi3.Schema) map[string]any {
	out := map[string]any{}
	for _, part := range schema.AllOf {
		maps.Copy(out, blank(part.Value))
	}
	for name, ref := range schema.Properties {
		p := ref.Value
		required := slices.Contains(schema.Required, name)
		switch {
		case p.Deprecated && !required, saysNothing(p) && len(p.Enum) == 0 && !required:
		case p.Nullable:
			out[name] = nil
		case len(p.Enum) > 0:
			out[name] = p.Enum[0]
		case lenientOf(p) == "map":
			out[name] = map[string]any{}
		case arrayOf(p) != nil:
			out[name] = []any{}
		case p.Type.Is("object"), len(p.Properties) > 0, len(p.AllOf) > 0:
			if required || len(p.Properties) == 0 {
				out[name] = blank(p)
			}
		case p.Type.Is("integer"), p.Type.Is("number"):
			out[name] = 0
		case p.Type.Is("boolean"):
			out[name] = false
		case required:
			out[name] = ""
		}
	}
	return out
}

// one responds with one record, the way the operation declares it.
func (c *call) one(record map[string]any) response {
	op := c.operation
	if op.response == nil {
		return response{status: op.status}
	}
	if op.respondsWithArray {
		return c.several([]map[string]any{record})
	}
	c.show(record)
	var body any = record
	if c.wraps() {
		envelope := map[string]any{c.server.model.doc.Envelope.Data: record}
		c.furnish(envelope, []map[string]any{record})
		body = envelope
	}
	return response{status: op.status, media: op.media, body: body}
}

// several responds with records that a write saved.
func (c *call) several(records []map[string]any) response {
	op := c.operation
	if op.response == nil {
		return response{status: op.status}
	}
	rows := make([]any, len(records))
	for i, record := range records {
		c.show(record)
		rows[i] = record
	}
	var body any = rows
	switch {
	case !op.respondsWithArray && len(rows) > 0 && !saysNothing(op.response):
		body = rows[0]
	case c.wraps():
		envelope := map[string]any{c.server.model.doc.Envelope.Data: rows}
		c.furnish(envelope, records)
		body = envelope
	}
	return response{status: op.status, media: op.media, body: body}
}

// wraps reports whether the response has the vendor's envelope. One of unknown schema is given it too: that is a guess of
// the simulator.
func (c *call) wraps() bool {
	return c.operation.wrapped || c.server.model.doc.Envelope.Data != "" && saysNothing(c.operation.response)
}

func (c *call) show(record map[string]any) {
	if c.server.behave.show != nil {
		c.server.behave.show(c, record)
	}
}

func (c *call) furnish(envelope map[string]any, records []map[string]any) {
	if c.server.behave.sideload != nil {
		c.server.behave.sideload(c, envelope, records)
	}
}

// other responds to an operation that belongs to no collection: a read with what its schema says, the same each time; a
// write with what was sent.
func (c *call) other() response {
	op, s := c.operation, c.server
	if op.response == nil {
		return response{status: op.status}
	}
	if op.Method != http.MethodGet && c.wraps() && saysNothing(op.recordSchema) {
		body := map[string]any{}
		maps.Copy(body, c.object())
		body["id"] = hexID(s.settings.seed, c.request.URL.Path, c.number)
		return c.one(body)
	}
	scope := &collection{server: s, kind: &kind{record: op.response, name: op.segments[len(op.segments)-1].text}, params: c.params}
	g := s.generator(c.request.URL.Path, 0)
	g.link = func(name string, n int) []any { return scope.link(g, name, n) }
	if saysNothing(op.response) {
		record := map[string]any{
			"type": scope.kind.name, "title": g.phrase(),
		}
		return c.one(record)
	}
	v, _ := g.value(op.response, strings.Trim(scope.kind.name, "{}"))
	if envelope, ok := v.(map[string]any); ok && op.wrapped {
		record, _ := envelope[s.model.doc.Envelope.Data].(map[string]any)
		for name := range envelope {
			if name != s.model.doc.Envelope.Data {
				delete(envelope, name)
			}
		}
		c.furnish(envelope, []map[string]any{record})
	}
	return response{status: op.status, media: op.media, body: v}
}

// failureBody writes a problem the way the document says errors look, by the names of their fields.
func failureBody(schema *openapi3.Schema, status int, problems []problem, n int) any {
	if schema == nil || saysNothing(schema) {
		return map[string]any{"error": problems[0].text()}
	}
	return fillFailure(schema, status, problems, 0, n)
}

func fillFailure(schema *openapi3.Schema, status int, problems []problem, i, n int) map[string]any {
	out := map[string]any{}
	p := problem{}
	if i < len(problems) {
		p = problems[i]
	}
	for _, name := range sortedKeys(schema.Properties) {
		property := schema.Properties[name].Value
		if rows := arrayOf(property); rows != nil && rows.Items != nil && len(rows.Items.Value.Properties) > 0 {
			var list []any
			for i := range problems {
				list = append(list, fillFailure(rows.Items.Value, status, problems, i, n+i))
			}
			out[name] = list
			continue
		}
		switch squash(name) {
		case "status":
			out[name] = status
			if alternatives := property.OneOf; len(alternatives) > 0 {
				out[name] = spell(fmt.Sprint(status), alternatives[n%len(alternatives)].Value, n)
			} else if property.Type.Is("string") {
				out[name] = fmt.Sprint(status)
			}
		case "code", "errorcode":
			if p.code != "" && (len(property.Enum) == 0 || slices.Contains(property.Enum, any(p.code))) {
				out[name] = p.code
			}
		case "title":
			out[name] = http.StatusText(status)
		case "path", "field":
			if p.path != "" {
				out[name] = p.path
			}
		case "detail", "message", "error", "errordescription", "description", "errormessage":
			if property.Type.Is("string") {
				out[name] = p.detail
				if schema.Properties["path"] == nil {
					out[name] = p.text()
				}
			}
		}
	}
	return out
}
