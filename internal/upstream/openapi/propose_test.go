package openapi

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/internal/spec/emit"
	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
	"github.com/seed-8da6be54/vendorkit/specs"
)

// applied puts documents into a folder, applies the proposal for one of them by git, and returns the folder's specs.
func applied(t *testing.T, files fs.FS, vendor, name string) (before, after fs.FS, proposal *Proposal) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return appliedText(t, files, vendor, data)
}

func appliedText(t *testing.T, files fs.FS, vendor string, theirs []byte) (before, after fs.FS, proposal *Proposal) {
	t.Helper()
	foreign, err := Read(theirs)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.CopyFS(filepath.Join(folder, "specs"), files); err != nil {
		t.Fatal(err)
	}
	after = os.DirFS(filepath.Join(folder, "specs"))
	report, err := Compare(after, vendor, foreign)
	if err != nil {
		t.Fatal(err)
	}
	proposal, err = report.Propose(after, Origin{Source: "swagger.json of 2025"})
	if err != nil {
		t.Fatal(err)
	}
	if len(proposal.Patch) == 0 {
		return files, after, proposal
	}
	patch := filepath.Join(t.TempDir(), "proposal.patch")
	if err := os.WriteFile(patch, proposal.Patch, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("a patch is applied by git, which isn't here")
	}
	apply := exec.Command("git", "apply", "--whitespace=error-all", patch)
	apply.Dir = folder
	apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(folder))
	if out, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("git apply: %v\n%s\n%s", err, out, proposal.Patch)
	}
	return files, after, proposal
}

func TestProposalClosesTheGap(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name         string
		files        fs.FS
		vendor, file string
		want         Proposal // its numbers
		left         []string // what only theirs has, all the same
		skips        bool     // some of that is left to a person
	}{
		{"halo", os.DirFS("testdata/specs"), "halo", "halo-2025.json", Proposal{Operations: 5, Parameters: 3, Fields: 7, Schemas: 3},
			[]string{"CRMNotes: + response POST /CRMNote 201: AreaNote"}, false},
		{"holaspirit", os.DirFS("testdata/specs"), "holaspirit", "holaspirit.html", Proposal{Operations: 2, Parameters: 1, Fields: 5, Schemas: 2}, nil, false},
		// The real documents, which have some of it. Our CRMNote has more fields than theirs has of it, under another name.
		{"the real halo", specs.Files(), "halo", "halo-2025.json", Proposal{Operations: 3, Parameters: 4, Fields: 4, Schemas: 1},
			[]string{
				"CRMNotes: + response POST /CRMNote 201: AreaNote",
				"CRMNotes: + field CRMNote.2fa: boolean", "CRMNotes: + field CRMNote.facebook_id: string", "CRMNotes: + field CRMNote.facebookid: string",
				"CRMNotes: + field CRMNote.kind: integer", "CRMNotes: + field CRMNote.mood: string", "CRMNotes: + field CRMNote.odata.error: unknown",
				"CRMNotes: + field CRMNote.parent: AreaNote", "CRMNotes: + field CRMNote.rooms: array of BookingType",
				"IncomingWebhooks: + response POST /IncomingWebhook 201: IncomingWebhook",
			}, true},
		{"the real holaspirit", specs.Files(), "holaspirit", "holaspirit.html", Proposal{Operations: 3, Parameters: 0, Fields: 5, Schemas: 3}, nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			before, after, proposal := applied(t, test.files, test.vendor, test.file)
			got := Proposal{Operations: proposal.Operations, Parameters: proposal.Parameters, Fields: proposal.Fields, Schemas: proposal.Schemas}
			if diff := cmp.Diff(test.want, got); diff != "" || len(proposal.Skipped) > 0 != test.skips {
				t.Errorf("(-want +got):\n%s%q", diff, proposal.Skipped)
			}
			doc, err := source.Load(after, test.vendor)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := emit.GeneratorInput(doc); err != nil {
				t.Fatal(err)
			}
			report := compared(t, after, test.vendor, test.file)
			var left []string
			for _, d := range report.Differences {
				if d.How == OnlyTheirs && d.Known == "" {
					left = append(left, d.Resource+": "+d.String())
				}
			}
			if diff := cmp.Diff(test.left, left); diff != "" {
				t.Errorf("what only theirs has, after the proposal (-want +got):\n%s", diff)
			}
			again, err := report.Propose(after, Origin{Source: "swagger.json of 2025"})
			if err != nil || len(again.Patch) > 0 {
				t.Errorf("a second proposal: %v\n%s", err, again.Patch)
			}
			onlyInsertions(t, before, after)
			if strings.Contains(string(proposal.Patch), "own long words") {
				t.Error("the vendor's description was copied")
			}
		})
	}
}

