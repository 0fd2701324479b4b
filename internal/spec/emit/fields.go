package emit

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// nameFields gives every field and parameter the name that the word list gives it, unless it has one of its own.
func (d *document) nameFields() (err error) {
	if d.Words() == nil {
		return nil
	}
	made := map[string]string{}
	d.NamedNodes(func(owner, name string, node tree.Object) {
		if tree.String(node, source.XGoName) != "" {
			return
		}
		if made[name] == "" {
			goName, fault := d.Words().GoName(name)
			if fault != nil {
				err = cmp.Or(err, fmt.Errorf("%s: %w", owner, fault))
				return
			}
			made[name] = goName
		}
		node[source.XGoName] = made[name]
	})
	return err
}

// noteEvidence says in a field's description how sure the field is, where it is less sure than its operation.
func (d *document) noteEvidence(p tree.Object) {
	defer noteDeprecation(p)
	var level, note string
	switch evidence := p[source.XEvidence].(type) {
	case string:
		level = evidence
	case tree.Object:
		level, note = tree.String(evidence, "level"), tree.String(evidence, "note")
	}
	delete(p, source.XEvidence)
	if last := tree.String(p, source.XLastEdition); last != "" {
		note = source.JoinNotes(note, "last in the edition of "+last)
		delete(p, source.XLastEdition)
	}
	if note == "" && (level == "documented" || level == "") {
		return
	}
	said := strings.TrimSpace(tree.String(p, "description"))
	if said != "" && !strings.HasSuffix(said, ".") {
		said += "."
	}
	word := strings.TrimSuffix(note, ".")
	switch {
	case word == "":
		word = level
	case level != "":
		word = level + ": " + word
	}
	p["description"] = strings.TrimSpace(fmt.Sprintf("%s (%s)", said, word))
}
