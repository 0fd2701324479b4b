package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// Bounds of what is read: a vendor's document is some megabytes, and everything beyond is a mistake or an attack.
const (
	maxBytes = 64 << 20
	maxDepth = 200
	maxNodes = 5_000_000
)

// Foreign is a document of somebody else, read as far as it can be.
type Foreign struct {
	root tree.Object
	// defects lists what is wrong with it and was read past; unresolved, what could not be read, so that differences behind
	// it can't be seen.
	defects, unresolved []string
	seen                map[string]bool
}

// Read reads an OpenAPI document, 2.0 or 3, JSON or YAML, or the page of a viewer that has one embedded after "spec:".
// It fails only when no such document can be made out. What is merely wrong is kept as a defect.
func Read(data []byte) (*Foreign, error) {
	if len(data) > maxBytes {
		return nil, fmt.Errorf("it has %d bytes; a document has %d at most", len(data), maxBytes)
	}
	f := &Foreign{seen: map[string]bool{}}
	if rest, marked := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); marked {
		data = rest
		f.defect("the file begins with a byte order mark")
	}
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return nil, errors.New("it is empty")
	}
	if data[0] == '<' {
		at := bytes.Index(data, []byte("spec:"))
		if at < 0 {
			return nil, errors.New("it is a page of HTML without a document after \"spec:\"")
		}
		data = bytes.TrimSpace(data[at+len("spec:"):])
	}
	if !utf8.Valid(data) {
		f.defect("the file isn't valid UTF-8")
		data = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	r := newReader(f)
	value, err := r.json(data)
	if err != nil {
		jsonErr := err
		if errors.Is(err, errBounds) {
			return nil, err
		}
		r = newReader(f)
		if value, err = r.yaml(data); err != nil {
			if errors.Is(err, errBounds) || data[0] != '{' {
				return nil, err
			}
			return nil, fmt.Errorf("it is neither JSON (%w) nor YAML", jsonErr)
		}
	}
	root, ok := value.(tree.Object)
	if !ok {
		return nil, errors.New("it holds no object")
	}
	if _, ok := root["paths"].(tree.Object); !ok {
		return nil, errors.New("it has no paths: it is no OpenAPI document")
	}
	f.root = root
	return f, nil
}

// defect notes something wrong, once.
func (f *Foreign) defect(format string, args ...any) {
	if f.seen == nil {
		return
	}
	if text := fmt.Sprintf(format, args...); !f.seen[text] {
		f.seen[text] = true
		f.defects = append(f.defects, text)
	}
}

// hidden notes something that can't be compared, once.
func (f *Foreign) hidden(format string, args ...any) {
	if f.seen == nil {
		return
	}
	if text := fmt.Sprintf(format, args...); !f.seen[text] {
		f.seen[text] = true
		f.unresolved = append(f.unresolved, text)
	}
}

// Title and Version are what the document says of itself.
func (f *Foreign) Title() string   { return wordOf(objectAt(f.root, "info")["title"]) }
func (f *Foreign) Version() string { return wordOf(objectAt(f.root, "info")["version"]) }

var errBounds = errors.New("it is nested too deep or has too many values")

// reader turns bytes into a tree, within bounds.
type reader struct {
	foreign *Foreign
	nodes   int
	aliased map[*yaml.Node]aliased
}

// aliased is what stands behind an alias, and of how many values it is made.
type aliased struct {
	value any
	nodes int
}

func (r *reader) count(depth int) error {
	if r.nodes++; r.nodes > maxNodes || depth > maxDepth {
		return errBounds
	}
	return nil
}

func newReader(f *Foreign) *reader {
	return &reader{foreign: f, aliased: map[*yaml.Node]aliased{}}
}

// trail is where a value stands. It is put into words only for a message: names may be long, and nested.
type trail struct {
	above *trail
	name  string
}

func (t *trail) String() string {
	var names []string
	for ; t != nil; t = t.above {
		names = append(names, "/"+t.name)
	}
	slices.Reverse(names)
	return strings.Join(names, "")
}

func (r *reader) json(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	value, err := r.jsonValue(dec, 0, nil)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		r.foreign.defect("something follows the document")
	}
	return value, nil
}

func (r *reader) jsonValue(dec *json.Decoder, depth int, at *trail) (any, error) {
	if err := r.count(depth); err != nil {
		return nil, err
	}
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		out := tree.Object{}
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			name, _ := key.(string)
			here := &trail{at, name}
			value, err := r.jsonValue(dec, depth+1, here)
			if err != nil {
				return nil, err
			}
			r.put(out, name, value, here)
		}
		_, err := dec.Token()
		return out, err
	case json.Delim('['):
		out := []any{}
		for dec.More() {
			value, err := r.jsonValue(dec, depth+1, at)
			if err != nil {
				return nil, err
			}
			out = append(out, value)
		}
		_, err := dec.Token()
		return out, err
	}
	return token, nil
}

// put sets a field. Where it stands twice two objects become one, and of anything else the later one counts, as with
// most readers.
func (r *reader) put(into tree.Object, name string, value any, at *trail) {
	before, twice := into[name]
	if !twice {
		into[name] = value
		return
	}
	r.foreign.defect("%s stands twice", short(at.String()))
	old, both := before.(tree.Object)
	new, also := value.(tree.Object)
	if !both || !also {
		into[name] = value
		return
	}
	joined := maps.Clone(new) // neither is changed: an alias may lead to it from elsewhere
	maps.Copy(joined, old)
	into[name] = joined
}

func objectAt(in tree.Object, key string) tree.Object {
	out, _ := in[key].(tree.Object)
	return out
}

func wordOf(v any) string {
	s, _ := v.(string)
	return s
}
