package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryEdit makes one edit after the other of all that a document says of clients. What changes what a client does is reported; what is
// for people, or shows in the types of the generated Go, isn't reported of the document.
func TestEveryEdit(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/every.yaml")
	if err != nil {
		t.Fatal(err)
	}
	read := func(text string) *vendorDocument {
		root := t.TempDir()
		if err := os.MkdirAll(filepath.Join(root, "specs", "acme"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "specs", "acme", "openapi.yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		documents, err := readDocuments(t.Context(), root)
		if err != nil {
			t.Fatal(err)
		}
		return documents["acme"]
	}
	before := read(string(text))
	for _, edit := range everyEdit {
		if !strings.Contains(string(text), edit.old) {
			t.Fatalf("the test's document has no %q", edit.old)
		}
		list, err := documentChanges("acme", before, read(strings.Replace(string(text), edit.old, edit.new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, c := range list {
			lines = append(lines, string(c.Kind)+" "+c.line())
		}
		slices.Sort(lines)
		if diff := cmp.Diff(edit.want, lines); diff != "" {
			t.Errorf("%q in the place of %q (-want +got):\n%s", edit.new, edit.old, diff)
		}
	}
}

// everyEdit are the edits, each with what is reported of it.
var everyEdit = []struct {
	old, new string
	want     []string
}{
	{`https://a.example.com/v1`, `https://b.example.com/v1`, []string{
		"changed `servers`: the address that clients call changed: it is `https://b.example.com/v1`; it was `https://a.example.com/v1`",
	}},
	{`https://a.example.com/v1`, `https://a.example.com/v2`, []string{
		"changed `servers`: the address that clients call changed: it is `https://a.example.com/v2`; it was `https://a.example.com/v1`",
	}},
	{`{url: "https://a.example.com/v1", description: d}`, `{url: "https://{h}.example.com/v1", variables: {h: {default: a}}}`, []string{
		"changed `servers`: the address that clients call changed: it is `https://{h}.example.com/v1`; it was `https://a.example.com/v1`",
	}},
	{`  - {url: "https://a.example.com/v1", description: d}`, "  - {url: \"https://a.example.com/v1\", description: d}\n  - {url: \"https://c.example.com\"}", []string{
		"changed `servers`: the addresses changed: it is `[{\"url\":\"https://a.example.com/v1\"},{\"url\":\"https://c.example.com\"}]`; it was `[{\"url\":\"https://a.example.com/v1\"}]`",
	}},
	{"  - bearer: []\ntags", "  - key: []\ntags", []string{
		"breaking `security`: how clients log in changed: it is by `key`; it was by `bearer`",
	}},
	{"  - bearer: []\ntags", "  - bearer: []\n    key: []\ntags", []string{
		"breaking `security`: how clients log in changed: it is by `bearer and key`; it was by `bearer`",
	}},
	{"  - bearer: []\ntags", "  - bearer: []\n  - key: []\ntags", []string{
		"changed `security`: how clients log in changed: it is by `bearer` or `key`; it was by `bearer`",
	}},
	{"security:\n  - bearer: []\n", ``, []string{
		"changed `security`: how clients log in changed: it is by nothing; it was by `bearer`",
	}},
	{"      security: []\n", ``, []string{
		"breaking `GET /things/{id}` (`Things.Get`): how it logs in changed: it is by `bearer`; it was by nothing",
	}},
	{`bearer: {type: http, scheme: bearer}`, `bearer: {type: http, scheme: basic}`, []string{
		"breaking `securitySchemes.bearer`: how this login is sent changed: `scheme` is `basic`, was `bearer`",
	}},
	{`in: header, name: X-Key`, `in: query, name: key`, []string{
		"breaking `securitySchemes.key`: how this login is sent changed: `in` is `query`, was `header`; `name` is `key`, was `X-Key`",
	}},
	{`name: X-Key`, `name: X-Other`, []string{
		"breaking `securitySchemes.key`: how this login is sent changed: `name` is `X-Other`, was `X-Key`",
	}},
	{"tags: [Things]\n      summary: Get", "tags: [Others]\n      summary: Get", []string{
		"changed `GET /things/{id}` (`Others.GetThing`): its service is `Others` now; it was `Things`",
	}},
	{`name: Yard, package: yard`, `name: Yard, package: lawn`, nil},
	{`description: What is kept., x-group: Yard`, `description: What is kept.`, nil},
	{`description: What is kept., x-group: Yard`, `description: What is kept., x-group: Yard, x-everyday: true`, nil},
	{`operationId: getThing`, `operationId: readThing`, []string{
		"changed `GET /things/{id}` (`Things.Read`): API operation id `getThing` removed and replaced with `readThing`",
	}},
	{`summary: Get a thing.`, "summary: Get a thing.\n      x-method: Fetch", nil},
	{`summary: List the things.`, `summary: List things.`, nil},
	{`description: More.`, `description: Other.`, nil},
	{`x-page: {}`, `x-page: {cap: 20}`, []string{
		"changed `GET /things` (`Things.List`): how it is paged changed: `cap` is `20`, was `50`",
	}},
	{`cap: 50`, `cap: 20`, []string{
		"changed `GET /things` (`Things.List`): how it is paged changed: `cap` is `20`, was `50`",
	}},
	{`style: number, page: page`, `style: number, page: pages`, []string{
		"changed `GET /things` (`Things.List`): how it is paged changed: `page` is `pages`, was `page`",
	}},
	{`x-headers: {X-V: "1"}`, `x-headers: {X-V: "2"}`, []string{
		"changed `x-headers`: the header of every request changed: `X-V` is `2`, was `1`",
	}},
	{`{DELETE:`, `{PUT:`, []string{
		"changed `x-method-headers`: the header of a method's requests changed: `DELETE` is not given, was `{\"Content-Type\":\"application/json\"}`; `PUT` is `{\"Content-Type\":\"application/json\"}`, was not given",
	}},
	{`equals: 1`, `equals: 0`, []string{
		"changed `x-envelope`: what is around every response changed: `success` is `{\"equals\":0,\"field\":\"status\"}`, was `{\"equals\":1,\"field\":\"status\"}`",
	}},
	{`kind: invalid`, `kind: conflict`, []string{
		"changed `x-error-codes`: the codes of failures changed: it is `[{\"code\":3,\"kind\":\"conflict\",\"name\":\"bad\"}]`; it was `[{\"code\":3,\"kind\":\"invalid\",\"name\":\"bad\"}]`",
	}},
	{`[reason]`, `[why]`, []string{
		"changed `x-error-fields`: the fields that have a failure's code changed: `code` is `[\"why\"]`, was `[\"reason\"]`",
	}},
	{`requests: 10`, `requests: 20`, []string{
		"changed `x-rate-limit`: the rate limit changed: `requests` is `20`, was `10`",
	}},
	{"x-empty-object: list\n", ``, []string{
		"changed `x-empty-object`: how an empty object comes changed: it is not given; it was `list`",
	}},
	{`x-form-encoding: {boolean: {style: form}`, `x-form-encoding: {boolean: {x-form-boolean: number}`, []string{
		"changed `POST /file` (`Others.SendFile`): the field `on` of `multipart/form-data` is written by style `form`, explode `true`, booleans as 1 and 0; it was style `form`, explode `true`",
	}},
	{`array: {style: form, explode: true}`, `array: {style: form, explode: false}`, []string{
		"changed `POST /file` (`Others.SendFile`): the field `flags` of `multipart/form-data` is written by style `form`, explode `false`; it was style `form`, explode `true`",
	}},
	{`{name: shared, in: query, schema: {type: string}}`, `{name: shared, in: query, schema: {type: integer}}`, []string{
		"breaking `GET /things` (`Things.List`), `POST /things` (`Things.Create`): the query parameter `shared` changed its type from `string` to `integer`",
	}},
	{`minimum: 1, default: 1`, `minimum: 0, default: 1`, []string{
		"changed `GET /things` (`Things.List`): for the `query` request parameter `page`, the min was decreased from `1.00` to `0.00`",
	}},
	{`minimum: 1, default: 1`, `minimum: 2, default: 1`, []string{
		"breaking `GET /things` (`Things.List`): for the `query` request parameter `page`, the min was increased from `1.00` to `2.00`",
	}},
	{`minimum: 1, default: 1`, `minimum: 1, default: 0`, []string{
		"changed `GET /things` (`Things.List`): for the `query` request parameter `page`, default value was changed from `1.00` to `0.00`",
	}},
	{`maximum: 100, default: 50`, `maximum: 10, default: 50`, []string{
		"breaking `GET /things` (`Things.List`): for the `query` request parameter `size`, the max was decreased from `100.00` to `10.00`",
	}},
	{`maximum: 100, default: 50`, `maximum: 100, default: 20`, []string{
		"changed `GET /things` (`Things.List`): for the `query` request parameter `size`, default value was changed from `50.00` to `20.00`",
	}},
	{`maximum: 100, default: 50`, `maximum: 100`, []string{
		"changed `GET /things` (`Things.List`): for the `query` request parameter `size`, default value `50.00` was removed",
	}},
	{`enum: [red, blue]`, `enum: [red]`, []string{
		"breaking `GET /things` (`Things.List`): the value `blue` of the query parameter `colour` is gone",
	}},
	{`enum: [red, blue]`, `enum: [red, blue, green]`, []string{
		"added `GET /things` (`Things.List`): new value `green` of the query parameter `colour`",
	}},
	{`explode: false, schema`, `explode: true, schema`, []string{
		"changed `GET /things` (`Things.List`): the query parameter `ids` is written by style `form`, explode `true`; it was style `form`, explode `false`",
	}},
	{`x-changes: true,`, `x-changes: false,`, []string{
		"changed `GET /things` (`Things.List`): whether the query parameter `clear_it` makes it change something changed: it is `false`; it was `true`",
	}},
	{`x-absent: Without it nothing.`, `x-absent: Without it all.`, nil},
	{`{name: X-Trace, in: header,`, `{name: X-Track, in: header,`, []string{
		"added `GET /things` (`Things.List`): new header parameter `X-Track`",
		"breaking `GET /things` (`Things.List`): the header parameter `X-Trace` is gone",
	}},
	{`headers: {X-N: {schema: {type: integer}}},`, ``, []string{
		"changed `GET /things` (`Things.List`): the optional response header `X-N` removed for the status `200`",
	}},
	{`x-retry-safe: false`, `x-retry-safe: true`, []string{
		"changed `POST /things` (`Things.Create`): whether it may be repeated changed: it is `true`; it was `false`",
	}},
	{"      x-retry-safe: false\n", ``, []string{
		"changed `POST /things` (`Things.Create`): whether it may be repeated changed: it is not given; it was `false`",
	}},
	{"      x-guess: true\n", ``, []string{
		"changed `POST /things` (`Things.Create`): whether its response is a guess changed: it is not given; it was `true`",
	}},
	{`      summary: Get a file.`, "      summary: Get a file.\n      x-retry-safe: false", []string{
		"changed `GET /download` (`Others.GetFile`): whether it may be repeated changed: it is `false`; it was not given",
	}},
	{`      summary: Send a file.`, "      summary: Send a file.\n      x-builder: true", nil},
	{`requestBody: {required: true,`, `requestBody: {required: false,`, []string{
		"changed `POST /things` (`Things.Create`): request body became optional",
	}},
	{`requestBody: {required: true,`, `requestBody: {`, []string{
		"changed `POST /things` (`Things.Create`): request body became optional",
	}},
	{"      x-scope: of\n", ``, []string{
		"changed `GET /things/{id}` (`Things.Get`): the parameter within which its ids count changed: it is not given; it was `of`",
	}},
	{"      deprecated: true\n      x-deprecated: {since: \"2024-01-01\", use: listThings}\n", ``, []string{
		"changed `GET /things/{id}` (`Things.Get`): endpoint reactivated",
	}},
	{`      summary: Make a thing.`, "      summary: Make a thing.\n      deprecated: true\n      x-deprecated: {since: \"2026-01-01\", reason: r}", []string{
		"changed `POST /things` (`Things.Create`): endpoint deprecated",
	}},
	{`use: listThings`, `use: createThing`, nil},
	{`since: "2024-01-01"`, `since: "2025-01-01"`, nil},
	{"        \"404\": {description: none}\n", ``, []string{
		"changed `GET /things/{id}` (`Things.Get`): removed the non-success response with the status `404`",
	}},
	{`"404": {description: none}`, `"409": {description: none}`, []string{
		"added `GET /things/{id}` (`Things.Get`): added the non-success response with the status `409`",
		"changed `GET /things/{id}` (`Things.Get`): removed the non-success response with the status `404`",
	}},
	{`application/pdf:`, `application/zip:`, []string{
		"added `GET /download` (`Others.GetFile`): added the media type `application/zip` for the response with the status `200`",
		"breaking `GET /download` (`Others.GetFile`): removed the media type `application/pdf` for the response with the status `200`",
	}},
	{`"204": {description: d}`, `"202": {description: d}`, []string{
		"added `POST /file` (`Others.SendFile`): added the success response with the status `202`",
		"breaking `POST /file` (`Others.SendFile`): removed the success response with the status `204`",
	}},
	{`multipart/form-data:`, `application/x-www-form-urlencoded:`, []string{
		"added `POST /file` (`Others.SendFile`): added the media type `application/x-www-form-urlencoded` to the request body",
		"breaking `POST /file` (`Others.SendFile`): removed the media type `multipart/form-data` from the request body",
	}},
	{`update: PartUpdate`, `update: PartUpdate, scope: name`, []string{
		"changed `POST /save` (`Others.Create`, `Others.Update`): the records that it takes changed: `scope` is `name`, was not given",
	}},
	{`name: {type: string, maxLength: 20`, `name: {type: string, maxLength: 10`, []string{
		"breaking `ThingCreate`: the `name` request property's maxLength was decreased to `10`",
		"changed `Thing`: the `name` response property's maxLength was decreased from `20` to `10` for the response status `200`",
	}},
	{`name: {type: string, maxLength: 20`, `name: {type: string, maxLength: 30`, []string{
		"changed `ThingCreate`: the `name` request property's maxLength was increased from `20` to `30`",
		"changed `Thing`: the `name` response property's maxLength was increased from `20` to `30` for the response status `200`",
	}},
	{`minLength: 1`, `minLength: 3`, []string{
		"breaking `ThingCreate`: the `name` request property's minLength was increased from `1` to `3`",
		"changed `Thing`: the `name` response property's minLength was increased from `1` to `3` for the response status `200`",
	}},
	{`pattern: "^a"`, `pattern: "^b"`, []string{
		"breaking `ThingCreate`: changed the pattern of the request property `name` from `^a` to `^b`",
		"changed `Thing`: the `name` response's property pattern was changed from `^a` to `^b` for the status `200`",
	}},
	{`description: Its name.`, `description: Name that it has.`, nil},
	{`example: abc`, `example: abd`, nil},
	{`size: {type: number, minimum: 1,`, `size: {type: number, minimum: 2,`, []string{
		"breaking `ThingCreate`: the `size` request property's min was increased to `2.00`",
		"changed `Thing`: the `size` response property's min was increased from `1.00` to `2.00` for the response status `200`",
	}},
	{`maximum: 5, default: 2`, `maximum: 4, default: 2`, []string{
		"breaking `ThingCreate`: the `size` request property's max was decreased to `4.00`",
		"changed `Thing`: the `size` response property's max was decreased from `5.00` to `4.00` for the response status `200`",
	}},
	{`default: 2`, `default: 3`, []string{
		"changed `ThingCreate`: the `size` request property default value changed from `2.00` to `3.00`",
		"changed `Thing`: the `size` response's property default value changed from `2.00` to `3.00` for the status `200`",
	}},
	{`size: {type: number,`, `size: {type: integer,`, []string{
		"breaking `ThingCreate`: the field `size` to send changed its type from `number` to `integer`",
		"changed `Thing`: the `size` response's property `type` was narrowed from `number` to `integer` for status `200`",
	}},
	{`x-lenient: integer`, `x-lenient: number`, nil},
	{`count: {type: integer, x-lenient: integer}`, `count: {type: integer}`, nil},
	{`format: date-time, x-go-type: value.Time`, `format: date-time`, nil},
	{`format: date-time`, `format: date`, []string{
		"breaking `ThingCreate`: the field `at` to send changed its format from `date-time` to `date`",
		"breaking `Thing`: the field `at` in responses changed its format from `date-time` to `date`",
	}},
	{`x-enum-varnames: [Apple, Bean]`, `x-enum-varnames: [Apple, Beans]`, nil},
	{`enum: [a, b]`, `enum: [a, c]`, []string{
		"added `ThingCreate`: new value `c` of the field `kind` to send",
		"added `Thing`: new value `c` of the field `kind` in responses",
		"breaking `ThingCreate`: the value `b` of the field `kind` to send is gone",
		"changed `Thing`: the value `b` of the field `kind` in responses is gone",
	}},
	{`deprecated: true, x-deprecated-reason: Gone.,`, ``, []string{
		"changed `Thing`: response property `old` reactivated",
	}},
	{`x-last-edition: "2026-01"`, `x-last-edition: "2026-02"`, nil},
	{`x-secret: true`, `writeOnly: true`, []string{
		"changed `ThingCreate`: the request optional property `key` became write-only",
		"changed `Thing`: the response optional property `key` became write-only for the status `200`",
	}},
	{`key: {type: string, x-secret: true}`, `key: {type: string}`, nil},
	{`, x-lazy: true`, ``, nil},
	{`maxItems: 5`, `maxItems: 3`, []string{
		"breaking `ThingCreate`: the `tags` request property's maxItems was decreased to `3`",
		"changed `Thing`: the `tags` response property's maxItems was decreased from `5` to `3` for the response status `200`",
	}},
	{`additionalProperties: {type: string}`, `additionalProperties: {type: integer}`, []string{
		"breaking `ThingCreate`: the field `free/additionalProperties` to send changed its type from `string` to `integer`",
		"breaking `Thing`: the field `free/additionalProperties` in responses changed its type from `string` to `integer`",
	}},
	{`some: {nullable: true, type: string}`, `some: {type: string}`, []string{
		"changed `Thing`: the field `some` is never null in responses now",
	}},
	{`x-go-name: Odd`, `x-go-name: Even`, nil},
	{"      x-open: true\n", ``, nil},
	{"required: [id]\n", "required: [id, name]\n", []string{
		"changed `Thing`: the field `name` is always in responses now",
	}},
	{`id: {type: string, readOnly: true}`, `id: {type: string}`, []string{
		"added `ThingCreate`: new field `id` to send",
		"changed `Thing`: the response required property `id` became not read-only for the status `200`",
	}},
	{`x-omit: [old]`, `x-omit: [name]`, []string{
		"added `ThingCreate`: new field `old` to send",
		"breaking `ThingCreate`: the field `name` to send is gone",
	}},
	{`required: [name]}`, `required: [size]}`, []string{
		"breaking `ThingCreate`: the request property `size` with a default value became required",
		"changed `ThingCreate`: the field `name` needn't be sent any more",
	}},
	{`required: [name]}`, `}`, []string{
		"changed `ThingCreate`: the field `name` needn't be sent any more",
	}},
	{`x-nested-writes: Input`, `x-nested-writes: In`, []string{
		"breaking `POST /save` (`Others.Create`, `Others.Update`): the field `items` to send changed its format from `PartInput` to `PartIn`",
		"breaking `ThingCreate`: the field `part` to send changed its format from `PartInput` to `PartIn`",
	}},
	{`edition: "2026-07"`, `edition: "2026-08"`, nil},
	{`x-evidence: {level: documented`, `x-evidence: {level: observed`, nil},
	{`title: Acme,`, `title: Acme Two,`, nil},
	{`version: "1"`, `version: "2"`, nil},
	{`x-product: Acme`, `x-product: Acme Two`, nil},
	{"https://d.example.com\"}\nservers", "https://e.example.com\"}\nservers", nil},
	{`  /download:`, `  /downloads:`, []string{
		"added `GET /downloads` (`Others.GetFile`): new operation",
		"breaking `GET /download` (`Others.GetFile`): the operation is gone",
	}},
	{`/things/{id}:`, `/things/{key}:`, []string{
		"breaking `GET /things/{id}` (`Things.Get`): new path parameter `id`",
		"breaking `GET /things/{id}` (`Things.Get`): the path parameter `id` is gone",
	}},
	{`name: id, in: path`, `name: key, in: path`, []string{
		"breaking `GET /things/{id}` (`Things.Get`): new path parameter `key`",
		"breaking `GET /things/{id}` (`Things.Get`): the path parameter `id` is gone",
	}},
	{`file: {type: string, format: binary}`, `file: {type: string}`, []string{
		"changed `Upload`: the `file` request property `format` was widened from `binary` to `none`",
	}},
	{`flags: {type: array, items: {type: string}}`, `flags: {type: array, items: {type: integer}}`, []string{
		"breaking `Upload`: the field `flags/items` to send changed its type from `string` to `integer`",
	}},
	{`multipart/form-data: {schema: {$ref: '#/components/schemas/Upload'}}`, `multipart/form-data: {schema: {$ref: '#/components/schemas/Upload'}, encoding: {flags: {style: form, explode: false}}}`, []string{
		"changed `POST /file` (`Others.SendFile`): the field `flags` of `multipart/form-data` is written by style `form`, explode `false`; it was style `form`, explode `true`",
	}},
	{`data: {type: array, items: {$ref: '#/components/schemas/Thing'}}`, `data: {type: array, items: {$ref: '#/components/schemas/Part'}}`, []string{
		"breaking `ThingList`: the field `data/items` in responses changed its format from `Thing` to `Part`",
	}},
	{`in: query, required: true, schema`, `in: query, schema`, []string{
		"changed `GET /things/{id}` (`Things.Get`): the query parameter `of` needn't be given any more",
	}},
	{`type: array, items: {type: integer}}`, `type: array, maxItems: 5, items: {type: integer}}`, []string{
		"breaking `GET /things` (`Things.List`): for the `query` request parameter `ids`, the maxItems was set to `5`",
	}},
	{"        default: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}\n", ``, nil},
	{`Failure: {type: object, properties: {status: {type: integer}, error`, `Failure: {type: object, properties: {status: {type: integer}, err`, []string{
		"added `Failure`: new field `err` in responses",
		"breaking `Failure`: the field `error` in responses is gone",
	}},
	{`colour, in: query, description: Colour., schema: {type: string, enum: [red, blue]}`, `colour, in: query, description: Colour., schema: {type: integer}`, []string{
		"breaking `GET /things` (`Things.List`): the query parameter `colour` changed its type from `string` to `integer`",
		"changed `GET /things` (`Things.List`): removed the enum constraint from the `query` request parameter `colour`",
	}},
	{`name: details, in: query,`, `name: details, in: query, allowEmptyValue: true,`, nil},
	{`name: details, in: query,`, `name: details, in: query, deprecated: true,`, []string{
		"changed `GET /things` (`Things.List`): `query` request parameter `details` was deprecated",
	}},
	{`name: details, in: query,`, `name: details, in: query, required: true,`, []string{
		"breaking `GET /things` (`Things.List`): the query parameter `details` must be given now",
	}},
	{`      - {name: shared, in: query, schema: {type: string}}`, `      - {name: share, in: query, schema: {type: string}}`, []string{
		"added `GET /things` (`Things.List`), `POST /things` (`Things.Create`): new query parameter `share`",
		"breaking `GET /things` (`Things.List`), `POST /things` (`Things.Create`): the query parameter `shared` is gone",
	}},
	{`      - {name: shared, in: query, schema: {type: string}}`, `      - {name: shared, in: query, required: true, schema: {type: string}}`, []string{
		"breaking `GET /things` (`Things.List`), `POST /things` (`Things.Create`): the query parameter `shared` must be given now",
	}},
	{`count: {type: integer, x-lenient: integer}`, `count: {type: number, x-lenient: number}`, []string{
		"changed `ThingCreate`: the `count` request property `type` was widened from `integer` to `number`",
		"changed `Thing`: the `count` response's property `type` was widened from `integer` to `number` for status `200`",
	}},
	{`tags: {type: array, items: {type: string}, maxItems: 5}`, `tags: {x-lenient: list, type: array, items: {type: string}, maxItems: 5}`, nil},
	{`odd_name: {type: string,`, `odd_name: {type: string, x-omitzero: true,`, []string{
		"changed `Thing`, `ThingCreate`: whether the field `odd_name` is left out where it is zero changed: it is `true`; it was not given",
	}},
	{`odd_name: {type: string,`, `odd_name: {type: string, nullable: true,`, []string{
		"changed `Thing`: the field `odd_name` may be null in responses",
	}},
	{`odd_name: {type: string,`, `odd_name: {type: string, readOnly: true,`, []string{
		"breaking `ThingCreate`: the field `odd_name` to send is gone",
		"changed `Thing`: the response optional property `odd_name` became read-only for the status `200`",
	}},
	{`odd_name: {type: string,`, `odd_name: {type: string, format: uuid,`, []string{
		"breaking `ThingCreate`: the field `odd_name` to send changed its format from `none` to `uuid`",
		"changed `Thing`: the `odd_name` response's property `format` was narrowed from `none` to `uuid` for status `200`",
	}},
	{`odd_name: {type: string,`, `odd_name: {type: integer,`, []string{
		"breaking `ThingCreate`: the field `odd_name` to send changed its type from `string` to `integer`",
		"breaking `Thing`: the field `odd_name` in responses changed its type from `string` to `integer`",
	}},
	{`ThingCreate: {x-write-of: Thing,`, `ThingCreate: {properties: {odd_name: {type: string, nullable: true}}, x-write-of: Thing,`, []string{
		"changed `ThingCreate`: the field `odd_name` may be sent as null",
	}},
	{"      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/ThingCreate'}}}}\n", ``, []string{
		"breaking `POST /things` (`Things.Create`): removed the request body",
	}},
	{"schema: {$ref: '#/components/schemas/ThingItem'}}}}\n  /things/{id}", "schema: {$ref: '#/components/schemas/Thing'}}}}\n  /things/{id}", []string{
		"breaking `POST /things` (`Things.Create`): the response changed its format from `ThingItem` to `Thing`",
	}},
}
