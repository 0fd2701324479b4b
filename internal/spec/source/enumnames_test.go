package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEnumNames refuses enumerations of which two values would share a constant, or one had none, and names that don't fit their values.
func TestEnumNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ enum, want string }{
		"signs":              {`{type: string, enum: [sent-back, sent_back]}`, `.enum: the values "sent-back" and "sent_back" would both be SentBack in Go: give the enum x-enum-varnames`},
		"capitals":           {`{type: string, enum: [open, OPEN]}`, `.enum: the values "open" and "OPEN" would both be OPEN in Go`},
		"a number's point":   {`{type: number, enum: [1.5, 15]}`, `.enum: the values 1.5 and 15 would both be N15 in Go`},
		"nothing and empty":  {`{type: string, enum: ["", empty]}`, `.enum: the values "" and "empty" would both be Empty in Go`},
		"signs only":         {`{type: string, enum: ["/"]}`, `.enum: the value "/" has nothing that a name in Go could have: name its constants by x-enum-varnames`},
		"letters of no case": {`{type: string, enum: ["日本"]}`, `.enum: the value "日本" has nothing that a name in Go could have`},
		"too few names":      {`{type: string, enum: [a, b], x-enum-varnames: [A]}`, `.x-enum-varnames: it is a list of 2 names`},
		"too many names":     {`{type: string, enum: [a, b], x-enum-varnames: [A, B, C]}`, `.x-enum-varnames: it is a list of 2 names`},
		"a name alone":       {`{type: string, enum: [a], x-enum-varnames: A}`, `.x-enum-varnames: it is a list of 1 names`},
		"a name twice":       {`{type: string, enum: [a, b], x-enum-varnames: [A, A]}`, `.enum: the values "a" and "b" would both be A in Go`},
		"no name":            {`{type: string, enum: [a], x-enum-varnames: ["an a"]}`, `.x-enum-varnames: an a: a name is letters and digits`},
		"a number for name":  {`{type: string, enum: [a], x-enum-varnames: [1]}`, `.x-enum-varnames: 1: a name is letters and digits`},
		"an initialism":      {`{type: string, enum: [a], x-enum-varnames: [UserId]}`, `.x-enum-varnames: UserId: Go's constant would be UserID: write it like this`},
		"names of nothing":   {`{type: string, x-enum-varnames: [A]}`, `.x-enum-varnames: there is no enum`},
		"a lenient one":      {`{type: string, x-lenient: text, enum: [a]}`, `: enum beside x-lenient`},
		"a list of lists":    {`{type: array, items: {type: array, items: {type: string, enum: [a]}}}`, `.items.items: an enum here has no name in Go`},
		"alternatives":       {`{oneOf: [{type: string, enum: [a]}, {type: integer}]}`, `.oneOf[0]: an enum here has no name in Go`},
		"a list":             {`{type: array, items: {type: string, enum: [a-b, a_b]}}`, `.items.enum: the values "a-b" and "a_b" would both be AB`},
		"named":              {`{type: string, enum: [sent-back, sent_back, "/"], x-enum-varnames: [SentBack, OldSentBack, Slash]}`, ""},
		"plain":              {`{type: integer, enum: [-1, 0, 1, 10]}`, ""},
	} {
		_, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": strings.Replace(list, "kind: {type: string, enum: [a, b]}", "kind: "+test.enum, 1)})
		const at = "components.schemas.Thing.properties.kind"
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), at+test.want)):
			t.Errorf("%s: %v, want %s", name, err, test.want)
		case test.want != "" && strings.Count(err.Error(), "\n") > 1:
			t.Errorf("%s: more than that: %v", name, err)
		}
	}
	response := strings.Replace(list, "schema: {$ref: '#/components/schemas/ThingList'}", "schema: {type: string, enum: [a]}", 1)
	if _, err := load(map[string]string{"openapi.yaml": head, "resources/things.yaml": strings.Replace(response, "x-page: {items: rows}", "", 1)}); err == nil ||
		!strings.Contains(err.Error(), "schema: an enum here has no name in Go: give it one under components.schemas") {
		t.Errorf("the enum of a response: %v", err)
	}
}

// TestConstantNames: by a word list a value that can't be split stops the compiler, and doesn't name its neighbours anew.
func TestConstantNames(t *testing.T) {
	t.Parallel()
	names := "words: {b: big box, s: small}\n"
	things := strings.Replace(list, "enum: [a, b]", "enum: [bigbox, small]", 1)
	files := map[string]string{"openapi.yaml": head, "resources/things.yaml": things, "names.yaml": names + "alone: id name kind note rows page\n"}
	doc, err := load(files)
	if err != nil {
		t.Fatal(err)
	}
	kind, _ := doc.Resolve("#/components/schemas/Thing/properties/kind")
	got, err := doc.ConstantNames(kind)
	if diff := cmp.Diff([]string{"BigBox", "Small"}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	files["resources/things.yaml"] = strings.Replace(things, "bigbox, small", "bigbox, small, unheard", 1)
	const want = `components.schemas.Thing.properties.kind.enum: the value "unheard": the words of v/names.yaml don't make up "unheard": add what is missing to words, or the piece to splits; or name its constants by x-enum-varnames`
	if _, err := load(files); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("a value that no words make up: %v", err)
	}
}
