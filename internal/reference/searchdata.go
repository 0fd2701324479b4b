package reference

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// searchScript is the file that the search of a vendor is made from. Its parts are lines with tabs between their columns:
//
//	services    a name each, with a * behind those of every day
//	operations  the number of the service, methods, operationId, HTTP method, path, summary
//	types       the number of the service, name
//	fields      name, numbers of types, numbers of operations (it is a parameter there)
//
// Where a name runs words together there is a | between them, and where it misspells one there are its words behind a =.
//
// Numbers are those of the lines, from 0, as base 36 and each less the one before it.
func (v *vendor) searchScript() ([]byte, error) {
	var services, operations, types []string
	for _, s := range v.services {
		name := s.Name
		if s.Everyday {
			name += "*"
		}
		services = append(services, name)
		for _, op := range s.Operations {
			operations = append(operations, strings.Join([]string{
				base36(s.number), strings.Join(op.methods(), " "), op.ID, op.Method, op.Path, oneLine(op.Summary),
			}, "\t"))
		}
	}
	for _, name := range v.names {
		types = append(types, base36(v.types[name].home.number)+"\t"+name)
	}
	fields, err := v.fieldIndex()
	if err != nil {
		return nil, err
	}
	return script("search", v.Vendor, map[string]string{
		"product":    v.Product,
		"services":   strings.Join(services, "\n"),
		"operations": strings.Join(operations, "\n"),
		"types":      strings.Join(types, "\n"),
		"fields":     strings.Join(fields, "\n"),
	})
}

// fieldIndex has a line for each name of a field or a parameter.
func (v *vendor) fieldIndex() ([]string, error) {
	type places struct{ types, operations []int }
	found := map[string]*places{}
	at := func(name string) *places {
		if found[name] == nil {
			found[name] = &places{}
		}
		return found[name]
	}
	for _, name := range v.names {
		t := v.types[name]
		from := v.derived(t)
		for _, p := range t.schema.Properties {
			// What is written is found by what it was derived from.
			if from == t || from.schema.Properties.Get(p.Name) == nil {
				in := at(p.Name)
				in.types = append(in.types, t.number)
			}
		}
	}
	number := 0
	for _, s := range v.services {
		for _, op := range s.Operations {
			for _, p := range op.Parameters {
				in := at(p.Name)
				if len(in.operations) == 0 || in.operations[len(in.operations)-1] != number {
					in.operations = append(in.operations, number)
				}
			}
			number++
		}
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(found)) {
		line := strings.Join([]string{v.splitName(name), numbers(found[name].types), numbers(found[name].operations)}, "\t")
		lines = append(lines, strings.TrimRight(line, "\t"))
	}
	return lines, nil
}

// splitName marks the words of a name that runs them together, by the vendor's word list.
func (v *vendor) splitName(name string) string {
	if v.words == nil {
		return name
	}
	goName, err := v.words.GoName(name)
	if err != nil {
		return name // it has a Go name of its own
	}
	words := camelWords(goName)
	if strings.EqualFold(strings.Join(words, " "), strings.Join(camelWords(name), " ")) {
		return name
	}
	marked, rest := "", name
	for _, word := range words {
		for rest != "" && !isLetterOrDigit(rest[0]) {
			marked, rest = marked+rest[:1], rest[1:]
		}
		if len(word) > len(rest) || !strings.EqualFold(rest[:len(word)], word) {
			return name + "=" + strings.ToLower(strings.Join(words, " "))
		}
		if marked != "" && isLetterOrDigit(marked[len(marked)-1]) {
			marked += "|"
		}
		marked, rest = marked+rest[:len(word)], rest[len(word):]
	}
	return marked + rest
}

func isLetterOrDigit(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}

func numbers(list []int) string {
	last := 0
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = base36(n - last)
		last = n
	}
	return strings.Join(parts, " ")
}

func base36(n int) string { return strconv.FormatInt(int64(n), 36) }
