package invoke

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// setBody puts the body into the call.
func (c *Call) setBody(in Input) error {
	body := c.Operation.Body
	given := in.Body != nil
	switch {
	case body == nil && given:
		return inBody("%s takes none", c.Operation.Name)
	case body == nil:
		return nil
	case !given && body.Required:
		return inBody("%s needs one: %s", c.Operation.Name, expectedBody(body))
	case !given:
		return nil
	}
	form := body.Media == "application/x-www-form-urlencoded" || strings.HasPrefix(body.Media, "multipart/")
	if !form && !wiretext.IsJSON(body.Media) {
		c.made.Stream(body.Media, bytes.NewReader(in.Body))
		return nil
	}
	text := bytes.TrimSpace(wiretext.WithoutMark(in.Body))
	if err := wellFormed(text); err != nil {
		return err
	}
	if form {
		return c.setForm(text, in)
	}
	if c.Operation.Upsert != nil {
		return c.setRecords(text)
	}
	if err := c.checkFields(text, body.Schema); err != nil {
		return err
	}
	c.made.JSON(json.RawMessage(text))
	return nil
}

// expectedBody says what a body is to be.
func expectedBody(body *catalog.Body) string {
	switch media := body.Media; {
	case media == "application/x-www-form-urlencoded", strings.HasPrefix(media, "multipart/"):
		return "a JSON object with the fields of its form"
	case !wiretext.IsJSON(media):
		return "a file of type " + media
	}
	return "JSON, " + body.Schema.Type()
}

// wellFormed reports whether a text is one JSON value in UTF-8 that says nothing twice, and if not, where it breaks.
func wellFormed(text []byte) error {
	var any json.RawMessage
	if err := encoded(text); err != nil {
		return err
	}
	err := json.Unmarshal(text, &any)
	if err == nil {
		return onceEach(text)
	}
	broken, located := errors.AsType[*json.SyntaxError](err)
	if !located || len(text) == 0 {
		return inBody("it is empty; expected JSON")
	}
	at := int(min(broken.Offset, int64(len(text))))
	return inBody("it isn't JSON: %v at %s", broken, lineAndColumn(text, at))
}

// lineAndColumn says where the last of the first bytes of a text stands.
func lineAndColumn(text []byte, bytesRead int) string {
	line := 1 + bytes.Count(text[:bytesRead], []byte("\n"))
	column := bytesRead - bytes.LastIndexByte(text[:max(bytesRead-1, 0)], '\n') - 1
	return fmt.Sprintf("line %d, column %d", line, max(column, 1))
}

// setRecords takes a list of records, or one, that are all new or all have an id.
func (c *Call) setRecords(text []byte) error {
	if jsonscan.Kind(text) == jsonscan.Object {
		text = append(append([]byte{'['}, text...), ']')
	}
	if jsonscan.Kind(text) != jsonscan.List {
		return inBody("%s takes records; expected a JSON list of objects, or one object", c.Operation.Name)
	}
	number := 0
	var fault error
	jsonscan.Items(text, func(item []byte) {
		number++
		if jsonscan.Kind(item) != jsonscan.Object {
			if fault == nil {
				fault = inBody("item %d is no object", number)
			}
			return
		}
		has := hasID(item)
		if has {
			c.Changes++
		} else {
			c.Creates++
		}
		if fault == nil {
			fault = keptTo(c.Operation, number, has)
		}
	})
	switch {
	case fault != nil:
		return fault
	case number == 0:
		return inBody("there are no records in it")
	case c.Creates > 0 && c.Changes > 0:
		return inBody("%d records have an id and %d have none: %s changes those and creates these; send them apart", c.Changes, c.Creates, c.Operation.Name)
	}
	if err := c.checkFields(text, c.Operation.Body.Schema); err != nil {
		return err
	}
	if c.Changes > 0 && c.Operation.Spec.Scope != "" {
		c.made.Scope(c.Operation.Spec.Scope)
	}
	c.made.Records(json.RawMessage(text), c.Changes > 0)
	if err := c.made.Err(); err != nil {
		return &InputError{"body", "", err}
	}
	return nil
}

// keptTo refuses a record with which an operation that creates and changes wouldn't do what the Go method does by which it was asked for.
func keptTo(op *catalog.Operation, number int, hasID bool) error {
	if op.Asked == nil {
		return nil
	}
	service := op.Service.Name
	switch method := op.Asked.Name; {
	case method == "Create" && hasID:
		return inBody("item %d has the field id, by which %s.Create would change that record; leave id out, or name %[2]s.Update to change it", number, service)
	case method == "Update" && !hasID:
		return inBody("item %d has no field id, without which %s.Update would create a record; give its id, or name %[2]s.Create to create one", number, service)
	}
	return nil
}

// hasID reports whether a record has an id that names something: the rules are those of call.Records, which refuses what they let pass.
func hasID(record []byte) (has bool) {
	jsonscan.Fields(record, func(name, value []byte) bool {
		if strings.EqualFold(string(name), "id") {
			text := strings.TrimSpace(jsonscan.Scalar(value))
			has = has || text != "" && text != "0" && text != "null"
		}
		return true
	})
	return has
}

// checkFields compares a JSON body, or the records in it, with the schema: the kind, and the fields that can't be left out. What else differs
// is a warning.
func (c *Call) checkFields(text []byte, schema *catalog.Schema) error {
	of := schema.Spec()
	switch {
	case of == nil || of.Unknown():
		return nil
	case of.Type == "array":
		if jsonscan.Kind(text) != jsonscan.List {
			return inBody("expected a JSON list, %s", schema.Type())
		}
		number := 0
		var fault error
		items := schema.Items()
		jsonscan.Items(text, func(item []byte) {
			number++
			if fault == nil && items.Spec() != nil && items.Spec().Type == "object" {
				fault = c.checkRecord(item, items, fmt.Sprintf("item %d", number))
			}
		})
		return fault
	case of.Type == "object" && len(of.OneOf)+len(of.AnyOf) == 0:
		return c.checkRecord(text, schema, "it")
	}
	return nil
}

func (c *Call) checkRecord(text []byte, schema *catalog.Schema, what string) error {
	if jsonscan.Kind(text) != jsonscan.Object {
		return inBody("%s is no JSON object; expected %s", what, schema.Type())
	}
	fields := schema.Fields()
	required := map[string]bool{}
	for _, field := range fields {
		if field.Required {
			required[field.Name] = true
		}
	}
	jsonscan.Fields(text, func(name, _ []byte) bool {
		delete(required, string(name))
		return true
	})
	c.warnOfObject(text, schema, fields, "")
	if c.Creates == 0 && c.Changes == 0 || c.Creates > 0 {
		for _, field := range fields {
			if required[field.Name] {
				return inBody("%s has no field %s, which is required (%s)", what, field.Name, field.Schema.Type())
			}
		}
	}
	return nil
}

func namesOf(fields []catalog.Field) (names []string) {
	for _, field := range fields {
		names = append(names, field.Name)
	}
	return names
}

func (c *Call) warn(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); len(c.Warnings) < 5 && !slices.Contains(c.Warnings, text) {
		c.Warnings = append(c.Warnings, text)
	}
}
