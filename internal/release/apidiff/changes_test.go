package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestChanges makes one change at a time to a repository that was tagged, and checks what is reported of it.
func TestChanges(t *testing.T) {
	t.Parallel()
	const spec, client = "specs/acme/openapi.yaml", "gen/acme/acme.go"
	for name, test := range map[string]struct {
		edit        func(map[string]string)
		level, next string
		want        []string // kind, group, line
	}{
		"nothing":         {func(map[string]string) {}, "patch", "v0.1.1", nil},
		"a word":          {replaced(t, spec, "List the things.", "List things."), "patch", "v0.1.1", nil},
		"internal":        {replaced(t, "internal/own/own.go", "F()", "G()"), "patch", "v0.1.1", nil},
		"a program":       {replaced(t, "cmd/kit/main.go", "func main", "func F() {}\n\nfunc main"), "patch", "v0.1.1", nil},
		"a field gone":    {replaced(t, spec, "        weight: {type: number}\n", ""), "minor", "v0.2.0", []string{"breaking acme `Thing`: the field `weight` in responses is gone"}},
		"another type":    {replaced(t, spec, "weight: {type: number}", "weight: {type: string}"), "minor", "v0.2.0", []string{"breaking acme `Thing`: the field `weight` in responses changed its type from `number` to `string`"}},
		"a new field":     {replaced(t, spec, "weight: {type: number}", "weight: {type: number}\n        size: {type: number}"), "minor", "v0.2.0", []string{"added acme `Thing`: new field `size` in responses"}},
		"a nested schema": {replaced(t, spec, "weight: {type: number}", "weight: {type: number}\n        part: {$ref: '#/components/schemas/ThingCreate'}"), "minor", "v0.2.0", []string{"added acme `Thing`: new field `part` in responses"}},
		"a parameter": {
			replaced(t, spec, "        - {name: colour", "        - {name: size, in: query, schema: {type: string}, description: Size.}\n        - {name: colour"),
			"minor", "v0.2.0", []string{"added acme `GET /things` (`Things.List`): new query parameter `size`"},
		},
		"a required parameter": {
			replaced(t, spec, "        - {name: colour", "        - {name: size, in: query, required: true, schema: {type: string}, description: Size.}\n        - {name: colour"),
			"minor", "v0.2.0", []string{"breaking acme `GET /things` (`Things.List`): new query parameter `size`, which must be given"},
		},
		"a required field": {
			replaced(t, spec, "    ThingCreate:\n      type: object\n", "    ThingCreate:\n      type: object\n      required: [name]\n"),
			"minor", "v0.2.0", []string{"breaking acme `ThingCreate`: the field `name` must be sent now"},
		},
		"paging": {
			replaced(t, spec, "      summary: List the things.\n", "      summary: List the things.\n      x-page: {style: none}\n"),
			"patch", "v0.1.1", []string{"changed acme `GET /things` (`Things.List`): how it is paged changed: it is `{\"style\":\"none\"}`; it was not given"},
		},
		"repeating": {
			replaced(t, spec, "      summary: Make a thing.\n", "      summary: Make a thing.\n      x-retry-safe: true\n"),
			"patch", "v0.1.1", []string{"changed acme `POST /things` (`Things.Create`): whether it may be repeated changed: it is `true`; it was not given"},
		},
		"a header": {
			replaced(t, spec, "servers:", "x-headers: {X-Version: \"2\"}\nservers:"),
			"patch", "v0.1.1", []string{"changed acme `x-headers`: the header of every request changed: it is `{\"X-Version\":\"2\"}`; it was not given"},
		},
		"a new operation": {
			replaced(t, spec, "components:", "  /things/{id}:\n    get:\n      operationId: getThing\n      tags: [Things]\n      summary: Get a thing.\n"+
				"      x-evidence: {level: documented, source: s}\n      parameters: [{name: id, in: path, required: true, schema: {type: string}, description: Id.}]\n"+
				"      responses: {\"200\": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}\ncomponents:"),
			"minor", "v0.2.0", []string{"added acme `GET /things/{id}` (`Things.Get`): new operation"},
		},
		"a shared parameter": {
			func(files map[string]string) {
				files[spec] = strings.ReplaceAll(files[spec], "x-evidence: {level: documented, source: s}\n",
					"x-evidence: {level: documented, source: s}\n      parameters: [{$ref: '#/components/parameters/Size'}]\n")
				files[spec] = strings.Replace(files[spec], "      parameters:\n        - {name: colour, in: query, schema: {type: string}, description: Colour.}\n", "", 1)
				files[spec] += "  parameters:\n    Size: {name: size, in: query, schema: {type: string}, description: Size.}\n"
			},
			"minor", "v0.2.0", []string{
				"breaking acme `GET /things` (`Things.List`): the query parameter `colour` is gone",
				"added acme `GET /things` (`Things.List`), `POST /things` (`Things.Create`): new query parameter `size`",
			},
		},
		"an operation gone": {
			func(files map[string]string) {
				start, end := strings.Index(files[spec], "    post:"), strings.Index(files[spec], "components:")
				files[spec] = files[spec][:start] + files[spec][end:]
			},
			"minor", "v0.2.0", []string{"breaking acme `POST /things` (`Things.Create`): the operation is gone"},
		},
		"a vendor gone": {
			func(files map[string]string) { delete(files, spec); delete(files, client) },
			"minor", "v0.2.0", []string{"breaking acme the vendor is gone", "breaking acme package `gen/acme`: gone"},
		},
		"a new vendor": {
			func(files map[string]string) {
				files["specs/best/openapi.yaml"] = strings.ReplaceAll(files[spec], "Acme", "Best")
				files["gen/best/best.go"] = "package best\n\nfunc F() {}\n"
			},
			"minor", "v0.2.0", []string{"added best new vendor, 2 operations", "added best package `gen/best`: new"},
		},
		"a method renamed": {
			replaced(t, client, ") List(", ") All("),
			"minor", "v0.2.0", []string{"breaking acme `(*ThingsService).List`: removed", "added acme `(*ThingsService).All`: added"},
		},
		"another signature": {
			replaced(t, client, "List(p *ListThingsParams)", "List(p *ListThingsParams, more rest.JSON)"),
			"minor", "v0.2.0", []string{
				"breaking acme `(*ThingsService).List`: changed from func(*ListThingsParams) ([]Thing, error) to func(*ListThingsParams, rest.JSON) ([]Thing, error)",
			},
		},
		"a new type with values": {
			replaced(t, "rest/rest.go", "type JSON", "type Mode string\n\nconst ModeFast Mode = \"fast\"\n\ntype JSON"),
			"minor", "v0.2.0", []string{"added rest `Mode`: added"},
		},
		"a module of its own": {
			replaced(t, "auth/keyring/keyring.go", "func F(", "func G("),
			"minor", "v0.2.0", []string{"breaking auth/keyring `F`: removed", "added auth/keyring `G`: added"},
		},
		"a new package": {
			func(files map[string]string) { files["auth/auth.go"] = "package auth\n\nfunc F() {}\n" },
			"minor", "v0.2.0", []string{"added auth package `auth`: new"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := madeUpRepository(t, "v0.1.0", test.edit)
			code, out, errs := runChanges(t, "-root", root, "-since", "v0.1.0", "-format", "json")
			if code != 0 {
				t.Fatalf("exit code %d: %s", code, errs)
			}
			var got report
			if err := json.Unmarshal([]byte(out), &got); err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, c := range got.Changes {
				lines = append(lines, string(c.Kind)+" "+c.Group+" "+c.line())
			}
			if diff := cmp.Diff(test.want, lines); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			if got.Level != test.level || got.Next != test.next || got.Since != "v0.1.0" {
				t.Errorf("level %s, next %s since %s; want %s, %s", got.Level, got.Next, got.Since, test.level, test.next)
			}
		})
	}
}

