package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// lost lists the fields of a response that a decoded value doesn't hold: what is in raw and neither in back nor equal to
// nothing. Spellings may differ (a number as text, one value for a list of one), values may not.
func lost(raw, back any, path string) []string {
	switch raw.(type) {
	case string, float64, bool:
		if raw == back {
			return nil
		}
	}
	if nothing(raw) && nothing(back) {
		return nil
	}
	if text, ok := back.(string); ok && text == "[secret]" {
		return nil
	}
	switch raw := raw.(type) {
	case map[string]any:
		if list, ok := back.([]any); ok && len(list) == 1 {
			back = list[0] // one value where a list was promised
		}
		got, ok := back.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s: an object became %s", path, show(back))}
		}
		var out []string
		for _, name := range slices.Sorted(maps.Keys(raw)) {
			out = append(out, lost(raw[name], got[name], join(path, name))...)
		}
		return out
	case []any:
		got, ok := back.([]any)
		if !ok || len(got) != len(raw) {
			return []string{fmt.Sprintf("%s: a list of %d became %s", path, len(raw), show(back))}
		}
		var out []string
		for i := range raw {
			out = append(out, lost(raw[i], got[i], fmt.Sprintf("%s[%d]", path, i))...)
		}
		return out
	}
	if list, ok := back.([]any); ok && len(list) == 1 {
		return lost(raw, list[0], path)
	}
	if flag, ok := back.(bool); ok && flag == truth(raw) {
		return nil
	}
	if plain(raw) != plain(back) {
		return []string{fmt.Sprintf("%s: %s became %s", path, show(raw), show(back))}
	}
	return nil
}

// nothing reports whether a value is what a plain Go value leaves out when it is written again.
func nothing(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == "" || v == "false" || plain(v) == "0"
	case float64:
		return v == 0
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, field := range v {
			if !nothing(field) {
				return false
			}
		}
		return true
	}
	return false
}

// truth reads a flag in any of its spellings.
func truth(v any) bool {
	text := plain(v)
	return text == "1" || text == "true"
}

// plain spells a scalar in one way.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		if f, err := strconv.ParseFloat(strings.ReplaceAll(v, ",", ""), 64); err == nil {
			return strconv.FormatFloat(f, 'f', -1, 64)
		}
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

func show(v any) string {
	text := fmt.Sprintf("%v", v)
	if len(text) > 60 {
		text = text[:60] + "..."
	}
	return fmt.Sprintf("%T(%s)", v, text)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
