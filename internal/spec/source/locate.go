package source

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Locate puts before each line of what is wrong with a vendor's document the file and the line that it is about, as FILE:LINE: with the
// file's name below folder. A line that says nothing of a place, or of one that only completing the document has made, stays as it is.
func Locate(fsys fs.FS, vendor, folder string, err error) error {
	if err == nil {
		return nil
	}
	lines := strings.Split(err.Error(), "\n")
	places := readPlaces(fsys, vendor)
	for i, line := range lines {
		if of := inFile().FindStringSubmatch(line); of != nil {
			lines[i] = path.Join(folder, of[1]) + ":" + of[2] + ": " + of[3]
		} else if of := ofFile().FindStringSubmatch(line); of != nil {
			lines[i] = path.Join(folder, of[1]) + ":" + strconv.Itoa(lineIn(fsys, of[1], of[2])) + ": " + strings.ReplaceAll(of[2], vendor+"/", path.Join(folder, vendor)+"/")
		} else if at := places.find(line); at != nil {
			lines[i] = path.Join(folder, at.file) + ":" + strconv.Itoa(at.line) + ": " + line
		}
	}
	return errors.New(strings.Join(lines, "\n"))
}

// inFile is what is said of a file that can't be read.
var inFile = pattern(`^(?:document \S+: )?([^\s:]+\.yaml): (?:yaml: )?(?:[^:]*, )?line ([0-9]+): (.*)$`)

// ofFile is what is said of one file of a document, at a place in it.
var ofFile = pattern(`^([^\s:]+/[^\s:]+\.yaml): (.*)$`)

// lineIn returns the line of a file that a fault is about, the first where it names none.
func lineIn(fsys fs.FS, file, fault string) int {
	alone := &place{line: 1, below: map[string]*place{}}
	if data, err := fs.ReadFile(fsys, file); err == nil {
		var node yaml.Node
		if yaml.Unmarshal(data, &node) == nil && len(node.Content) > 0 {
			alone.read(file, node.Content[0])
		}
	}
	if at := alone.follow("." + fault); at != nil {
		return at.line
	}
	return 1
}

// place is a key of a document, or an entry of a list, with what stands below it.
type place struct {
	file  string
	line  int
	value string // of a scalar
	// shared says that more than one file has it: the line is one of several.
	shared bool
	below  map[string]*place
	listed []*place
}

// readPlaces reads where everything stands; without what can't be read.
func readPlaces(fsys fs.FS, vendor string) *place {
	root := &place{shared: true, below: map[string]*place{}}
	files, _ := resourceFiles(fsys, vendor)
	for _, file := range append([]string{path.Join(vendor, "openapi.yaml")}, files...) {
		data, err := fs.ReadFile(fsys, file)
		var node yaml.Node
		if err != nil || yaml.Unmarshal(data, &node) != nil || len(node.Content) == 0 {
			continue
		}
		root.read(file, node.Content[0])
	}
	return root
}

func (p *place) read(file string, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		if p.below == nil {
			p.below = make(map[string]*place, len(n.Content)/2)
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			within, twice := p.below[key.Value]
			if !twice {
				within = &place{file: file, line: key.Line}
				p.below[key.Value] = within
			}
			within.shared = within.shared || within.file != file
			within.read(file, n.Content[i+1])
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			within := &place{file: file, line: item.Line}
			within.read(file, item)
			p.listed = append(p.listed, within)
		}
	case yaml.ScalarNode:
		p.value = n.Value
	}
}

// sections are those of the components by the word that faults have for what stands in them.
var sections = map[string]string{
	"schema": "schemas", "parameter": "parameters", "response": "responses", "security scheme": "securitySchemes", "request body": "requestBodies",
}

var (
	ofOperation = pattern(`^([A-Z]+) (\S.*)$`)
	unknownKey  = pattern(` has no "([^"]+)"`)
	namedKey    = pattern(`: (?:the )?(\$ref|type|format|pattern|enum|default|example|required|description|summary|tags|security|x-[a-z-]+)\b`)
)

// find returns the place that a fault begins with; nil where it begins with none.
func (p *place) find(fault string) *place {
	at, rest := p.begin(fault)
	if at == nil {
		return nil
	}
	if within := at.follow(rest); within != at {
		at = within
	} else if ofOperation().MatchString(fault) {
		at = p.withinOperation(at, fault)
	}
	if at == nil {
		return nil
	}
	for _, words := range [...]func() *regexp.Regexp{unknownKey, namedKey} {
		if key := words().FindStringSubmatch(fault); key != nil && at.below[key[1]] != nil {
			at = at.below[key[1]]
			break
		}
	}
	if at.shared {
		return nil
	}
	return at
}