// TestLevels checks the words of Semantic Versioning against the version compared with.
func TestLevels(t *testing.T) {
	t.Parallel()
	breaks, adds := change{Kind: breaking}, change{Kind: added}
	for _, test := range []struct {
		since   string
		changes []change
		want    string
	}{
		{"v1.2.3", []change{adds, breaks}, "major v2.0.0"},
		{"v1.2.3", []change{adds}, "minor v1.3.0"},
		{"v1.2.3", []change{{Kind: changed}}, "patch v1.2.4"},
		{"v1.2.3", nil, "patch v1.2.4"},
		{"v0.2.3", []change{breaks}, "minor (before v1, breaking) v0.3.0"},
		{"v0.2.3", []change{adds}, "minor v0.3.0"},
		{"v1.0.0-rc.1", []change{adds}, "minor v1.0.0"},
		{"main", []change{breaks}, "minor (before v1, breaking) "},
	} {
		r := newReport(test.since, test.changes)
		if got := r.words() + " " + r.Next; got != test.want {
			t.Errorf("since %s: %s, want %s", test.since, got, test.want)
		}
	}
}

// TestMarkdown checks the draft for the changelog, the same in every run.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	root := madeUpRepository(t, "v1.4.0", func(files map[string]string) {
		replaced(t, "gen/acme/acme.go", ") List(", ") All(")(files)
		replaced(t, "specs/acme/openapi.yaml", "weight: {type: number}", "weight: {type: string}\n        size: {type: number}")(files)
		replaced(t, "rest/rest.go", "Text() string", "Text(n int) string")(files)
	})
	const want = "Since v1.4.0: major. The next version is v2.0.0.\n" + `
### Breaking

- Acme
  - ` + "`Thing`: the field `weight` in responses changed its type from `number` to `string`" + `
  - ` + "`(*ThingsService).List`: removed" + `
- ` + "`rest`" + `
  - ` + "`JSON.Text`: changed from func() string to func(int) string" + `

### Added

- Acme
  - ` + "`Thing`: new field `size` in responses" + `
  - ` + "`(*ThingsService).All`: added" + `
`
	for range 2 {
		code, out, errs := runChanges(t, "-root", root, "-since", "v1.4.0")
		if code != 0 {
			t.Fatalf("exit code %d: %s", code, errs)
		}
		if diff := cmp.Diff(want, out); diff != "" {
			t.Errorf("draft (-want +got):\n%s", diff)
		}
	}
}

