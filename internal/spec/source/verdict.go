package source

import (
	"fmt"
	"strings"
)

// errorKinds are the common cases that a document's error codes can be of, by their words there.
var errorKinds = map[string]string{
	"unauthorized": "rest.ErrUnauthorized", "forbidden": "rest.ErrForbidden", "not_found": "rest.ErrNotFound", "conflict": "rest.ErrConflict",
	"invalid": "rest.ErrInvalid", "rate_limited": "rest.ErrRateLimited", "server": "rest.ErrServer",
}

// verdictHints tells of answers that carry their own verdict: x-envelope with a success test, and x-error-codes.
func (d *Document) verdictHints() object {
	envelope, _ := d.root["x-envelope"].(object)
	success, _ := envelope["success"].(object)
	if success == nil {
		return nil
	}
	codes := []any{}
	list, _ := d.root["x-error-codes"].([]any)
	for _, code := range list {
		code, _ := code.(object)
		codes = append(codes, object{
			"value": fmt.Sprint(code["code"]), "name": strings.ReplaceAll(text(code, "name"), "_", " "), "kind": errorKinds[text(code, "kind")],
		})
	}
	return object{
		"status": text(success, "member"), "ok": fmt.Sprint(success["equals"]), "message": text(envelope, "error"), "secret": text(envelope, "token"),
		"codes": codes,
	}
}
