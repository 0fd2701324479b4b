package reference

import (
	"strings"
	"unicode"
)

// goName is what Go calls a field of a schema, as the generated code has it; "" where that has none of this name. A parameter that is no
// field has a name only where some schema has a field so called.
func (v *vendor) goName(schema, wire string) string {
	for _, of := range [...]string{schema, ""} {
		if name := v.prose.Names[of][wire]; name != "" {
			return name
		}
	}
	if v.words == nil {
		return ""
	}
	name, err := v.words.GoName(wire)
	if err != nil {
		return ""
	}
	return name
}

// wireName writes a field's name for the script, with its name in Go: "Client_ID" is client_id and ClientID. Where the two differ by
// more than that it is "fooID=FooID", and the bare name where Go has none.
func (v *vendor) wireName(schema, wire string) string {
	goName := v.goName(schema, wire)
	cased, rest := []rune{}, []rune(goName)
	for _, r := range wire {
		if (unicode.IsLetter(r) || unicode.IsDigit(r)) && len(rest) > 0 {
			r, rest = rest[0], rest[1:]
		}
		cased = append(cased, r)
	}
	small := wire == strings.ToLower(wire)
	if name := string(cased); small && goName != "" && len(rest) == 0 && strings.ToLower(name) == wire {
		return name
	}
	if small && goName == "" && !strings.Contains(wire, "=") {
		return wire
	}
	return wire + "=" + goName
}
