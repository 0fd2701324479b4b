//go:build go1.27 && goexperiment.jsonv2

package jsonfields

import (
	"encoding"
	"encoding/json"
	"encoding/json/jsontext"
	jsonv2 "encoding/json/v2"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rest is what takes every field of an object that none of Fields does: a map, or bytes that become an object of their own, either
// maybe behind a pointer; nil where nothing does.
func (s *Struct) Rest() *Field { return s.rest }

// read reads the tag of a field. What is wrong with one is no error for encoding/json, which makes something of it.
func read(in reflect.StructField) (Field, place) {
	tag := in.Tag.Get("json")
	if tag == "-" || !in.IsExported() && !in.Anonymous {
		return Field{}, nowhere
	}
	field, options := readTag(in.Name, tag)
	field.Quoted = options.quoted && quotable(in.Type)
	inner := pointedTo(in.Type)
	structure := inner.Kind() == reflect.Struct
	if !field.tagged && (options.embed || in.Anonymous && structure) {
		switch {
		case structure:
			return Field{}, asFields
		case !in.IsExported():
			return Field{}, nowhere
		case inner == reflect.TypeFor[jsontext.Value](), inner.Kind() == reflect.Map && inner.Key().Kind() == reflect.String && !hasMethods(inner.Key()):
			return field, asRest
		}
	}
	if !in.IsExported() && (!structure || hasMethods(inner) || options.omitZero && hasIsZero(inner)) {
		return Field{}, nowhere
	}
	return field, asField
}

// tagOptions are what a tag says besides a name, of what matters for reading.
type tagOptions struct{ embed, quoted, omitZero bool }

func readTag(own, tag string) (field Field, options tagOptions) {
	field.Name = own
	if tag != "" && tag[0] != ',' {
		n := strings.IndexAny(tag, ",\\'\"`")
		if n < 0 {
			n = len(tag)
		}
		name, ok := tag[:n], true
		if n < len(tag) && tag[n] != ',' {
			name, n, ok = tagWord(tag)
		}
		if ok {
			field.Name, field.tagged = name, true
			if !utf8.ValidString(name) {
				field.Name = string([]rune(name))
			}
		}
		tag = tag[n:]
	}
	lenient := false
	for tag != "" {
		if tag = strings.TrimPrefix(tag, ","); tag == "" {
			break
		}
		word, n, _ := tagWord(tag)
		tag = tag[n:]
		switch word {
		case "embed":
			options.embed = true
		case "string":
			options.quoted = true
		case "omitzero":
			options.omitZero = true
		case "case":
			if tag == "" || tag[0] != ':' {
				break
			}
			word, n, _ := tagWord(tag[1:])
			tag = tag[1+n:]
			lenient = lenient || word == "ignore"
			field.strict = field.strict || word == "strict"
		}
	}
	field.strict = field.strict && !lenient
	return field, options
}

// tagWord returns what stands at the beginning of a tag, and its length: a word, or else, which isn't ok, everything before the next comma.
func tagWord(tag string) (word string, length int, ok bool) {
	if first, _ := utf8.DecodeRuneInString(tag); first == '_' || unicode.IsLetter(first) {
		n := len(tag) - len(strings.TrimLeftFunc(tag, func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }))
		return tag[:n], n, true
	}
	n := strings.IndexByte(tag, ',')
	if n < 0 {
		n = len(tag)
	}
	return tag[:n], n, false
}

// hasMethods reports whether a type, or a pointer to it, has a way of its own of being read or written.
func hasMethods(t reflect.Type) bool {
	switch reflect.New(t).Interface().(type) {
	case json.Marshaler, jsonv2.MarshalerTo, encoding.TextMarshaler, encoding.TextAppender,
		json.Unmarshaler, jsonv2.UnmarshalerFrom, encoding.TextUnmarshaler:
		return true
	}
	return false
}

func hasIsZero(t reflect.Type) bool {
	_, has := reflect.New(t).Interface().(interface{ IsZero() bool })
	return has
}

// foundBefore reports which of two fields is found by a name of another case: the one that is embedded less deep, or else stands before.
func foundBefore(a, b []int) bool { return len(a) < len(b) || len(a) == len(b) && before(a, b) }
