package rest

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/jsonscan"
)

// mostDetails bounds how many remarks of a vendor's are kept.
const mostDetails = 20

// remarkFields are the fields, in lower case, that servers put their remarks into: JSON:API, problem details (RFC 9457 and its
// predecessor), ASP.NET, Symfony, Django, FastAPI, OData and others. They name no field of what was sent. They are one string, as are
// those below, which is far less code than a list.
const remarkFields = "errors modelstate validationerrors validation_errors fielderrors field_errors violations fieldviolations " +
	"invalid-params invalid_params invalidparams details detail messages message fields error children non_field_errors"

// remarks collects what a failure's body says of single fields, in the forms that servers have for it: a list of errors
// (JSON:API's point at the field), an object of fields with their messages (Rails, ASP.NET), fields within fields.
type remarks struct {
	clean func(string) string
	list  []Detail
}

func (r *remarks) add(path, code, message string) {
	if len(r.list) < mostDetails && (path != "" || code != "" || message != "") {
		r.list = append(r.list, Detail{Path: r.clean(path), Code: r.clean(code), Message: r.clean(message)})
	}
}

// read takes in the value of a field that holds errors, as far as it is a list or an object.
func (r *remarks) read(path string, raw []byte, depth int) {
	if depth > 5 || len(r.list) >= mostDetails {
		return
	}
	switch jsonscan.Kind(raw) {
	case jsonscan.List:
		for _, item := range jsonscan.Split(raw) {
			switch jsonscan.Kind(item) {
			case jsonscan.Object:
				r.one(path, item, depth)
			case jsonscan.String:
				r.add(path, "", jsonscan.Scalar(item))
			}
		}
	case jsonscan.Object:
		if firstOf(foldedFields(raw), "message msg") != "" { // one error, not the fields' of a record
			r.one(path, raw, depth)
			return
		}
		jsonscan.Fields(raw, func(name, value []byte) bool {
			inner := path
			if !around(string(name), value) {
				inner = strings.TrimPrefix(path+"."+string(name), ".")
			}
			if strings.HasPrefix(inner, "@") { // the type of the remark itself
				return true
			}
			switch jsonscan.Kind(value) {
			case jsonscan.List, jsonscan.Object:
				r.read(inner, value, depth+1)
			case jsonscan.String:
				r.add(inner, "", jsonscan.Scalar(value))
			}
			return len(r.list) < mostDetails
		})
	}
}

// around reports whether a field within remarks only holds other ones. A record's own field may be called the same; its messages are
// a list of strings.
func around(name string, value []byte) bool {
	name = strings.ToLower(name)
	if name == "errors" || name == "non_field_errors" {
		return true
	}
	hasString := jsonscan.Kind(value) == jsonscan.String
	for _, item := range jsonscan.Split(value) {
		hasString = hasString || jsonscan.Kind(item) == jsonscan.String
	}
	return !hasString && slices.Contains(strings.Fields(remarkFields), name)
}

// one takes in an object that describes one error, or the errors of fields below.
func (r *remarks) one(path string, raw []byte, depth int) {
	folded := foldedFields(raw)
	code := firstOf(folded, "code errorcode type")
	message := firstOf(folded, "detail message errormessage msg defaultmessage description issue title error reason")
	if message == "" && code == "" {
		r.read(path, raw, depth+1)
		return
	}
	at := cmp.Or(
		firstOf(folded, "path field propertypath propertyname property attribute param parameter pointer target location name"),
		joined(folded["loc"]), joined(folded["path"]),
		firstOf(foldedFields(folded["source"]), "pointer parameter header"))
	switch {
	case at == "":
		at = path
	case path != "" && at != path && !strings.HasSuffix(path, "."+at):
		at = path + "." + at
	case path != "":
		at = path
	}
	r.add(at, code, message)
}

