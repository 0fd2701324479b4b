package source

import (
	"strings"
	"testing"
	"testing/fstest"
)

const parcels = `
openapi: 3.0.3
info: {title: T, version: "1", x-product: T}
servers: [{url: https://t.example.com}]
tags: [{name: Parcels, description: What is sent.}]
x-page:
  style: number
  page: page
  size: per_page
  cap: 50
  items: rows
  next: [meta, next]
  pages: [meta, pages]
  current: [meta, current]
  total: [meta, total]
  limit: count
paths:
  /parcels:
    get:
      operationId: listParcels
      tags: [Parcels]
      summary: List the parcels.
      x-evidence: {level: documented, source: s}
      x-page: {}
      parameters: &paging
        - {name: page, in: query, schema: {type: integer}}
        - {name: per_page, in: query, schema: {type: integer, maximum: 100}}
        - {name: sliced, in: query, schema: {type: boolean}}
        - {name: before, in: query, schema: {type: string}}
        - {name: count, in: query, schema: {type: integer}}
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ParcelList'}}}}}
  /events:
    get:
      operationId: listEvents
      tags: [Parcels]
      summary: List what happened.
      x-evidence: {level: documented, source: s}
      x-page: {style: time, cursor: before, from: at, items: rows}
      parameters: *paging
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ParcelList'}}}}}
  /scans:
    get:
      operationId: listScans
      tags: [Parcels]
      summary: List the scans.
      x-evidence: {level: documented, source: s}
      x-page: {style: cursor, cursor: before, token: [meta, token], items: rows}
      parameters: *paging
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ParcelList'}}}}}
  /depots:
    get:
      operationId: listDepots
      tags: [Parcels]
      summary: List the depots.
      x-evidence: {level: documented, source: s}
      x-page: {style: none, items: rows, besides: [others]}
      parameters: *paging
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ParcelList'}}}}}
components:
  schemas:
    ParcelList:
      allOf: [{$ref: '#/components/schemas/Sheet'}]
      type: object
      properties: {rows: {type: array, items: {$ref: '#/components/schemas/Parcel'}}, others: {type: array, items: {type: string}}, one: {type: string}}
    Sheet: {type: object, properties: {meta: {$ref: '#/components/schemas/Meta'}}}
    Meta: {type: object, properties: {next: {type: integer}, pages: {type: integer}, current: {type: number}, total: {x-lenient: integer}, token: {type: string}, free: {}}}
    Parcel: {type: object, properties: {id: {type: string}, at: {type: string, format: date-time}}}
`

