package conformance

import (
	"bytes"
	"mime"
	"net/url"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
)

// unsent lists the parameters of the document, and the fields of the body, that a request lacks.
func unsent(op *spec.Operation, sent *sentRequest, body any) (names []string) {
	query := sent.URL.Query()
	for _, p := range op.Parameters {
		if p.In == "query" && !query.Has(p.Name) || p.In == "header" && sent.Header.Get(p.Name) == "" {
			names = append(names, "parameter "+p.Name)
		}
	}
	media, how, _ := mime.ParseMediaType(sent.Header.Get("Content-Type"))
	fields, _ := body.(map[string]any)
	switch {
	case body == nil:
	case strings.HasSuffix(media, "json"):
		arrived, err := sent.decoded()
		if err != nil {
			return append(names, "a JSON body")
		}
		for _, what := range lost(body, arrived, "") {
			names = append(names, "field "+what)
		}
	case how["boundary"] != "":
		for name := range fields {
			if !bytes.Contains(sent.body, []byte(`name="`+name)) {
				names = append(names, "part "+name)
			}
		}
	default:
		for name := range fields {
			if form := "&" + string(sent.body); !strings.Contains(form, "&"+url.QueryEscape(name)+"=") && !strings.Contains(form, "&"+url.QueryEscape(name+"[")) {
				names = append(names, "field "+name)
			}
		}
	}
	return names
}
