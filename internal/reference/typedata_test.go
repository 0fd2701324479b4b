package reference

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// scriptArguments are what a script of the reference calls its function with.
func scriptArguments(t *testing.T, data []byte, into ...any) {
	t.Helper()
	_, rest, found := strings.Cut(string(data), "(")
	if !found {
		t.Fatalf("no call: %.60s", data)
	}
	decoder := json.NewDecoder(strings.NewReader("[" + strings.TrimSuffix(rest, ");\n") + "]"))
	if _, err := decoder.Token(); err != nil {
		t.Fatal(err)
	}
	for _, out := range into {
		if err := decoder.Decode(out); err != nil {
			t.Fatal(err)
		}
	}
}

// named reads a name as the script does: that on the wire, and that in Go.
func named(text string) (wire, goName string) {
	if wire, goName, both := strings.Cut(text, "="); both {
		return wire, goName
	}
	wire = strings.ToLower(text)
	if wire == text {
		return wire, ""
	}
	goName = strings.Map(func(r rune) rune {
		if r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, text)
	return wire, goName
}

// resolved puts the evidence itself in the place of its number in the last column of a field's line.
func resolved(t *testing.T, columns []string, list [][]any) []string {
	t.Helper()
	if columns[4] == "" {
		return columns
	}
	n, err := strconv.ParseInt(columns[4], 36, 32)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(list[n])
	if err != nil {
		t.Fatal(err)
	}
	columns[4] = string(data)
	return columns
}

// unfolded has the fields of every type as the script makes them of what it is given.
func unfolded(t *testing.T, v *vendor) map[string][][]string {
	t.Helper()
	all := map[string]typeData{}
	for _, g := range v.groups {
		data, err := g.typesScript()
		if err != nil {
			t.Fatal(err)
		}
		var own map[string]map[string]typeData
		var elsewhere any
		var list [][]any
		scriptArguments(t, data, &own, &elsewhere)
		if len(own) > 0 && strings.Count(string(data), "]]") > 0 {
			scriptArguments(t, data, &own, &elsewhere, &list)
		}
		for _, types := range own {
			for name, data := range types {
				lines := strings.Split(data.Fields, "\n")
				for i, line := range lines {
					if columns := strings.Split(line, "\t"); len(columns) > 4 {
						lines[i] = strings.Join(resolved(t, columns, list), "\t")
					}
				}
				data.Fields = strings.Join(lines, "\n")
				all[name] = data
			}
		}
	}
	split := func(text string) (lines [][]string) {
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" {
				parts := strings.Split(line, "\t")
				lines = append(lines, append(parts, make([]string, 5-len(parts))...))
			}
		}
		return lines
	}
	out := map[string][][]string{}
	for name, data := range all {
		fields := split(data.Fields)
		if data.Like != "" {
			derived := map[string][]string{}
			for _, field := range split(all[data.Like].Fields) {
				field = slices.Clone(field)
				if strings.Contains(field[2], "o") {
					continue
				}
				if strings.Contains(field[2], "i") {
					field[1], field[2] = typeNames.ReplaceAllString(field[1], "${0}Input"), strings.ReplaceAll(field[2], "i", "")
				}
				derived[wireOf(field)] = field
			}
			for gone := range strings.SplitSeq(data.Without, "\n") {
				delete(derived, gone)
			}
			for _, field := range fields {
				derived[wireOf(field)] = field
			}
			fields = nil
			for _, field := range derived {
				fields = append(fields, field)
			}
			slices.SortFunc(fields, func(a, b []string) int { return strings.Compare(wireOf(a), wireOf(b)) })
		}
		out[name] = fields
	}
	return out
}

func wireOf(columns []string) string {
	wire, _ := named(columns[0])
	return wire
}

func TestEveryFieldCanBeUnfoldedAndFound(t *testing.T) {
	for _, name := range catalog.Vendors() {
		v := open(t, name)
		got := unfolded(t, v)
		fields := 0
		for _, typeName := range v.names {
			s := v.types[typeName].schema
			said := &proofs{number: map[string]int{}}
			want := v.fieldLines(v.types[typeName], said)
			for i, line := range want {
				if columns := strings.Split(line, "\t"); len(columns) > 4 {
					want[i] = strings.Join(resolved(t, columns, said.list), "\t")
				}
			}
			lines := make([]string, 0, len(want))
			for _, field := range got[typeName] {
				lines = append(lines, trimmedLine(field))
			}
			// What may be written within another record is marked where the type is read, and means nothing where it is written.
			if v.derived(v.types[typeName]) != v.types[typeName] {
				for i := range want {
					want[i] = strings.ReplaceAll(want[i], "\t"+markNested, "\t")
					want[i] = strings.TrimRight(want[i], "\t")
				}
				for i := range lines {
					lines[i] = strings.TrimRight(strings.ReplaceAll(lines[i], "\t"+markNested, "\t"), "\t")
				}
			}
			if diff := cmp.Diff(want, lines); diff != "" {
				t.Fatalf("%s: the fields of %s, wanted and unfolded:\n%s", name, typeName, diff)
			}
			fields += len(s.Properties)
		}
		t.Logf("%s: %d types, %d fields", name, len(v.names), fields)

		data, err := v.fieldsScript()
		if err != nil {
			t.Fatal(err)
		}
		var index map[string]string
		var vendor string
		scriptArguments(t, data, &vendor, &index)
		found := map[string]bool{}
		for line := range strings.SplitSeq(index["fields"], "\n") {
			shown, _, _ := strings.Cut(line, "\t")
			wire, _ := named(shown)
			found[wire] = true
		}
		for _, typeName := range v.names {
			for _, p := range v.types[typeName].schema.Properties {
				if !found[p.Name] {
					t.Errorf("%s: the field %s of %s can't be found", name, p.Name, typeName)
				}
			}
		}
		for _, op := range v.Document.Operations {
			for _, p := range op.Parameters {
				if !found[p.Name] {
					t.Errorf("%s: the parameter %s of %s can't be found", name, p.Name, op.ID)
				}
			}
		}
	}
}
