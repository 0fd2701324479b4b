package source

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// hintOperation tells the client template, in Go's terms, what an operation is: its comment, its body, its answer, its
// pages.
func (d *Document) hintOperation(op Operation) {
	// Shared parameters are written out where they are used, so that none of them becomes a type of its own.
	var parameters []any
	for _, p := range d.Parameters(op) {
		if schema, ok := p["schema"].(object); ok {
			delete(schema, "nullable")
		}
		parameters = append(parameters, p)
	}
	op.Spec["parameters"] = parameters
	op.Spec["x-doc"] = d.operationComment(op, op.GoMethod(), text(op.Spec, "summary"))
	if _, both := op.Spec["x-upsert"].(object); both {
		noun := strings.TrimPrefix(text(op.Spec, "summary"), "Create or change ")
		op.Spec["x-doc-create"] = d.operationComment(op, "Create", "Make new "+noun)
		op.Spec["x-doc-update"] = d.operationComment(op, "Update", "Change "+strings.TrimSuffix(noun, ".")+
			" by their ids. What isn't set stays as it is. A record without an id is refused before anything is sent, because the vendor would take it for a new one.")
	}
	if op.Spec["x-upsert"] == nil {
		op.Spec["x-body"] = d.bodyOf(op)
	}
	answer := d.answerOf(op)
	op.Spec["x-answer"] = answer
	if page, ok := op.Spec["x-page"].(object); ok {
		op.Spec["x-page"] = d.pageHints(page, answer)
	}
	// The template takes everything from the hints; what is left here would only make the generator write types twice.
	delete(answer, "schema")
	delete(op.Spec, "requestBody")
	delete(member(op.Spec, "responses"), "default")
}

// bodyOf says how an operation's request body is encoded and which Go type holds it.
func (d *Document) bodyOf(op Operation) object {
	body, ok := op.Spec["requestBody"].(object)
	if !ok {
		return nil
	}
	if ref, ok := body["$ref"].(string); ok {
		body, _ = d.Resolve(ref)
	}
	media, schema := firstContent(body)
	out := object{"contentType": media, "optional": body["required"] != true}
	switch {
	case isJSON(media):
		out["kind"] = "json"
	case media == "application/x-www-form-urlencoded":
		out["kind"] = "form"
	case strings.HasPrefix(media, "multipart/"):
		out["kind"] = "multipart"
	default:
		out["kind"] = "stream"
		return out
	}
	d.hint(schema, true)
	out["type"] = d.goTypeOf(schema)
	return out
}

// answerOf says what an operation's success gives: a JSON value of a Go type, a list, a stream or nothing.
func (d *Document) answerOf(op Operation) object {
	responses := member(op.Spec, "responses")
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		media, schema := firstContent(d.follow(responses[status]))
		switch {
		case media == "":
			continue
		case !isJSON(media):
			return object{"kind": "stream"}
		}
		d.hint(schema, false)
		target := schema
		if ref, ok := schema["$ref"].(string); ok {
			target, _ = d.Resolve(ref)
		}
		if text(target, "type") == "array" && target["x-go-type"] == nil && d.goTypeOf(target["items"]) != "value.JSON" {
			return object{"kind": "list", "type": d.goTypeOf(target["items"]), "schema": target}
		}
		if d.goTypeOf(schema) == "value.JSON" {
			return object{"kind": "unknown"}
		}
		return object{"kind": "json", "type": d.goTypeOf(schema), "schema": target}
	}
	return object{"kind": "none"}
}

// firstContent returns the content that a client takes of several: JSON.
func firstContent(of object) (media string, schema object) {
	content, _ := of["content"].(object)
	if len(content) == 0 {
		return "", nil
	}
	if media = "application/json"; content[media] == nil {
		media = slices.Min(slices.Collect(maps.Keys(content)))
	}
	described, _ := content[media].(object)
	schema, ok := described["schema"].(object)
	if !ok {
		schema = object{}
	}
	return media, schema
}

func isJSON(media string) bool {
	media, _, _ = strings.Cut(media, ";")
	media = strings.ToLower(strings.TrimSpace(media))
	return strings.HasSuffix(media, "/json") || strings.HasSuffix(media, "+json")
}

// pageHints says in Go's terms what a list operation's pages are: the types of a page and of a row, and the call.Listing.
func (d *Document) pageHints(page, answer object) object {
	out := maps.Clone(page)
	bare := text(answer, "kind") == "list"
	if bare {
		out["list"], out["row"] = "[]"+text(answer, "type"), answer["type"]
	} else {
		schema, _ := answer["schema"].(object)
		properties, _ := schema["properties"].(object)
		rows, _ := properties[text(page, "items")].(object)
		out["list"], out["row"] = answer["type"], d.goTypeOf(rows["items"])
		if text(rows, "x-lenient") == "list" {
			out["row"] = strings.TrimSuffix(strings.TrimPrefix(text(rows, "x-go-type"), "value.List["), "]")
		}
	}
	loose, _ := cmp.Or(page["loose"], member(d.root, "x-page")["loose"]).(bool)
	out["listing"] = listing(page, bare, loose, member(d.root, "x-page"))
	return out
}

