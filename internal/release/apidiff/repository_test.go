package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const acmeDocument = `openapi: 3.0.3
info: {title: Acme, version: 1.0.0, x-product: Acme}
servers: [{url: https://acme.example.com}]
tags: [{name: Things, description: Things.}]
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      summary: List the things.
      x-evidence: {level: documented, source: s}
      parameters:
        - {name: colour, in: query, schema: {type: string}, description: Colour.}
      responses: {"200": {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}
    post:
      operationId: createThing
      tags: [Things]
      summary: Make a thing.
      x-evidence: {level: documented, source: s}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/ThingCreate'}}}}
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  schemas:
    Thing:
      type: object
      properties:
        id: {type: string}
        name: {type: string}
        weight: {type: number}
    ThingCreate:
      type: object
      properties:
        name: {type: string}
`

const acmeClient = `// Package acme is a client.
package acme

import "example.com/kit/rest"

type Client struct{ Things ThingsService }

type ThingsService struct{}

func (s *ThingsService) List(p *ListThingsParams) ([]Thing, error) { return nil, nil }

type ListThingsParams struct{ Colour *string }

type Thing struct {
	ID, Name string
	Weight   float64
	More     rest.JSON
}
`

// files is a made-up repository of one vendor.
func madeUp() map[string]string {
	return map[string]string{
		"go.mod":                  "module example.com/kit\n\ngo 1.26.0\n",
		"specs/acme/openapi.yaml": acmeDocument,
		"gen/acme/acme.go":        acmeClient,
		"rest/rest.go":            "// Package rest is a runtime.\npackage rest\n\ntype JSON []byte\n\nfunc (j JSON) Text() string { return string(j) }\n",
		"auth/keyring/go.mod":     "module example.com/kit/auth/keyring\n\ngo 1.26.0\n",
		"auth/keyring/keyring.go": "package keyring\n\nfunc F() {}\n",
		"internal/tool/go.mod":    "a module that can't be read",
		"internal/own/own.go":     "package own\n\nfunc F() {}\n",
		"cmd/kit/main.go":         "package main\n\nfunc main() {}\n",
		"CHANGELOG.md":            "# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n### Added\n\n- All.\n",
	}
}

// madeUpRepository commits the files, tags that, and lays the edited files over it. An empty tag is none.
func madeUpRepository(t *testing.T, tag string, edit func(files map[string]string)) string {
	t.Helper()
	root := t.TempDir()
	files := madeUp()
	write(t, root, files)
	gitIn(t, root, "init", "-q", "-b", "main")
	gitIn(t, root, "add", "-A")
	gitIn(t, root, "commit", "-q", "-m", "The first")
	if tag != "" {
		gitIn(t, root, "tag", tag)
	}
	before := madeUp()
	edit(files)
	for name := range before {
		if _, kept := files[name]; !kept {
			if err := os.Remove(filepath.Join(root, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(t, root, files)
	return root
}

func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func gitIn(t *testing.T, root string, args ...string) {
	t.Helper()
	args = append([]string{"-C", root, "-c", "user.name=A Maintainer", "-c", "user.email=maintainer@example.com", "-c", "commit.gpgsign=false"}, args...)
	if out, err := exec.CommandContext(t.Context(), "git", args...).CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// replaced edits one file; what is replaced must be there.
func replaced(t *testing.T, name, old, text string) func(map[string]string) {
	return func(files map[string]string) {
		t.Helper()
		if !strings.Contains(files[name], old) {
			t.Fatalf("%s has no %q", name, old)
		}
		files[name] = strings.Replace(files[name], old, text, 1)
	}
}

func runChanges(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}
