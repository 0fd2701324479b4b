package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/seed-8da6be54/vendorkit/internal/spec/tree"
)

// read reads a YAML file that holds one mapping. What YAML would drop or take for something else without a word is refused: the
// clients would be made of a document that nobody has written.
func read(fsys fs.FS, file string) (tree.Object, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, err
	}
	root, err := readMapping(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %s", file, explained(err, data))
	}
	return root, nil
}

func readMapping(data []byte) (tree.Object, error) {
	if err := checkLines(data); err != nil {
		return nil, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var node, more yaml.Node
	if err := decoder.Decode(&node); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(node.Content) == 0 {
		return nil, errors.New("line 1: is empty")
	}
	switch err := decoder.Decode(&more); {
	case err == nil:
		return nil, fmt.Errorf("line %d: a second document begins after ---, and nothing reads it", more.Line)
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	value, err := (&plainReader{}).plain(node.Content[0])
	if err != nil {
		return nil, err
	}
	root, ok := value.(tree.Object)
	if !ok {
		return nil, fmt.Errorf("line %d: must hold one mapping, of keys with values", node.Content[0].Line)
	}
	return root, nil
}

// checkLines refuses what stands in no YAML file on purpose, and what the YAML reader would report without its line, or take for text.
func checkLines(data []byte) error {
	number := 0
	for line := range bytes.Lines(data) {
		number++
		line = bytes.TrimRight(line, "\r\n")
		if !utf8.Valid(line) {
			return fmt.Errorf("line %d: isn't UTF-8: save the file in that encoding", number)
		}
		if i := bytes.IndexFunc(line, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }); i >= 0 {
			return fmt.Errorf("line %d: holds the control character %q", number, line[i:i+1])
		}
		if isConflict(line) {
			return fmt.Errorf("line %d: %.20q is left of a merge conflict", number, line)
		}
	}
	return nil
}

// isConflict reports whether a line is one that a merge leaves in a conflict. Those of the two sides may have been indented since,
// and would be text in a description.
func isConflict(line []byte) bool {
	if string(line) == "=======" {
		return true
	}
	line = bytes.TrimLeft(line, " \t")
	return slices.ContainsFunc([]string{"<<<<<<< ", "||||||| ", ">>>>>>> "}, func(mark string) bool { return bytes.HasPrefix(line, []byte(mark)) })
}

// plainReader turns YAML nodes into the values that JSON has.
type plainReader struct {
	within []*yaml.Node // the anchors that are being read
}

// plain turns a YAML node into the values that JSON has. A bare date stays the string that was written: a document means
// the text, never a point in time.
func (r *plainReader) plain(n *yaml.Node) (any, error) {
	if n.Style&yaml.TaggedStyle != 0 {
		return nil, fmt.Errorf("line %d: has the YAML tag %s: leave it out; quotes make a string", n.Line, n.Tag)
	}
	switch n.Kind {
	case yaml.AliasNode:
		if slices.Contains(r.within, n.Alias) {
			return nil, fmt.Errorf("line %d: alias *%s stands within its own anchor: name the schema under components.schemas, to which a $ref may lead back", n.Line, n.Value)
		}
		return r.plain(n.Alias)
	case yaml.MappingNode:
		defer r.enter(n)()
		out := make(tree.Object, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			if key.Kind != yaml.ScalarNode {
				return nil, fmt.Errorf("line %d: a key must be a plain string", key.Line)
			}
			if key.ShortTag() == "!!merge" {
				return nil, fmt.Errorf("line %d: a merge key (<<) merges nothing here: repeat what is meant, or name it under components and use a $ref", key.Line)
			}
			if _, twice := out[key.Value]; twice {
				return nil, fmt.Errorf("line %d: key %q stands twice", key.Line, key.Value)
			}
			v, err := r.plain(value)
			if err != nil {
				return nil, err
			}
			out[key.Value] = v
		}
		return out, nil
	case yaml.SequenceNode:
		defer r.enter(n)()
		out := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			v, err := r.plain(item)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, nil
	}
	return plainScalar(n)
}

func (r *plainReader) enter(n *yaml.Node) (leave func()) {
	if n.Anchor == "" {
		return func() {}
	}
	r.within = append(r.within, n)
	return func() { r.within = r.within[:len(r.within)-1] }
}

// decimal is a whole number as JSON writes it. YAML's readers disagree on what 010 is.
var decimal = pattern(`^-?(0|[1-9][0-9]*)$`)

func plainScalar(n *yaml.Node) (any, error) {
	switch n.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true"), nil
	case "!!int":
		i, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || !decimal().MatchString(n.Value) {
			return nil, fmt.Errorf("line %d: %q is no whole number as JSON has it: quotes make it a string", n.Line, n.Value)
		}
		return i, nil
	case "!!float":
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			return nil, fmt.Errorf("line %d: %q is no number", n.Line, n.Value)
		}
		return f, nil
	}
	// A sentence goes on after "#" for whoever wrote it, and ends there for YAML.
	if n.Style == 0 && n.LineComment != "" && strings.Contains(n.Value, " ") {
		return nil, fmt.Errorf("line %d: %.40q ends before %.20q, which is a comment: quote what belongs together, or put the comment on a line of its own", n.Line, n.Value, n.LineComment)
	}
	return n.Value, nil
}
