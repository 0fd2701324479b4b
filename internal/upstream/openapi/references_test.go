package openapi

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// spiroWithOneMore is our document of Spiro as if it were the vendor's, with a field in every schema that ours lacks.
func spiroWithOneMore(t *testing.T) tree.Object {
	t.Helper()
	doc, err := source.Load(specs.Files(), "spiro")
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(doc.Tree())
	if err != nil {
		t.Fatal(err)
	}
	var root tree.Object
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	for _, schema := range schemasOf(root) {
		if properties := objectAt(schema.(tree.Object), "properties"); properties != nil {
			properties["brand_new"] = tree.Object{"type": "string"}
		}
	}
	return root
}

func schemasOf(root tree.Object) tree.Object {
	return objectAt(objectAt(root, "components"), "schemas")
}

func compareSpiro(t *testing.T, root tree.Object) *Report {
	t.Helper()
	data, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	report, err := Compare(specs.Files(), "spiro", foreign)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// visit calls a function for every object of a tree.
func visit(v any, call func(tree.Object)) {
	switch v := v.(type) {
	case tree.Object:
		call(v)
		for _, inner := range v {
			visit(inner, call)
		}
	case []any:
		for _, inner := range v {
			visit(inner, call)
		}
	}
}

// TestReferencesLeadToTheSame: however a document spells its references, and wherever it keeps what they name, the same
// differences are found. A reference that isn't followed would hide all that stands behind it.
func TestReferencesLeadToTheSame(t *testing.T) {
	t.Parallel()
	want := lines(compareSpiro(t, spiroWithOneMore(t)))
	if len(want) < 10 {
		t.Fatalf("only %d differences", len(want))
	}
	const prefix = "#/components/schemas/"
	renamed := func(to func(name string) string, ref func(name string) string) func(tree.Object) {
		return func(root tree.Object) {
			schemas := schemasOf(root)
			for _, name := range sortedNames(schemas, nil) {
				schemas[to(name)] = schemas[name]
				delete(schemas, name)
			}
			visit(root, func(node tree.Object) {
				if name, ok := strings.CutPrefix(wordOf(node["$ref"]), prefix); ok {
					node["$ref"] = ref(to(name))
				}
			})
		}
	}
	escaped := func(name string) string {
		return prefix + url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
	}
	for name, change := range map[string]func(root tree.Object){
		"a name with brackets":     renamed(func(n string) string { return n + "[]" }, escaped),
		"a generic type of .NET":   renamed(func(n string) string { return "Page`1[[" + n + ", Acme.Api]]" }, escaped),
		"a slash and a tilde":      renamed(func(n string) string { return "a/" + n + "~b" }, escaped),
		"a percent sign, escaped":  renamed(func(n string) string { return n + "%20" }, escaped),
		"a percent sign, as it is": renamed(func(n string) string { return n + "%zz" }, func(n string) string { return prefix + n }),
		"letters beyond ASCII":     renamed(func(n string) string { return n + "é" }, escaped),
		"escaped in lower case": renamed(func(n string) string { return n + "<T>" }, func(n string) string {
			return prefix + strings.NewReplacer("<", "%3c", ">", "%3e").Replace(n)
		}),
		"definitions, as of old": func(root tree.Object) {
			moveSchemas(root, "definitions", func(n string) string { return "#/definitions/" + n })
		},
		"schemas in a list":        listSchemas,
		"references to references": chainSchemas,
		"responses by reference":   func(root tree.Object) { refer(root, "responses", 2) },
		"bodies by reference":      func(root tree.Object) { refer(root, "requestBodies", 3) },
		"parameters by reference":  func(root tree.Object) { refer(root, "parameters", 2) },
		"paths by reference":       func(root tree.Object) { referPaths(root) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := spiroWithOneMore(t)
			change(root)
			report := compareSpiro(t, root)
			if diff := cmp.Diff(want, lines(report)); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
			if len(report.Unresolved) > 0 {
				t.Errorf("not compared: %q", report.Unresolved)
			}
		})
	}
}

// moveSchemas puts all schemas elsewhere.
func moveSchemas(root tree.Object, key string, ref func(name string) string) {
	root[key] = schemasOf(root)
	delete(objectAt(root, "components"), "schemas")
	visit(root, func(node tree.Object) {
		if name, ok := strings.CutPrefix(wordOf(node["$ref"]), "#/components/schemas/"); ok {
			node["$ref"] = ref(name)
		}
	})
}

