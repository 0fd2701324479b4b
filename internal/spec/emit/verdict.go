package emit

import (
	"fmt"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// verdictHints is for responses that carry their own verdict: x-envelope with a success test, and x-error-codes.
func (d *document) verdictHints() tree.Object {
	envelope, _ := d.Tree()[source.XEnvelope].(tree.Object)
	success, _ := envelope["success"].(tree.Object)
	if success == nil {
		return nil
	}
	codes := []any{}
	list, _ := d.Tree()[source.XErrorCodes].([]any)
	for _, code := range list {
		code, _ := code.(tree.Object)
		codes = append(codes, tree.Object{
			"value": fmt.Sprint(code["code"]), "name": strings.ReplaceAll(tree.String(code, "name"), "_", " "), "kind": source.ErrorKinds[tree.String(code, "kind")],
		})
	}
	return tree.Object{
		"status": tree.String(success, "field"), "ok": fmt.Sprint(success["equals"]), "message": tree.String(envelope, "error"), "secret": tree.String(envelope, "token"),
		"codes": codes,
	}
}
