package rest

import (
	"encoding/json"
	"strings"
)

// mostDetails bounds how many remarks of a vendor's are kept.
const mostDetails = 20

// remarks collects what a failure's body says of single fields, in the shapes that servers have for it: a list of errors
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

// read takes in the value of a member that holds errors, as far as it is a list or an object.
func (r *remarks) read(path string, raw []byte, depth int) {
	if depth > 5 || len(r.list) >= mostDetails {
		return
	}
	switch kindName(raw) {
	case "a list":
		eachItem(raw, func(item []byte) {
			switch kindName(item) {
			case "an object":
				r.one(path, item, depth)
			case "text":
				r.add(path, "", scalarText(item))
			}
		})
	case "an object":
		scanMembers(raw, func(name, value []byte) bool {
			inner := strings.TrimPrefix(path+"."+string(name), ".")
			switch kindName(value) {
			case "a list", "an object":
				r.read(inner, value, depth+1)
			case "text":
				r.add(inner, "", scalarText(value))
			}
			return len(r.list) < mostDetails
		})
	}
}

// one takes in an object that describes one error, or the errors of fields below.
func (r *remarks) one(path string, raw []byte, depth int) {
	members := foldedMembers(raw)
	first := func(names ...string) string {
		for _, name := range names {
			if s := scalarText(members[name]); s != "" {
				return s
			}
		}
		return ""
	}
	code := first("code", "errorcode", "type")
	message := first("detail", "message", "errormessage", "description", "title", "error", "reason")
	if message == "" && code == "" {
		r.read(path, raw, depth+1)
		return
	}
	at := first("path", "field", "propertyname", "property", "attribute", "param", "parameter", "name")
	if source := foldedMembers(members["source"]); at == "" {
		for _, name := range [...]string{"pointer", "parameter", "header"} {
			if at = scalarText(source[name]); at != "" {
				break
			}
		}
	}
	if path != "" && at != "" {
		at = path + "." + at
	} else if at == "" {
		at = path
	}
	r.add(at, code, message)
}

// foldedMembers returns the members of an object by their names in lower case; none when it is no object.
func foldedMembers(raw []byte) map[string]json.RawMessage {
	members := map[string]json.RawMessage{}
	scanMembers(raw, func(name, value []byte) bool {
		if lower := strings.ToLower(string(name)); len(members) < 100 && (members[lower] == nil || lower == string(name)) {
			members[lower] = value
		}
		return true
	})
	return members
}

// readDetails fills in what a body says of single fields. It reports whether there was something of the kind.
func (e *Error) readDetails(body []byte, clean func(string) string) bool {
	r := remarks{clean: clean}
	members := foldedMembers(body)
	for _, name := range [...]string{"errors", "modelstate", "validationerrors", "fielderrors"} {
		if kind := kindName(members[name]); kind == "a list" || kind == "an object" {
			r.read("", members[name], 0)
		}
	}
	if kindName(body) == "a list" {
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
	e.Code = first.Code
	for _, name := range [...]string{"code", "errorcode", "error_code"} {
		if text := scalarText(members[name]); e.Code == "" && text != "" {
			e.Code = clean(text)
		}
	}
	for _, name := range [...]string{"error_description", "message", "errormessage", "detail", "title", "error"} {
		if text := scalarText(members[name]); e.Message == "" && text != "" {
			e.Message = clean(text)
		}
	}
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

// onlyLists reports whether an object has members, and each is a list of texts.
func onlyLists(body []byte) bool {
	some, all := false, true
	scanMembers(body, func(_, value []byte) bool {
		all = kindName(value) == "a list"
		eachItem(value, func(item []byte) {
			some = true
			all = all && kindName(item) == "text"
		})
		return all
	})
	return some && all
}