// TestWrongCommands: whoever gives a wrong tag, or none, is shown what to give.
func TestWrongCommands(t *testing.T) {
	t.Parallel()
	root := madeUpRepository(t, "v0.1.0", func(map[string]string) {})
	for name, test := range map[string]struct {
		args []string
		code int
		want string
	}{
		"no tag given":       {[]string{"-root", root}, 2, "-since: name the tag to compare with, as in make changes SINCE=v0.1.0"},
		"no such tag":        {[]string{"-root", root, "-since", "v0.9.0"}, 1, `SINCE: "v0.9.0" is no tag or commit of this repository; its versions are v0.1.0`},
		"an option as tag":   {[]string{"-root", root, "-since", "--all"}, 1, `SINCE: "--all" is no tag or commit`},
		"no such format":     {[]string{"-root", root, "-since", "v0.1.0", "-format", "html"}, 2, `-format: "html" is unknown, give markdown or json`},
		"two bases":          {[]string{"-root", root, "-since", "v0.1.0", "-latest"}, 2, "give -since or -latest, not both"},
		"a folder within":    {[]string{"-root", filepath.Join(root, "specs"), "-since", "v0.1.0"}, 1, "is specs/ of the repository: give the repository's own folder"},
		"an argument":        {[]string{"-root", root, "v0.1.0"}, 2, `"v0.1.0" is too much: only flags are taken`},
		"an unknown flag":    {[]string{"-tag", "v0.1.0"}, 2, "-tag"},
		"no repository":      {[]string{"-root", t.TempDir(), "-check"}, 1, "not a git repository"},
		"nor there with tag": {[]string{"-root", t.TempDir(), "-since", "v0.1.0"}, 1, "v0.1.0"},
	} {
		code, out, errs := runChanges(t, test.args...)
		if code != test.code || !strings.Contains(errs, test.want) || out != "" {
			t.Errorf("%s: exit code %d, %q, printed %q; want %d, %q", name, code, errs, out, test.code, test.want)
		}
	}
}

// TestOutput writes a file, or leaves the one that is there when something fails.
func TestOutput(t *testing.T) {
	t.Parallel()
	root := madeUpRepository(t, "v0.1.0", func(map[string]string) {})
	folder := t.TempDir()
	file := filepath.Join(folder, "changes.md")
	for _, test := range []struct {
		since, want string
		code        int
	}{
		{"v0.1.0", "Since v0.1.0: patch. The next version is v0.1.1.", 0},
		{"v0.9.0", "Since v0.1.0: patch. The next version is v0.1.1.", 1},
	} {
		code, out, errs := runChanges(t, "-root", root, "-since", test.since, "-output", file)
		if code != test.code || out != "" {
			t.Errorf("exit code %d, %q, printed %q", code, errs, out)
		}
		if data, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(data), test.want) {
			t.Errorf("the file has %q, %v", data, err)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%d files, %v", len(entries), err)
	}
}

// TestATreeThatDoesNotBuild is reported by its name, not compared as an empty one.
func TestATreeThatDoesNotBuild(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(map[string]string){
		"example.com/kit/rest": replaced(t, "rest/rest.go", "string(j)", "j"),
		"document acme":        replaced(t, "specs/acme/openapi.yaml", "paths:", "paths"),
	} {
		root := madeUpRepository(t, "v0.1.0", edit)
		if code, out, errs := runChanges(t, "-root", root, "-since", "v0.1.0"); code != 1 || out != "" || !strings.Contains(errs, name) {
			t.Errorf("%s: exit code %d, %q, printed %q", name, code, errs, out)
		}
	}
}

// TestAnOlderFormOfDocument is resolved by the compiler that was beside it.
func TestAnOlderFormOfDocument(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	files := madeUp()
	files["specs/acme/openapi.yaml"] = "a form of old: [\n"
	files["cmd/vendorkit/main.go"] = "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() {\n" +
		"\tif os.Args[1] == \"spec\" && os.Args[2] == \"acme\" {\n\t\tfmt.Println(`{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"Acme\",\"version\":\"1\"},\"paths\":{}}`)\n\t}\n}\n"
	write(t, root, files)
	gitIn(t, root, "init", "-q")
	gitIn(t, root, "add", "-A")
	gitIn(t, root, "commit", "-q", "-m", "Of old")
	gitIn(t, root, "tag", "v0.1.0")
	write(t, root, map[string]string{"specs/acme/openapi.yaml": acmeDocument})
	code, out, errs := runChanges(t, "-root", root, "-since", "v0.1.0")
	if code != 0 || !strings.Contains(out, "- `GET /things` (`Things.List`): new operation\n") {
		t.Errorf("exit code %d, %q, printed\n%s", code, errs, out)
	}
}
