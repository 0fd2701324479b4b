package drift

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

const maxDepth = 64

var errDeep = errors.New("the response is nested too deep")

// body looks at the body of a response.
func (o *Observer) body(e *expectation, data []byte) {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		if e.success && e.schema != nil {
			o.note(Finding{Kind: KindContentType, Operation: e.operation.id, Expected: "JSON", Found: "an empty response"})
		}
		return
	}
	if e.success && e.schema == nil {
		o.undeclared(e, data)
		return
	}
	if !o.wentWell(data) {
		return
	}
	x := &examination{observer: o, operation: e.operation, dec: decoder(data)}
	at := where{structure: e.success && o.structure}
	var err error
	if e.success {
		err = x.response(e.schema, data, at)
	} else {
		err = x.value(e.schema, at, 0)
	}
	if err == nil {
		if _, more := x.dec.Token(); more != io.EOF {
			err = errors.New("something follows")
		}
	}
	if err != nil && e.success {
		o.note(Finding{Kind: KindContentType, Operation: e.operation.id, Expected: "JSON", Found: "something that can't be read as JSON"})
		return
	}
	for _, f := range x.found {
		o.note(f)
	}
	if x.structure != nil {
		o.mu.Lock()
		if e.operation.structure == nil {
			e.operation.structure = &observed{}
		}
		e.operation.structure.merge(x.structure, 0)
		o.mu.Unlock()
	}
}

// undeclared looks at a response where the document has none: nothing, and what stands for nothing, is no mismatch.
func (o *Observer) undeclared(e *expectation, data []byte) {
	switch kind := kindOf(data[0]); kind {
	case "object", "array":
		if len(data) > 2 {
			o.note(Finding{Kind: KindContentType, Operation: e.operation.id, Expected: "no response", Found: "JSON, " + wordOf(kind)})
		}
	}
}

// wentWell reports whether a response with a verdict of its own is a success. What a failure holds is another matter.
func (o *Observer) wentWell(data []byte) bool {
	verdict := o.schemas.envelope.Verdict
	if verdict == nil || data[0] != '{' {
		return true
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil || fields[verdict.Field] == nil {
		return true
	}
	got := strings.Trim(string(fields[verdict.Field]), `"`)
	return got == literal(verdict.Equals)
}

// where is a place in a response.
type where struct {
	path      string // in the whole response
	schema    string // the nearest schema with a name
	field     string // the path within that
	structure bool   // what is unknown is noted
}

func (w where) down(name string) where {
	join := func(at string) string {
		if at == "" || strings.HasPrefix(name, "[") {
			return at + name
		}
		return at + "." + name
	}
	w.path, w.field = join(w.path), join(w.field)
	return w
}

// examination is the look at one response.
type examination struct {
	observer  *Observer
	operation *operation
	dec       *json.Decoder
	found     []Finding
	seen      map[key]bool
	structure *observed
}

func (x *examination) note(f Finding, at where) {
	f.Operation, f.Where, f.Schema, f.Field = x.operation.id, at.path, at.schema, at.field
	k := f.key()
	if x.seen == nil {
		x.seen = map[key]bool{}
	}
	if !x.seen[k] && len(x.seen) < 10_000 {
		x.seen[k] = true
		x.found = append(x.found, f)
	}
}

// response looks at a whole response. Where lists are loose a list may come in an object, one record in place of a list, and the
// object around a list may be missing.
func (x *examination) response(s *schema, data []byte, at where) error {
	if x.operation.loose && s.takes("array") && data[0] == '{' {
		return x.looseObject(s, data, at)
	}
	if rows := s.onlyList(); x.operation.loose && data[0] == '[' && !s.takes("array") && rows != nil {
		s = rows
	}
	token, err := x.dec.Token()
	if err != nil {
		return err
	}
	return x.token(token, s, at, 0, true)
}

// onlyList is the schema of the one list among an object's fields that holds objects; nil where there are more.
func (s *schema) onlyList() *schema {
	var found *schema
	for _, property := range s.properties {
		if property.takes("array") && property.items != nil && property.items.takes("object") {
			if found != nil {
				return nil
			}
			found = property
		}
	}
	return found
}

// looseObject looks at an object that came where a list is declared: one record, or an object around the list. It is the latter
// when it has a list that the record doesn't have; what else is in it nobody has declared.
func (x *examination) looseObject(s *schema, data []byte, at where) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	x.dec = decoder(nil)
	items := orUnknown(s.items)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if value := bytes.TrimSpace(fields[name]); value[0] == '[' && items.properties[name] == nil {
			x.dec = decoder(value)
			return x.value(&schema{kinds: []string{"array"}, items: items}, at.down(maskedName(name)), 0)
		}
	}
	x.dec = decoder(data)
	return x.value(items, at, 0)
}

