package openapi

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"unicode"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// A document of somebody else is read by a maintainer's terminal, and a proposal made of it is applied to the documents.

const poison = "\x1b[31m\u0085\u202e\u200b\u2066\ufeff\a\"'`\\\n"

// poisoned is a document whose every word holds what a terminal acts on, or what ends a string of Go or YAML.
func poisoned(t *testing.T) []byte {
	t.Helper()
	field := tree.Object{"type": "str" + poison, "format": poison, "enum": []any{poison}, "description": poison}
	schema := tree.Object{"type": "object", "required": []any{"a" + poison}, "properties": tree.Object{"a" + poison: field, "b,omitempty": field, "plain": field}}
	op := func() tree.Object {
		return tree.Object{
			"operationId": poison, "tags": []any{"T" + poison}, "summary": poison,
			"parameters": []any{
				tree.Object{"name": "p" + poison, "in": "query", "schema": field}, tree.Object{"name": "q", "in": "at" + poison},
				tree.Object{"name": "p" + poison, "in": "query"},
			},
			"requestBody": tree.Object{"content": tree.Object{"application/json": tree.Object{"schema": schema}}},
			"responses":   tree.Object{"200": tree.Object{"content": tree.Object{"application/json": tree.Object{"schema": schema}}}, "20" + poison: tree.Object{}, "202": tree.Object{"$ref": "#/x" + poison}},
		}
	}
	root := tree.Object{
		"openapi": "3.0.3", "info": tree.Object{"title": "T" + poison, "version": "1" + poison},
		"paths": tree.Object{
			"/CRMNote": tree.Object{"get": op(), "post": op()}, "/new" + poison: tree.Object{"post": op()}, "/New/{a" + poison + "}": tree.Object{"get": op()},
			"/Plain/Thing": tree.Object{"post": op()}, "/x" + poison: 1,
		},
	}
	data, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.Replace(string(data), `"openapi"`, `"info":{"title":"again"},"openapi"`, 1))
}

func TestNothingForeignActsOnATerminal(t *testing.T) {
	t.Parallel()
	files := os.DirFS("testdata/specs")
	foreign, err := Read(poisoned(t))
	if err != nil {
		t.Fatal(err)
	}
	report, err := Compare(files, "halo", foreign)
	if err != nil {
		t.Fatal(err)
	}
	var text, asJSON strings.Builder
	if err := report.Text(&text); err != nil {
		t.Fatal(err)
	}
	if err := report.JSON(&asJSON); err != nil {
		t.Fatal(err)
	}
	proposal, err := report.Propose(files, Origin{Source: "a file"})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Differences) < 10 || len(report.Defects) < 3 || len(report.Unresolved) == 0 || len(proposal.Skipped) == 0 || len(proposal.Patch) == 0 {
		t.Fatalf("too little was looked at: %d differences, %d defects, %q, %q", len(report.Differences), len(report.Defects), report.Unresolved, proposal.Skipped)
	}
	for what, printed := range map[string]string{
		"the report": text.String(), "its JSON": asJSON.String(), "what is left to a person": strings.Join(proposal.Skipped, "\n"),
		"the patch": string(proposal.Patch), "an error of YAML": fmt.Sprint(readError("a: [*x" + poison)), "an error of JSON": fmt.Sprint(readError("{\"a\x1b[31m")),
	} {
		for _, c := range printed {
			if c != '\n' && !unicode.IsPrint(c) {
				t.Errorf("%s has %q:\n%.300q", what, c, printed)
				break
			}
		}
	}
}

func readError(text string) error {
	_, err := Read([]byte(text))
	return err
}

// TestWhatCannotBeWrittenDownIsLeftOut: the document that a proposal makes is one that the compiler takes, whatever names theirs has.
func TestWhatCannotBeWrittenDownIsLeftOut(t *testing.T) {
	t.Parallel()
	_, after, proposal := appliedText(t, os.DirFS("testdata/specs"), "halo", poisoned(t))
	if _, err := source.Load(after, "halo"); err != nil {
		t.Fatal(err)
	}
	left := strings.Join(proposal.Skipped, "\n")
	for _, want := range []string{"a client can't call such a path", "a name has no quotes", "a field's name has no comma"} {
		if !strings.Contains(left, want) {
			t.Errorf("nothing was left because %q:\n%s", want, left)
		}
	}
}

// TestSmallFilesStaySmall: aliases, parts that stand in one another and long names in long names may not make much of little.
func TestSmallFilesStaySmall(t *testing.T) {
	long := strings.Repeat("n", 20_000)
	var nested strings.Builder
	nested.WriteString(`{"openapi":"3.0.3","paths":{"/CRMNote":{"get":{"responses":{"200":{"schema":`)
	for range 60 {
		fmt.Fprintf(&nested, `{"type":"object","properties":{%q:`, long)
	}
	nested.WriteString(`{"type":"string"}` + strings.Repeat("}}", 60) + "}}}}}}")
	var parts strings.Builder
	parts.WriteString(`{"openapi":"3.0.3","components":{"schemas":{`)
	for i := range 30 {
		ref := fmt.Sprintf(`{"$ref":"#/components/schemas/S%d"}`, i+1)
		fmt.Fprintf(&parts, `"S%d":{"allOf":[%s,%s,%s],"properties":{"a":%s,"b":%s}},`, i, ref, ref, ref, ref, ref)
	}
	parts.WriteString(`"S30":{"type":"object","properties":{"c":{"type":"string"}}}}},"paths":{"/CRMNote":{"get":{"responses":{"200":{"schema":{"$ref":"#/components/schemas/S0"}}}}}}}`)
	for name, text := range map[string]string{
		"long names": nested.String(), "parts in parts": parts.String(), "aliases": strings.Replace(bomb(), "a9: &a9", "x: &a9", 1),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			foreign, err := Read([]byte(text))
			if err == nil {
				var report *Report
				if report, err = Compare(os.DirFS("testdata/specs"), "halo", foreign); err == nil {
					_, err = report.Propose(os.DirFS("testdata/specs"), Origin{Source: "a file"})
				}
			}
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > 256<<20 {
				t.Errorf("%d bytes of text took %d MB (%v)", len(text), took>>20, err)
			}
		})
	}
}
