package openapi

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// callable is a path that a client can call: parts with parameters whose names are names.
var callable = regexp.MustCompile(`^(/([A-Za-z0-9_.~&@:!$+-]|\{[A-Za-z][A-Za-z0-9_-]*\})*)+$`)

// operation adds an operation to the file of its service, or to a new one.
func (p *proposer) operation(d Difference) {
	op, tag := d.add.theirs, d.Resource
	template := p.ourPath(op)
	if names := inBraces.FindAllString(template, -1); !callable.MatchString(template) || len(sortedNames(setOf(names), nil)) < len(names) {
		p.skip(d, "a client can't call such a path")
		return
	}
	file, item := p.pathOf(template)
	at := place{file: file}
	switch {
	case item != nil && flow(item):
		p.skip(d, "the path stands in one line")
		return
	case item == nil && p.sources.tags[tag] != "":
		at.file = p.sources.tags[tag]
	case item == nil:
		at.file, at.made = "", p.fileFor(tag)
	}
	lines := p.operationLines(op, template, tag, at)
	p.out.Operations++
	switch {
	case at.made != nil:
		at.made.paths[template] = append(at.made.paths[template], lines...)
	case item != nil:
		_, paths := entry(p.sources.nodes[file], "paths")
		key, _ := entry(paths, template)
		p.insert(file, insert{after: p.end(file, key), indent: 4, lines: lines})
	default:
		_, paths := entry(p.sources.nodes[at.file], "paths")
		if paths == nil || flow(paths) {
			p.out.Operations--
			p.skip(d, "the file of its service has no list of paths")
			return
		}
		if p.paths[at.file] == nil {
			p.paths[at.file] = map[string][]string{}
		}
		p.paths[at.file][template] = append(p.paths[at.file][template], lines...)
	}
}

func setOf(names []string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		set[strings.ToLower(exportedName(name))] = true
	}
	return set
}

// insertPaths puts the new paths of files that are there behind the others, each with all its methods.
func (p *proposer) insertPaths() {
	for _, file := range slices.Sorted(maps.Keys(p.paths)) {
		key, _ := entry(p.sources.nodes[file], "paths")
		for _, template := range slices.Sorted(maps.Keys(p.paths[file])) {
			lines := append([]string{"", "  " + pathKey(template) + ":"}, p.paths[file][template]...)
			p.insert(file, insert{after: p.end(file, key), indent: 2, lines: lines})
		}
	}
}

// ourPath writes a path of theirs as the document would: without the server's prefix, and as it stands there if it does.
func (p *proposer) ourPath(op *operation) string {
	full := "/" + strings.Trim(op.full, "/")
	if rest, ok := strings.CutPrefix(full, p.cut); ok && strings.HasPrefix(rest, "/") {
		full = rest
	}
	for _, mine := range p.list {
		if keyOf(mine.path) == keyOf(full) {
			return mine.path
		}
	}
	return full
}

// fileFor is the new file of a service.
func (p *proposer) fileFor(tag string) *newFile {
	if p.made[tag] == nil {
		base := strings.ToLower(strings.Join(words(tag), "-"))
		name := path.Join(p.sources.vendor, "resources", base+".yaml")
		for n := 2; p.sources.contents[name] != ""; n++ {
			name = path.Join(p.sources.vendor, "resources", fmt.Sprintf("%s-%d.yaml", base, n))
		}
		p.made[tag] = &newFile{name: name, tag: tag, paths: map[string][]string{}}
	}
	return p.made[tag]
}

func (p *proposer) operationLines(op *operation, template, tag string, at place) []string {
	upsert := p.upsertOf(op, tag)
	id, summary := p.nameOperation(op, template, tag, upsert != nil)
	lines := []string{
		"    " + strings.ToLower(op.method) + ":",
		"      operationId: " + id,
		"      tags: [" + tag + "]",
		"      summary: " + scalar(summary),
	}
	lines = append(lines, p.evidenceLines("      ")...)
	if upsert != nil && p.guessed(op) && p.edition == "" {
		lines[len(lines)-1] = strings.TrimSuffix(lines[len(lines)-1], "}") + `, note: "the response's schema is inferred"}`
	}
	if p.edition != "" && !strings.HasSuffix(template, "}") && p.recordOf(op, tag) != nil {
		lines = append(lines, "      x-page: {style: none}")
	}
	lines = append(lines, p.parameterLines(op, template, tag)...)
	at.owner = strings.ToUpper(id[:1]) + id[1:]
	switch {
	case upsert != nil:
		lines = append(lines, p.upsertLine(*upsert, tag, at))
	case op.body != nil:
		lines = append(lines, p.bodyLines(op, at)...)
	}
	return append(lines, p.responseLines(op, template, tag, upsert, at)...)
}