func decoder(data []byte) *json.Decoder {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return dec
}

func (x *examination) value(s *schema, at where, depth int) error {
	token, err := x.dec.Token()
	if err != nil {
		return err
	}
	return x.token(token, s, at, depth, false)
}

func (x *examination) token(token json.Token, s *schema, at where, depth int, root bool) error {
	if depth > maxDepth {
		return errDeep
	}
	if s.unknown() {
		return x.observe(token, at, depth)
	}
	if s.lenient == "list" && s.items != nil && token != json.Delim('[') && token != nil {
		return x.token(token, s.items, at.down("[]"), depth+1, false) // one in place of a list of one
	}
	switch token {
	case json.Delim('{'):
		if s.takes("object") {
			return x.fields(s, at, depth, root)
		}
		x.typed(s, "an object", at)
		return x.skip(token)
	case json.Delim('['):
		switch {
		case s.takes("array"):
			return x.elements(s.items, at, depth)
		case (s.lenient == "map" || s.takes("object") && x.observer.schemas.emptyLists) && !x.dec.More():
			return x.skip(token) // an empty object, as some languages write it
		}
		x.typed(s, "a list", at)
		return x.skip(token)
	}
	x.scalar(s, token, at)
	return nil
}

func (x *examination) fields(s *schema, at where, depth int, root bool) error {
	if s.name != "" {
		at.schema, at.field = s.name, ""
	}
	seen := map[string]bool{}
	for x.dec.More() {
		token, err := x.dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		property, declared := s.properties[name]
		if declared {
			seen[name] = true
			if root && x.isRecord(s, name, property) {
				err = x.record(property, at.down(name), depth+1)
			} else {
				err = x.value(property, at.down(name), depth+1)
			}
			if err != nil {
				return err
			}
			continue
		}
		if s.extra != nil {
			if err := x.value(s.extra, at.down("*"), depth+1); err != nil {
				return err
			}
			continue
		}
		token, err = x.dec.Token()
		if err != nil {
			return err
		}
		switch {
		case s.raw && at.structure && !s.open && !(root && slices.Contains(x.observer.schemas.envelope.Fields(), name)):
			err = x.observe(token, at.down(maskedName(name)), depth+1)
		case s.anyFields(), root && slices.Contains(x.observer.schemas.envelope.Fields(), name):
			err = x.skip(token)
		default:
			x.note(Finding{Kind: KindUnknownField, Expected: "no such field", Found: wordOfToken(token)}, at.down(maskedName(name)))
			err = x.skip(token)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range s.required {
		if !seen[name] {
			x.note(Finding{Kind: KindMissingField, Expected: "always there", Found: "nothing"}, at.down(name))
		}
	}
	_, err := x.dec.Token()
	return err
}

// isRecord reports whether a field of a response is where the one record stands that a read is for, of which a client takes nothing for none.
func (x *examination) isRecord(around *schema, name string, s *schema) bool {
	return name == x.observer.schemas.envelope.Data && x.operation.method == http.MethodGet && slices.Contains(around.required, name) &&
		s.lenient == "" && len(s.properties) > 0 && slices.Equal(s.kinds, []string{"object"})
}

// record looks at a record that must not be null, nor the empty list that stands for an object without fields elsewhere.
func (x *examination) record(s *schema, at where, depth int) error {
	token, err := x.dec.Token()
	switch {
	case err != nil:
		return err
	case token == nil:
		x.typed(s, "null", at)
		return nil
	case token == json.Delim('[') && !x.dec.More():
		x.typed(s, "an empty list", at)
		return x.skip(token)
	}
	return x.token(token, s, at, depth, false)
}

func (x *examination) elements(items *schema, at where, depth int) error {
	for x.dec.More() {
		if err := x.value(orUnknown(items), at.down("[]"), depth+1); err != nil {
			return err
		}
	}
	_, err := x.dec.Token()
	return err
}

func orUnknown(s *schema) *schema {
	if s == nil {
		return &schema{}
	}
	return s
}

// skip reads on to the end of a value.
func (x *examination) skip(token json.Token) error {
	if token != json.Delim('{') && token != json.Delim('[') {
		return nil
	}
	for depth := 1; depth > 0; {
		token, err := x.dec.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return nil
}

func (x *examination) typed(s *schema, found string, at where) {
	x.note(Finding{Kind: KindType, Expected: s.expected(), Found: found}, at)
}