// listSchemas puts all schemas into a list, and refers to their places.
func listSchemas(root tree.Object) {
	places := map[string]int{}
	var list []any
	schemas := schemasOf(root)
	for _, name := range sortedNames(schemas, nil) {
		places[name] = len(list)
		list = append(list, schemas[name])
	}
	moveSchemas(root, "x-gone", func(name string) string { return fmt.Sprintf("#/x-list/%d", places[name]) })
	root["x-list"] = list
	delete(root, "x-gone")
}

// chainSchemas lets every reference lead to three others before it comes to its schema.
func chainSchemas(root tree.Object) {
	schemas := schemasOf(root)
	for _, name := range sortedNames(schemas, nil) {
		schemas[name+"Of3"] = schemas[name]
		schemas[name+"Of2"] = tree.Object{"$ref": "#/components/schemas/" + name + "Of3"}
		schemas[name] = tree.Object{"$ref": "#/components/schemas/" + name + "Of2"}
	}
}

// refer moves what stands in operations into the components, behind a chain of references.
func refer(root tree.Object, kind string, links int) {
	moved := objectAt(objectAt(root, "components"), kind)
	if moved == nil {
		moved = tree.Object{}
		objectAt(root, "components")[kind] = moved
	}
	move := func(v any) any {
		name := fmt.Sprintf("M%d", len(moved))
		moved[name] = v
		for range links {
			next := fmt.Sprintf("M%d", len(moved))
			moved[next] = tree.Object{"$ref": "#/components/" + kind + "/" + name}
			name = next
		}
		return tree.Object{"$ref": "#/components/" + kind + "/" + name}
	}
	for _, item := range objectAt(root, "paths") {
		for _, method := range methods {
			op := objectAt(item.(tree.Object), method)
			switch kind {
			case "responses":
				for status, response := range objectAt(op, kind) {
					objectAt(op, kind)[status] = move(response)
				}
			case "requestBodies":
				if body, ok := op["requestBody"]; ok {
					op["requestBody"] = move(body)
				}
			case "parameters":
				list, _ := op[kind].([]any)
				for i := range list {
					list[i] = move(list[i])
				}
			}
		}
	}
}

func referPaths(root tree.Object) {
	paths := objectAt(root, "paths")
	items := tree.Object{}
	for i, path := range sortedNames(paths, nil) {
		name := fmt.Sprintf("I%d", i)
		items[name], items[name+"b"] = paths[path], tree.Object{"$ref": "#/x-items/" + name}
		paths[path] = tree.Object{"$ref": "#/x-items/" + name + "b"}
	}
	root["x-items"] = items
}

// TestWhatIsNotComparedIsSaid: where a reference leads nowhere or round in a circle the report says that it could not see.
func TestWhatIsNotComparedIsSaid(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(root tree.Object)
		want   string
	}{
		"a schema that isn't there": {func(root tree.Object) { delete(schemasOf(root), "Company") }, "$ref #/components/schemas/Company leads nowhere"},
		"a schema in another file": {func(root tree.Object) {
			visit(root, func(node tree.Object) {
				if node["$ref"] == "#/components/schemas/Company" {
					node["$ref"] = "companies.yaml#/Company"
				}
			})
		}, "$ref companies.yaml#/Company leads nowhere"},
		"a place that a list lacks": {func(root tree.Object) {
			root["x-list"] = []any{}
			schemasOf(root)["Company"] = tree.Object{"$ref": "#/x-list/0"}
		}, "$ref #/x-list/0 leads nowhere"},
		"a response that isn't there": {func(root tree.Object) {
			get := objectAt(objectAt(objectAt(root, "paths"), "/companies"), "get")
			get["responses"] = tree.Object{"200": tree.Object{"$ref": "#/components/responses/None"}}
		}, "$ref #/components/responses/None leads nowhere"},
		"a parameter in a circle": {func(root tree.Object) {
			parameters := objectAt(objectAt(root, "components"), "parameters")
			parameters["A"], parameters["B"] = tree.Object{"$ref": "#/components/parameters/B"}, tree.Object{"$ref": "#/components/parameters/A"}
			get := objectAt(objectAt(objectAt(root, "paths"), "/companies"), "get")
			get["parameters"] = append(get["parameters"].([]any), tree.Object{"$ref": "#/components/parameters/A"})
		}, "leads round in a circle"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := spiroWithOneMore(t)
			test.change(root)
			report := compareSpiro(t, root)
			if all := strings.Join(report.Unresolved, "\n"); !strings.Contains(all, test.want) {
				t.Errorf("not compared: %q, want %q", all, test.want)
			}
			var text strings.Builder
			if err := report.Text(&text); err != nil || !strings.Contains(text.String(), "\nnot compared: ") {
				t.Errorf("%v, the report says nothing of it:\n%s", err, text.String())
			}
		})
	}
}