// onlyInsertions checks that every line of every file stands there still, in its order.
func onlyInsertions(t *testing.T, before, after fs.FS) {
	t.Helper()
	names, err := fs.Glob(before, "*/resources/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(err)
	}
	for _, name := range names {
		old, _ := fs.ReadFile(before, name)
		now, err := fs.ReadFile(after, name)
		if err != nil {
			t.Fatal(err)
		}
		rest := strings.SplitAfter(string(now), "\n")
		for _, line := range strings.SplitAfter(string(old), "\n") {
			at := slices.Index(rest, line)
			if at < 0 {
				t.Fatalf("%s: line %q is gone", name, line)
			}
			for _, added := range rest[:at] {
				if strings.TrimSpace(added) != "" && !strings.HasPrefix(added, " ") && added != "components:\n" {
					t.Errorf("%s: %q was added", name, added)
				}
			}
			rest = rest[at+1:]
		}
	}
}

func TestProposalOfNothing(t *testing.T) {
	t.Parallel()
	files := os.DirFS("testdata/specs")
	report := withItself(t, files, "holaspirit")
	if proposal, err := report.Propose(files, Origin{Source: "itself"}); err != nil || len(proposal.Patch) > 0 || report.Differ() {
		t.Errorf("%v: %d bytes, differ %v", err, len(proposal.Patch), report.Differ())
	}
}

// TestAnExtractIsNotTheRecord: a list of theirs that shows an extract of a record, or records of its own, gives the record that
// ours describes no field.
func TestAnExtractIsNotTheRecord(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fields, schemas string
		proposed        bool
	}{
		"an extract":                    {`"id":{},"who":{},"calls":{"type":"integer"}`, "", false},
		"records of its own":            {`"number":{},"title":{},"calls":{"type":"integer"}`, "", false},
		"an extract with another name":  {"", `"CRMNoteRow":{"type":"object","properties":{"id":{},"who":{},"calls":{"type":"integer"}}}`, false},
		"the record":                    {`"id":{},"who":{},"note":{},"kind":{},"datetime":{},"calls":{"type":"integer"}`, "", true},
		"the record, by its name alone": {"", `"CRMNote":{"type":"object","properties":{"id":{},"calls":{"type":"integer"}}}`, true},
	} {
		row := `{"type":"object","properties":{` + test.fields + `}}`
		if test.schemas != "" {
			row = `{"$ref":"#/components/schemas/` + strings.Split(test.schemas, `"`)[1] + `"}`
		}
		_, _, proposal := appliedText(t, os.DirFS("testdata/specs"), "halo", []byte(`{"components":{"schemas":{`+test.schemas+`}},"paths":{"/CRMNote":{"get":{
			"responses":{"200":{"content":{"application/json":{"schema":{"type":"array","items":`+row+`}}}}}}}}}`))
		proposed := strings.Contains(string(proposal.Patch), "calls: {type: integer")
		left := strings.Contains(strings.Join(proposal.Skipped, "\n"), "CRMNote.calls: integer: theirs is another schema here")
		if proposed != test.proposed || left == test.proposed {
			t.Errorf("%s: left %q, proposed:\n%s", name, proposal.Skipped, proposal.Patch)
		}
	}
}

