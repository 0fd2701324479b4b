//go:build !(go1.27 && goexperiment.jsonv2)

package jsonfields

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Rest is what takes every field of an object that none of Fields does: nothing before Go 1.27, so that the code for it isn't linked.
func (s *Struct) Rest() *Field { return nil }

// read reads the tag of a field.
func read(in reflect.StructField) (Field, place) {
	inner := pointedTo(in.Type)
	tag := in.Tag.Get("json")
	if tag == "-" || !in.IsExported() && !(in.Anonymous && inner.Kind() == reflect.Struct) {
		return Field{}, nowhere
	}
	name, options, _ := strings.Cut(tag, ",")
	if !valid(name) {
		name = ""
	}
	if name == "" && in.Anonymous && inner.Kind() == reflect.Struct {
		return Field{}, asFields
	}
	quoted := slices.Contains(strings.Split(options, ","), "string") && quotable(in.Type)
	return Field{Name: cmp.Or(name, in.Name), Quoted: quoted, tagged: name != ""}, asField
}

// valid reports whether a tag's name is one that counts; else the field's own does.
func valid(name string) bool {
	for _, c := range name {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return name != ""
}

// foundBefore reports which of two fields is found by a name of another case: the one that stands before.
func foundBefore(a, b []int) bool { return before(a, b) }
