package source

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestGoNames(t *testing.T) {
	names, err := ReadNames(os.DirFS("../../../specs"), "halo")
	if err != nil {
		t.Fatal(err)
	}
	got, want := map[string]string{}, map[string]string{
		"client_id":                             "ClientID",
		"whoreleased_id":                        "WhoReleasedID",
		"ispreview":                             "IsPreview",
		"canedit":                               "CanEdit",
		"messaging":                             "Messaging",
		"agentscanselect":                       "AgentsCanSelect",
		"followupdate":                          "FollowUpDate",
		"footerishtml":                          "FooterIsHTML",
		"pageinate":                             "Paginate",
		"integation_method_name":                "IntegrationMethodName",
		"2starttag":                             "TwoStartTag",
		"2faemailallowed":                       "TwoFAEmailAllowed",
		"is3cxcall":                             "Is3CXCall",
		"orderdesc5":                            "OrderDesc5",
		"odata.type":                            "ODataType",
		"_forcereassign":                        "ForceReassign",
		"totalDiskSpaceMb":                      "TotalDiskSpaceMB",
		"biosVersion":                           "BIOSVersion",
		"excludehiddenfrominternalit":           "ExcludeHiddenFromInternalIT",
		"translationmonthlycharactercapcanedit": "TranslationMonthlyCharacterCapCanEdit",
		"auto_approve_pos":                      "AutoApprovePOs",
	}
	for wire := range want {
		if got[wire], err = names.GoName(wire); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Go names (-want +got):\n%s", diff)
	}
}

func TestGoNamesUncertain(t *testing.T) {
	const list = `
words:
  a: agent agents
  c: can
  i: id
  s: scan select
spellings: {id: ID}
`
	names, err := ReadNames(fstest.MapFS{"v/names.yaml": {Data: []byte(list)}}, "v")
	if err != nil {
		t.Fatal(err)
	}
	for wire, want := range map[string]string{
		"agentscanselect": `"agentscanselect" may be "agent`,
		"agentqueue_id":   `the words of v/names.yaml don't make up "agentqueue"`,
		"__":              "has no letter",
	} {
		name, err := names.GoName(wire)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("GoName(%q) = %q, %v; the error should say %s", wire, name, err, want)
		}
	}
}

func TestReadNamesFaults(t *testing.T) {
	for _, test := range []struct{ name, list, want string }{
		{"an unknown section", "word: {a: an}", `"word" is none of words,`},
		{"a word under another letter", "words: {a: ball}", `"ball" stands under a`},
		{"a word twice", "words: {a: and and}", `"and" stands twice`},
		{"a word that isn't plain", "words: {a: a-b}", `"a-b" must be small letters and digits`},
		{"a spelling of another word", "spellings: {id: Identity}", `must be the same letters`},
		{"a list for a string", "words: {a: [and]}", `words.a: must be a string`},
		{"a split that the words give", "words: {a: an, i: id}\nsplits: {anid: an id}", `gives nothing but what the words give`},
		{"a piece that is alone and a word", "words: {a: an}\nalone: an", `is one of the words too`},
		{"a piece that is alone and split", "alone: anid\nsplits: {anid: an id}", `stands under alone too`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ReadNames(fstest.MapFS{"v/names.yaml": {Data: []byte(test.list)}}, "v")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v; it should say %s", err, test.want)
			}
		})
	}
}

// A document's names are checked where they are written down.
func TestNamesOfADocument(t *testing.T) {
	const list = "words: {n: name, f: facebook, i: id}\nspellings: {id: ID}\n"
	for _, test := range []struct{ name, properties, want string }{
		{"a piece that can't be split", "{facebookpage: {type: string}}", `don't make up "facebookpage"`},
		{"two fields of one name", "{facebook_id: {type: integer}, facebookid: {type: integer}}", "facebook_id and facebookid are both FacebookID in Go"},
		{"an x-go-name that the list gives", "{facebook_id: {type: integer, x-go-name: FacebookID}}", "the word list gives x-go-name FacebookID too"},
		{"names as they should be", "{facebook_id: {type: integer}, facebookid: {type: integer, x-go-name: FacebookIDOneWord}}", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(fstest.MapFS{
				"v/names.yaml":   {Data: []byte(list)},
				"v/openapi.yaml": {Data: []byte("openapi: 3.0.3\npaths: {}\ncomponents: {schemas: {Page: {type: object, properties: " + test.properties + "}}}\n")},
			}, "v")
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("the error is %v; it should say %s", err, test.want)
			}
		})
	}
}
