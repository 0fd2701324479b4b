package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestANameThatIsTaken: a schema whose name the client, an operation's parameters or a file written by hand has is told.
func TestANameThatIsTaken(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"byhand.go":      "package acme\n\ntype Value struct{}\n\nfunc init() {}\n\nfunc init() {}\n\nvar _, _ = 1, 2\n",
		"byhand_test.go": "package acme\n\ntype Parcel struct{}\n",
		"opens_plan9.go": "package acme\n\nfunc open() {}\n",
		"opens.go":       "//go:build !plan9\n\npackage acme\n\nfunc open() {}\n",
		"unfinished.go":  "package acme\n\nfunc {",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const client = "package acme\n\ntype Client struct{}\n\ntype ListParcelsParams struct{}\n\nconst DefaultBaseURL = \"\"\n\nfunc (*Client) Do() {}\n\nfunc Do() {}\n"
	for models, want := range map[string]string{
		"type Parcel struct{}":             "",
		"type Client struct{}":             "schema Client: client.gen.go:3:6 and models.gen.go:3:6 both declare Client",
		"type ListParcelsParams struct{}":  "both declare ListParcelsParams",
		"const DefaultBaseURL = 1":         "both declare DefaultBaseURL",
		"const ListParcelsParams Kind = 1": "schema Kind: client.gen.go:5:6 and models.gen.go:3:7 both declare ListParcelsParams",
		"type Value struct{}":              "byhand.go:3:6 both declare Value",
		"type Parcels struct{ Client int}": "",
	} {
		files := token.NewFileSet()
		var parsed []*ast.File
		for _, of := range [...]struct{ name, text string }{{"client.gen.go", client}, {"models.gen.go", "package acme\n\n" + models + "\n"}} {
			file, err := parser.ParseFile(files, of.name, of.text, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, file)
		}
		err := checkDeclared(folder, parsed, files, func(name string) string {
			return map[string]string{"Client": "schema Client", "Kind": "schema Kind"}[name]
		})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", models, err, want)
		}
	}
}
