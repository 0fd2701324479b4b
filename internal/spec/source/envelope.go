package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// checkEnvelope checks what a document says of every response, and of failures, against the responses that it has: a client reads a failure
// by these names alone.
func (d *Document) checkEnvelope(fault func(string, ...any)) {
	envelope, isObject := d.root[XEnvelope].(tree.Object)
	if d.root[XEnvelope] != nil && !isObject {
		fault("%s.%s: must be an object such as {data: data}", rootPlace, XEnvelope)
	}
	success, failure := d.fieldsOfResponses()
	all := maps.Clone(success)
	maps.Copy(all, failure)
	named := func(at, name string, fields map[string]tree.Object) {
		if len(fields) > 0 && fields[name] == nil {
			fault("%s.%s: no response has a field %q%s", rootPlace, at, name, nearest.Suggestion(name, slices.Sorted(maps.Keys(fields))))
		}
	}
	for _, key := range [...]string{"data", "error", "errors", "code", "token"} {
		if name := tree.String(envelope, key); name != "" && key != "token" { // a response that has a token in it is that of the login
			named(XEnvelope+"."+key, name, all)
		}
	}
	verdict, _ := envelope["success"].(tree.Object)
	if envelope["success"] != nil {
		name, equals := tree.String(verdict, "field"), verdict["equals"]
		switch {
		case name == "" || equals == nil:
			fault("%s.%s.success: needs field, by which a response says how it went, and equals, its value where it went well", rootPlace, XEnvelope)
		default:
			named(XEnvelope+".success.field", name, all)
			if why := d.misfit(success[name], equals, 0); success[name] != nil && why != "" {
				fault("%s.%s.success.equals: the field %s: %s", rootPlace, XEnvelope, name, why)
			}
		}
	}
	d.checkErrorCodes(verdict, all, fault)
	fields, isObject := d.root[XErrorFields].(tree.Object)
	if d.root[XErrorFields] != nil && (!isObject || len(tree.Strings(fields["code"])) == 0) {
		fault("%s.%s: must be an object with code, a list of fields", rootPlace, XErrorFields)
	}
	for i, name := range tree.Strings(fields["code"]) {
		named(fmt.Sprintf("%s.code[%d]", XErrorFields, i), name, failure)
	}
}

// checkErrorCodes checks the codes of failures, which a client reads in the field that says how a response went.
func (d *Document) checkErrorCodes(verdict tree.Object, fields map[string]tree.Object, fault func(string, ...any)) {
	codes, isList := d.root[XErrorCodes].([]any)
	switch {
	case d.root[XErrorCodes] == nil:
		return
	case !isList:
		fault("%s.%s: must be a list, each behind a dash", rootPlace, XErrorCodes)
	case verdict == nil:
		fault("%s.%s: nobody reads a code where %s has no success, which names its field", rootPlace, XErrorCodes, XEnvelope)
	}
	first := map[string]int{}
	for i, of := range codes {
		at := fmt.Sprintf("%s.%s[%d]", rootPlace, XErrorCodes, i)
		of, _ := of.(tree.Object)
		for _, key := range slices.Sorted(maps.Keys(of)) {
			if known := []string{"code", "name", "kind", "meaning"}; !slices.Contains(known, key) {
				fault("%s: a code has no %q%s", at, key, nearest.Suggestion(key, known))
			}
		}
		kind, kinds := tree.String(of, "kind"), slices.Sorted(maps.Keys(ErrorKinds))
		switch _, known := ErrorKinds[kind]; {
		case of["code"] == nil || tree.String(of, "name") == "":
			fault("%s: needs code and name", at)
			continue
		case of["kind"] != nil && !known:
			fault("%s.kind: %q: it is one of %s%s", at, kind, strings.Join(kinds, ", "), nearest.Suggestion(kind, kinds))
		}
		code := fmt.Sprint(of["code"])
		if other, twice := first[code]; twice {
			fault("%s.code: %s is that of %s[%d] too", at, code, XErrorCodes, other)
		}
		first[code] = i
		if field := fields[tree.String(verdict, "field")]; field != nil {
			if why := d.misfit(field, of["code"], 0); why != "" {
				fault("%s.code: the field %s: %s", at, tree.String(verdict, "field"), why)
			}
			if code == fmt.Sprint(verdict["equals"]) {
				fault("%s.code: %s is what the field %s says of a success", at, code, tree.String(verdict, "field"))
			}
		}
	}
}

// fieldsOfResponses lists the fields that successes have at the top, and those that failures have. Failures of which the document doesn't
// know every form have any field, and are none.
func (d *Document) fieldsOfResponses() (success, failure map[string]tree.Object) {
	success, failure = map[string]tree.Object{}, map[string]tree.Object{}
	unknown := false
	for _, op := range d.Operations() {
		responses := tree.Child(op.Spec, "responses")
		for status := range responses {
			_, schema := FirstContent(d.Follow(responses[status]))
			if schema == nil {
				continue
			}
			properties := d.propertiesOf(schema, 0)
			into := failure
			if strings.HasPrefix(status, "2") {
				into = success
			} else if len(properties) == 0 {
				unknown = true
			}
			for name, property := range properties {
				if property, ok := property.(tree.Object); ok && into[name] == nil {
					into[name] = property
				}
			}
		}
	}
	if unknown {
		failure = map[string]tree.Object{}
	}
	return success, failure
}
