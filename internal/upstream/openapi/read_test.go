package openapi

import (
	"os"
	"strings"
	"testing"
)

func TestWhatIsNoDocument(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, data, want string }{
		{"nothing", "", "empty"},
		{"a list", "[1, 2]", "no object"},
		{"something else", `{"swagger": "2.0"}`, "no paths"},
		{"a page", "<html>Sign in</html>", "page of HTML"},
		{"half of one", `{"paths": {"/a": {"get": `, "neither JSON"},
		{"bad YAML", "paths:\n  - a: b\n c", "yaml"},
		{"too deep", `{"paths": ` + strings.Repeat(`{"a":`, 300) + "1" + strings.Repeat("}", 301), "too deep"},
		{"too deep in YAML", "paths: " + strings.Repeat("[", 300) + strings.Repeat("]", 300), "too deep"},
		{"a bomb", bomb(), "too many values"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Read([]byte(test.data))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want something with %q", err, test.want)
			}
		})
	}
}

func TestMembersThatStandTwice(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		`{"paths": {"/CRMNote": {"get": {}}}, "info": {"version": 1, "version": "2"}, "paths": {"/BookingType": {"get": {}}, "/CRMNote": {"get": null}}}`,
		"paths: {/CRMNote: {get: {}}}\ninfo: {version: '2'}\n",
	} {
		foreign, err := Read([]byte(data))
		if err != nil {
			t.Fatal(err)
		}
		report, err := Compare(os.DirFS("testdata/specs"), "halo", foreign)
		if want := strings.Count(data, `"get": {}`); err != nil || foreign.Version() != "2" || report.Both != max(want, 1) {
			t.Errorf("%v, version %q, %d operations of %s", err, foreign.Version(), report.Both, data)
		}
	}
}

// bomb is a small file of many values.
func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for _, n := range "123456789" {
		before := string(n - 1)
		b.WriteString("a" + string(n) + ": &a" + string(n) + " [" + strings.Repeat("*a"+before+", ", 9) + "*a" + before + "]\n")
	}
	return b.String() + "paths: {}\n"
}

func TestReferencesInCircles(t *testing.T) {
	t.Parallel()
	foreign, err := Read([]byte(`{"openapi": "3.0.0", "paths": {
		"/CRMNote": {"post": {"requestBody": {"$ref": "#/components/requestBodies/A"}, "parameters": [{"$ref": "#/components/parameters/A"}, 7, {"in": "query"}]}},
		"/CRMNote/{id}": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}}, "/x": 7, "/y": {"get": null}},
		"components": {"schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}},
			"parameters": {"A": {"$ref": "#/components/parameters/A"}}, "requestBodies": {"A": {"$ref": "#/components/requestBodies/A"}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	report, err := Compare(os.DirFS("testdata/specs"), "halo", foreign)
	if err != nil || report.Both != 2 {
		t.Errorf("%v, %+v", err, report)
	}
}

// FuzzRead reads anything, and compares and proposes what could be read.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"halo-2024.json", "halo-2025.json", "holaspirit.html"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("swagger: '2.0'\nbasePath: /api\npaths: {/CRMNote: {get: {parameters: [{in: body, name: a, schema: {type: [int, 'null']}}]}}}\n"))
	f.Add([]byte(`{"paths":{"/New Thing/{a}{b}":{"post":{"parameters":[{"name":"\u2028: #","in":"query"}],"responses":{"2\"":{"schema":{"enum":[1,"a",null]}}}}}}}`))
	f.Add([]byte(`{"paths":{"{0{}":{"post":{}},"/a/{b}/{B}":{"get":{}},"/a b":{"get":{}}}}`))
	files := os.DirFS("testdata/specs")
	f.Fuzz(func(t *testing.T, data []byte) {
		foreign, err := Read(data)
		if err != nil {
			return
		}
		report, err := Compare(files, "halo", foreign)
		if err != nil {
			t.Fatal(err)
		}
		if report.Ours != 6 {
			t.Errorf("%d operations of ours", report.Ours)
		}
		proposal, err := report.Propose(files, Origin{Source: "a fuzzed file"})
		if err != nil {
			t.Fatalf("%v\n%q", err, data)
		}
		_ = proposal
	})
}
