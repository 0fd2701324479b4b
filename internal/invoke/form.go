package invoke

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// setForm makes a form of a JSON object. Its fields are written as the generated types write theirs, because a type is made here of the
// same tags.
func (c *Call) setForm(text []byte, in Input) error {
	var fields map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&fields); err != nil || fields == nil {
		return inBody("expected a JSON object with the fields of the form")
	}
	body := c.Operation.Body
	form := formMaker{offers: c.invoker.offers, open: in.File, warn: c.warn}
	made, err := form.object(body.Schema, fields)
	if err != nil {
		return &InputError{"body", "", err}
	}
	if strings.HasPrefix(body.Media, "multipart/") {
		c.made.Multipart(made.Interface())
	} else {
		c.made.Form(made.Interface())
	}
	if err := c.made.Err(); err != nil {
		return &InputError{"body", "", err}
	}
	return nil
}

// formMaker makes values of struct types that package rest/call writes as forms.
type formMaker struct {
	offers *catalog.Catalog
	open   func(name string) (value.File, error)
	warn   func(format string, args ...any)
}

// isNull is a field that is null, where a null means something.
type isNull struct{}

// FormValue says so to what writes forms.
func (isNull) FormValue() any { return nil }

// object makes a struct of the fields of an object.
func (m formMaker) object(schema *catalog.Schema, given map[string]any) (reflect.Value, error) {
	known := map[string]catalog.Field{}
	var names []string
	for _, field := range schema.Fields() {
		known[field.Name] = field
		names = append(names, field.Name)
		if v, ok := given[field.Name]; field.Required && (!ok || v == nil && !nullable(field.Schema)) {
			return reflect.Value{}, fmt.Errorf("field %s is required (%s)", field.Name, field.Schema.Type())
		}
	}
	words := m.offers.FormWords(schema.Name())
	var types []reflect.StructField
	var values []reflect.Value
	more := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		field, ok := known[name]
		if !ok {
			more[name] = given[name]
			continue
		}
		v, err := m.value(field, given[name])
		if err != nil {
			return reflect.Value{}, fmt.Errorf("field %s: %w", name, err)
		}
		if !v.IsValid() {
			continue
		}
		types = append(types, reflect.StructField{
			Name: "F" + strconv.Itoa(len(types)), Type: v.Type(),
			Tag: reflect.StructTag("json:" + strconv.Quote(name) + " form:" + strconv.Quote(words[name])),
		})
		values = append(values, v)
	}
	if len(more) > 0 {
		spec := schema.Spec()
		if _, keyed := known["*"]; !keyed && !spec.Open && spec.Free == nil {
			name := slices.Sorted(maps.Keys(more))[0]
			return reflect.Value{}, fmt.Errorf("%s has no field %q%s", schema.Type(), name, nearest.Suggestion(name, names))
		}
		types = append(types, reflect.StructField{
			Name: "Extra", Type: reflect.TypeFor[map[string]any](), Tag: reflect.StructTag(`json:"-" form:` + strconv.Quote(words["x-extra"])),
		})
		values = append(values, reflect.ValueOf(more))
	}
	out := reflect.New(reflect.StructOf(types)).Elem()
	for i, v := range values {
		out.Field(i).Set(v)
	}
	return out, nil
}

// value makes the value of a field; an invalid one where null says nothing.
func (m formMaker) value(field catalog.Field, given any) (reflect.Value, error) {
	schema := field.Schema.Spec()
	if given == nil {
		if nullable(field.Schema) {
			return reflect.ValueOf(isNull{}), nil
		}
		m.warn("the field %q is null, which a form can't say; it isn't sent", field.Name)
		return reflect.Value{}, nil
	}
	if schema == nil {
		return reflect.ValueOf(given), nil
	}
	if schema.Format == "binary" {
		file, err := m.file(given)
		return reflect.ValueOf(file), err
	}
	if items := field.Schema.Items(); items.Spec() != nil && items.Spec().Format == "binary" {
		list, ok := given.([]any)
		if !ok {
			list = []any{given}
		}
		files := make([]value.File, len(list))
		for i, one := range list {
			var err error
			if files[i], err = m.file(one); err != nil {
				return reflect.Value{}, err
			}
		}
		return reflect.ValueOf(files), nil
	}
	if schema.Format == "json" || schema.Unknown() { // which the client has as JSON
		text, err := json.Marshal(given)
		return reflect.ValueOf(value.JSON(text)), err
	}
	if err := fits(field.Schema, given); err != nil {
		return reflect.Value{}, err
	}
	if object, ok := given.(map[string]any); ok && len(schema.Properties) > 0 && schema.Type == "object" {
		if !strings.Contains(m.offers.FormWords(field.Schema.Name())["x-extra"], "json") {
			return m.object(field.Schema, object)
		}
	}
	if list, ok := given.([]any); ok && schema.Items != nil && field.Schema.Items().Spec().Unknown() {
		items := make([]value.JSON, len(list))
		for i, item := range list {
			text, err := json.Marshal(item)
			if err != nil {
				return reflect.Value{}, err
			}
			items[i] = text
		}
		return reflect.ValueOf(items), nil
	}
	return reflect.ValueOf(given), nil
}

func nullable(schema *catalog.Schema) bool {
	of := schema.Spec()
	return of != nil && of.Nullable
}

// file opens the file that a field names.
func (m formMaker) file(given any) (value.File, error) {
	text, ok := given.(string)
	name, named := strings.CutPrefix(text, "@")
	switch {
	case !ok || !named || name == "":
		return value.File{}, fmt.Errorf(`expected "@FILE", the file to send`)
	case m.open == nil:
		return value.File{}, fmt.Errorf("files can't be sent from here")
	}
	return m.open(name)
}

// fits reports whether a value is of the kind that a schema says. Strings that hold numbers pass: a form has nothing but strings.
func fits(schema *catalog.Schema, given any) error {
	of := schema.Spec()
	wrong := fmt.Errorf("%s is found; expected %s", kindOf(given), schema.Type())
	switch of.Type {
	case "array":
		if _, ok := given.([]any); !ok && of.Lenient == "" {
			return wrong
		}
	case "object":
		if _, ok := given.(map[string]any); !ok && of.Lenient == "" {
			return wrong
		}
	case "boolean":
		if _, ok := given.(bool); !ok && of.Lenient == "" {
			return wrong
		}
	case "integer", "number":
		text := fmt.Sprint(given)
		_, isBool := given.(bool)
		number, err := strconv.ParseFloat(text, 64)
		if (err != nil || number-number != 0) && !(isBool && of.Lenient != "") {
			return wrong
		}
		if of.Type == "integer" && number != math.Trunc(number) {
			return fmt.Errorf("%s is found, which isn't whole; expected %s", text, schema.Type())
		}
	case "string":
		switch given.(type) {
		case []any, map[string]any:
			if of.Lenient == "" {
				return wrong
			}
		}
	}
	if len(of.Enum) > 0 && !of.Open && of.Type != "array" {
		if !slices.ContainsFunc(of.Enum, func(v any) bool { return fmt.Sprint(v) == fmt.Sprint(given) }) {
			return fmt.Errorf("%v isn't %s", given, schema.Type())
		}
	}
	return nil
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "true or false"
	case json.Number:
		return "a number"
	case string:
		return "a string"
	case []any:
		return "a list"
	}
	return "an object"
}