var (
	namedParameter = pattern(`\bparameter (\S+?)(: | |,|;|$)`)
	namedResponse  = pattern(`\b(?:response|responses) ([1-5][0-9X][0-9X]|default)\b`)
)

// withinOperation finds the parameter, the response or the body that a fault of an operation names in words; the operation where it names
// none, or one that isn't written in it.
func (p *place) withinOperation(op *place, fault string) *place {
	if of := namedParameter().FindStringSubmatch(fault); of != nil {
		item, _ := p.within("paths").longest(ofOperation().FindStringSubmatch(fault)[2])
		for _, parameter := range slices.Concat(op.within("parameters").entries(), item.within("parameters").entries()) {
			target := parameter
			if ref := parameter.within("$ref"); ref != nil {
				target = p.within("components").within("parameters").within(ref.value[strings.LastIndexByte(ref.value, '/')+1:])
			}
			if name := target.within("name"); name != nil && name.value == of[1] {
				return parameter
			}
		}
		return op
	}
	var within *place
	switch of := namedResponse().FindStringSubmatch(fault); {
	case of != nil:
		within = op.within("responses").within(of[1])
	case strings.Contains(fault, "request body"), strings.Contains(fault, " of the form"):
		within = op.within("requestBody")
	case strings.Contains(fault, ": operationId "), strings.Contains(fault, ": Go method "):
		within = op.within("operationId")
	}
	return cmp.Or(within, op)
}

// begin finds the named thing that a fault begins with, and returns what follows.
func (p *place) begin(fault string) (*place, string) {
	if rest, ok := strings.CutPrefix(fault, rootPlace+": "); ok {
		return p, "." + rest
	}
	if rest, ok := strings.CutPrefix(fault, rootPlace+"."); ok {
		return p, "." + rest
	}
	if rest, ok := strings.CutPrefix(fault, "path "); ok {
		return p.within("paths").longest(rest)
	}
	if rest, ok := strings.CutPrefix(fault, "tag "); ok {
		for _, tag := range p.within("tags").entries() {
			if name := tag.within("name"); name != nil && strings.HasPrefix(rest, name.value+":") {
				return tag, ""
			}
		}
		return nil, ""
	}
	for word, section := range sections {
		if rest, ok := strings.CutPrefix(fault, word+" "); ok {
			return p.within("components").within(section).longest(rest)
		}
	}
	if of := ofOperation().FindStringSubmatch(fault); of != nil {
		item, rest := p.within("paths").longest(of[2])
		return item.within(strings.ToLower(of[1])), rest
	}
	return p, "." + fault
}

func (p *place) within(key string) *place {
	if p == nil {
		return nil
	}
	return p.below[key]
}

func (p *place) entries() []*place {
	if p == nil {
		return nil
	}
	return p.listed
}

// longest finds the longest key below that a text begins with, as a whole, and returns what follows.
func (p *place) longest(text string) (*place, string) {
	var found *place
	var length int
	if p != nil {
		for key, within := range p.below {
			if len(key) >= length && strings.HasPrefix(text, key) && (len(text) == len(key) || strings.ContainsRune(".:[ ", rune(text[len(key)]))) {
				found, length = within, len(key)
			}
		}
	}
	return found, text[length:]
}

// follow goes on from a place by the keys and numbers that follow, as far as they lead: .properties.name[0]. A field of a schema is
// also written without properties, or behind a colon.
func (p *place) follow(rest string) *place {
	for {
		var next *place
		var after string
		switch {
		case strings.HasPrefix(rest, "["):
			number, behind, _ := strings.Cut(rest[1:], "]")
			if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(p.listed) {
				next, after = p.listed[i], behind
			}
		case strings.HasPrefix(rest, "."), strings.HasPrefix(rest, ": "):
			text := strings.TrimLeft(rest[1:], " ")
			if rest[0] == '.' {
				next, after = p.longest(text)
			}
			if next == nil {
				next, after = p.within("properties").longest(text)
			}
		}
		if next == nil {
			return p
		}
		p, rest = next, after
	}
}
