package source

import (
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
)

// checkExtensions checks the extensions of an operation that say how its method in Go is made, against what it responds and takes.
func (d *Document) checkExtensions(op Operation, ids map[string]string, at string, fault func(string, ...any)) {
	for _, key := range [...]string{XGuess, XBuilder} {
		said, there := op.Spec[key]
		if _, ok := said.(bool); there && !ok {
			fault("%s.%s: must be true or false", at, key)
		} else if said == true && d.successSchema(op) == nil {
			fault("%s.%s: is for an operation whose response is JSON, and this has none", at, key)
		}
	}
	if op.Spec[XBuilder] == true && op.Spec[XPage] != nil {
		fault("%s.%s: an operation with %s has such a function anyway: leave it out", at, XBuilder, XPage)
	}
	upsert, both := op.Spec[XUpsert].(tree.Object)
	if method := op.GoMethod(); method != "" && !goExported().MatchString(method) {
		fault("%s.%s: %q must be an exported Go name", at, XMethod, method)
	}
	if both {
		d.checkUpsert(op, upsert, at, fault)
	}
	deprecated, _ := op.Spec[XDeprecated].(tree.Object)
	if use := tree.String(deprecated, "use"); use != "" && !strings.Contains(use, " ") && ids[use] == "" {
		all := make([]string, 0, len(ids))
		for id := range ids {
			all = append(all, id)
		}
		slices.Sort(all)
		fault("%s.%s.use: %q is no operationId%s", at, XDeprecated, use, nearest.Suggestion(use, all))
	} else if use == op.ID() && use != "" {
		fault("%s.%s.use: %q is the operation itself", at, XDeprecated, use)
	}
}

// checkUpsert: what is changed is told from what is new by its id, and the client reads records back.
func (d *Document) checkUpsert(op Operation, upsert tree.Object, at string, fault func(string, ...any)) {
	name := tree.String(upsert, "update")
	if update, ok := d.Schemas()[name].(tree.Object); ok && below(update, "properties")["id"] == nil {
		fault("%s.%s.update: %s has no id, by which a record is changed and not made anew", at, XUpsert, name)
	}
	if schema := d.successSchema(op); schema == nil || Unknown(schema) {
		fault("%s.%s: needs a response with a schema, of the records that come back", at, XUpsert)
	}
	for status, response := range tree.Child(op.Spec, "responses") {
		if media, _ := FirstContent(d.Follow(response)); strings.HasPrefix(status, "2") && media != "" && !wiretext.IsJSON(media) {
			fault("%s.responses.%s: the records come back as JSON, not %s", at, status, media)
		}
	}
}