func (p *proposer) responseLines(op *operation, template, tag string, upsert *resolved, at place) []string {
	lines := []string{"      responses:"}
	responses := op.responses
	if len(responses) == 0 {
		responses = map[string]any{"2XX": tree.Object{}}
	}
	first := "" // the schema of the first; a client reads one
	for _, status := range sortedNames(responses, nil) {
		s := p.theirs.resolved(responses[status])
		unknown := s.unknown() || s.format == "binary" || s.format == "byte"
		text, about := "{description: Not published.}", "Done; what the response holds is not published."
		switch {
		case upsert != nil: // one record or a list of them: the client reads both
			text, about = fmt.Sprintf("{type: array, items: {$ref: '#/components/schemas/%s'}}", p.refer(*upsert, at, "")), "Done."
		case unknown && p.edition != "" && p.recordOf(op, tag) != nil:
			text, about = fmt.Sprintf("{$ref: '#/components/schemas/%s'}", p.refer(*p.recordOf(op, tag), at, "")), "The record."
			if !strings.HasSuffix(template, "}") {
				text, about = "{type: array, items: "+text+"}", "The rows."
			}
		case unknown && op.method == "DELETE":
			lines = append(lines, fmt.Sprintf("        %q: {description: Deleted; a response is not published.}", status))
			continue
		case !unknown:
			text, about = p.draft(responses[status], at, "Response", 0), "The response."
		}
		if first = cmp.Or(first, text); text != first {
			lines = append(lines, fmt.Sprintf("        %q: {description: Done; what it holds is another schema than that of the response before.}", status))
			continue
		}
		lines = append(lines, fmt.Sprintf("        %q:", status), "          description: "+about)
		if p.edition != "" && !unknown {
			lines = append(lines, "          x-evidence: documented")
		}
		lines = append(lines, fmt.Sprintf("          content: {application/json: {schema: %s}}", text))
	}
	return lines
}

// recordOf is the record that a resource's reads are taken to give where theirs doesn't say: what its POST keeps.
func (p *proposer) recordOf(op *operation, tag string) *resolved {
	root := strings.TrimSuffix(op.key[len(op.method)+1:], "/{}")
	if op.method != "GET" || strings.Count(strings.TrimPrefix(root, "/api"), "/") != 1 {
		return nil
	}
	for _, other := range p.foreign {
		if other.key == "POST "+root {
			upserts := p.upserts[tag]
			p.upserts[tag] = false
			record := p.upsertOf(other, tag)
			p.upserts[tag] = upserts
			return record
		}
	}
	return nil
}

// guessed reports whether the response of an upsert is only taken to be what is sent.
func (p *proposer) guessed(op *operation) bool {
	for _, schema := range op.responses {
		if !p.theirs.resolved(schema).unknown() {
			return false
		}
	}
	return true
}

func (p *proposer) parameterLines(op *operation, template, tag string) []string {
	taken := map[string]bool{}
	var list []string
	names := inBraces.FindAllString(template, -1)
	for i, q := range op.places {
		if i >= len(names) {
			break
		}
		name := strings.Trim(names[i], "{}")
		about := ""
		if strings.EqualFold(name, "id") {
			about = ", description: " + scalar("Id of the "+strings.ToLower(sentence(source.Singular(tag))))
		}
		list = append(list, fmt.Sprintf("        - {name: %s, in: path, required: true%s, schema: %s}",
			scalar(name), about, p.plainType(p.theirs.resolved(q.schema))))
		taken[strings.ToLower(exportedName(name))] = true
	}
	for _, q := range op.parameters {
		if q.in == "cookie" {
			continue
		}
		if err := source.CheckName(q.name); err != nil {
			p.out.Skipped = append(p.out.Skipped, fmt.Sprintf("a parameter of %s: %v", short(op.name()), err))
			continue
		}
		list = append(list, "        "+p.parameterLine(q, taken))
	}
	if len(list) == 0 {
		return nil
	}
	return append([]string{"      parameters:"}, list...)
}

func (p *proposer) bodyLines(op *operation, at place) []string {
	media := "application/json"
	if op.form {
		_, media = mediaOf(objectAt(objectAt(op.spec, "requestBody"), "content"))
		if media == "" { // Swagger 2.0 says what is a file, and not how it is sent
			media = "application/x-www-form-urlencoded"
			for _, field := range p.theirs.resolved(op.body).properties {
				if p.theirs.resolved(field).format == "binary" {
					media = "multipart/form-data"
				}
			}
		}
	}
	at.written, at.parts = true, media == "multipart/form-data"
	text := p.draft(op.body, at, "Body", 0)
	lines := []string{"      requestBody:"}
	if op.needed {
		lines = append(lines, "        required: true")
	}
	return append(lines, fmt.Sprintf("        content: {%s: {schema: %s}}", scalar(media), text))
}
