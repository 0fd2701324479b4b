package drift

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/spec/source"
	"github.com/seed-8da6be54/vendorkit/rest"
)

type object = map[string]any

// operation is one operation of the document, and what was seen of it.
type operation struct {
	id, method, path string
	segments         []string
	literals         int // how many segments are no parameters
	answers          map[string]answer
	loose            bool // a list may come in an object, and the other way round

	seen     int
	statuses map[int]int
	shape    *observed
}

// answer is one answer that an operation declares.
type answer struct {
	media  []string
	schema *schema // nil: no content is declared
}

// envelope is what a vendor has around every answer.
type envelope struct {
	verdict string // the member that says how it went
	good    string // its literal when it went well
	members []string
}

func (o *Observer) readOperations(doc *source.Document) {
	o.schemas.envelope = readEnvelope(doc.Tree())
	o.schemas.emptyLists = doc.Tree()["x-empty-object"] == "list"
	prefix := ""
	if servers, _ := doc.Tree()["servers"].([]any); len(servers) > 0 {
		first, _ := servers[0].(object)
		address, _ := first["url"].(string)
		if u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(address)); err == nil {
			prefix = strings.TrimRight(u.Path, "/")
		}
	}
	for _, spec := range doc.Operations() {
		op := &operation{id: spec.ID(), method: spec.Method, path: spec.Path, answers: map[string]answer{}, statuses: map[int]int{}}
		op.segments = strings.Split(strings.Trim(prefix+spec.Path, "/"), "/")
		for _, segment := range op.segments {
			if !strings.Contains(segment, "{") {
				op.literals++
			}
		}
		page, _ := spec.Spec["x-page"].(object)
		defaults, _ := doc.Tree()["x-page"].(object)
		loose, _ := page["loose"].(bool)
		all, _ := defaults["loose"].(bool)
		op.loose = loose || all && page != nil || spec.Spec["x-upsert"] != nil
		responses, _ := spec.Spec["responses"].(object)
		for status, response := range responses {
			response, _ := response.(object)
			if ref, ok := response["$ref"].(string); ok {
				response, _ = doc.Resolve(ref)
			}
			op.answers[strings.ToUpper(status)] = o.readAnswer(response)
		}
		o.routes = append(o.routes, op)
		o.byID[op.id] = op
	}
	slices.SortStableFunc(o.routes, func(a, b *operation) int { return b.literals - a.literals })
}

func readEnvelope(root object) envelope {
	spec, _ := root["x-envelope"].(object)
	e := envelope{}
	for name, value := range spec {
		switch v := value.(type) {
		case string:
			e.members = append(e.members, v)
		case object:
			if name == "success" {
				e.verdict, _ = v["member"].(string)
				e.good = literal(v["equals"])
				e.members = append(e.members, e.verdict)
			}
		}
	}
	slices.Sort(e.members)
	return e
}

func (o *Observer) readAnswer(response object) answer {
	content, _ := response["content"].(object)
	var a answer
	for media, spec := range content {
		a.media = append(a.media, strings.ToLower(media))
		spec, _ := spec.(object)
		if isJSON(media) || a.schema == nil {
			a.schema = o.schemas.of(spec["schema"])
		}
	}
	slices.Sort(a.media)
	return a
}

func isJSON(media string) bool {
	return strings.HasSuffix(media, "/json") || strings.HasSuffix(media, "+json")
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

// expectation is what an answer should be.
type expectation struct {
	operation *operation
	status    int
	schema    *schema // nil: nothing is declared
	success   bool
	json      bool
}

// expectation holds an answer's head against the document, and says what its body should be; nil when there is no reason
// to look at that.
func (o *Observer) expectation(op *operation, response *http.Response) *expectation {
	status := response.StatusCode
	success := status/100 == 2
	declared, known := op.answers[strconv.Itoa(status)]
	if !known {
		declared, known = op.answers[strconv.Itoa(status/100)+"XX"]
	}
	if !known && status >= 400 {
		declared, known = op.answers["DEFAULT"]
	}
	if !known {
		o.note(Finding{Kind: Status, Operation: op.id, Expected: statusesOf(op), Found: "status " + strconv.Itoa(status)})
		if status/100 != 2 {
			return nil
		}
		for name, other := range op.answers { // most likely the same body as of another success
			if strings.HasPrefix(name, "2") {
				declared = other
			}
		}
	}
	if status == http.StatusNoContent || status == http.StatusNotModified || op.method == http.MethodHead {
		return nil
	}
	media, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err != nil {
		media = ""
	}
	e := &expectation{operation: op, status: status, schema: declared.schema, success: success, json: isJSON(media)}
	if success {
		if !o.media(op, declared, media, response.ContentLength) {
			return nil
		}
	}
	if response.Header.Get("Content-Encoding") != "" || !e.json || !success && declared.schema == nil {
		return nil
	}
	return e
}

// media holds a success's content type against the document, and reports whether its body is worth a look.
func (o *Observer) media(op *operation, declared answer, media string, length int64) bool {
	if media == "" && length <= 0 {
		if len(declared.media) > 0 && length == 0 {
			o.note(Finding{Kind: ContentType, Operation: op.id, Expected: strings.Join(declared.media, ", "), Found: "an empty answer"})
		}
		return false
	}
	found := maskedMedia(media)
	switch {
	case len(declared.media) == 0 && length == 0:
		return false
	case len(declared.media) == 0 && isJSON(media):
		// A vendor that declares no answer often sends null, {} or a word all the same: the body says whether it is a surprise.
		return true
	case len(declared.media) == 0:
		return false
	}
	for _, want := range declared.media {
		if want == media || isJSON(want) && isJSON(media) || want == "*/*" ||
			want == "application/octet-stream" && !isJSON(media) && media != "text/html" {
			return isJSON(media) && isJSON(want)
		}
	}
	o.note(Finding{Kind: ContentType, Operation: op.id, Expected: strings.Join(declared.media, ", "), Found: found})
	return false
}

func statusesOf(op *operation) string {
	var list []string
	for status := range op.answers {
		list = append(list, strings.ToLower(status))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}
