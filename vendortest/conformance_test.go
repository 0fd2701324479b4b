package vendortest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestResponsesMatchTheDocument calls every operation with everything set and checks each response against its schema.
func TestResponsesMatchTheDocument(t *testing.T) {
	t.Parallel()
	all := maps.Clone(vendors)
	all["lab"] = lab
	for name, v := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := v.start(t, []Option{WithoutRateLimit()})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			for _, op := range s.model.operations {
				s.model.ready(op)
				pages := 1
				if op.page.Style == "number" {
					pages = 6 // enough rows to see every spelling
					if op.page.Ask != "" {
						pages = 2 // a vendor that spells everything one way
					}
				}
				for page := range pages {
					r := sample(s, op, page)
					got := do(t, s, r)
					if got.status/100 != 2 {
						t.Errorf("%s: %s %s: status %d: %.300s", op.ID, r.method, r.path, got.status, got.body)
						break
					}
					if got.status != op.status {
						t.Errorf("%s: status %d, the document says %d", op.ID, got.status, op.status)
					}
					if op.response == nil && got.body != "" {
						t.Errorf("%s: a body where the document has none: %.100q", op.ID, got.body)
					}
					if op.response == nil || op.binary {
						continue
					}
					v, err := decodeJSON([]byte(got.body))
					if err != nil {
						t.Errorf("%s: %v", op.ID, err)
						continue
					}
					if envelope, ok := v.(map[string]any); ok && s.behave.wrap != nil && fmt.Sprint(envelope["status"]) != "1" {
						t.Errorf("%s: %.300s\n%s", op.ID, got.body, r.body)
					}
					if envelope, ok := v.(map[string]any); ok && op.items == "." { // a list that is declared bare, in an object
						for _, field := range envelope {
							if rows, ok := field.([]any); ok {
								v = rows
							}
						}
					}
					if err := op.response.VisitJSON(v, openapi3.VisitAsResponse()); err != nil {
						t.Errorf("%s: %.600v", op.ID, err)
					}
				}
			}
			for _, v := range s.Violations() {
				t.Errorf("%s: %s", v.Operation, v.What)
			}
		})
	}
}

// sample makes a request for an operation, with records that exist and every parameter that filters nothing away.
func sample(s *Server, op *operation, page int) request {
	s.mu.Lock()
	defer s.mu.Unlock()
	params := map[string]string{}
	for _, owner := range op.owners {
		c := s.collection(owner.kind, params)
		if c.len() == 0 {
			c.insert(0, map[string]any{"name": "there"})
		}
		params[owner.param] = c.idOf(c.at(0))
	}
	within := "" // the parent that an item is numbered in
	if op.kind != nil && op.itemPath() {
		c := s.collection(op.kind, params)
		slot := c.at(c.len() - 1)
		params[op.itemParam()] = c.idOf(slot)
		if op.Scope != "" {
			within = fmt.Sprint(c.record(slot)[op.Scope])
		}
	}
	path := op.Path
	for _, segment := range op.segments {
		for _, name := range segment.names() {
			value := cmp.Or(s.specialParam(name), params[name], s.vendor.anyParam)
			if value == "" {
				value = "some-" + name
			}
			if name == "organization_slug" {
				value = s.behave.credentials.OrganizationSlug
			}
			path = strings.ReplaceAll(path, "{"+name+"}", value)
		}
	}
	query := url.Values{}
	g := s.generator("sample "+op.ID, page)
	header := map[string]string{}
	for _, p := range op.parameters {
		if p.In == "header" && p.Required {
			v, _ := g.value(p.Schema.Value, p.Name)
			header[p.Name] = fmt.Sprint(v)
		}
		if p.In != "query" || !p.Required && p.Name != op.page.Page && p.Name != op.page.Size && p.Name != op.Scope && p.Name != "view" && p.Name != "include" {
			continue
		}
		switch v, _ := g.value(p.Schema.Value, p.Name); {
		case p.Name == op.Scope:
			query.Set(p.Name, within)
		case p.Name == op.page.Page:
			query.Set(p.Name, fmt.Sprint(page+1))
		case p.Name == op.page.Size:
			query.Set(p.Name, "7")
		case p.Name == "shifts":
			query.Set("shifts", s.lastID("shifts", 0))
		case p.Name == "view":
			query.Set("view", p.Schema.Value.Enum[len(p.Schema.Value.Enum)-1].(string))
		case p.Name == "include":
			query.Set("include", "user,company")
		case p.Schema.Value.Type.Is("array"):
			query.Set(p.Name, fmt.Sprint(v.([]any)[0]))
		default:
			query.Set(p.Name, fmt.Sprint(v))
		}
	}
	r := request{method: op.Method, path: path, header: header}
	if len(query) > 0 {
		r.path += "?" + query.Encode()
	}
	body := op.body
	if body == nil {
		return r
	}
	for media, content := range body.Content {
		r.media = media
		switch {
		case strings.HasSuffix(media, "json"):
			v, _ := g.value(writable(content.Schema.Value), "body")
			if saysNothing(content.Schema.Value) {
				v = map[string]any{"name": "New", "title": "New"}
			}
			for _, record := range itemsOf(v) { // one without an id is created
				if record, ok := record.(map[string]any); ok && op.Upsert != nil {
					delete(record, "id")
				}
			}
			if data, ok := dig(v, "data").(map[string]any); ok && params["id"] != "" {
				data["id"] = params["id"]
			}
			if email, ok := v.(map[string]any); ok && email["email"] != nil {
				email["email"] = "new.person@example.com"
			}
			text, _ := json.Marshal(v)
			r.body = string(text)
		case media == formMedia && s.vendor.name != "lab":
			r.body = sampleForm(s, op, g, params, content.Schema.Value)
		case media == formMedia && op.ID == "sendForm":
			r.body = "repeated=a,b&repeated=c&joined=a,b&flags=1,0&rows=[{\"name\":\"n\",\"open\":true}]&deep_map[k]=v&deep_flags[k]=1&flat=3" +
				"&joined_map=k,v,l,w&deep_place[name]=n&deep_place[open]=0&json_place={\"lat\":1.5}&any=[1]&word=true&number=0&gone="
		case media == formMedia:
			r.body = "id=1&summary=Changed&done=0&tags=a,b&fields[x]=y"
		case media == "multipart/form-data" && op.ID == "sendParts":
			r.media = media + "; boundary=XX"
			for _, part := range [][2]string{
				{"file\"; filename=\"a.csv", "a;b"}, {"rows", "1"}, {"rows", "2"}, {"place", `{"lat":1.5,"open":true}`}, {"any", "[1]"}, {"flag", "1"},
			} {
				r.body += "--XX\r\nContent-Disposition: form-data; name=\"" + part[0] + "\"\r\n\r\n" + part[1] + "\r\n"
			}
			r.body += "--XX--\r\n"
		case strings.HasPrefix(media, "multipart/"):
			r.media = media + "; boundary=XX"
			for _, name := range sortedKeys(content.Schema.Value.Properties) {
				r.body += "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\""
				if content.Schema.Value.Properties[name].Value.Format == "binary" {
					r.body += "; filename=\"a.txt\"\r\nContent-Type: application/octet-stream"
				}
				r.body += "\r\n\r\nhello\r\n"
			}
			r.body += "--XX--\r\n"
		default:
			r.body = "bytes"
		}
	}
	return r
}

