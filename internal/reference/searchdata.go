package reference

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// operationsScript is the file that the search over a vendor's operations is made from. Its parts are lines with tabs between their columns:
//
//	services    a name each, with a * behind those of every day; the field of work; of those of every day, what is said of them
//	operations  the number of the service, methods, operationId, HTTP method (with a - where it is deprecated), path, summary
//
// Numbers are those of the lines, from 0, as base 36.
func (v *vendor) operationsScript() ([]byte, error) {
	var services, operations []string
	for _, s := range v.services {
		columns := []string{s.Name, s.group.Name, ""}
		if s.Everyday {
			columns[0], columns[2] = s.Name+"*", oneLine(s.About)
		}
		services = append(services, trimmedLine(columns))
		for _, op := range s.Operations {
			method := op.Method
			if op.Deprecated {
				method += "-"
			}
			operations = append(operations, strings.Join([]string{
				base36(s.number), strings.Join(op.methods(), " "), op.ID, method, op.Path, oneLine(op.Summary),
			}, "\t"))
		}
	}
	return script("operations", v.Vendor, map[string]string{
		"product":    v.Product,
		"services":   strings.Join(services, "\n"),
		"operations": strings.Join(operations, "\n"),
	})
}

// fieldsScript is the file that the search over a vendor's fields and parameters is made from, in lines as operationsScript has:
//
//	types   the number of the service, name
//	fields  name (see wireName), numbers of types, numbers of operations (it is a parameter there), each less the one before it
func (v *vendor) fieldsScript() ([]byte, error) {
	var types []string
	for _, name := range v.names {
		types = append(types, base36(v.types[name].home.number)+"\t"+name)
	}
	return script("fields", v.Vendor, map[string]string{
		"types":  strings.Join(types, "\n"),
		"fields": strings.Join(v.fieldIndex(), "\n"),
	})
}

// wordsScript is the file that has what the search knows of English.
func wordsScript() ([]byte, error) { return script("words", catalog.SpeechOfSearch()) }

// fieldIndex has a line for each name of a field or a parameter.
func (v *vendor) fieldIndex() []string {
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
		line := strings.Join([]string{v.wireName("", name), numbers(found[name].types), numbers(found[name].operations)}, "\t")
		lines = append(lines, strings.TrimRight(line, "\t"))
	}
	return lines
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
