package main

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog/prose"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// writeProse writes what people want to know of a document, and the methods that the generator has made of its operations, to a file.
func writeProse(doc *source.Document, output, file string) error {
	out := &prose.Vendor{Parameters: map[string]prose.Parameter{}, Operations: map[string]json.RawMessage{}, Schemas: map[string]map[string]string{}}
	info := tree.Child(doc.Tree(), "info")
	out.Title, out.Description = tree.String(info, source.XProduct), strings.TrimSpace(tree.String(info, "description"))
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
	generated, err := readGenerated(output, doc)
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
	for name, v := range doc.Schemas() {
		schema, _ := v.(tree.Object)
		found := map[string]string{}
		describe(schema, "", found)
		from, _ := doc.Schemas()[tree.String(schema, source.XWriteOf)].(tree.Object)
		known := map[string]string{}
		describe(from, "", known)
		for path, text := range found {
			if path != "" && known[path] == text {
				delete(found, path)
			}
		}
		if len(found) > 0 {
			out.Schemas[name] = found
		}
	}
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
	return os.WriteFile(file, data, 0o644)
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
		said := prose.Parameter{Description: strings.TrimSpace(tree.String(p, "description"))}
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
			if first || times > ways[best] || times == ways[best] && p.Description+"\x00"+p.Field+"\x00"+p.Type < best.Description+"\x00"+best.Field+"\x00"+best.Type {
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
	properties, _ := schema["properties"].(tree.Object)
	for name, v := range properties {
		property, _ := v.(tree.Object)
		describe(property, strings.TrimPrefix(path+"."+name, "."), into)
	}
	if items, ok := schema["items"].(tree.Object); ok {
		describe(items, path, into)
	}
	if more, ok := schema["additionalProperties"].(tree.Object); ok {
		describe(more, strings.TrimPrefix(path+".*", "."), into)
	}
	for _, list := range [...]string{"allOf", "oneOf", "anyOf"} {
		for _, v := range slices.Clone(tree.List(schema[list])) {
			part, _ := v.(tree.Object)
			describe(part, path, into)
		}
	}
}

func encodeLine(v any) (json.RawMessage, error) {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return json.RawMessage(strings.TrimSpace(out.String())), err
}
