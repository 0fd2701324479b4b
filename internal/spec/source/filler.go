package source

import (
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// emptyWords are those that say nothing by themselves of what they stand with.
var emptyWords = sync.OnceValue(func() map[string]bool {
	return wordSet(`a an and are as at along by come comes count date days entry field fields filter find flag for from given gives
	get gets has have if in into included is it its left list member members no not of on one only or out parameter record
	records results rows shown string text that the them these this those to type used value values what when where whether which with`)
})

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(s) {
		set[word] = true
	}
	return set
}

var (
	lettersOnly = pattern(`[^a-z0-9]+`)
	spokenWord  = pattern(`[a-z0-9]+`)
)

// isFiller reports whether a description only repeats the name of what it describes: every word in it that carries a meaning is a piece
// of the name. Such a description is left out: the reader has the name already, and takes it for something that was found out. That
// a field holds an id or a name of what it is called after is something.
func isFiller(name, description string) bool {
	if strings.HasPrefix(description, "As ") {
		return false // as another field, which is described
	}
	name = lettersOnly().ReplaceAllString(strings.ToLower(name), "")
	for _, word := range spokenWord().FindAllString(strings.ToLower(description), -1) {
		if emptyWords()[word] || strings.Contains(name, word) {
			continue
		}
		if plain := strings.TrimRight(word, "s"); len(word) > 3 && strings.Contains(name, plain) {
			continue
		}
		return false
	}
	return true
}

// checkFiller refuses descriptions that say nothing, of fields, parameters, schemas and tags.
func (d *Document) checkFiller(fault func(string, ...any)) {
	check := func(at, name string, node tree.Object) {
		if said := tree.String(node, "description"); said != "" && isFiller(name, said) {
			fault("%s: the description %q only repeats the name: say more, or leave it out", at, strings.TrimSpace(said))
		}
	}
	d.NamedNodes(func(owner, name string, node tree.Object) {
		if !d.copied[strings.TrimPrefix(owner, "schema ")][name] {
			check(owner+": "+name, name, node)
		}
	})
	for name, schema := range d.Schemas() {
		if schema, ok := schema.(tree.Object); ok && schema[XNested] != true {
			check("schema "+name, name, schema)
		}
	}
	for _, tag := range tree.List(d.root["tags"]) {
		tag, _ := tag.(tree.Object)
		check("tag "+tree.String(tag, "name"), tree.String(tag, "name"), tag)
	}
}
