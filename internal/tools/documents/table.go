package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
)

// table is what each tool made of each document.
type table struct{ rows []*row }

type row struct {
	tool, version, document, result string
	began                           time.Time
	took                            time.Duration
}

func newTable() *table { return &table{} }

// start begins a row, whose time runs from now.
func (t *table) start(shop workshop, tool, vendor string) *row {
	r := &row{tool: tool, version: shop.version(tool), document: vendor, began: time.Now()}
	t.rows = append(t.rows, r)
	return r
}

func (r *row) end(ok bool, said string) {
	r.took, r.result = time.Since(r.began), "ok"
	if !ok {
		r.result = "FAILED"
	}
	if said != "" {
		r.result += ": " + said
	}
}

func (t *table) print() {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "tool\tversion\tdocument\tseconds\tresult")
	for _, r := range t.rows {
		fmt.Fprintf(out, "%s\t%s\t%s\t%.1f\t%s\n", r.tool, r.version, r.document, r.took.Seconds(), r.result)
	}
	out.Flush()
}

// packages are the tools' names in their registries.
var packages = map[string]string{
	"redocly": "@redocly/cli", "spectral": "@stoplight/spectral-cli", "openapi-typescript": "openapi-typescript",
	"hey-api": "@hey-api/openapi-ts", "prism": "@stoplight/prism-cli",
	"oapi-codegen": "github.com/oapi-codegen/oapi-codegen/v2", "ogen": "github.com/ogen-go/ogen",
}

// version returns the version of a tool that is installed, "?" when it can't be found out.
func (w workshop) version(tool string) string {
	name := packages[tool]
	if strings.HasPrefix(name, "github.com/") {
		out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", name).Output()
		if err != nil {
			return "?"
		}
		return strings.TrimPrefix(strings.TrimSpace(string(out)), "v")
	}
	var manifest struct {
		Version string `json:"version"`
	}
	data, err := os.ReadFile(filepath.Join(w.node, "node_modules", filepath.FromSlash(name), "package.json"))
	if err != nil || json.Unmarshal(data, &manifest) != nil {
		return "?"
	}
	return manifest.Version
}
