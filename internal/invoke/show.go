package invoke

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/catalog"
	"github.com/seed-8da6be54/vendorkit/internal/wiretext"
	"github.com/seed-8da6be54/vendorkit/rest"
)

// Shown is a request as it would be sent, wiretext.Masked in the place of the credential and of fields that hold secrets.
type Shown struct {
	Method string
	URL    string
	Header http.Header
	Body   []byte
}

// Show prepares a call and returns the request that it would send. Nothing is sent: not the request, nor one for a token. NewClient makes
// the vendor's client with options of Show's, and with wiretext.Masked for a token.
func Show(ctx context.Context, offers *catalog.Catalog, newClient func(opts ...rest.ClientOption) (*rest.Client, error), op *catalog.Operation, in Input) (*Call, *Shown, error) {
	return show(offers, newClient, op, in, func(made *Call) (err error) {
		if made.Downloads() {
			_, err = made.Open(ctx)
		} else {
			_, err = made.Do(ctx)
		}
		return err
	})
}

// ShowPage is Show for the first request of an iteration over pages, from the beginning or from a cursor: it has what asks for pages.
func ShowPage(ctx context.Context, offers *catalog.Catalog, newClient func(opts ...rest.ClientOption) (*rest.Client, error), op *catalog.Operation, in Input, from rest.Cursor) (*Call, *Shown, error) {
	return show(offers, newClient, op, in, func(made *Call) error {
		for _, err := range made.Pages(ctx, from) {
			return err
		}
		return nil
	})
}

func show(offers *catalog.Catalog, newClient func(opts ...rest.ClientOption) (*rest.Client, error), op *catalog.Operation, in Input, send func(*Call) error) (*Call, *Shown, error) {
	var kept recorder
	client, err := newClient(rest.WithHTTPClient(&kept), rest.WithoutRetries(), rest.WithoutPacing())
	if err != nil {
		return nil, nil, err
	}
	made, err := New(offers, client).Prepare(op, in)
	if err != nil {
		return nil, nil, err
	}
	err = send(made)
	if kept.shown == nil {
		return nil, nil, err
	}
	kept.shown.mask(op)
	return made, kept.shown, nil
}

// recorder keeps a request in place of sending it.
type recorder struct{ shown *Shown }

var errShown = errors.New("nothing was sent")

// Do implements rest.HttpRequestDoer.
func (r *recorder) Do(req *http.Request) (*http.Response, error) {
	shown := &Shown{Method: req.Method, URL: req.URL.String(), Header: req.Header.Clone()}
	if req.Body != nil {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		req.Body.Close()
		shown.Body = body
	}
	r.shown = shown
	return nil, errShown
}

// mask takes the values out of the parameters and fields that hold secrets, by their schemas or by their names.
func (s *Shown) mask(op *catalog.Operation) {
	secret := map[string]bool{}
	for _, p := range op.Parameters {
		if of := p.Schema.Spec(); of != nil && of.Secret {
			secret[p.Name] = true
			if p.In == "header" {
				s.Header.Set(p.Name, wiretext.Masked)
			}
		}
	}
	if address, query, ok := strings.Cut(s.URL, "?"); ok {
		s.URL = address + "?" + maskPairs(query, secret)
	}
	s.URL = strings.ReplaceAll(s.URL, url.QueryEscape(wiretext.Masked), wiretext.Masked)
	if op.Body == nil || len(s.Body) == 0 {
		return
	}
	fields := map[string]bool{}
	collectSecrets(op.Body.Schema, 3, fields)
	media, _, _ := strings.Cut(s.Header.Get("Content-Type"), ";")
	switch {
	case wiretext.IsJSON(media):
		s.Body = maskJSON(s.Body, fields, true)
	case media == "application/x-www-form-urlencoded":
		s.Body = []byte(maskPairs(string(s.Body), fields))
	case strings.HasPrefix(media, "multipart/"):
		s.Body = maskParts(s.Body, fields)
	}
}

// maskPairs masks values of a query or a form.
func maskPairs(text string, secret map[string]bool) string {
	pairs := strings.Split(text, "&")
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err == nil && (secret[plain] || hides(plain)) {
			pairs[i] = name + "=" + wiretext.Masked
		}
	}
	return strings.Join(pairs, "&")
}

// hides reports whether a field of this name holds a secret. Names that hold such a word and mean something else, such as key_result,
// are no harm to hide.
func hides(name string) bool {
	name = strings.ToLower(name)
	for _, word := range [...]string{"password", "passwd", "pwd", "secret", "token", "apikey", "api_key", "credential", "private"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// collectSecrets notes the names of fields that hold secrets, so many records deep.
func collectSecrets(schema *catalog.Schema, depth int, into map[string]bool) {
	for items := schema.Items(); items != nil; items = schema.Items() {
		schema = items
	}
	if schema == nil || depth == 0 {
		return
	}
	for _, field := range schema.Fields() {
		if of := field.Schema.Spec(); of != nil && of.Secret {
			into[field.Name] = true
		}
		collectSecrets(field.Schema, depth-1, into)
	}
}

func maskJSON(body []byte, secret map[string]bool, byName bool) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil || !masked(v, secret, byName) {
		return body
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // what isn't masked is shown as it came
	if encoder.Encode(v) != nil {
		return []byte(`"` + wiretext.Masked + `"`)
	}
	return bytes.TrimSpace(out.Bytes())
}

// masked masks values in place and reports whether there were any. By its name alone only a string is one: that something is private is
// no secret.
func masked(v any, secret map[string]bool, byName bool) (found bool) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			found = masked(item, secret, byName) || found
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			text, isText := v[name].(string)
			if secret[name] && v[name] != nil || byName && isText && text != "" && hides(name) {
				v[name], found = wiretext.Masked, true
				continue
			}
			found = masked(v[name], secret, byName) || found
		}
	}
	return found
}

// maskParts masks whole parts of a multipart body.
func maskParts(body []byte, secret map[string]bool) []byte {
	parts := strings.Split(string(body), "\r\n--")
	for i, part := range parts {
		head, _, ok := strings.Cut(part, "\r\n\r\n")
		_, after, named := strings.Cut(head, `name="`)
		name, _, _ := strings.Cut(after, `"`)
		if ok && named && (secret[name] || hides(name)) {
			parts[i] = head + "\r\n\r\n" + wiretext.Masked
		}
	}
	return []byte(strings.Join(parts, "\r\n--"))
}
