package invoke

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/rest/call"
	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// sortParams finds for each value the parameter that it is for, by place and name. It refuses names that the operation doesn't have
// and the lack of those that it needs.
func sortParams(op *catalog.Operation, params []Param) (map[string][]string, error) {
	given := map[string][]string{}
	for _, p := range params {
		if !utf8.ValidString(p.Value) {
			return nil, inParam(p.Name, "%q isn't UTF-8", p.Value)
		}
		known, within := paramOf(op, p.Name)
		if known == nil {
			return nil, unknownParam(op, p.Name)
		}
		if within {
			key := p.Name[len(known.Name):]
			if strings.ContainsAny(key[1:len(key)-1], "[]") {
				return nil, inParam(p.Name, "its key has a bracket, which %s[KEY] can't hold: the server would read another key", known.Name)
			}
			p.Value = key + "=" + p.Value
		}
		given[known.In+" "+known.Name] = append(given[known.In+" "+known.Name], p.Value)
	}
	var missing []string
	for _, p := range op.Parameters {
		if (p.Required || p.In == "path") && len(given[p.In+" "+p.Name]) == 0 {
			missing = append(missing, p.Name)
		}
	}
	if scope := op.Spec.Scope; op.Upsert == nil && scope != "" && len(given["query "+scope]) == 0 && !slices.Contains(missing, scope) {
		missing = append(missing, scope)
	}
	switch len(missing) {
	case 0:
		return given, nil
	case 1:
		return nil, inParam(missing[0], "it is required by %s (%s)", op.Name, describeParam(op, missing[0]))
	}
	return nil, inParam(strings.Join(missing, ", "), "they are required by %s", op.Name)
}

// paramOf returns the parameter of a name; within says that it is one with keys, of which the name has one in brackets.
func paramOf(op *catalog.Operation, name string) (found *catalog.Parameter, within bool) {
	for i, p := range op.Parameters {
		if p.Name == name {
			return &op.Parameters[i], false
		}
	}
	base, rest, keyed := strings.Cut(name, "[")
	if !keyed || !strings.HasSuffix(rest, "]") {
		return nil, false
	}
	for i, p := range op.Parameters {
		if p.Name == base && p.Schema.Spec().Type == "object" {
			return &op.Parameters[i], true
		}
	}
	return nil, false
}

func unknownParam(op *catalog.Operation, name string) error {
	var known []string
	for _, p := range op.Parameters {
		known = append(known, p.Name)
	}
	switch suggestion := nearest.Suggestion(name, known); {
	case len(known) == 0:
		return inParam(name, "%s has no parameters", op.Name)
	case suggestion != "" || len(known) > 12:
		return inParam(name, "%s has no such parameter%s", op.Name, suggestion)
	}
	return inParam(name, "%s has no such parameter; it has %s", op.Name, strings.Join(known, ", "))
}

func describeParam(op *catalog.Operation, name string) string {
	for _, p := range op.Parameters {
		if p.Name == name {
			return p.Schema.Type()
		}
	}
	return ""
}

// setParam puts a parameter into a call, as the generated methods do. Whether its values fit the schema is checked before.
func setParam(c *call.Call, p catalog.Parameter, values []string) error {
	schema := p.Schema.Spec()
	if schema.Type == "array" {
		return setList(c, p, values)
	}
	if schema.Type == "object" {
		return setObject(c, p, values)
	}
	if len(values) > 1 {
		return inParam(p.Name, "it is given %d times, and takes one value", len(values))
	}
	text := values[0]
	if err := checkText(p.Name, text, schema, p.Schema.Type()); err != nil {
		return err
	}
	switch {
	case p.In == "path" && schema.Type == "integer":
		n, _ := strconv.ParseInt(text, 10, 64)
		c.PathInt(p.Name, n)
	case p.In == "path":
		c.Path(p.Name, text)
	case p.In == "header":
		call.HeaderValue(c, p.Name, &text)
	case schema.Type == "integer":
		n, _ := strconv.ParseInt(text, 10, 64)
		c.Int(p.Name, &n)
	case schema.Type == "number" && json.Valid([]byte(text)) && !strings.ContainsAny(text, "eE"):
		c.String(p.Name, &text) // whose digits a float64 may not have
	case schema.Type == "number":
		n, _ := strconv.ParseFloat(text, 64)
		c.Float(p.Name, &n)
	default:
		c.String(p.Name, &text)
	}
	if err := c.Err(); err != nil && p.In == "path" && !strings.Contains(err.Error(), "isn't filled in") {
		return inParam(p.Name, "%w", err)
	}
	return nil
}

