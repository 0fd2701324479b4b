package strict

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// placed is a part of a document that can be validated alone, and where it stands.
type placed struct {
	at   string
	part validated
}

// faultsOf validates the parts of a document one by one, the innermost first. A part within which something was refused isn't looked at: it
// would be refused for that.
func faultsOf(ctx context.Context, document *openapi3.T) []fault {
	collected := &parts{seen: map[any]bool{}}
	collected.find(reflect.ValueOf(document))
	w := &walk{ctx: ctx, seen: map[any]bool{}}
	restore := collected.cutReferences()
	w.through(rootPlace, reflect.ValueOf(document))
	restore()
	for _, one := range w.exemplified {
		if err := one.part.Validate(ctx, everything[:]...); err != nil && !slices.Contains(w.refused, one.at) {
			w.faults = append(w.faults, fault{one.at + exampleIn(err), inWords(err)})
		}
	}
	return w.faults
}

// walk goes through a document along its own parts, without what is referred to.
type walk struct {
	ctx         context.Context
	seen        map[any]bool
	exemplified []placed
	refused     []string // places
	faults      []fault
}

// through goes through a part and reports whether something within it, or itself, is refused.
func (w *walk) through(at string, v reflect.Value) (refused bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || w.seen[v.Interface()] {
			return false
		}
		w.seen[v.Interface()] = true
		if refused = w.through(at, v.Elem()); refused {
			return true
		}
	case reflect.Struct:
		if ref := v.FieldByName("Ref"); strings.HasSuffix(v.Type().Name(), "Ref") && ref.Kind() == reflect.String {
			return ref.String() == "" && w.through(at, v.FieldByName("Value"))
		}
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if field := v.Type().Field(i); field.IsExported() && field.Name != "Extensions" && field.Name != "Origin" && name != "-" {
				place := below(at, name)
				if name == "" { // what stands in the place of its whole, as a schema of additionalProperties does
					place = at
				}
				refused = w.through(place, v.Field(i)) || refused
			}
		}
		if all := v.Addr().MethodByName("Map"); all.IsValid() && all.Type().NumIn() == 0 { // paths, responses, callbacks keep theirs to themselves
			refused = w.through(at, all.Call(nil)[0]) || refused
		}
		if refused {
			return true
		}
	case reflect.Map:
		if v.Type().Key().Kind() != reflect.String {
			return false
		}
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			refused = w.through(below(at, key.String()), v.MapIndex(key)) || refused
		}
		if refused {
			return true
		}
	case reflect.Slice:
		for i := range v.Len() {
			refused = w.through(at+"["+strconv.Itoa(i)+"]", v.Index(i)) || refused
		}
		if refused {
			return true
		}
	default:
		return false
	}
	return w.validate(at, v)
}

// validate validates a part whose own parts are in order, if it can be.
func (w *walk) validate(at string, v reflect.Value) (refused bool) {
	part, ok := v.Interface().(validated)
	if !ok {
		return false
	}
	if exemplified(part) {
		w.exemplified = append(w.exemplified, placed{at, part})
	}
	err := part.Validate(w.ctx, withoutValues()...)
	if err == nil {
		return false
	}
	w.refused = append(w.refused, at)
	said := inWords(err)
	if extra := extraFields().FindStringSubmatch(said); extra != nil {
		for _, key := range strings.Fields(extra[1]) {
			w.faults = append(w.faults, fault{below(at, key), "OpenAPI has no such field here"})
		}
		return true
	}
	w.faults = append(w.faults, fault{at, said})
	return true
}

var extraFields = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`extra sibling fields: \[(.*)\]$`) })

// exampleIn is the place, below what has it, of the example or the default that an error is about.
func exampleIn(err error) string {
	if of, ok := errors.AsType[*openapi3.MediaTypeExampleValidationError](err); ok {
		return ".examples." + of.ExampleName
	}
	if of, ok := errors.AsType[*openapi3.ParameterExampleValidationError](err); ok {
		return ".examples." + of.ExampleName
	}
	if of, ok := errors.AsType[*openapi3.SchemaValueError](err); ok {
		return "." + of.ValueKind
	}
	return ""
}

// inWords is what an error says, in one line, without the schema and the value that kin-openapi prints with it.
func inWords(err error) string {
	var words []string
	printed := false
	for line := range strings.Lines(err.Error()) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "Schema:":
			printed = true
		case printed && strings.HasPrefix(line, " Or "): // the next of several alternatives
			printed = false
			words = append(words, strings.TrimSpace(line))
		case !printed && line != "":
			words = append(words, line)
		}
	}
	return strings.Join(words, " ")
}
