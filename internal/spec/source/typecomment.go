package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// typeComment writes the lines of a type's Go comment: what the document says of the schema, else where it stands.
func typeComment(name, description, use string) []any {
	description = strings.TrimSpace(description)
	if description == "" {
		return anyLines(wrap(name + " " + use))
	}
	if first, _ := utf8.DecodeRuneInString(description); unicode.IsLower(first) {
		description = name + " " + description // "is a value of ..."
	} else {
		description = name + ": " + description
	}
	var lines []string
	for i, paragraph := range strings.Split(description, "\n\n") {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, wrap(paragraph)...)
	}
	return anyLines(lines)
}

// uses says of every schema, as what follows its name in a sentence, where callers meet it.
func (d *Document) uses() map[string]string {
	uses := map[string]string{}
	say := func(name, format string, args ...any) {
		if uses[name] == "" {
			uses[name] = fmt.Sprintf(format, args...)
		}
	}
	type methods struct{ rows, gives, takes map[string][]string }
	of := methods{map[string][]string{}, map[string][]string{}, map[string][]string{}}
	add := func(in map[string][]string, schema any, method string) {
		s, _ := schema.(object)
		if items, ok := s["items"].(object); ok {
			s = items
		}
		if ref := text(s, "$ref"); ref != "" {
			name := ref[strings.LastIndexByte(ref, '/')+1:]
			if !slices.Contains(in[name], method) {
				in[name] = append(in[name], method)
			}
		}
	}
	for _, op := range d.Operations() {
		method := op.Tag() + "." + op.GoMethod()
		if upsert, ok := op.Spec["x-upsert"].(object); ok {
			say(text(upsert, "create"), "is a new record for %s.Create.", op.Tag())
			say(text(upsert, "update"), "is what %s.Update changes of the record with its id: what is set, and nothing else.", op.Tag())
			method = op.Tag() + ".Create"
		} else {
			_, body := firstContent(d.follow(op.Spec["requestBody"]))
			add(of.takes, body, method)
		}
		for status, response := range member(op.Spec, "responses") {
			if !strings.HasPrefix(status, "2") {
				continue
			}
			_, schema := firstContent(d.follow(response))
			page, _ := op.Spec["x-page"].(object)
			properties, _ := d.follow(schema)["properties"].(object)
			if rows, ok := properties[text(page, "items")].(object); ok && page != nil {
				add(of.rows, rows, method)
				add(of.gives, schema, method)
			} else if page != nil {
				add(of.rows, schema, method)
			} else {
				add(of.gives, schema, method)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.schemas())) {
		var said []string
		if rows := of.rows[name]; len(rows) > 0 {
			said = append(said, "is a row of "+several(rows))
		}
		if gives := of.gives[name]; len(gives) > 0 {
			said = append(said, "is what "+several(gives)+agree(gives, " gives", " give"))
		}
		if takes := of.takes[name]; len(takes) > 0 {
			said = append(said, "is what "+several(takes)+agree(takes, " takes", " take"))
		}
		if len(said) > 0 {
			say(name, "%s.", strings.Join(said, ", and "))
		}
	}
	// What no operation has by itself stands in a field of what one has.
	for _, owner := range slices.Sorted(maps.Keys(d.schemas())) {
		schema, _ := d.schemas()[owner].(object)
		properties, _ := schema["properties"].(object)
		for _, field := range slices.Sorted(maps.Keys(properties)) {
			property, _ := properties[field].(object)
			goName := text(property, "x-go-name")
			if goName == "" {
				goName = goNameOf(field)
			}
			for _, name := range d.schemasIn(property) {
				say(name, "stands in the field %s of %s.", goName, owner)
			}
		}
	}
	for name := range d.schemas() {
		say(name, "is in the vendor's document, and in no operation of it.")
	}
	return uses
}

// schemasIn lists the schemas that a property refers to, by reference or within its Go type.
func (d *Document) schemasIn(property object) (names []string) {
	if items, ok := property["items"].(object); ok {
		names = d.schemasIn(items)
	}
	if ref := text(property, "$ref"); ref != "" {
		names = append(names, ref[strings.LastIndexByte(ref, '/')+1:])
	}
	notName := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, word := range strings.FieldsFunc(text(property, "x-go-type"), notName) {
		if _, ok := d.schemas()[word]; ok {
			names = append(names, word)
		}
	}
	return names
}

func several(methods []string) string {
	const most = 3
	list := slices.Sorted(slices.Values(methods))
	if len(list) > most {
		return strings.Join(list[:most], ", ") + " and others"
	}
	if len(list) == 1 {
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

func agree(methods []string, one, more string) string {
	if len(methods) == 1 {
		return one
	}
	return more
}
