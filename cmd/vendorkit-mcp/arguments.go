package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-8da6be54/vendorkit/internal/nearest"
)

// readArguments reads a tool's arguments. One that the tool doesn't have is refused: a model that misspells one must not believe that it
// was heard.
func readArguments(tool string, raw json.RawMessage, into any) error {
	if len(raw) == 0 {
		return nil
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(raw, &given); err != nil {
		return fmt.Errorf("the arguments of %s: %s", tool, argumentFault(err))
	}
	takes := argumentNames(into)
	for name := range given {
		if !slices.Contains(takes, name) {
			return fmt.Errorf("%s takes %s, and has no argument %q%s", tool, strings.Join(takes, ", "), name, nearest.Suggestion(name, takes))
		}
	}
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("the arguments of %s: %s", tool, argumentFault(err))
	}
	return nil
}

// argumentNames lists the fields of a tool's input, as they are in JSON.
func argumentNames(input any) (names []string) {
	for field := range reflect.TypeOf(input).Elem().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// argumentFault says what is wrong with JSON in the caller's words, which has no types of Go.
func argumentFault(err error) string {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		want := map[reflect.Kind]string{reflect.String: "a string", reflect.Map: "an object", reflect.Slice: "a list", reflect.Bool: "true or false"}[wrong.Type.Kind()]
		if want == "" {
			want = "a number"
		}
		return fmt.Sprintf("%s is a JSON %s, and has to be %s", cmp.Or(wrong.Field, "it"), wrong.Value, want)
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}
