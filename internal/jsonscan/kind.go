package jsonscan

import (
	"bytes"
	"encoding/json"
)

// The kinds of a JSON value, as errors name them.
const (
	Nothing = "nothing" // there is no value
	Null    = "null"
	Boolean = "a boolean"
	Number  = "a number"
	String  = "a string"
	List    = "a list"
	Object  = "an object"
)

// Kind names the kind of a JSON value.
func Kind(raw []byte) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return Nothing
	}
	switch raw[0] {
	case '"':
		return String
	case '{':
		return Object
	case '[':
		return List
	case 't', 'f':
		return Boolean
	case 'n':
		return Null
	}
	return Number
}

// Scalar returns a JSON string or number as a string, "" for anything else.
func Scalar(raw []byte) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}
