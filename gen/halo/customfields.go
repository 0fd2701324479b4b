package halo

import (
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// CustomFields are the custom fields of a record: halo.CustomFields(ticket.CustomFields).
type CustomFields []CustomField

// Get finds a field by its name (CFsomething) or else by the label that users see, in any case. A list returns the fields that
// IncludeCustomFields asks for, a single read those that IncludeDetails adds.
func (f CustomFields) Get(name string) (*CustomField, bool) {
	for _, of := range [...]func(*CustomField) string{
		func(c *CustomField) string { return c.Name },
		func(c *CustomField) string { return c.Label },
	} {
		for i := range f {
			if strings.EqualFold(of(&f[i]), name) {
				return &f[i], true
			}
		}
	}
	return nil, false
}

// Text returns the value as a string: a string as it is, a number by its digits, and for anything else the text that users see. It
// is "" if the field isn't set.
func (c *CustomField) Text() string {
	if text, ok := c.Value.Text(); ok {
		return text
	}
	if c.Value.IsNull() {
		return ""
	}
	if c.Display != "" {
		return c.Display
	}
	return c.Value.String()
}

// Int returns the value as a whole number; for a selection, the number of the selected item. It is false if the field isn't set or
// isn't a whole number.
func (c *CustomField) Int() (int64, bool) { return c.Value.Int() }

// Float returns the value as a number; false when the field isn't set or isn't one.
func (c *CustomField) Float() (float64, bool) { return c.Value.Float() }

// Bool returns the value of a tick box, which the server sends as a boolean, a number or a string; false, false if it isn't one.
func (c *CustomField) Bool() (value, ok bool) {
	if value, ok := c.Value.Bool(); ok {
		return value, true
	}
	if number, ok := c.Value.Int(); ok {
		return number != 0, true
	}
	if text, ok := c.Value.Text(); ok {
		if value, err := strconv.ParseBool(text); err == nil {
			return value, true
		}
	}
	return false, false
}

// Time returns the value as a time, UTC; IsZero and Valid tell whether it is one.
func (c *CustomField) Time() value.Time {
	text, _ := c.Value.Text()
	return value.ParseTime(text)
}

// Items returns the values of a field that holds several: a list as it is, a string with commas by its parts.
func (c *CustomField) Items() []value.JSON {
	if items := c.Value.Items(); items != nil {
		return items
	}
	text, ok := c.Value.Text()
	if !ok || text == "" {
		return nil
	}
	var items []value.JSON
	for part := range strings.SplitSeq(text, ",") {
		item, _ := value.ToJSON(strings.TrimSpace(part)) // a string always encodes
		items = append(items, item)
	}
	return items
}

// SetCustomField returns a custom field to write, by its name (CFsomething). The content is what the field holds: a string, a
// number, a list; nil clears it. If a server requires the field's id, set ID instead of Name. What Halo does with a name that your
// instance doesn't have isn't published, and the simulator accepts any name: read the field back when you write it for the first
// time.
func SetCustomField(name string, content any) CustomFieldInput {
	if content == nil {
		content = value.JSON("null")
	}
	return CustomFieldInput{Name: new(name), Value: content}
}
