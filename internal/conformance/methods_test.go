package conformance

import (
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// goMethod finds a method of a service, on the client or in a package below the client's.
func goMethod(client any, service, name string) reflect.Value {
	for _, services := range append([]any{client}, servicesBelow(client)...) {
		if field := reflect.ValueOf(services).Elem().FieldByName(service); field.IsValid() {
			return field.Addr().MethodByName(name)
		}
	}
	return reflect.Value{}
}

// arguments are a method's, and what should arrive of them.
type arguments struct {
	values []reflect.Value
	path   map[string]string
	query  url.Values
	body   any // as JSON has it
}

// makeArguments makes a method's arguments.
func makeArguments(t *testing.T, made exampler, op *spec.Operation, method reflect.Type, path map[string]string) arguments {
	t.Helper()
	out := arguments{values: []reflect.Value{reflect.ValueOf(t.Context())}, path: path, query: url.Values{}}
	named := op.PathNames()
	for i := 1; i < method.NumIn()-1; i++ {
		in := method.In(i)
		switch {
		case len(named) > 0:
			value := path[named[0]]
			if value == "" {
				t.Fatalf("no record is known for path parameter %s", named[0])
			}
			given := reflect.New(in).Elem()
			if given.CanInt() {
				n, err := strconv.ParseInt(value, 10, 64)
				must(t, err)
				given.SetInt(n)
			} else {
				given.SetString(value)
			}
			out.values = append(out.values, given)
			named = named[1:]
		case in.Kind() == reflect.Pointer && strings.HasSuffix(in.Elem().Name(), "Params"):
			out.values = append(out.values, parameters(t, made, op, in, out.query))
		default:
			if op.Body == nil {
				t.Fatalf("argument %d of type %s has no counterpart in the document", i, in)
			}
			made.as = in
			out.body = generic(t, made.value(op.Body.Content().Schema, "body", 0))
			value := reflect.New(in)
			data, err := json.Marshal(out.body)
			must(t, err)
			must(t, json.Unmarshal(data, value.Interface()))
			attach(value.Elem())
			out.values = append(out.values, value.Elem())
		}
	}
	return out
}

// parameters fills every field of a parameter struct and notes what should arrive. Nothing to fill is a nil pointer.
func parameters(t *testing.T, made exampler, op *spec.Operation, params reflect.Type, query url.Values) reflect.Value {
	t.Helper()
	out := reflect.New(params.Elem())
	params, given := params.Elem(), 0
	made.known = nil // these are set in every call
	for i, p := range inFields(t, op, params) {
		name := p.Name
		if made.least && !p.Required && name != op.Scope {
			continue
		}
		given++
		value := made.value(p.Schema, name, 0)
		if name == "page" || name == "page[number]" {
			value = int64(1)
		}
		if schema := p.Schema.Target(); schema.Type == "string" && schema.Enum == nil && schema.Format == "" && made.fixed[name] == nil && !made.varied {
			value = "2026-03-04T05:06:07Z" // a string that any of the vendors' filters takes
		}
		data, err := json.Marshal(value)
		must(t, err)
		must(t, json.Unmarshal(data, out.Elem().Field(i).Addr().Interface()))
		for _, text := range wireStrings(value, p) {
			query.Add(name, text)
		}
	}
	if given == 0 {
		return reflect.Zero(out.Type())
	}
	return out
}

// inFields returns the parameters of an operation that are fields of its struct, in the order of these: those of the query, then those
// of the header.
func inFields(t *testing.T, op *spec.Operation, params reflect.Type) []*spec.Parameter {
	t.Helper()
	var list []*spec.Parameter
	for _, in := range []string{"query", "header"} {
		for _, p := range op.Parameters {
			if p.In == in {
				list = append(list, p)
			}
		}
	}
	if len(list) != params.NumField() {
		t.Fatalf("%s has %d parameters in the document and %d in its struct", op.ID, len(list), params.NumField())
	}
	return list
}

// only makes parameters that hold nothing but the given ones; none at all is a nil pointer.
func only(t *testing.T, op *spec.Operation, params reflect.Type, values map[string]any) reflect.Value {
	t.Helper()
	if len(values) == 0 {
		return reflect.Zero(params)
	}
	out := reflect.New(params.Elem())
	for i, p := range inFields(t, op, params.Elem()) {
		if value, ok := values[p.Name]; ok {
			data, err := json.Marshal(value)
			must(t, err)
			must(t, json.Unmarshal(data, out.Elem().Field(i).Addr().Interface()))
		}
	}
	return out
}

// needsQuery reports whether an operation has query parameters that can't be left out.
func needsQuery(op *spec.Operation) bool {
	return slices.ContainsFunc(op.Parameters, func(p *spec.Parameter) bool { return p.Required && p.In == "query" })
}

func wireStrings(value any, p *spec.Parameter) []string {
	list, ok := value.([]any)
	if !ok {
		return []string{plain(jsonNumber(value))}
	}
	strs := make([]string, len(list))
	for i, item := range list {
		strs[i] = plain(jsonNumber(item))
	}
	if p.Explode != nil && !*p.Explode {
		return []string{strings.Join(strs, ",")}
	}
	return strs
}

// jsonNumber turns whole numbers into what JSON makes of them.
func jsonNumber(v any) any {
	if n, ok := v.(int64); ok {
		return float64(n)
	}
	return v
}

// generic is a value as it looks after a journey through JSON, which those take that JSON has no type for.
func generic(t *testing.T, v any) any {
	switch v := v.(type) {
	case nil, bool, string, float64:
		return v
	case int64:
		return float64(v)
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = generic(t, item)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, item := range v {
			out[name] = generic(t, item)
		}
		return out
	}
	data, err := json.Marshal(v)
	must(t, err)
	var out any
	must(t, json.Unmarshal(data, &out))
	return out
}
