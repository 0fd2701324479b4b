package value

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// UnmarshalOpen reads an object into out, a pointer to its type without methods, and keeps the whole of it in raw. It is
// what the generated types of open objects use.
func UnmarshalOpen(data []byte, out any, raw *JSON) error {
	defer func() { *raw = bytes.Clone(data) }() // raw is a part of out, which is filled faster while it is all zero
	if jsonscan.Kind(data) == jsonscan.List && bytes.Equal(bytes.TrimSpace(data), []byte("[]")) {
		return nil // PHP's way of writing an empty object
	}
	return readExactly(data, out, unmarshal)
}

// MarshalOpen writes v, a value of a write schema's type without methods, with the fields of extra beside its own. A
// field that both have is extra's.
func MarshalOpen(v any, extra map[string]any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil || len(extra) == 0 {
		return data, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, err
	}
	names := make([]string, 0, len(extra)) // sorted by package sort: slices would be compiled anew in here
	for name := range extra {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		value := extra[name]
		for own := range fields {
			if own != name && strings.EqualFold(own, name) {
				return nil, fmt.Errorf("field %s differs from %s only in case: a server that ignores case would keep one of them", name, own)
			}
		}
		if fields[name], err = json.Marshal(value); err != nil {
			return nil, fmt.Errorf("field %s: %w", name, err)
		}
	}
	return json.Marshal(fields)
}
