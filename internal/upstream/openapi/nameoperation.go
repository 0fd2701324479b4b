package openapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
)

// nameOperation makes an operationId that is free, together with its Go method, and a summary, of nothing but the path.
func (p *proposer) nameOperation(op *operation, template, tag string, upsert bool) (id, summary string) {
	one := source.Singular(tag)
	var sub []string
	behind := false
	var literals []string
	for part := range strings.SplitSeq(strings.Trim(template, "/"), "/") {
		if part != "" && !strings.Contains(part, "{") && part != "api" {
			literals = append(literals, part)
		}
	}
	isTag := func(part string) bool { return strings.EqualFold(plural(exportedName(part)), tag) }
	for i, part := range literals {
		if behind {
			sub = append(sub, p.typeName(part))
		}
		if name := exportedName(part); strings.EqualFold(plural(name), tag) || strings.EqualFold(name, one) {
			behind, sub = true, nil
		} else if i == 0 && !slices.ContainsFunc(literals, isTag) {
			behind = true
		}
	}
	item := strings.HasSuffix(template, "}")
	verb := verbs()[op.method]
	noun := one
	switch {
	case op.method == "GET" && !item && len(sub) == 0:
		verb, noun = "list", tag
	case upsert:
		verb, noun = "save", tag
	case op.method == "POST" && len(sub) > 0:
		verb = "run"
	}
	words := inWords(noun)
	said := strings.ToUpper(verb[:1]) + verb[1:]
	if upsert {
		said = "Create or change"
	}
	if noun == tag {
		summary = said + " " + words + "."
	} else {
		summary = said + " " + article(words) + "."
	}
	middle := strings.Join(sub, "")
	if middle != "" {
		summary = said + " " + inWords(middle) + " of " + inWords(tag) + "."
	}
	base := verb + middle + noun
	id = base
	for n := 2; p.ids[id] || p.clash(id, tag, upsert); n++ {
		if names := inBraces.FindAllString(template, -1); n == 2 && len(names) > 0 {
			id = base + "By" + exportedName(names[len(names)-1])
			continue
		}
		id = fmt.Sprintf("%s%d", base, n)
	}
	p.ids[id] = true
	if upsert {
		p.methods[tag+".Create"], p.methods[tag+".Update"] = true, true
	} else {
		p.methods[tag+"."+source.MethodName(id, tag)] = true
	}
	return id, summary
}

func (p *proposer) clash(id, tag string, upsert bool) bool {
	if upsert {
		return false
	}
	return p.methods[tag+"."+source.MethodName(id, tag)]
}

// inWords writes a name as it stands in a sentence.
func inWords(name string) string {
	list := strings.Fields(strings.TrimSuffix(sentence(name), "."))
	for i, word := range list {
		if !allUpper(word) {
			list[i] = strings.ToLower(word)
		}
	}
	return strings.Join(list, " ")
}

// verbs begin the names of operations, by their methods.
func verbs() map[string]string {
	return map[string]string{"GET": "get", "POST": "create", "PUT": "update", "PATCH": "change", "DELETE": "delete", "HEAD": "check"}
}
