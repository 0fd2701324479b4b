package reference

import (
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
)

// example is a call of the operation in a program that has a context and a client: of a list, one that gets every row.
func (o *operation) example() string {
	if len(o.said.Methods) == 0 {
		return ""
	}
	m := o.said.Methods[0]
	if i := slices.IndexFunc(o.said.Methods, isAll); i >= 0 {
		m = o.said.Methods[i]
	}
	call := o.call(m)
	switch {
	case isAll(m):
		return "for row, err := range " + call + " {\n\tif err != nil {\n\t\treturn err\n\t}\n\tfmt.Println(row)\n}"
	case m.Gives == "error":
		return "err := " + call
	}
	return resultName(m) + ", err := " + call
}

// isAll reports whether a method iterates over every row of a list.
func isAll(m catalog.Method) bool {
	return strings.HasPrefix(m.Name, "All") && strings.HasPrefix(m.Gives, "iter.Seq2[")
}

// call writes the call of a method, with values for somebody to put theirs in their place.
func (o *operation) call(m catalog.Method) string {
	var given []string
	for i, a := range m.Takes {
		switch typed := m.Argument(i); {
		case strings.HasPrefix(typed, "..."):
		case a.Name == "ctx":
			given = append(given, "ctx")
		case a.Name == "params":
			given = append(given, o.parameters(m, typed))
		default:
			given = append(given, o.value(a.Name, typed))
		}
	}
	on, _, _ := strings.Cut(m.Call(), m.Name+"(ctx")
	return on + m.Name + "(" + strings.Join(given, ", ") + ")"
}

// parameters is a value of a struct of parameters that has the required ones; nil where there are none.
func (o *operation) parameters(m catalog.Method, typed string) string {
	var fields []string
	for _, p := range o.said.Parameters {
		if p.Required && p.Field != "" && !strings.HasPrefix(p.GoType, "*") {
			fields = append(fields, p.Field+": "+o.value(p.Field, m.Qualified(p.GoType)))
		}
	}
	if len(fields) == 0 {
		return "nil"
	}
	return "&" + strings.TrimPrefix(typed, "*") + "{" + strings.Join(fields, ", ") + "}"
}

// value is a Go expression of a type.
func (o *operation) value(name, typed string) string {
	switch typed {
	case "int64", "int32", "int", "float64":
		return "1"
	case "bool":
		return "true"
	case "string":
		return `"` + strings.ToLower(strings.Join(camelWords(name), "-")) + `"`
	case "io.Reader":
		return `strings.NewReader("content")`
	case "value.JSON":
		return "value.JSON(`{}`)"
	case "*value.JSON":
		return "new(value.JSON(`{}`))"
	case "value.Date":
		return `value.ParseDate("2026-03-01")`
	case "time.Time":
		return "time.Now()"
	}
	if text := o.textOf(typed); text != "" {
		return `"` + text + `"`
	}
	item, list := strings.CutPrefix(typed, "[]")
	switch {
	case list && (item == "int64" || item == "string" || item == "float64" || item == "value.JSON" || o.textOf(item) != ""):
		return typed + "{" + o.value(name, item) + "}"
	case list:
		return typed + "{{}}"
	case typed == "*int64" || typed == "*float64" || typed == "*bool" || typed == "*string":
		return "new(" + typed[1:] + "(" + o.value(name, typed[1:]) + "))"
	case strings.HasPrefix(typed, "*"):
		return "&" + typed[1:] + "{}"
	}
	return typed + "{}"
}

// textOf is the first of the values of a Go type that is a string with values of its own; "" for any other type.
func (o *operation) textOf(typed string) string {
	_, name, _ := strings.Cut(typed, ".")
	if strings.HasPrefix(typed, "[]") || strings.HasPrefix(typed, "*") {
		return ""
	}
	s := o.service.vendor.Schemas[name]
	for i, p := range o.said.Parameters {
		if s == nil && name != "" && strings.Trim(p.GoType, "*[]") == name {
			if s = o.Parameters[i].Schema; s != nil && s.Items != nil {
				s = s.Items
			}
		}
	}
	if s = s.Target(); s == nil || s.Type != "string" || len(s.Enum) == 0 {
		return ""
	}
	return plain(s.Enum[0])
}

// resultName is what a program may call what a method gives.
func resultName(m catalog.Method) string {
	switch {
	case strings.Contains(m.Gives, "*rest.Download"):
		return "download"
	case strings.Contains(m.Gives, "value.JSON"):
		return "data"
	case strings.HasPrefix(m.Gives, "([]"):
		return "records"
	}
	return "record"
}
