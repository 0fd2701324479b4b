package emit

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// hintOperation gives the client template, in Go's terms, what an operation is: its comment, its body, its response, its
// pages.
func (d *document) hintOperation(op source.Operation) {
	// Shared parameters are written out where they are used, so that none of them becomes a type of its own.
	var parameters []any
	for _, p := range d.Parameters(op) {
		if schema, ok := p["schema"].(tree.Object); ok {
			delete(schema, "nullable")
		}
		parameters = append(parameters, p)
	}
	op.Spec["parameters"] = parameters
	op.Spec["x-doc"] = d.operationComment(op, op.GoMethod(), tree.String(op.Spec, "summary"))
	if _, both := op.Spec[source.XUpsert].(tree.Object); both {
		noun := strings.TrimPrefix(tree.String(op.Spec, "summary"), "Create or change ")
		op.Spec["x-doc-create"] = d.operationComment(op, "Create", "Make new "+noun)
		op.Spec["x-doc-update"] = d.operationComment(op, "Update", "Change "+strings.TrimSuffix(noun, ".")+
			" by their ids. What isn't set stays as it is. A record without an id is refused before anything is sent, because the vendor would take it for a new one.")
	}
	if op.Spec[source.XUpsert] == nil {
		op.Spec["x-body"] = d.bodyOf(op)
	}
	response := d.responseOf(op)
	op.Spec["x-response"] = response
	if page, ok := op.Spec[source.XPage].(tree.Object); ok {
		op.Spec[source.XPage] = d.pageHints(page, response)
	}
	// The template takes everything from the hints; what is left here would only make the generator write types twice.
	delete(response, "schema")
	delete(op.Spec, "requestBody")
	delete(tree.Child(op.Spec, "responses"), "default")
}

