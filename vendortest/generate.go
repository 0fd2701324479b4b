package vendortest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// generator makes one value of a schema. The same seed, place and slot always give the same value, so records need not
// be kept until somebody changes them.
type generator struct {
	server *Server
	rng    *rand.Rand
	source *rand.PCG // of rng
	slot   int
	// link gives ids of the records that a field's name points to.
	link  func(name string, n int) []any
	stack []*openapi3.Schema
	// planned is the field that is being made, if it was planned: what its name means needn't be looked up then.
	planned *plannedField
	records *collection // of the planned field
	texts   *slotTexts  // of the slot; see the method
}

// Real schemas nest without end. deepest is how far nested objects are filled; one with more than wide fields is filled
// only where it stands directly in a record, or a record would grow to megabytes.
const (
	deepest = 4
	wide    = 20
)

func (s *Server) generator(place string, slot int) *generator {
	source := rand.NewPCG(s.settings.seed, mix(place, slot))
	return &generator{
		server: s, slot: slot, rng: rand.New(source), source: source, texts: &s.texts,
		link: func(string, int) []any { return nil },
	}
}

// mix hashes a place and a number.
func mix(place string, n int) uint64 { return mixed(hash(place), n) }

func hash(place string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(place))
	return h.Sum64()
}

func mixed(place uint64, n int) uint64 {
	x := place ^ uint64(n+1)*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// value makes a value for a field called name; absent says that the field is better left out.
func (g *generator) value(schema *openapi3.Schema, name string) (v any, absent bool) {
	if schema == nil {
		return nil, true
	}
	if special := g.server.behave.value; special != nil {
		if v, ok := special(g, schema, name); ok {
			return v, false
		}
	}
	// The first record of a collection has everything; of the others one in five lacks what may be null.
	if schema.Nullable && g.slot > 0 && g.rng.IntN(5) == 0 {
		return nil, false
	}
	if lenient := lenientOf(schema); lenient != "" {
		return g.lenient(schema, name, lenient)
	}
	if len(schema.Enum) > 0 {
		return g.oneOf(schema.Enum), false
	}
	for _, alternatives := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf} {
		if len(alternatives) > 0 {
			return g.value(alternatives[g.slot%len(alternatives)].Value, name)
		}
	}
	switch {
	case schema.Type.Is("object") || len(schema.Properties) > 0 || len(schema.AllOf) > 0:
		return g.object(schema, name)
	case schema.Type.Is("array"):
		return g.array(schema, name)
	case schema.Type.Is("integer"), schema.Type.Is("number"):
		return g.number(schema, name), false
	case schema.Type.Is("boolean"):
		return g.rng.IntN(2) == 0, false
	case schema.Type.Is("string"):
		return g.string(schema, name), false
	}
	return g.unknown(name), false
}

// oneOf takes enum values in turn, so that a few records show all of them.
func (g *generator) oneOf(values []any) any {
	values = slices.DeleteFunc(slices.Clone(values), func(v any) bool { return v == nil })
	if len(values) == 0 {
		return nil
	}
	return values[g.slot%len(values)]
}

func (g *generator) object(schema *openapi3.Schema, name string) (any, bool) {
	deepest, wide := cmp.Or(g.server.vendor.deepest, deepest), cmp.Or(g.server.vendor.wide, wide)
	if slices.Contains(g.stack, schema) || len(g.stack) >= deepest || len(g.stack) > 1 && len(schema.Properties) > wide {
		if len(schema.Required) > 0 && len(g.stack) < 2*deepest {
			return g.required(schema), false
		}
		return map[string]any{}, true
	}
	g.stack = append(g.stack, schema)
	defer func() { g.stack = g.stack[:len(g.stack)-1] }()
	out := make(map[string]any, len(schema.Properties))
	g.fill(out, schema, name)
	return out, false
}

// required makes the smallest object that its schema takes.
func (g *generator) required(schema *openapi3.Schema) map[string]any {
	g.stack = append(g.stack, schema)
	defer func() { g.stack = g.stack[:len(g.stack)-1] }()
	out := map[string]any{}
	for _, name := range schema.Required {
		if p := schema.Properties[name]; p != nil {
			out[name], _ = g.value(p.Value, name)
		}
	}
	return out
}

