package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// addProse makes the file with what people want to know of a document, and the methods that the generator has made of its operations.
func addProse(doc *source.Document, folder, file string, into *output) error {
	out := &prose.Vendor{Parameters: map[string]prose.Parameter{}, Operations: map[string]json.RawMessage{}, Schemas: map[string]map[string]string{}}
	info, docs := tree.Child(doc.Tree(), "info"), tree.Child(doc.Tree(), "externalDocs")
	out.Title, out.Description = tree.String(info, source.XProduct), strings.TrimSpace(tree.String(info, "description"))
	out.Docs = prose.Link{Address: tree.String(docs, "url"), Name: tree.String(docs, "description")}
	out.Sources = doc.Sources()
	if servers := tree.List(doc.Tree()["servers"]); len(servers) > 0 {
		server, _ := servers[0].(tree.Object)
		out.Server = tree.String(server, "url")
	}
	for _, v := range tree.List(doc.Tree()["tags"]) {
		tag, _ := v.(tree.Object)
		name := tree.String(tag, "name")
		out.Services = append(out.Services, prose.Service{
			Name: name, About: strings.TrimSpace(tree.String(tag, "description")), Group: tree.String(tag, source.XGroup), Package: doc.PackageOf(name),
		})
	}
	generated, err := readGenerated(folder, doc, into)
	if err != nil {
		return err
	}
	operations := map[string]*prose.Operation{}
	for _, op := range doc.Operations() {
		operations[op.ID()] = proseOf(doc, op, generated)
	}
	takeOutCommon(operations, out.Parameters)
	for id, op := range operations {
		if out.Operations[id], err = encodeLine(op); err != nil {
			return err
		}
	}
	out.Evidence = map[string]map[string]prose.Evidence{}
	for name, v := range doc.Schemas() {
		schema, _ := v.(tree.Object)
		from, _ := doc.Schemas()[tree.String(schema, source.XWriteOf)].(tree.Object)
		addFound(out.Schemas, name, schema, from, describe)
		addFound(out.Evidence, name, schema, from, collectEvidence)
	}
	out.Names = fieldNames(doc, generated)
	out.Forms = doc.FormTags(func(string, ...any) {}) // what is wrong with them, the check of the document says
	for name, fields := range out.Forms {
		maps.DeleteFunc(fields, func(_, words string) bool { return words == "" })
		if len(fields) == 0 {
			delete(out.Forms, name)
		}
	}
	data, err := out.Encode()
	if err != nil {
		return err
	}
	into.add(file, data)
	return nil
}

// addFound adds what is found in a schema by path, less what is found in the schema that it was derived from.
func addFound[V comparable](to map[string]map[string]V, name string, schema, from tree.Object, collect func(tree.Object, string, map[string]V)) {
	found, known := map[string]V{}, map[string]V{}
	collect(schema, "", found)
	collect(from, "", known)
	maps.DeleteFunc(found, func(path string, said V) bool { return path != "" && known[path] == said })
	if len(found) > 0 {
		to[name] = found
	}
}

func proseOf(doc *source.Document, op source.Operation, generated *generated) *prose.Operation {
	out := &prose.Operation{
		Description: strings.TrimSpace(tree.String(op.Spec, "description")), Methods: generated.methods[op.ID()],
		Parameters: map[string]prose.Parameter{}, Responses: map[string]string{},
	}
	if deprecated, _ := op.Spec["deprecated"].(bool); deprecated {
		x, _ := op.Spec[source.XDeprecated].(tree.Object)
		out.Deprecation = &prose.Deprecation{Since: tree.String(x, "since"), Use: tree.String(x, "use"), Reason: tree.String(x, "reason")}
	}
	for _, p := range doc.Parameters(op) {
		place, name := tree.String(p, "in"), tree.String(p, "name")
		said := prose.Parameter{Description: strings.TrimSpace(tree.String(p, "description")), Evidence: evidenceOf(p)}
		if place != "path" {
			said.Field, said.Type = generated.field(doc.PackageOf(op.Tag()), op.ID(), name)
		}
		out.Parameters[place+" "+name] = said
	}
	for status, v := range tree.Child(op.Spec, "responses") {
		if text := strings.TrimSpace(tree.String(doc.Follow(v), "description")); text != "" && strings.HasPrefix(status, "2") {
			out.Responses[status] = text
		}
	}
	return out
}

// takeOutCommon moves what most operations say of a parameter to common, and leaves with an operation what it says otherwise.
func takeOutCommon(operations map[string]*prose.Operation, common map[string]prose.Parameter) {
	said := map[string]map[prose.Parameter]int{}
	for _, op := range operations {
		for key, p := range op.Parameters {
			if said[key] == nil {
				said[key] = map[prose.Parameter]int{}
			}
			said[key][p]++
		}
	}
	for key, ways := range said {
		first := true
		for p, times := range ways {
			best := common[key]
			if first || times > ways[best] || times == ways[best] && fmt.Sprintf("%q", p) < fmt.Sprintf("%q", best) {
				common[key] = p
			}
			first = false
		}
	}
	for _, op := range operations {
		for key, p := range op.Parameters {
			if common[key] == p {
				delete(op.Parameters, key)
			}
		}
	}
}

// describe collects the descriptions of a schema and of what stands in it, by their paths.
func describe(schema tree.Object, path string, into map[string]string) {
	if text := strings.TrimSpace(tree.String(schema, "description")); text != "" && into[path] == "" {
		into[path] = text
	}
	visitFields(schema, path, func(within tree.Object, at string) { describe(within, at, into) })
}

func encodeLine(v any) (json.RawMessage, error) {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return json.RawMessage(strings.TrimSpace(out.String())), err
}
