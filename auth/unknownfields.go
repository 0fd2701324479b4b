package auth

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// unknownFields returns the fields of a JSON object that T, a struct, doesn't have, each as its JSON. A program of this version may
// share a store with one of a later version, and must not take away what that one wrote.
func unknownFields[T any](object []byte) map[string]Secret {
	var fields map[string]json.RawMessage
	if json.Unmarshal(object, &fields) != nil {
		return nil
	}
	of := reflect.TypeFor[T]()
	for i := range of.NumField() {
		name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
		maps.DeleteFunc(fields, func(found string, _ json.RawMessage) bool { return strings.EqualFold(found, name) }) // as encoding/json reads them
	}
	var out map[string]Secret
	for name, value := range fields {
		if out == nil {
			out = make(map[string]Secret, len(fields))
		}
		compact, err := json.Marshal(value)
		if err != nil {
			continue // what has been read can be written
		}
		out[name] = NewSecret(string(escapeBeyondASCII(compact))) // nobody knows whether it is one
	}
	return out
}

// withUnknown writes a struct, and behind its fields those that unknownFields found.
func withUnknown(known any, unknown map[string]Secret) ([]byte, error) {
	out, err := json.Marshal(known)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(unknown)) {
		field, err := json.Marshal(map[string]json.RawMessage{name: json.RawMessage(unknown[name].Reveal())})
		if err != nil {
			return nil, err
		}
		out = out[:len(out)-1] // the brace
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, field[1:]...)
	}
	return out, nil
}

func revealed(secrets map[string]Secret) map[string]string {
	var out map[string]string
	for name, value := range secrets {
		if out == nil {
			out = make(map[string]string, len(secrets))
		}
		out[name] = value.Reveal()
	}
	return out
}

func concealed(clear map[string]string) map[string]Secret {
	var out map[string]Secret
	for name, value := range clear {
		if out == nil {
			out = make(map[string]Secret, len(clear))
		}
		out[name] = NewSecret(value)
	}
	return out
}
