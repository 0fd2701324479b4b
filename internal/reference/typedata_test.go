package reference

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

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
		scriptArguments(t, data, &own)
		for _, types := range own {
			for name, data := range types {
				all[name] = data
			}
		}
	}
	split := func(text string) (lines [][]string) {
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" {
				parts := strings.Split(line, "\t")
				lines = append(lines, append(parts, make([]string, 4-len(parts))...))
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
				derived[field[0]] = field
			}
			for gone := range strings.SplitSeq(data.Without, "\n") {
				delete(derived, gone)
			}
			for _, field := range fields {
				derived[field[0]] = field
			}
			fields = nil
			for _, field := range derived {
				fields = append(fields, field)
			}
			slices.SortFunc(fields, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
		}
		out[name] = fields
	}
	return out
}

func TestEveryFieldCanBeUnfoldedAndFound(t *testing.T) {
	for _, name := range catalog.Vendors() {
		v := open(t, name)
		got := unfolded(t, v)
		fields := 0
		for _, typeName := range v.names {
			s := v.types[typeName].schema
			want := v.fieldLines(v.types[typeName])
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

		data, err := v.searchScript()
		if err != nil {
			t.Fatal(err)
		}
		var index map[string]string
		var vendor string
		scriptArguments(t, data, &vendor, &index)
		found := map[string]bool{}
		for line := range strings.SplitSeq(index["fields"], "\n") {
			shown, _, _ := strings.Cut(line, "\t")
			shown, _, _ = strings.Cut(shown, "=")
			found[strings.ReplaceAll(shown, "|", "")] = true
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
