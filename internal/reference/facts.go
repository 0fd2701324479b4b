package reference

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// facts are sentences on what the document says once for all operations.
func (v *vendor) facts() (facts []template.HTML) {
	say := func(format string, args ...any) { facts = append(facts, sentence(format, args...)) }
	switch at := v.Credential; {
	case at.Type == "apiKey":
		say("The credential is sent in the %s, as `%s`.", at.In, at.Parameter)
	case at.Scheme != "":
		say("The credential is a %s token in the header `Authorization`.", at.Scheme)
	}
	for _, name := range slices.Sorted(maps.Keys(v.Headers)) {
		say("Every request has the header `%s: %s`.", name, v.Headers[name])
	}
	if limit := v.RateLimit; limit.Requests > 0 {
		say("The vendor permits %d requests in %d seconds; the client keeps to that.", limit.Requests, limit.Window)
	}
	say("After a failed attempt the client repeats a GET, PUT or DELETE by itself, and a POST or PATCH only if the vendor can't have acted on it; operations tagged `repeatable` or `not repeatable` are exceptions.")
	return facts
}

// sentence writes a text with code between backticks, and values in it, as HTML.
func sentence(format string, args ...any) template.HTML {
	for i, arg := range args {
		if text, ok := arg.(string); ok {
			args[i] = strings.ReplaceAll(text, "`", "'")
		}
	}
	return inlineText(fmt.Sprintf(format, args...))
}

// deprecation says since when and why an operation is deprecated, and what to use; "" where it isn't.
func (o *operation) deprecation() template.HTML {
	if !o.Deprecated {
		return ""
	}
	var parts []string
	d := o.said.Deprecation
	if d.Since != "" {
		parts = append(parts, "since "+template.HTMLEscapeString(d.Since))
	}
	if d.Reason != "" {
		parts = append(parts, inline(d.Reason))
	}
	if d.Use != "" {
		parts = append(parts, "use "+o.service.vendor.operationLink(d.Use))
	}
	return template.HTML(strings.Join(parts, "; "))
}

// operationLink leads to an operation by its operationId; any other text stands as it is.
func (v *vendor) operationLink(id string) string {
	for _, s := range v.services {
		for _, op := range s.Operations {
			if op.ID == id {
				return fmt.Sprintf(`<a href="%s#%s">%s</a>`, template.HTMLEscapeString(s.page()), template.HTMLEscapeString(id), template.HTMLEscapeString(op.title()))
			}
		}
	}
	return template.HTMLEscapeString(id)
}

// paging says how a list pages; "" for what isn't one.
func (o *operation) paging() template.HTML {
	p := o.Page
	if p == nil {
		return ""
	}
	var parts []string
	say := func(format string, args ...any) { parts = append(parts, string(sentence(format, args...))) }
	switch p.Style {
	case "number":
		say("by number, `%s`", p.Page)
	case "cursor":
		say("by cursor, `%s`", p.Cursor)
	case "time":
		say("by time: the next page's `%s` is the last row's `%s`", p.From, p.Key)
	default:
		say("none: the list is sent as a whole")
	}
	if p.Style != "none" {
		if p.Size != "" {
			say("`%s` rows on each", p.Size)
		}
		if p.Cap > 0 {
			say("%d at most", p.Cap)
		}
		if p.Ask != "" {
			say("requested by `%s`, which the client sends", p.Ask)
		}
		if p.Ceiling > 0 {
			say("no more than %d rows of one list", p.Ceiling)
		}
	}
	if p.Items != "" {
		say("rows in `%s`", p.Items)
	}
	if len(p.Total) > 0 {
		say("counted by `%s`", strings.Join(p.Total, "."))
	}
	if p.Limit != "" && p.Style == "none" {
		say("fewer rows with `%s`", p.Limit)
	}
	return template.HTML(strings.Join(parts, "; "))
}

// tag is what there is to know of an operation in a word. Class is for one that people should see.
type tag struct{ Word, Class string }

func (o *operation) tags() []tag {
	tags := []tag{{Word: "reads"}}
	if !o.said.Reads {
		tags[0] = tag{"writes", "writes"}
	}
	if o.Page != nil {
		tags = append(tags, tag{Word: "list"})
	}
	if o.Public {
		tags = append(tags, tag{Word: "no login"})
	}
	if o.RetrySafe != nil && *o.RetrySafe != o.repeatable() {
		tags = append(tags, tag{Word: map[bool]string{true: "repeatable", false: "not repeatable"}[*o.RetrySafe]})
	}
	level := tag{Word: o.Evidence.Level}
	if level.Word == "inferred" {
		level.Class = level.Word
	}
	return append(tags, level)
}

// repeatable reports whether HTTP says that a call may be made twice.
func (o *operation) repeatable() bool { return o.Method != "POST" && o.Method != "PATCH" }

// bodies are what an operation takes and what it responds with.
func (o *operation) bodies() (parts []bodyPart) {
	v := o.service.vendor
	if o.Upsert != nil {
		parts = append(parts,
			bodyPart{Label: "Body of Create", Type: "list of " + v.linked("@"+o.Upsert.Create), Note: "without ids"},
			bodyPart{Label: "Body of Update", Type: "list of " + v.linked("@"+o.Upsert.Update), Note: "each with its id"})
	} else if o.Body != nil {
		for _, c := range o.Body.Contents {
			note := mediaNote(c.Media)
			if !o.Body.Required {
				note += ", optional"
			}
			parts = append(parts, bodyPart{Label: "Body", Type: v.typeHTML(c.Schema), Note: note})
		}
	}
	given := false
	for _, r := range o.Responses {
		if !strings.HasPrefix(r.Status, "2") {
			continue
		}
		for _, c := range r.Contents {
			given = true
			part := bodyPart{Label: "Response", Type: v.typeHTML(c.Schema), Note: r.Status}
			if !wiretext.IsJSON(c.Media) {
				part.Note += ", " + mediaNote(c.Media)
			}
			if level := r.Level; level != "" && level != o.Evidence.Level {
				part.Note += ", " + level
			}
			parts = append(parts, part)
		}
	}
	if !given {
		part := bodyPart{Label: "Response", Type: "nothing"}
		parts = append(parts, part)
	}
	return parts
}

// mediaNote says in which form a body is sent.
func mediaNote(media string) string {
	switch {
	case wiretext.IsJSON(media):
		return "as JSON"
	case media == "application/x-www-form-urlencoded":
		return "as a form"
	case strings.HasPrefix(media, "multipart/"):
		return "as a form of several parts"
	}
	return media
}

// note is what the evidence notes, less what stands with the response anyway: how sure its schema is.
func (o *operation) note() string {
	var notes []string
	for note := range strings.SplitSeq(o.Evidence.Note, "; ") {
		if level, ok := strings.CutPrefix(note, "the response's schema is "); ok && o.said.Response.Level == level {
			continue
		}
		notes = append(notes, note)
	}
	return strings.Join(notes, "; ")
}

// source says how sure an operation is and where it is known from.
func (o *operation) source() template.HTML {
	var out strings.Builder
	e := o.Evidence
	out.WriteString(string(o.service.vendor.sourceText(e.Source)))
	if note := o.note(); note != "" {
		out.WriteString("; " + inline(note))
	}
	return template.HTML(out.String())
}