// checkText reports whether a value has the type that the document says.
func checkText(name, text string, schema *spec.Schema, expected string) error {
	wrong := func(what string) error { return inParam(name, "%q is %s; expected %s", text, what, expected) }
	number := 0.0
	switch schema.Type {
	case "integer":
		n, err := strconv.ParseInt(text, 10, 64)
		if errors.Is(err, strconv.ErrRange) {
			return wrong("beyond the whole numbers of 64 bits")
		}
		if err != nil {
			return wrong("no whole number")
		}
		number = float64(n)
	case "number":
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n-n != 0 || strings.ContainsAny(text, "xX_") {
			return wrong("no number")
		}
		number = n
	case "boolean":
		if text != "true" && text != "false" {
			return inParam(name, "%q is neither true nor false", text)
		}
	case "string":
		switch {
		case schema.Format == "date-time" && !isTime(text):
			return inParam(name, "%q is no time such as 2026-01-31T09:30:00Z", text)
		case schema.Format == "date" && !isDay(text):
			return inParam(name, "%q is no date such as 2026-01-31", text)
		}
	}
	if schema.Type == "integer" || schema.Type == "number" {
		switch {
		case schema.Minimum != nil && number < *schema.Minimum:
			return inParam(name, "%s is too small; expected %v or more", text, *schema.Minimum)
		case schema.Maximum != nil && number > *schema.Maximum:
			return inParam(name, "%s is too large; expected %v or less", text, *schema.Maximum)
		}
	}
	if len(schema.Enum) > 0 && !schema.Open && !slices.ContainsFunc(schema.Enum, func(v any) bool { return fmt.Sprint(v) == text }) {
		var words []string
		for _, v := range schema.Enum {
			words = append(words, fmt.Sprint(v))
		}
		return inParam(name, "%q isn't %s%s", text, expected, nearest.Suggestion(text, words))
	}
	return nil
}

// isDay reports whether a string is a day as documents mean it. What value.Date reads of responses is more: a time behind the day, which
// it drops and the vendor may not.
func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// isTime reports whether a string is a day, or a time of one. It may lack the zone, as the vendors' own do.
func isTime(text string) bool {
	const day = len(time.DateOnly)
	return len(text) >= day && isDay(text[:day]) && value.ParseTime(text).Valid()
}

// setList takes a list from several values, and from commas within one where no item can have a comma.
func setList(c *call.Call, p catalog.Parameter, values []string) error {
	items := p.Schema.Items()
	each := p.Explode == nil || *p.Explode
	whole := items.Spec() != nil && items.Spec().Type == "integer"
	var list []string
	for _, text := range values {
		if whole || !each {
			for item := range strings.SplitSeq(text, ",") {
				list = append(list, strings.TrimSpace(item))
			}
			continue
		}
		list = append(list, text)
	}
	var numbers []int64
	for _, item := range list {
		if items.Spec() == nil {
			continue
		}
		if err := checkText(p.Name, item, items.Spec(), items.Type()); err != nil {
			return err
		}
		if whole {
			n, _ := strconv.ParseInt(item, 10, 64)
			numbers = append(numbers, n)
		}
	}
	if whole {
		call.QueryInts(c, p.Name, numbers, each)
	} else {
		call.QueryStrings(c, p.Name, list, each)
	}
	return nil
}

// setObject takes values of the form [key]=value.
func setObject(c *call.Call, p catalog.Parameter, values []string) error {
	object := map[string]string{}
	for _, text := range values {
		key, v, ok := strings.Cut(strings.TrimPrefix(text, "["), "]=")
		if !ok || !strings.HasPrefix(text, "[") {
			return inParam(p.Name, "it has keys; give %s[KEY]=VALUE", p.Name)
		}
		if _, again := object[key]; again {
			return inParam(p.Name, "the key %q is given twice", key)
		}
		object[key] = v
	}
	call.QueryMap(c, p.Name, object)
	return nil
}
