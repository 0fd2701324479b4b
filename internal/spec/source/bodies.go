package source

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// checkBody refuses a request body that a client would send in another form than the one described.
func (d *Document) checkBody(op Operation, at string, fault func(string, ...any)) {
	if op.Spec["requestBody"] == nil {
		return
	}
	body := d.Follow(op.Spec["requestBody"])
	content, _ := body["content"].(tree.Object)
	media, schema := FirstContent(body)
	switch {
	case media == "":
		fault("%s: the request body has no content", at)
		return
	case len(content) > 1 && media != "application/json":
		fault("%s: the request body has several content types, none of them application/json: name the one that a client sends", at)
		return
	case strings.ContainsAny(media, "*;") || media != strings.ToLower(media):
		fault("%s: content type %s of the request body: name one in lower case, without a wildcard or parameters", at, media)
		return
	case wiretext.IsJSON(media) && media != "application/json":
		fault("%s: content type %s of the request body: a client sends JSON as application/json", at, media)
		return
	case strings.HasPrefix(media, "multipart/") && media != "multipart/form-data":
		fault("%s: content type %s of the request body: a client sends parts as multipart/form-data", at, media)
		return
	}
	if described, _ := content[media].(tree.Object); described["encoding"] != nil && !isForm(media) {
		fault("%s: encoding of the request body: only a form has one, and this is %s", at, media)
	}
	if isForm(media) || wiretext.IsJSON(media) {
		d.checkWritten(schema, at, fault)
	}
	if isForm(media) {
		d.checkForm(op, at, fault)
	}
}

// checkContents refuses content types that there aren't, and contents of which nothing is said.
func checkContents(at string, node tree.Object, fault func(string, ...any)) {
	contents, _ := node["content"].(tree.Object)
	if contents == nil || strings.HasPrefix(at, "components.schemas.") {
		return
	}
	taken, _ := FirstContent(node)
	for _, media := range slices.Sorted(maps.Keys(contents)) {
		kind, within, _ := strings.Cut(media, "/")
		switch described, _ := contents[media].(tree.Object); {
		case within == "" || kind != "*" && !slices.Contains(mediaKinds[:], strings.ToLower(kind)):
			fault("%s.content.%s: is no content type: it begins with one of %s%s", at, media, strings.Join(mediaKinds[:], ", "), nearest.Suggestion(kind, mediaKinds[:]))
		case meantMedia(media) != "":
			fault("%s.content.%s: is no content type; did you mean %q?", at, media, meantMedia(media))
		case media == taken && wiretext.IsJSON(media) && (described == nil || described["schema"] == nil):
			fault("%s.content.%s: has no schema: write schema: {} where any value will do, or schema: {description: ...} with what isn't known", at, media)
		}
	}
}

// meantMedia returns the content type with a meaning of its own for a client that another is a slip of; "" where it is none.
func meantMedia(media string) string {
	switch media {
	case "application/jsonl", "application/json5", "application/ndjson", "application/jose": // there are these
		return ""
	}
	for _, known := range [...]string{"application/json", urlEncoded, multipart} {
		if media != known && nearest.Edits(media, known) <= 2 {
			return known
		}
	}
	return ""
}

// mediaKinds are what content types begin with.
var mediaKinds = [...]string{"application", "audio", "font", "image", "message", "model", "multipart", "text", "video"}

// checkWritten: a schema of what is read has plain fields. As a body it would send those that are only read, at least the
// required ones.
func (d *Document) checkWritten(schema tree.Object, at string, fault func(string, ...any)) {
	target := d.Follow(schema)
	if tree.String(target, "type") == "array" {
		schema, _ = target["items"].(tree.Object)
		target = d.Follow(schema)
	}
	ref := tree.String(schema, "$ref")
	properties, _ := target["properties"].(tree.Object)
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		property, _ := properties[name].(tree.Object)
		switch {
		case property["readOnly"] != true:
		case target[XWrite] == true:
			fault("schema %s.%s.readOnly: the schema is written (%s): take the field out, or what it says of it", ref[strings.LastIndexByte(ref, '/')+1:], name, at)
			return
		default:
			fault("%s: the request body has the field %s, which is only read: give what is written a schema of its own, with x-write-of: %s", at, name, ref[strings.LastIndexByte(ref, '/')+1:])
			return
		}
	}
}

// checkSuccess refuses successes of which a client would see only one, or none.
func (d *Document) checkSuccess(op Operation, at string, fault func(string, ...any)) {
	var with, all []string
	for status, response := range tree.Child(op.Spec, "responses") {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		all = append(all, status)
		content, _ := d.Follow(response)["content"].(tree.Object)
		if len(content) > 0 {
			with = append(with, status)
		}
		media, _ := FirstContent(d.Follow(response))
		switch {
		case len(content) > 1 && media != "application/json":
			fault("%s: the response %s has several content types, none of them application/json: name the one that a client gets", at, status)
		case strings.Contains(media, "*"):
			fault("%s: content type %s of the response %s: name one, application/octet-stream where it may be any", at, media, status)
		}
	}
	switch slices.Sort(with); {
	case len(all) == 0:
		fault("%s: no response is a success: describe one of the status 2XX", at)
	case len(with) > 1:
		responses := tree.Child(op.Spec, "responses")
		for _, status := range with[1:] {
			firstMedia, first := FirstContent(d.Follow(responses[with[0]]))
			if media, schema := FirstContent(d.Follow(responses[status])); media != firstMedia || !reflect.DeepEqual(schema, first) {
				fault("%s: the responses %s and %s have another content each: a client reads one", at, with[0], status)
			}
		}
	}
}