func (g *generator) fill(out map[string]any, schema *openapi3.Schema, name string) {
	for _, part := range schema.AllOf {
		g.fill(out, part.Value, name)
	}
	identifies := isIdentifier(schema)
	for _, field := range g.server.fieldsIn(schema) {
		name := name
		// The documents keep deprecated fields so that old code compiles; vendors don't send them.
		if field.schema.Deprecated && !field.required {
			continue
		}
		if hidden := g.server.vendor.hidden; hidden != nil && hidden(field.name) {
			continue
		}
		if identifies && field.name == "id" {
			if ids := g.link(name, 1); len(ids) > 0 {
				out[field.name] = ids[0]
				continue
			}
		}
		if identifies && field.name == "type" && len(field.schema.Enum) == 0 {
			out[field.name] = spec.Singular(name)
			continue
		}
		if field.name != "data" && field.name != "attributes" { // wrappers, whose own names say nothing
			name = field.name
		}
		if v, absent := g.value(field.schema, name); !absent || field.required {
			out[field.name] = v
		}
	}
	if extra := schema.AdditionalProperties.Schema; extra != nil && len(schema.Properties) == 0 {
		for i := range 1 + g.rng.IntN(3) {
			if v, absent := g.value(extra.Value, name); !absent {
				out[fmt.Sprintf("%s%d", keys[g.rng.IntN(len(keys))], i+1)] = v
			}
		}
	}
}

// fieldIn is a field of a schema.
type fieldIn struct {
	name     string
	ref      *openapi3.SchemaRef
	schema   *openapi3.Schema
	required bool
}

// fieldsIn lists a schema's fields in order. The caller holds mu.
func (s *Server) fieldsIn(schema *openapi3.Schema) []fieldIn {
	fields, ok := s.fields[schema]
	if !ok {
		fields = make([]fieldIn, 0, len(schema.Properties))
		for _, name := range sortedKeys(schema.Properties) {
			ref := schema.Properties[name]
			fields = append(fields, fieldIn{name, ref, ref.Value, slices.Contains(schema.Required, name)})
		}
		s.fields[schema] = fields
	}
	return fields
}

// isIdentifier reports whether a schema names another record by id and type.
func isIdentifier(schema *openapi3.Schema) bool {
	return len(schema.Properties) == 2 && schema.Properties["id"] != nil && schema.Properties["type"] != nil
}

func (g *generator) array(schema *openapi3.Schema, name string) (any, bool) {
	if schema.Items == nil {
		return []any{}, false
	}
	items := schema.Items.Value
	n := 1 + g.rng.IntN(3)
	if g.slot == 0 {
		n = 2
	}
	if schema.MinItems > uint64(n) {
		n = int(schema.MinItems)
	}
	if schema.MaxItems != nil && *schema.MaxItems < uint64(n) {
		n = int(*schema.MaxItems)
	}
	if len(items.Properties) == 0 && len(items.Enum) == 0 && !items.Type.Is("boolean") && !items.Type.Is("array") && !items.Type.Is("object") {
		if ids := g.link(name, n); ids != nil {
			if ids = g.fit(ids, items); ids != nil {
				return ids, false
			}
		}
	}
	out := make([]any, 0, n)
	for range n {
		v, absent := g.value(items, spec.Singular(name))
		if absent {
			break
		}
		if v == nil && !items.Nullable {
			continue
		}
		out = append(out, v)
	}
	return out, false
}

// fit turns ids into the type that a schema has for them.
func (g *generator) fit(ids []any, schema *openapi3.Schema) []any {
	for i, id := range ids {
		if _, whole := id.(int64); whole && schema.Type.Is("integer") {
			continue
		}
		switch text := fmt.Sprint(id); {
		case schema.Type.Is("string"):
			ids[i] = text
		case schema.Type.Is("integer"):
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return nil
			}
			ids[i] = n
		}
	}
	return ids
}

func (g *generator) number(schema *openapi3.Schema, name string) any {
	if schema.Format == "unix-time" {
		return g.moment(name).Unix()
	}
	if schema.Type.Is("integer") {
		if ids := g.fit(g.link(name, 1), schema); len(ids) > 0 {
			return ids[0]
		}
	}
	low, high := bounds(schema, g.facts(name))
	if schema.Type.Is("integer") {
		return g.integer(low, high)
	}
	return g.decimal(low, high)
}

