package drift

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// operation is one operation of the document, and what was seen of it.
type operation struct {
	id, method, path string
	segments         []string
	literals         int // how many segments are no parameters
	responses        map[string]response
	loose            bool // a list may come in an object, and the other way round

	seen      int
	statuses  map[int]int
	structure *observed
}

// response is one that an operation declares.
type response struct {
	media  []string
	schema *schema // nil: no content is declared
}

func (o *Observer) readOperations(doc *spec.Document) {
	for _, op := range doc.Operations {
		o.readOperation(doc, op)
	}
	slices.SortStableFunc(o.routes, func(a, b *operation) int { return b.literals - a.literals })
}

func (o *Observer) readOperation(doc *spec.Document, in *spec.Operation) {
	op := &operation{
		id: in.ID, method: in.Method, path: in.Path, segments: strings.Split(strings.Trim(doc.BasePath+in.Path, "/"), "/"),
		responses: map[string]response{}, loose: in.Page != nil && in.Page.Loose || in.Upsert != nil, statuses: map[int]int{},
	}
	for _, segment := range op.segments {
		if !strings.Contains(segment, "{") {
			op.literals++
		}
	}
	for _, r := range in.Responses {
		op.responses[strings.ToUpper(r.Status)] = o.readResponse(r)
	}
	o.routes = append(o.routes, op)
	o.byID[op.id] = op
}

func (o *Observer) readResponse(in *spec.Response) response {
	var r response
	for _, content := range in.Contents {
		r.media = append(r.media, strings.ToLower(content.Media))
		if wiretext.IsJSON(content.Media) || r.schema == nil {
			r.schema = o.schemas.of(content.Schema)
		}
	}
	return r
}

// operationOf finds the operation that a request belongs to; nil where there is none, or where it is another vendor's.
func (o *Observer) operationOf(req *http.Request) *operation {
	attempt, ours := rest.AttemptOf(req.Context())
	if ours && attempt.Vendor != o.vendor {
		return nil
	}
	op := o.byID[attempt.Operation]
	if id, ok := req.Context().Value(operationKey{}).(string); ok && o.byID[id] != nil {
		op = o.byID[id]
	}
	if op == nil {
		op = o.route(req.Method, req.URL)
	}
	if op == nil {
		o.mu.Lock()
		o.foreign++
		o.mu.Unlock()
	}
	return op
}

// route finds an operation by its path. A server may stand under a path of its own, so what is in front may be anything.
func (o *Observer) route(method string, u *url.URL) *operation {
	parts := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	for _, exact := range []bool{true, false} {
		for _, op := range o.routes {
			if op.method != method || len(parts) < len(op.segments) || exact && len(parts) != len(op.segments) || op.literals == 0 {
				continue
			}
			if matches(op.segments, parts[len(parts)-len(op.segments):]) {
				return op
			}
		}
	}
	return nil
}

func matches(template, parts []string) bool {
	for i, segment := range template {
		if before, rest, parameter := strings.Cut(segment, "{"); parameter {
			if !strings.HasPrefix(parts[i], before) || len(parts[i]) == len(before) && rest != "" {
				return false
			}
		} else if !strings.EqualFold(segment, parts[i]) {
			return false
		}
	}
	return true
}

// expectation is what a response should be.
type expectation struct {
	operation *operation
	status    int
	schema    *schema // nil: nothing is declared
	success   bool
	json      bool
}

// expectation checks a response's head against the document, and says what its body should be; nil when there is no reason
// to look at that.
func (o *Observer) expectation(op *operation, got *http.Response) *expectation {
	status := got.StatusCode
	success := status/100 == 2
	declared, known := op.responses[strconv.Itoa(status)]
	if !known {
		declared, known = op.responses[strconv.Itoa(status/100)+"XX"]
	}
	if !known && status >= 400 {
		declared, known = op.responses["DEFAULT"]
	}
	if !known {
		o.note(Finding{Kind: KindStatus, Operation: op.id, Expected: statusesOf(op), Found: "status " + strconv.Itoa(status)})
		if status/100 != 2 {
			return nil
		}
		for name, other := range op.responses { // most likely the same body as of another success
			if strings.HasPrefix(name, "2") {
				declared = other
			}
		}
	}
	if status == http.StatusNoContent || status == http.StatusNotModified || op.method == http.MethodHead {
		return nil
	}
	media, _, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil {
		media = ""
	}
	e := &expectation{operation: op, status: status, schema: declared.schema, success: success, json: wiretext.IsJSON(media)}
	if success {
		if !o.media(op, declared, media, got.ContentLength) {
			return nil
		}
	}
	if got.Header.Get("Content-Encoding") != "" || !e.json || !success && declared.schema == nil {
		return nil
	}
	return e
}

// media checks a success's content type against the document, and reports whether its body is worth a look.
func (o *Observer) media(op *operation, declared response, media string, length int64) bool {
	if media == "" && length <= 0 {
		if len(declared.media) > 0 && length == 0 {
			o.note(Finding{Kind: KindContentType, Operation: op.id, Expected: strings.Join(declared.media, ", "), Found: "an empty response"})
		}
		return false
	}
	found := maskedMedia(media)
	switch {
	case len(declared.media) == 0 && length == 0:
		return false
	case len(declared.media) == 0 && wiretext.IsJSON(media):
		// A vendor that declares no response often sends null, {} or a word all the same: the body says whether it is a mismatch.
		return true
	case len(declared.media) == 0:
		return false
	}
	for _, want := range declared.media {
		if want == media || wiretext.IsJSON(want) && wiretext.IsJSON(media) || want == "*/*" ||
			want == "application/octet-stream" && !wiretext.IsJSON(media) && media != "text/html" {
			return wiretext.IsJSON(media) && wiretext.IsJSON(want)
		}
	}
	o.note(Finding{Kind: KindContentType, Operation: op.id, Expected: strings.Join(declared.media, ", "), Found: found})
	return false
}

func statusesOf(op *operation) string {
	var list []string
	for status := range op.responses {
		list = append(list, strings.ToLower(status))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}
