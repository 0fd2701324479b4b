//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
)

// sizes are the operations of the documents by which growth is measured: Halo's number, and twice and four times as many.
var sizes = [...]int{1500, 3000, 6000}

// grown is a document of a vendor that isn't, of which every part has its share: reads, lists and writes, records of thirty fields that
// hold others, derived write schemas, parameters that are shared.
type grown struct{ operations int }

const grownRoot = `openapi: 3.0.3
info: {title: Grown, version: "1", x-product: Grown}
servers: [{url: "https://grown.example.com"}]
security: [{bearer: []}]
x-page: {style: number, page: page_no, size: page_size, items: rows, total: [record_count]}
components:
  securitySchemes: {bearer: {type: http, scheme: bearer}}
  parameters:
    PageNo: {name: page_no, in: query, schema: {type: integer}, description: Counted from 1.}
    PageSize: {name: page_size, in: query, schema: {type: integer}, description: How many rows.}
  responses:
    Error: {description: It failed., content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}
  schemas:
    Failure: {type: object, properties: {message: {type: string}}}
paths: {}
`

// grownResource is a file of five operations; NAME stands for its noun, and OTHER for that of the file before.
const grownResource = `tags: [{name: NAMEs, description: NAMEsService has the NAME records.}]
paths:
  /NAME:
    get:
      operationId: listNAMEs
      tags: [NAMEs]
      summary: List the NAME records.
      x-evidence: {level: inferred, source: the measure of growth}
      x-page: {}
      parameters:
        - $ref: '#/components/parameters/PageNo'
        - $ref: '#/components/parameters/PageSize'
        - {name: open_only, in: query, schema: {type: boolean}, description: Open ones only.}
      responses: {"200": {description: A page., content: {application/json: {schema: {$ref: '#/components/schemas/NAMEPage'}}}}}
    post:
      operationId: createNAME
      tags: [NAMEs]
      summary: Create a NAME record.
      x-evidence: {level: inferred, source: the measure of growth}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NAMECreate'}}}}
      responses: {"200": {description: The record., content: {application/json: {schema: {$ref: '#/components/schemas/NAME'}}}}}
  /NAME/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}, description: Which one.}]
    get:
      operationId: getNAME
      tags: [NAMEs]
      summary: Get a NAME record.
      x-evidence: {level: inferred, source: the measure of growth}
      responses: {"200": {description: The record., content: {application/json: {schema: {$ref: '#/components/schemas/NAME'}}}}}
    put:
      operationId: updateNAME
      tags: [NAMEs]
      summary: Change a NAME record.
      x-evidence: {level: inferred, source: the measure of growth}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NAMEUpdate'}}}}
      responses: {"200": {description: The record., content: {application/json: {schema: {$ref: '#/components/schemas/NAME'}}}}}
    delete:
      operationId: deleteNAME
      tags: [NAMEs]
      summary: Delete a NAME record.
      x-evidence: {level: inferred, source: the measure of growth}
      responses: {"204": {description: It is gone.}}
components:
  schemas:
    NAMEPage: {type: object, properties: {record_count: {type: integer}, rows: {type: array, items: {$ref: '#/components/schemas/NAME'}}}}
    NAMECreate: {x-write-of: NAME, required: [title], description: What a new NAME record is made of.}
    NAMEUpdate: {x-write-of: NAME, description: What is changed of a NAME record.}
    NAME:
      type: object
      description: Kept in the cellar by whoever has the key.
      properties:
        id: {type: integer, readOnly: true}
        title: {type: string}
        changed_at: {type: string, format: date-time, readOnly: true}
        state: {type: string, enum: [open, closed, waiting]}
        before: {$ref: '#/components/schemas/OTHER', readOnly: true}
`

// write writes the document's sources below a folder.
func (g grown) write(folder string) error {
	if err := os.MkdirAll(filepath.Join(folder, "grown", "resources"), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "grown", "openapi.yaml"), []byte(grownRoot), 0o644); err != nil {
		return err
	}
	name := func(i int) string { return fmt.Sprintf("Part%c%c%c", 'A'+i/676%26, 'a'+i/26%26, 'a'+i%26) }
	for i := range g.operations / 5 {
		text := strings.NewReplacer("NAME", name(i), "OTHER", name(max(i-1, 0))).Replace(grownResource)
		for field := range 25 {
			kind := [...]string{"string", "integer", "number", "boolean", "string, format: date-time"}[field%5]
			text += fmt.Sprintf("        field_%02d: {type: %s, description: Counted every spring by the %s.}\n", field, kind, [...]string{"gardener", "porter", "cook"}[field%3])
		}
		if err := os.WriteFile(filepath.Join(folder, "grown", "resources", name(i)+".yaml"), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// grow reports what the steps of the pipeline take for documents of each size, and how much more that is for twice the operations: a
// step is linear where that is about 2.
func grow(ctx context.Context, runs int) error {
	root, work, done, err := workspace()
	if err != nil {
		return err
	}
	defer done()
	s := side{root: root, work: work, vendor: "grown"}
	if err := s.buildTools(ctx); err != nil {
		return err
	}
	steps := []string{"compile the document", "generate: compile it, have oapi-codegen write the package", "check the document against OpenAPI"}
	took := make([][]time.Duration, len(steps))
	for _, size := range sizes {
		specs := s.path(fmt.Sprint(size))
		if err := (grown{size}).write(specs); err != nil {
			return err
		}
		for i, args := range [][]string{
			{s.path("compile"), "-inputs", "-specs", specs, "-output", s.path("out"), s.vendor, s.work},
			{s.path("compile"), "-specs", specs, "-output", s.path("out"), s.vendor, s.work},
			{s.path("check"), "-documents", specs},
		} {
			if err := os.MkdirAll(s.path("out"), 0o755); err != nil {
				return err
			}
			least := time.Duration(0)
			for range runs {
				one, err := run(ctx, root, args[0], args[1:]...)
				if err != nil {
					return err
				}
				if least == 0 || one.user < least {
					least = one.user
				}
			}
			took[i] = append(took[i], least)
		}
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(out, "user CPU, least of %d runs\t", runs)
	for i, size := range sizes {
		fmt.Fprintf(out, "%d operations\t", size)
		if i > 0 {
			fmt.Fprint(out, "ratio\t")
		}
	}
	fmt.Fprintln(out)
	for i, step := range steps {
		fmt.Fprintf(out, "%s\t", step)
		for j, one := range took[i] {
			fmt.Fprintf(out, "%.2f s\t", one.Seconds())
			if j > 0 {
				fmt.Fprintf(out, "%.2f\t", float64(one)/float64(took[i][j-1]))
			}
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}
