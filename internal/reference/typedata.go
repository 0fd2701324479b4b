package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// typeData is what the script knows of a type. A page has only the types' names: with every field of Halo, of which a record has a
// thousand and ten operations take it, it would be neither small nor readable.
type typeData struct {
	About string `json:"about,omitempty"`
	// Of is what the type is, in words, where it isn't an object with fields.
	Of string `json:"of,omitempty"`
	// Like is the type that this one is derived from: what it has less, and in Fields what it has otherwise.
	Like    string `json:"like,omitempty"`
	Without string `json:"without,omitempty"` // names with line breaks between them
	// Fields has a line for each field: its name (see wireName), type, marks (see fieldMarks), description and the number of its evidence
	// among the file's, with tabs between them.
	Fields string `json:"fields,omitempty"`
	// More is the type of the fields without a name of their own.
	More string `json:"more,omitempty"`
	// Source is the number of the type's evidence among the file's.
	Source *int `json:"source,omitempty"`
}

// proofs are what types and fields of a file say of their evidence, as the script gets it, each once.
type proofs struct {
	list   [][]any
	number map[string]int
}

func (p *proofs) add(data []any) int {
	key := fmt.Sprintf("%q", data)
	n, known := p.number[key]
	if !known {
		n = len(p.list)
		p.number[key] = n
		p.list = append(p.list, data)
	}
	return n
}

// fieldMarks are what a field may be besides its type, each a letter.
const (
	markRequired   = "r"
	markReadOnly   = "o"
	markWriteOnly  = "w"
	markDeprecated = "d"
	markNullable   = "n"
	markSecret     = "s"
	markNested     = "i" // what it holds has a type of its own for being written
)

// typesScript is the file that has the types of the services of a group, by service and name, and says where those stand that they name
// and that aren't in it: by file, service and name. Last come the evidences that it has, which types and fields name by number.
func (g *group) typesScript() ([]byte, error) {
	v := g.Services[0].vendor
	own := map[string]map[string]typeData{}
	said := &proofs{number: map[string]int{}}
	others := map[string]map[string][]string{}
	for _, s := range g.Services {
		for _, t := range s.types {
			if own[s.Name] == nil {
				own[s.Name] = map[string]typeData{}
			}
			own[s.Name][t.Name] = v.dataOf(t, said)
			if v.derived(t) != t {
				continue // it stands where what it was derived from does, and so do those that it names
			}
			for _, name := range v.namesBelow(t) {
				at := v.types[name].home
				if at.group == g {
					continue
				}
				if others[at.typesFile()] == nil {
					others[at.typesFile()] = map[string][]string{}
				}
				if in := others[at.typesFile()]; !slices.Contains(in[at.Name], name) {
					in[at.Name] = append(in[at.Name], name)
				}
			}
		}
	}
	if len(said.list) == 0 {
		return script("types", own, others)
	}
	return script("types", own, others, said.list)
}

// script writes a call of a function of the reference's script. A file that is opened from a disk can load another so, and only so.
func script(function string, args ...any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("reference." + function + "(")
	for i, arg := range args {
		if i > 0 {
			out.WriteByte(',')
		}
		data, err := json.Marshal(arg)
		if err != nil {
			return nil, err
		}
		out.Write(data)
	}
	out.WriteString(");\n")
	return out.Bytes(), nil
}

func (v *vendor) dataOf(t *schemaType, said *proofs) typeData {
	data := typeData{About: oneLine(t.said[t.path])}
	if data.About == "" && t.path == "" {
		data.About = oneLine(v.prose.Schemas[t.Name][""])
	}
	if e := v.proofOf(t.owner, ""); e != (prose.Evidence{}) && !t.inner {
		data.Source = new(said.add(v.proofData(e, "")))
	}
	if t.schema.Additional != nil && len(t.schema.Properties) > 0 {
		data.More = v.typeText(t.schema.Additional)
	}
	if len(t.schema.Properties) == 0 {
		data.Of = v.valueText(t.schema)
		return data
	}
	lines := v.fieldLines(t, said)
	if from := v.derived(t); from != t {
		data.Like = from.Name
		lines, data.Without = v.otherwise(from, t, said)
	}
	data.Fields = strings.Join(lines, "\n")
	return data
}

// otherwise compares a type that is written with what the script makes of the one that it was derived from: all fields but those that
// are only read, records within it as they are written. It returns the lines that aren't so, and the names of fields that aren't there.
func (v *vendor) otherwise(from, t *schemaType, said *proofs) (lines []string, without string) {
	expected := map[string]string{}
	for i, line := range v.fieldLines(from, said) {
		if p := from.schema.Properties[i]; !p.Schema.ReadOnly {
			expected[p.Name] = v.writtenLine(line)
		}
	}
	for i, line := range v.fieldLines(t, said) {
		name := t.schema.Properties[i].Name
		if expected[name] != line {
			lines = append(lines, line)
		}
		delete(expected, name)
	}
	return lines, strings.Join(slices.Sorted(maps.Keys(expected)), "\n")
}

// writtenLine is the line of a field in the type that is derived for writing.
func (v *vendor) writtenLine(line string) string {
	parts := strings.Split(line, "\t")
	if len(parts) > 2 && strings.Contains(parts[2], markNested) {
		parts[2] = strings.ReplaceAll(parts[2], markNested, "")
		parts[1] = typeNames.ReplaceAllString(parts[1], "${0}"+nestedSuffix)
	}
	return trimmedLine(parts)
}

// nestedSuffix is what the script puts behind the name of a type to get that of the type which is written within another.
const nestedSuffix = "Input"

// nested reports whether the types that a schema names have others for being written within a record.
func (v *vendor) nested(s *spec.Schema) bool {
	names := v.namesIn(s)
	for _, name := range names {
		if written := v.types[name+nestedSuffix]; written == nil || written.schema.WriteOf != name {
			return false
		}
	}
	return len(names) > 0
}

func trimmedLine(parts []string) string { return strings.TrimRight(strings.Join(parts, "\t"), "\t") }

// fieldLines has a line for each field of a type, in their order.
func (v *vendor) fieldLines(t *schemaType, said *proofs) []string {
	lines := make([]string, len(t.schema.Properties))
	for i, p := range t.schema.Properties {
		about := oneLine(t.said[join(t.path, p.Name)])
		parts := []string{v.wireName(t.owner, p.Name), v.typeText(p.Schema), v.marks(t, p.Name), about, ""}
		if e := v.proofOf(t.owner, join(t.path, p.Name)); e != (prose.Evidence{}) {
			parts[4] = base36(said.add(v.proofData(e, about)))
		}
		lines[i] = trimmedLine(parts)
	}
	return lines
}

func (v *vendor) marks(t *schemaType, field string) string {
	marks := ""
	s := t.schema.Properties.Get(field)
	for _, m := range [...]struct {
		holds bool
		mark  string
	}{
		{slices.Contains(t.schema.Required, field), markRequired}, {s.ReadOnly, markReadOnly}, {s.WriteOnly, markWriteOnly},
		{s.Deprecated, markDeprecated}, {s.Nullable, markNullable}, {s.Secret, markSecret}, {v.nested(s), markNested},
	} {
		if m.holds {
			marks += m.mark
		}
	}
	return marks
}

// oneLine takes the line breaks out of a text, but those between paragraphs, which it writes as a mark.
func oneLine(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	return strings.Join(paragraphs, " ¶ ")
}