// lastID is the id of the last record of a collection but so many.
func (s *Server) lastID(collection string, before int) string {
	c := s.locate(collection)
	return c.idOf(c.at(c.len() - 1 - before))
}

// sampleForm fills every field of a form. Ids are those of records that exist.
func sampleForm(s *Server, op *operation, g *generator, params map[string]string, schema *openapi3.Schema) string {
	scope := &collection{server: s, kind: &kind{}, params: params}
	g.link = func(name string, n int) []any {
		return scope.link(g, map[string]string{"add": "employee", "remove": "employee"}[name]+name, n)
	}
	values := url.Values{}
	for _, name := range sortedKeys(schema.Properties) {
		property := schema.Properties[name].Value
		v, _ := g.value(property, name)
		text := fmt.Sprint(v)
		switch v := v.(type) {
		case []any:
			var parts []string
			for _, item := range v {
				parts = append(parts, fmt.Sprint(item))
			}
			text = strings.Join(parts, ",")
		case bool:
			text = map[bool]string{true: "1", false: "0"}[v]
		case map[string]any:
			for key, item := range v {
				values.Set(name+"["+key+"]", fmt.Sprint(item))
			}
			continue
		}
		switch {
		case name == "start_time":
			text = "9:00am"
		case name == "end_time":
			text = "5:00pm"
		case name == "clock_in_time", name == "clock_out_time":
			text = "Mar 11, 2025 01:33am"
		case name == "datein", name == "start_date":
			text = "2025-03-10"
		case name == "dateout", name == "end_date", name == "copy_to":
			text = "2025-03-11"
		case name == "leavetype":
			text = "8800"
		case name == "id" && strings.HasPrefix(op.Path, "/timeclock/"):
			text = s.lastID("timeclocks", 0)
		case name == "id" && strings.HasPrefix(op.Path, "/terminal/"):
			text = s.lastID("employees", 6)
		}
		if strings.HasPrefix(name, "date") {
			text += " 09:00:00"
		}
		values.Set(name, text)
	}
	return values.Encode()
}

// writable copies a schema without what only reads have.
func writable(s *openapi3.Schema) *openapi3.Schema {
	out := *s
	out.Properties = openapi3.Schemas{}
	for name, property := range s.Properties {
		if !property.Value.ReadOnly {
			out.Properties[name] = property
		}
	}
	return &out
}

// TestEveryFieldIsSent sees to it that over a few records no field of a schema stays empty.
func TestEveryFieldIsSent(t *testing.T) {
	t.Parallel()
	s := NewHolaspirit(t)
	seen := map[string]bool{}
	r := s.Records("roles")
	n := 0
	for record := range r.All() {
		for name, v := range record {
			if v != nil {
				seen[name] = true
			}
		}
		if n++; n == 20 {
			break
		}
	}
	for name, property := range r.of.kind.record.Properties {
		if !seen[name] && !property.Value.Deprecated {
			t.Errorf("no role has %s", name)
		}
	}
}