// bounds are those of a number by what its field's name and its schema say.
func bounds(schema *openapi3.Schema, facts *wordFacts) (low, high float64) {
	low, high = facts.low, facts.high
	if schema.Min != nil {
		low = math.Max(low, *schema.Min)
		high = math.Max(high, low)
	}
	if schema.Max != nil {
		high = math.Min(high, *schema.Max)
		low = math.Min(low, high)
	}
	return low, high
}

func (g *generator) integer(low, high float64) any {
	return boxedInteger(int64(low) + int64(g.rng.Uint64N(uint64(int64(high)-int64(low)+1))))
}

func (g *generator) decimal(low, high float64) any {
	return math.Round((low+g.rng.Float64()*(high-low))*100) / 100
}

// boxedInteger is a number as it goes into a record. Most are small, and needn't be put into memory of their own.
func boxedInteger(n int64) any {
	if small := smallIntegers(); n >= 0 && n < int64(len(small)) {
		return small[n]
	}
	return n
}

// smallIntegers never changes.
var smallIntegers = sync.OnceValue(func() []any {
	small := make([]any, 1024)
	for n := range small {
		small[n] = int64(n)
	}
	return small
})

func (g *generator) string(schema *openapi3.Schema, name string) any {
	if schema.Format == "" {
		if ids := g.link(name, 1); len(ids) > 0 {
			return fmt.Sprint(ids[0])
		}
	}
	text := ""
	switch schema.Format {
	case "date-time", zoneless:
		text = g.time(name)
	case "unix-time", "wall-time", "offset-time":
		return g.server.spellTime(g.moment(name), schema)
	case "json":
		return `{"note":"` + g.phrase() + `"}`
	case "date":
		text = g.around().AddDate(0, 0, g.rng.IntN(60)).Format(time.DateOnly)
	case "uuid":
		text = fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", g.rng.Uint32(), g.rng.IntN(1<<16), g.rng.IntN(1<<12), g.rng.IntN(1<<12), g.rng.Int64N(1<<48))
	case "uri", "url":
		text = "https://example.com/" + g.word() + "/" + strconv.Itoa(g.slot+1)
	case "email":
		text = g.text("email")
	case "byte":
		text = "dmVuZG9ydGVzdA=="
	default:
		made := g.boxedText(name)
		if schema.MinLength == 0 && schema.MaxLength == nil {
			return made
		}
		text = made.(string)
	}
	for uint64(len(text)) < schema.MinLength {
		text += "x"
	}
	if schema.MaxLength != nil && uint64(len(text)) > *schema.MaxLength {
		text = text[:*schema.MaxLength]
	}
	return text
}

// around is where the times of a record lie.
func (g *generator) around() time.Time { return epoch.Add(time.Duration(g.slot) * 37 * time.Minute) }

func (g *generator) time(name string) string { return g.boxedTime(g.facts(name).updated).(string) }

// moment makes a time for a field by its name.
func (g *generator) moment(name string) time.Time {
	return g.momentAt(g.rng.IntN(timeSpread), g.facts(name).updated)
}

// spellTime writes a time in the format of a schema, the vendor's own where that has none.
func (s *Server) spellTime(at time.Time, schema *openapi3.Schema) any {
	format := ""
	if schema != nil {
		for _, alternative := range slices.Concat(openapi3.SchemaRefs{{Value: schema}}, schema.OneOf, schema.AnyOf) {
			if format == "" {
				format, schema = alternative.Value.Format, alternative.Value
			}
		}
	}
	switch format {
	case "unix-time":
		if schema.Type.Is("integer") {
			return at.Unix()
		}
		return strconv.FormatInt(at.Unix(), 10)
	case "wall-time":
		return s.local(at).Format("2006-01-02 15:04:05")
	case "offset-time":
		return s.local(at).Format("2006-01-02T15:04:05-0700")
	}
	return s.stamp(at)
}

// local is a time on the clocks of the account.
func (s *Server) local(at time.Time) time.Time {
	if s.vendor.zone == nil {
		return at.UTC()
	}
	return at.In(s.vendor.zone(at))
}

// stamp writes a time as the vendor does.
func (s *Server) stamp(at time.Time) string {
	switch layout := s.vendor.timeLayout; layout {
	case "":
		return at.UTC().Format(time.RFC3339)
	case secondsLayout: // which package time writes much faster with the zone behind it
		var text [len(time.RFC3339)]byte
		return string(bytes.TrimSuffix(at.UTC().AppendFormat(text[:0], time.RFC3339), []byte("Z")))
	default:
		return at.UTC().Format(layout)
	}
}