// TestParametersOfAPath: an operation's own parameter replaces its path's of the same name and place, and all others of the
// path are the operation's too.
func TestParametersOfAPath(t *testing.T) {
	t.Parallel()
	foreign, err := Read([]byte(`{"openapi":"3.0.3","paths":{"/opportunities/{id}":{
		"parameters":[
			{"name":"id","in":"path","required":true,"schema":{"type":"boolean"}},
			{"name":"include","in":"query","schema":{"type":"boolean"}},
			{"name":"X-One","in":"header","schema":{"type":"boolean"}},
			{"name":"more","in":"query","schema":{"type":"string"}}],
		"get":{"operationId":"a","parameters":[
			{"name":"id","in":"path","required":true,"schema":{"type":"string"}},
			{"name":"x-one","in":"header","schema":{"type":"string"}},
			{"name":"include","in":"query","schema":{"type":"string"}}],"responses":{"200":{"description":"x"}}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	theirs := &document{root: foreign.root, defect: foreign.defect, hidden: foreign.hidden}
	op := theirs.operations("")[0]
	var got []string
	for _, p := range append(op.places, op.parameters...) {
		got = append(got, p.in+" "+p.name+" "+theirs.text(p.schema))
	}
	want := []string{"path id string", "header x-one string", "query include string", "query more string"}
	if diff := cmp.Diff(want, got); diff != "" || len(foreign.defects) > 0 {
		t.Errorf("parameters (-want +got):\n%s\ndefects: %q", diff, foreign.defects)
	}
}

// TestWhatStandsBesideAReference: a path item has its own methods beside those that it refers to; a schema's own parts count since
// OpenAPI 3.1, and not before.
func TestWhatStandsBesideAReference(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(root tree.Object)
		want   string
	}{
		"a path's method": {func(root tree.Object) {
			for _, item := range objectAt(root, "paths") {
				item := item.(tree.Object)
				get := item["get"]
				delete(item, "get")
				item["$ref"] = "#/components/pathItems/One"
				objectAt(root, "components")["pathItems"] = tree.Object{"One": tree.Object{"get": get}}
				item["options"] = tree.Object{"responses": tree.Object{"200": tree.Object{"description": ""}}}
				return
			}
		}, "OPTIONS /"},
		"a schema's field, 3.1": {func(root tree.Object) {
			root["openapi"] = "3.1.0"
			schemas := schemasOf(root)
			for _, name := range sortedNames(schemas, nil) {
				if schema := schemas[name].(tree.Object); schema["properties"] != nil {
					schemas[name+"Base"] = schema
					schemas[name] = tree.Object{"$ref": "#/components/schemas/" + name + "Base", "properties": tree.Object{"beside": tree.Object{"type": "string"}}}
				}
			}
		}, "beside"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := spiroWithOneMore(t)
			test.change(root)
			if got := strings.Join(lines(compareSpiro(t, root)), "\n"); !strings.Contains(got, test.want) {
				t.Errorf("no %s in\n%s", test.want, got)
			}
		})
	}
	root := spiroWithOneMore(t)
	for _, item := range objectAt(root, "paths") {
		item.(tree.Object)["trace"] = tree.Object{"responses": tree.Object{}}
	}
	if report := compareSpiro(t, root); len(report.Unresolved) == 0 || !strings.Contains(report.Unresolved[0], "trace") {
		t.Errorf("a method that can't be compared isn't told: %q", report.Unresolved)
	}
}
