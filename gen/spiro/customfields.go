package spiro

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/rest/value"
)

// CustomValue is the value of a custom field, as received. Its form depends on the kind of field that the tenant has chosen; each
// accessor returns it as one form, and reports whether it has that form. The value of a field that isn't there is nil, and every
// accessor accepts that.
type CustomValue value.JSON

// IsNull reports whether the field has no value: null, or not there.
func (v CustomValue) IsNull() bool { return value.JSON(v).IsNull() }

// JSON returns the value as received, for forms that have no accessor here.
func (v CustomValue) JSON() value.JSON { return value.JSON(v) }

// Text returns a string.
func (v CustomValue) Text() (string, bool) { return value.JSON(v).Text() }

// Number returns a number, also one that is sent as a string, with or without thousands commas.
func (v CustomValue) Number() (float64, bool) { return value.JSON(v).Float() }

// Link returns the address that a link field holds; false when the value isn't a whole http or https address.
func (v CustomValue) Link() (*url.URL, bool) {
	text, ok := v.Text()
	if !ok {
		return nil, false
	}
	link, err := url.Parse(strings.TrimSpace(text))
	if err != nil || link.Host == "" || link.Scheme != "https" && link.Scheme != "http" {
		return nil, false
	}
	return link, true
}

// Picker returns what was picked: a user, or an item of a pick-list. An item that is sent as a plain string has that as its label.
func (v CustomValue) Picker() (PickerValue, bool) {
	if text, ok := v.Text(); ok {
		return PickerValue{Label: text, Raw: value.JSON(v)}, text != ""
	}
	var picked PickerValue
	if value.JSON(v).Fields() == nil || json.Unmarshal(v, &picked) != nil {
		return PickerValue{}, false
	}
	return picked, picked.Label != "" || !picked.Value.IsNull()
}

// String returns the value's JSON text.
func (v CustomValue) String() string { return string(v) }

// MarshalJSON returns the value as it is; null when there is none.
func (v CustomValue) MarshalJSON() ([]byte, error) { return value.JSON(v).MarshalJSON() }

// UnmarshalJSON keeps a copy of the value.
func (v *CustomValue) UnmarshalJSON(data []byte) error {
	*v = bytes.Clone(data)
	return nil
}