// joined writes a path that is a list of names and indexes with dots.
func joined(raw []byte) string {
	var parts []string
	for _, item := range jsonscan.Split(raw) {
		parts = append(parts, jsonscan.Scalar(item))
	}
	return strings.Join(parts, ".")
}

// foldedFields returns the fields of an object by their names in lower case; none when it is no object. Of several whose names differ in
// case only, one that says nothing hides no other.
func foldedFields(raw []byte) map[string]json.RawMessage {
	folded := map[string]json.RawMessage{}
	jsonscan.Fields(raw, func(name, value []byte) bool {
		lower := strings.ToLower(string(name))
		if empty(folded[lower]) || lower == string(name) && !empty(value) {
			folded[lower] = value
		}
		return true
	})
	return folded
}

// empty reports whether the value of a field says nothing.
func empty(value []byte) bool {
	if kind := jsonscan.Kind(value); kind == jsonscan.List || kind == jsonscan.Object {
		return len(value) == 2
	}
	return jsonscan.Scalar(value) == ""
}

// firstOf returns what the first of the named fields says that says something. The names have blanks between them.
func firstOf(fields map[string]json.RawMessage, names string) string {
	for _, name := range strings.Fields(names) {
		if s := jsonscan.Scalar(fields[name]); s != "" {
			return s
		}
	}
	return ""
}

// firstShown is firstOf of which something is left when it is clean.
func firstShown(fields map[string]json.RawMessage, names string, clean func(string) string) string {
	for _, name := range strings.Fields(names) {
		if s := clean(jsonscan.Scalar(fields[name])); s != "" {
			return s
		}
	}
	return ""
}

// readDetails fills in what a body says of single fields. It reports whether there was something of the kind.
func (e *Error) readDetails(body []byte, folded, nested map[string]json.RawMessage, clean func(string) string) bool {
	r := remarks{clean: clean}
	for _, object := range []map[string]json.RawMessage{folded, nested} {
		for _, name := range strings.Fields(remarkFields) {
			kind := jsonscan.Kind(object[name])
			if kind == jsonscan.List || kind == jsonscan.Object && (name != "error" || len(nested) > 0 && nested["message"] == nil && nested["code"] == nil) {
				r.read("", object[name], 0)
			}
			if len(r.list) > 0 {
				break
			}
		}
	}
	if jsonscan.Kind(body) == jsonscan.List {
		r.read("", body, 0)
	}
	if len(r.list) == 0 && e.Status/100 == 4 && onlyLists(body) { // Rails without anything around it
		r.read("", body, 0)
	}
	if len(r.list) == 0 {
		return false
	}
	e.Details = r.list
	first := r.list[0]
	for _, object := range []map[string]json.RawMessage{nested, folded} {
		e.Code = cmp.Or(e.Code, firstShown(object, "code errorcode error_code", clean))
		e.Message = cmp.Or(e.Message, firstShown(object, messageFields()+" error", clean))
	}
	e.Code = cmp.Or(e.Code, first.Code)
	if e.Message == "" && first.Path == "" {
		e.Message = first.Message
	}
	if first.Path == "" && first.Message == e.Message && (first.Code == e.Code || first.Code == "") {
		e.Details = r.list[1:] // the error itself says it
	}
	if len(e.Details) == 0 {
		e.Details = nil
	}
	return true
}

// onlyLists reports whether an object has fields, and each is a list of strings, or an object of such lists.
func onlyLists(body []byte) bool { return onlyListsWithin(body, 3) }

func onlyListsWithin(body []byte, depth int) bool {
	some, all := false, depth > 0
	jsonscan.Fields(body, func(_, value []byte) bool {
		if jsonscan.Kind(value) == jsonscan.Object {
			some = true
			all = onlyListsWithin(value, depth-1)
			return all
		}
		all = jsonscan.Kind(value) == jsonscan.List
		for _, item := range jsonscan.Split(value) {
			some = true
			all = all && jsonscan.Kind(item) == jsonscan.String
		}
		return all
	})
	return some && all
}