// TestPagingFitsTheOperation makes one slip after the other in what a document says of pages. Each is told at its line.
func TestPagingFitsTheOperation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ old, new, want string }{
		"a size that is no parameter":       {"size: per_page", "size: perpage", `24: GET /parcels.x-page.size: "perpage": the operation has no such parameter of the query; did you mean "per_page"?, by the x-page of openapi.yaml: a list without it says size: null`},
		"its own page":                      {"x-page: {}", "x-page: {page: pag}", `24: GET /parcels.x-page.page: "pag": the operation has no such parameter of the query; did you mean "page"?`},
		"an ask that is no parameter":       {"x-page: {}", "x-page: {ask: slice}", `24: GET /parcels.x-page.ask: "slice": the operation has no such parameter`},
		"an ask that isn't yes or no":       {"x-page: {}", "x-page: {ask: before}", `GET /parcels.x-page.ask: the parameter before is of type string: it is to be of type boolean`},
		"a size that is text":               {"x-page: {}", "x-page: {size: before}", `GET /parcels.x-page.size: the parameter before is of type string: it is to be of type integer`},
		"a cap beyond the parameter's":      {"cap: 50", "cap: 500", `GET /parcels.x-page.cap: 500 rows: the parameter per_page takes 100 at most, by the x-page of openapi.yaml`},
		"a cap of nothing":                  {"x-page: {}", "x-page: {cap: 0}", `GET /parcels.x-page.cap: 0: it is a number of rows, 1 at least`},
		"a ceiling below":                   {"cap: 50", "ceiling: -1", `openapi.yaml.x-page.ceiling: -1: it is a number of rows`},
		"a cursor that is no parameter":     {"{style: time, cursor: before,", "{style: time, cursor: befor,", `GET /events.x-page.cursor: "befor": the operation has no such parameter of the query; did you mean "before"?`},
		"no cursor":                         {"{style: time, cursor: before,", "{style: time,", `GET /events.x-page.cursor: is missing`},
		"no cursor to go on by":             {"{style: cursor, cursor: before,", "{style: cursor,", `GET /scans.x-page.cursor: is missing`},
		"no field to go on from":            {"from: at, ", "", `GET /events.x-page.from: is missing`},
		"a field to go on from":             {"from: at,", "from: seen,", `GET /events.x-page.from: "seen": a row has no such field`},
		"a key":                             {"from: at,", "from: at, key: idd,", `GET /events.x-page.key: "idd": a row has no such field; did you mean "id"?`},
		"the key that is the usual one":     {"Parcel: {type: object, properties: {id:", "Parcel: {type: object, properties: {number:", `GET /events.x-page.key: "id": a row has no such field`},
		"a figure's first step":             {"[meta, next]", "[mata, next]", `GET /parcels.x-page.next: mata.next: the response has no field "mata"; did you mean "meta"?, by the x-page of openapi.yaml`},
		"a figure's last step":              {"[meta, pages]", "[meta, page]", `GET /parcels.x-page.pages: meta.page: meta has no field "page"; did you mean "pages"?`},
		"a figure below a text":             {"[meta, current]", "[one, current]", `GET /parcels.x-page.current: one.current: one has no field "current"`},
		"a total that is a text":            {"[meta, total]", "[meta, token]", `GET /parcels.x-page.total: meta.token is of type string: it is to be of type integer or number`},
		"a token that is a number":          {"token: [meta, token]", "token: [meta, next]", `GET /scans.x-page.token: meta.next is of type integer: it is to be of type string or text`},
		"rows that are a text":              {"x-page: {}", "x-page: {items: one}", `GET /parcels.x-page.items: the field one is of type string: rows are in an array`},
		"rows in what a part has not":       {"x-page: {}", "x-page: {items: row}", `GET /parcels.x-page.items: "row": the response has no such field; did you mean "rows"?`},
		"lists that aren't rows":            {"besides: [others]", "besides: [other]", `GET /depots.x-page.besides: other: the response has no field "other"; did you mean "others"?`},
		"a field beside that is no list":    {"besides: [others]", "besides: [one]", `GET /depots.x-page.besides: one is of type string`},
		"lists beside in no schema":         {"  limit: count", "  limit: count\n  besides: [columns]", `openapi.yaml.x-page.besides: "columns": no schema has a list of this name`},
		"a limit that is no parameter":      {"x-page: {style: none,", "x-page: {limit: most, style: none,", `GET /depots.x-page.limit: "most": the operation has no such parameter`},
		"a size of what has no pages":       {"x-page: {style: none,", "x-page: {size: per_page, style: none,", `GET /depots.x-page.size: isn't read of a list of style none, whose x-page has style, items, total`},
		"a token of numbered pages":         {"x-page: {}", "x-page: {token: [meta, token]}", `GET /parcels.x-page.token: isn't read of a list of style number`},
		"a figure of what is paged by time": {"from: at,", "from: at, pages: [meta, pages],", `GET /events.x-page.pages: isn't read of a list of style time`},
		"a style":                           {"style: time", "style: tme", `GET /events.x-page.style: "tme": it is one of number, cursor, time, none; did you mean "time"?`},
		"the document's style":              {"  style: number", "  style: nmber", `openapi.yaml.x-page.style: "nmber": it is one of`},
		"what the document says taken back": {"x-page: {}\n      parameters: &paging\n        - {name: page, in: query, schema: {type: integer}}\n        - {name: per_page,", "x-page: {size: null, pages: null}\n      parameters: &paging\n        - {name: page, in: query, schema: {type: integer}}\n        - {name: rows,", ""},
		"no schema":                         {"Meta: {", "Meta: {description: d, ", ""},
	} {
		if !strings.Contains(parcels, test.old) {
			t.Fatalf("the test's document has no %q", test.old)
		}
		fsys := fstest.MapFS{"v/openapi.yaml": {Data: []byte(strings.Replace(parcels, test.old, test.new, 1))}}
		_, err := Load(fsys, "v")
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s: no fault", name)
			continue
		}
		lines := strings.Split(Locate(fsys, "v", "specs", err).Error(), "\n")
		found := false
		for _, line := range lines[1:] {
			found = found || strings.Contains(line, test.want)
			if !strings.HasPrefix(line, "specs/v/openapi.yaml:") {
				t.Errorf("%s: no line: %s", name, line)
			}
		}
		if !found {
			t.Errorf("%s: %v, want %s", name, strings.Join(lines, "\n"), test.want)
		}
	}
	nothing := strings.Replace(parcels, "{application/json: {schema: {$ref: '#/components/schemas/ParcelList'}}}", "{application/json: {schema: {}}}", 1)
	if _, err := Load(fstest.MapFS{"v/openapi.yaml": {Data: []byte(nothing)}}, "v"); err == nil ||
		!strings.Contains(err.Error(), "GET /parcels.x-page.style: number, and no response of the operation has a schema with rows") {
		t.Errorf("a list whose response isn't described: %v", err)
	}
}