// secondsLayout is RFC 3339 without a zone.
const secondsLayout = "2006-01-02T15:04:05"

// unknown makes a value for a field whose type isn't public, by its name alone.
func (g *generator) unknown(name string) any {
	words := wordsOf(name)
	first, last := "", ""
	if len(words) > 0 {
		first, last = words[0], words[len(words)-1]
	}
	if slices.Contains([]string{"is", "has", "enable", "allow", "hide", "hidden", "activate"}, first) {
		return g.rng.IntN(2) == 0
	}
	plural := spec.Singular(name) != name
	n := 1
	if plural {
		n = 2
	}
	if ids := g.link(name, n); ids != nil {
		if plural {
			return ids
		}
		return ids[0]
	}
	switch {
	case slices.Contains([]string{"pinned", "enabled", "favorite", "private", "autonomous"}, last):
		return g.rng.IntN(2) == 0
	case first == "remaining", slices.Contains([]string{"count", "number", "position", "version", "days"}, last):
		return g.rng.IntN(20)
	case last == "at", last == "date", last == "term":
		return g.time(name)
	case slices.Contains([]string{"settings", "configuration", "information", "usage"}, last):
		return map[string]any{"version": 1}
	}
	return g.text(name)
}

// lenient makes a value in one of the spellings that a vendor is known to use, by turns.
func (g *generator) lenient(schema *openapi3.Schema, name, lenient string) (any, bool) {
	alternatives := slices.Concat(schema.OneOf, schema.AnyOf)
	if len(alternatives) == 0 {
		plain := *schema
		plain.Extensions = nil
		plain.Nullable = false
		v, absent := g.value(&plain, name)
		return spellWhole(schema, v), absent
	}
	if lenient == "map" {
		if g.slot%4 == 3 { // an empty object in the eyes of a server whose language has one type for both
			return []any{}, false
		}
		return g.value(alternatives[0].Value, name)
	}
	if lenient == "list" {
		i := 0
		if g.slot%4 == 3 {
			i = 1
		}
		return g.value(alternatives[i%len(alternatives)].Value, name)
	}
	var canonical *openapi3.Schema
	want := map[string]string{"number": "number", "integer": "integer", "boolean": "boolean", "text": "string"}[lenient]
	for _, alternative := range alternatives {
		if alternative.Value.Type.Is(want) {
			canonical = alternative.Value
		}
	}
	if canonical == nil {
		canonical = alternatives[0].Value
	}
	v, absent := g.value(canonical, name)
	if absent {
		return nil, true
	}
	n := g.slot
	if g.server.vendor.plainNumbers {
		n = 0
	}
	return spell(v, alternatives[g.slot%len(alternatives)].Value, n), false
}

// spellWhole writes a whole number that its document calls a number, as servers do that keep it as one: 12.0.
func spellWhole(schema *openapi3.Schema, v any) any {
	if lenientOf(schema) != "integer" || !schema.Type.Is("number") {
		return v
	}
	n, err := strconv.ParseFloat(fmt.Sprint(v), 64)
	if err != nil {
		return v
	}
	return json.Number(strconv.FormatFloat(math.Trunc(n), 'f', 1, 64))
}

// spell writes a value the way another type would: 12 as "12", true as 1.
func spell(v any, as *openapi3.Schema, n int) any {
	switch {
	case as.Type.Is("string"):
		switch v := v.(type) {
		case string:
			return v
		case bool:
			return map[bool]string{true: "1", false: "0"}[v]
		case float64:
			text := strconv.FormatFloat(v, 'f', -1, 64)
			if n%2 == 1 {
				text = thousands(text)
			}
			return text
		}
		return fmt.Sprint(v)
	case as.Type.Is("integer"), as.Type.Is("number"):
		switch v := v.(type) {
		case bool:
			return map[bool]int{true: 1, false: 0}[v]
		case string:
			if _, err := strconv.ParseFloat(v, 64); err == nil && json.Valid([]byte(v)) {
				return json.Number(v)
			}
			return n + 1
		case float64:
			if as.Type.Is("integer") {
				return math.Trunc(v)
			}
		}
	case as.Type.Is("boolean"):
		if _, ok := v.(bool); !ok {
			return n%2 == 0
		}
	}
	return v
}

// thousands puts commas into a number's text: 1,234.5.
func thousands(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		return whole + "." + fraction
	}
	return whole
}