// bodyOf says how an operation's request body is encoded and which Go type holds it.
func (d *document) bodyOf(op source.Operation) tree.Object {
	body, ok := op.Spec["requestBody"].(tree.Object)
	if !ok {
		return nil
	}
	if ref, ok := body["$ref"].(string); ok {
		body, _ = d.Resolve(ref)
	}
	media, schema := source.FirstContent(body)
	out := tree.Object{"contentType": media, "optional": body["required"] != true}
	switch {
	case wiretext.IsJSON(media):
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

// responseOf says what an operation's success gives: a JSON value of a Go type, a list, a stream or nothing.
func (d *document) responseOf(op source.Operation) tree.Object {
	responses := tree.Child(op.Spec, "responses")
	for _, status := range slices.Sorted(maps.Keys(responses)) {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		media, schema := source.FirstContent(d.Follow(responses[status]))
		switch {
		case media == "":
			continue
		case !wiretext.IsJSON(media):
			return tree.Object{"kind": "stream"}
		}
		d.hint(schema, false)
		target := schema
		if ref, ok := schema["$ref"].(string); ok {
			target, _ = d.Resolve(ref)
		}
		if tree.String(target, "type") == "array" && target[source.XGoType] == nil && d.goTypeOf(target["items"]) != "value.JSON" {
			return tree.Object{"kind": "list", "type": d.goTypeOf(target["items"]), "schema": target}
		}
		if d.goTypeOf(schema) == "value.JSON" {
			return tree.Object{"kind": "unknown"}
		}
		return tree.Object{"kind": "json", "type": d.goTypeOf(schema), "schema": target}
	}
	return tree.Object{"kind": "none"}
}

// pageHints says in Go's terms what a list operation's pages are: the types of a page and of a row, and the call.Listing.
func (d *document) pageHints(page, response tree.Object) tree.Object {
	out := maps.Clone(page)
	bare := tree.String(response, "kind") == "list"
	if bare {
		out["list"], out["row"] = "[]"+tree.String(response, "type"), response["type"]
	} else {
		schema, _ := response["schema"].(tree.Object)
		properties, _ := schema["properties"].(tree.Object)
		rows, _ := properties[tree.String(page, "items")].(tree.Object)
		out["list"], out["row"] = response["type"], d.goTypeOf(rows["items"])
		if tree.String(rows, source.XLenient) == "list" {
			out["row"] = strings.TrimSuffix(strings.TrimPrefix(tree.String(rows, source.XGoType), "value.List["), "]")
		}
	}
	loose, _ := cmp.Or(page["loose"], tree.Child(d.Tree(), source.XPage)["loose"]).(bool)
	out["listing"] = listing(page, bare, loose, tree.Child(d.Tree(), source.XPage))
	return out
}

// listing writes the call.Listing of an operation's paging, as Go.
func listing(page tree.Object, bare, loose bool, around tree.Object) string {
	var fields []string
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, fmt.Sprintf("%s: %q", name, value))
		}
	}
	style := tree.String(page, "style")
	add("Style", style)
	if style != source.Unpaged {
		add("Page", cmp.Or(tree.String(page, "page"), tree.String(page, "cursor")))
		add("Size", tree.String(page, "size"))
		add("Ask", tree.String(page, "ask"))
		for _, figure := range [...]struct{ name, key string }{{"Cap", "cap"}, {"Ceiling", "ceiling"}} {
			if n := page[figure.key]; n != nil {
				fields = append(fields, fmt.Sprintf("%s: %v", figure.name, n))
			}
		}
		if !bare {
			for _, path := range [...]struct{ name, key string }{
				{"Next", "next"}, {"Pages", "pages"}, {"Current", "current"}, {"Total", "total"}, {"Token", "token"},
			} {
				add(path.name, strings.Join(tree.Strings(page[path.key]), "."))
			}
		}
		add("From", tree.String(page, "from"))
		add("Key", tree.String(page, "key"))
	}
	if style == source.Unpaged {
		if !bare {
			add("Total", strings.Join(tree.Strings(page["total"]), "."))
		}
		add("Limit", tree.String(page, "limit"))
	}
	if !bare {
		add("Items", tree.String(page, "items"))
	}
	if loose {
		fields = append(fields, "Loose: true")
		if bare {
			add("Total", strings.Join(tree.Strings(firstOf(page["total"], around["total"])), "."))
		}
		if besides := tree.Strings(firstOf(page["besides"], around["besides"])); len(besides) > 0 {
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
func (d *document) operationComment(op source.Operation, method, summary string) []any {
	lines := wrap(method + " " + thirdPerson(summary))
	if description := strings.TrimSpace(tree.String(op.Spec, "description")); description != "" {
		for _, paragraph := range strings.Split(description, "\n\n") {
			lines = append(append(lines, ""), wrap(paragraph)...)
		}
	}
	for _, p := range d.Parameters(op) {
		if absent := tree.String(p, source.XAbsent); absent != "" {
			lines = append(append(lines, ""), wrap(absent)...)
		}
	}
	var changing []string
	for _, p := range d.Parameters(op) {
		if p[source.XChanges] == true {
			changing = append(changing, tree.String(p, "name"))
		}
	}
	if len(changing) > 0 {
		lines = append(append(lines, ""), wrap("Judging by its name, "+strings.Join(changing, " or ")+" makes the call change something; a call with it isn't retried when it isn't known whether the vendor acted on it.")...)
	}
	if guess, _ := op.Spec[source.XGuess].(bool); guess {
		lines = append(append(lines, ""), wrap("That the response has the record is a guess: fields that it lacks stay zero, without an error, and [rest.WithResponse] shows the response.")...)
	}
	lines = append(lines, "", "\t"+op.Method+" "+op.Path, "")
	evidence, _ := op.Spec[source.XEvidence].(tree.Object)
	said := fmt.Sprintf("Evidence: %s; %s.", tree.String(evidence, "level"), strings.TrimSuffix(tree.String(evidence, "source"), "."))
	if note := tree.String(evidence, "note"); note != "" {
		said += " " + source.UpperFirst(strings.TrimSuffix(note, ".")) + "."
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

func (d *document) deprecation(op source.Operation) string {
	x, _ := op.Spec[source.XDeprecated].(tree.Object)
	said := "since " + tree.String(x, "since") + "."
	if use := tree.String(x, "use"); use != "" {
		for _, other := range d.Operations() {
			if other.ID() == use {
				use = other.Tag() + "." + other.GoMethod()
				break
			}
		}
		said += " Use " + use + "."
	}
	if reason := tree.String(x, "reason"); reason != "" {
		said += " " + source.UpperFirst(strings.TrimSuffix(reason, ".")) + "."
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

// wrap breaks a string into lines of at most 110 bytes.
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

// packageHints is what the client template needs to know of a package as a whole. It stands on one operation of the package, because
// a template sees nothing but operations.
func (d *document) packageHints(r *rooms, at string) tree.Object {
	used, paged := map[string]bool{}, map[string]bool{} // by service
	for _, op := range d.Operations() {
		used[op.Tag()] = r.ofTag[op.Tag()] == at
		if page, _ := op.Spec[source.XPage].(tree.Object); page != nil {
			paged[op.Tag()] = true
		}
	}
	hints := tree.Object{
		"vendor":   d.Vendor,
		"services": d.serviceHints(used, paged),
	}
	if at != "" {
		hints["about"] = d.about(at)
		return hints
	}
	hints["below"] = len(r.packages) > 1
	if info, _ := d.Tree()["info"].(tree.Object); info != nil {
		hints["title"] = tree.String(info, source.XProduct)
	}
	if servers, _ := d.Tree()["servers"].([]any); len(servers) > 0 {
		server, _ := servers[0].(tree.Object)
		if url := tree.String(server, "url"); !strings.Contains(url, "{") {
			hints["server"] = url
		}
	}
	for _, name := range [...]string{source.XHeaders, source.XMethodHeaders, source.XRateLimit} {
		if v, ok := d.Tree()[name]; ok {
			hints[strings.TrimPrefix(name, "x-")] = v
		}
	}
	if fields, _ := d.Tree()[source.XErrorFields].(tree.Object); fields != nil {
		hints["error-codes"] = fields["code"]
	}
	if envelope, _ := d.Tree()[source.XEnvelope].(tree.Object); envelope != nil {
		hints["data"] = tree.String(envelope, "data")
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