// listing writes the call.Listing of an operation's paging, as Go.
func listing(page object, bare, loose bool, around object) string {
	var fields []string
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, fmt.Sprintf("%s: %q", name, value))
		}
	}
	style := text(page, "style")
	add("Style", style)
	if style != "none" {
		add("Page", cmp.Or(text(page, "page"), text(page, "cursor")))
		add("Size", text(page, "size"))
		add("Ask", text(page, "ask"))
		for _, figure := range [...]struct{ name, key string }{{"Cap", "cap"}, {"Ceiling", "ceiling"}} {
			if n := page[figure.key]; n != nil {
				fields = append(fields, fmt.Sprintf("%s: %v", figure.name, n))
			}
		}
		if !bare {
			for _, path := range [...]struct{ name, key string }{
				{"Next", "next"}, {"Pages", "pages"}, {"Current", "current"}, {"Total", "total"}, {"Token", "token"},
			} {
				add(path.name, strings.Join(texts(page[path.key]), "."))
			}
		}
		add("From", text(page, "from"))
		add("Key", text(page, "key"))
	}
	if style == "none" {
		if !bare {
			add("Total", strings.Join(texts(page["total"]), "."))
		}
		add("Limit", text(page, "limit"))
	}
	if !bare {
		add("Items", text(page, "items"))
	}
	if loose {
		fields = append(fields, "Loose: true")
		if bare {
			add("Total", strings.Join(texts(firstOf(page["total"], around["total"])), "."))
		}
		if besides := texts(firstOf(page["besides"], around["besides"])); len(besides) > 0 {
			fields = append(fields, fmt.Sprintf("Besides: %#v", besides))
		}
	}
	return "call.Listing{" + strings.Join(fields, ", ") + "}"
}

// firstOf returns what an operation says, or else the document.
func firstOf(own, general any) any {
	if own != nil {
		return own
	}
	return general
}

// operationComment writes the lines of a method's Go comment.
func (d *Document) operationComment(op Operation, method, summary string) []any {
	lines := wrap(method + " " + thirdPerson(summary))
	if description := strings.TrimSpace(text(op.Spec, "description")); description != "" {
		for _, paragraph := range strings.Split(description, "\n\n") {
			lines = append(append(lines, ""), wrap(paragraph)...)
		}
	}
	lines = append(lines, "", "\t"+op.Method+" "+op.Path, "")
	evidence, _ := op.Spec["x-evidence"].(object)
	said := fmt.Sprintf("Evidence: %s; %s.", text(evidence, "level"), strings.TrimSuffix(text(evidence, "source"), "."))
	if note := text(evidence, "note"); note != "" {
		said += " " + upperFirst(strings.TrimSuffix(note, ".")) + "."
	}
	lines = append(lines, wrap(said)...)
	if deprecated, _ := op.Spec["deprecated"].(bool); deprecated {
		lines = append(append(lines, ""), wrap("Deprecated: "+d.deprecation(op))...)
	}
	out := make([]any, len(lines))
	for i, line := range lines {
		out[i] = line
	}
	return out
}

func (d *Document) deprecation(op Operation) string {
	x, _ := op.Spec["x-deprecated"].(object)
	said := "since " + text(x, "since") + "."
	if use := text(x, "use"); use != "" {
		for _, other := range d.Operations() {
			if other.ID() == use {
				use = other.Tag() + "." + other.GoMethod()
				break
			}
		}
		said += " Use " + use + "."
	}
	if reason := text(x, "reason"); reason != "" {
		said += " " + upperFirst(strings.TrimSuffix(reason, ".")) + "."
	}
	return said
}

// thirdPerson turns "List the circles." into "lists the circles.", which reads as a Go comment after the method's name.
func thirdPerson(summary string) string {
	verb, rest, _ := strings.Cut(strings.TrimSpace(summary), " ")
	verb = strings.ToLower(verb[:min(1, len(verb))]) + verb[min(1, len(verb)):]
	switch {
	case strings.HasSuffix(verb, "y") && !strings.HasSuffix(verb, "ay") && !strings.HasSuffix(verb, "oy"):
		verb = strings.TrimSuffix(verb, "y") + "ies"
	case strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "x"):
		verb += "es"
	default:
		verb += "s"
	}
	return verb + " " + strings.TrimSpace(rest)
}

// wrap breaks a text into lines of at most 110 bytes.
func wrap(s string) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && len(line)+1+len(word) > 110 {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// packageHints is what the client template needs to know of the document as a whole. It stands on one operation,
// because a template sees nothing but operations.
func (d *Document) packageHints() object {
	used := map[string]bool{}
	for _, op := range d.Operations() {
		used[op.Tag()] = true
	}
	services, groups := d.serviceHints(used)
	hints := object{
		"vendor":   d.Vendor,
		"services": services,
		"groups":   groups,
	}
	if info, _ := d.root["info"].(object); info != nil {
		hints["title"] = text(info, "x-product")
	}
	if servers, _ := d.root["servers"].([]any); len(servers) > 0 {
		server, _ := servers[0].(object)
		if url := text(server, "url"); !strings.Contains(url, "{") {
			hints["server"] = url
		}
	}
	for _, name := range [...]string{"x-headers", "x-method-headers", "x-rate-limit"} {
		if v, ok := d.root[name]; ok {
			hints[strings.TrimPrefix(name, "x-")] = v
		}
	}
	if fields, _ := d.root["x-error-fields"].(object); fields != nil {
		hints["error-codes"] = fields["code"]
	}
	if verdict := d.verdictHints(); verdict != nil {
		hints["envelope"] = verdict
	}
	return hints
}

func anyLines(lines []string) []any {
	out := make([]any, len(lines))
	for i, line := range lines {
		out[i] = line
	}
	return out
}