// TestWhatIsOnlyShownIsNotSent: a new field that no body of theirs has is read-only, so that what is written of the schema
// doesn't send it; one that a body has isn't.
func TestWhatIsOnlyShownIsNotSent(t *testing.T) {
	t.Parallel()
	for body, readOnly := range map[string]bool{
		`{"$ref":"#/components/schemas/CRMNote"}`:      false,
		`{"$ref":"#/components/schemas/CRMNoteInput"}`: true,
		`{}`: true,
	} {
		_, after, proposal := appliedText(t, os.DirFS("testdata/specs"), "halo", []byte(`{"paths":{"/CRMNote":{
			"get":{"responses":{"200":{"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/CRMNote"}}}}}}},
			"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"array","items":`+body+`}}}},"responses":{"201":{}}}}},
			"components":{"schemas":{"CRMNote":{"type":"object","properties":{"id":{"type":"integer"},"calls":{"type":"integer"}}},
			"CRMNoteInput":{"type":"object","properties":{"id":{"type":"integer"}}}}}}`))
		if got := strings.Contains(string(proposal.Patch), "calls: {type: integer, x-evidence: {level: documented, source: swagger.json of 2025}, readOnly: true}"); got != readOnly {
			t.Errorf("a body of %s: read-only %v:\n%s", body, got, proposal.Patch)
		}
		doc, err := source.Load(after, "halo")
		if err != nil {
			t.Fatal(err)
		}
		if _, sent := objectAt(schemasOf(doc.Tree())["CRMNoteUpdate"].(tree.Object), "properties")["calls"]; sent == readOnly {
			t.Errorf("a body of %s: CRMNoteUpdate has the field: %v", body, sent)
		}
	}
}

// TestFilesOfAForm: what a body in parts has of binary fields are files.
func TestFilesOfAForm(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"OpenAPI 3": `"requestBody":{"content":{"multipart/form-data":{"schema":{"type":"object","properties":{"file":{"type":"string","format":"binary"},"note":{"type":"string"}}}}}}`,
		"Swagger 2": `"parameters":[{"name":"file","in":"formData","type":"file"},{"name":"note","in":"formData","type":"string"}]`,
	} {
		_, _, proposal := appliedText(t, os.DirFS("testdata/specs"), "halo", []byte(`{"paths":{"/Brochure/Scan":{"post":{"operationId":"a",`+body+`,"responses":{"200":{"description":"x"}}}}}}`))
		for _, want := range []string{"multipart/form-data: {schema:", "file: {type: string, format: binary}", "note: {type: string}"} {
			if !strings.Contains(string(proposal.Patch), want) {
				t.Errorf("%s: %q isn't proposed:\n%s", name, want, proposal.Patch)
			}
		}
	}
}

// TestNewValuesAreLeftToAPerson: constants need names, which a value alone doesn't tell, whether it is a number or a string.
func TestNewValuesAreLeftToAPerson(t *testing.T) {
	t.Parallel()
	doc, err := source.Load(specs.Files(), "humanity")
	if err != nil {
		t.Fatal(err)
	}
	data, err := doc.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var root tree.Object
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]any{"TaskType": 3, "PayType": 11} {
		schema := schemasOf(root)[name].(tree.Object)
		schema["enum"] = append(schema["enum"].([]any), value)
	}
	if data, err = json.Marshal(root); err != nil {
		t.Fatal(err)
	}
	_, _, proposal := appliedText(t, specs.Files(), "humanity", data)
	left := strings.Join(proposal.Skipped, "\n")
	for _, want := range []string{"ShiftTask.type: 1, 2 here, 1, 2, 3 there: a value that only theirs has needs a name", "9, 10 here, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 there"} {
		if !strings.Contains(left, want) {
			t.Errorf("nothing was left to a person with %q:\n%s", want, left)
		}
	}
}
