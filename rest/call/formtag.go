package call

import (
	"fmt"
	"strings"
)

// formWays says how a field of a form is written, for each kind of value. Its zero value is what OpenAPI has where a document says
// nothing.
type formWays struct {
	list, keyed, object formWay
	json                bool   // JSON of any type, in a part of that content type
	number              bool   // booleans are 1 and 0
	file                string // the content type of a file that has none of its own
	null                string // how null is written
}

type formWay int8

const (
	exploded formWay = iota // the values of a list repeat its name; the fields of an object are fields of the form
	commas                  // one string, with commas between the values, or between names and values
	deep                    // name[key]
	jsonText                // one string, of JSON
)

// formWaysOf reads a form tag, such as "list=comma,bool=number". EncodeForm has the words.
func formWaysOf(tag string) (ways formWays, err error) {
	for word := range strings.SplitSeq(tag, ",") {
		if word == "" {
			continue
		}
		kind, way, _ := strings.Cut(word, "=")
		known := false
		switch kind {
		case "list":
			ways.list, known = wayOf(way)
			known = known && ways.list != deep
		case "map":
			ways.keyed, known = wayOf(way)
		case "object":
			ways.object, known = wayOf(way)
		case "any":
			ways.json, known = true, way == "json"
		case "bool":
			ways.number, known = true, way == "number"
		case "file":
			ways.file, known = way, way != ""
		}
		if !known {
			return ways, fmt.Errorf("its form tag says %q, which EncodeForm doesn't know", word)
		}
	}
	if way := strings.TrimSuffix(tag, "=json"); way != tag && !strings.Contains(way, ",") {
		ways.null = "null"
	}
	return ways, nil
}

func wayOf(word string) (formWay, bool) {
	switch word {
	case "comma":
		return commas, true
	case "deep":
		return deep, true
	case "json":
		return jsonText, true
	}
	return exploded, false
}
