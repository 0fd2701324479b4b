package emit

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
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
func (d *document) uses(r *rooms) map[string]string {
	// What stands in another package than the schema is said with the name of that.
	in := func(at, schema, name string) string {
		switch {
		case at == r.ofSchema[schema]:
			return name
		case at == "":
			return d.Vendor + "." + name
		}
		return at + "." + name
	}
	uses := map[string]string{}
	say := func(name, format string, args ...any) {
		if uses[name] == "" {
			uses[name] = fmt.Sprintf(format, args...)
		}
	}
	type methods struct{ creates, updates, rows, gives, takes map[string][]string }
	of := methods{map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}}
	add := func(of map[string][]string, schema any, at, method string) {
		s, _ := schema.(tree.Object)
		if items, ok := s["items"].(tree.Object); ok {
			s = items
		}
		if ref := tree.String(s, "$ref"); ref != "" {
			name := ref[strings.LastIndexByte(ref, '/')+1:]
			if method := in(at, name, method); !slices.Contains(of[name], method) {
				of[name] = append(of[name], method)
			}
		}
	}
	for _, op := range d.Operations() {
		at, method := r.ofTag[op.Tag()], op.Tag()+"."+op.GoMethod()
		if upsert, ok := op.Spec[source.XUpsert].(tree.Object); ok {
			create, update := tree.String(upsert, "create"), tree.String(upsert, "update")
			of.creates[create] = append(of.creates[create], in(at, create, op.Tag()+".Create"))
			of.updates[update] = append(of.updates[update], in(at, update, op.Tag()+".Update"))
			method = op.Tag() + ".Create"
		} else {
			_, body := source.FirstContent(d.Follow(op.Spec["requestBody"]))
			add(of.takes, body, at, method)
		}
		for status, response := range tree.Child(op.Spec, "responses") {
			if !strings.HasPrefix(status, "2") {
				continue
			}
			_, schema := source.FirstContent(d.Follow(response))
			page, _ := op.Spec[source.XPage].(tree.Object)
			properties, _ := d.Follow(schema)["properties"].(tree.Object)
			if rows, ok := properties[tree.String(page, "items")].(tree.Object); ok && page != nil {
				add(of.rows, rows, at, method)
				add(of.gives, schema, at, method)
			} else if page != nil {
				add(of.rows, schema, at, method)
			} else {
				add(of.gives, schema, at, method)
			}
		}
	}
	for name, methods := range of.creates {
		say(name, "is a new record for %s.", several(methods))
	}
	for name, methods := range of.updates {
		say(name, "is what %s%s of the record with its id; fields that aren't set keep their values.", several(methods), agree(methods, " changes", " change"))
	}
	for _, name := range slices.Sorted(maps.Keys(d.Schemas())) {
		var said []string
		if rows := of.rows[name]; len(rows) > 0 {
			said = append(said, "is a row of "+several(rows))
		}
		if gives := of.gives[name]; len(gives) > 0 {
			said = append(said, "is the response of "+several(gives))
		}
		if takes := of.takes[name]; len(takes) > 0 {
			said = append(said, "is the body of "+several(takes))
		}
		if len(said) > 0 {
			say(name, "%s.", strings.Join(said, ", and "))
		}
	}
	// What no operation has by itself stands in a field of what one has.
	for _, owner := range slices.Sorted(maps.Keys(d.Schemas())) {
		schema, _ := d.Schemas()[owner].(tree.Object)
		properties, _ := schema["properties"].(tree.Object)
		for _, field := range slices.Sorted(maps.Keys(properties)) {
			property, _ := properties[field].(tree.Object)
			goName := tree.String(property, source.XGoName)
			if goName == "" {
				goName = source.GoNameOf(field)
			}
			for _, name := range d.schemasIn(property) {
				say(name, "is used in the field %s of %s.", goName, in(r.ofSchema[owner], name, owner))
			}
		}
	}
	for name := range d.Schemas() {
		say(name, "is in the vendor's document, but in none of its operations.")
	}
	return uses
}

// schemasIn lists the schemas that a property refers to, by reference or within its Go type.
func (d *document) schemasIn(property tree.Object) (names []string) {
	if items, ok := property["items"].(tree.Object); ok {
		names = d.schemasIn(items)
	}
	if ref := tree.String(property, "$ref"); ref != "" {
		names = append(names, ref[strings.LastIndexByte(ref, '/')+1:])
	}
	notName := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, word := range strings.FieldsFunc(tree.String(property, source.XGoType), notName) {
		if _, ok := d.Schemas()[word]; ok {
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
